"""Receiving cases: accept, with gaps, or not; and the sponsor's part in it. Others commit."""

from collections.abc import Sequence
from uuid import UUID

from chassis.database import UnitOfWork
from contracts.errors import NotFound
from contracts.ids import CaseId, DocumentId
from contracts.people import ORGANISATION, Role
from services.approval import repository
from services.approval.domain import case_receipt, hands
from services.approval.domain.case import Case
from services.approval.domain.case_state import CaseState
from services.approval.domain.errors import TaskClosed
from services.approval.domain.errors.standing import GapsClosedByCredit
from services.approval.domain.holder import Actor
from services.approval.domain.life import NonAcceptanceGround
from services.approval.handlers.desk import (
    Desk,
    actor_on,
    check_version,
    impartial_task,
    keep,
    no_task,
)
from services.approval.handlers.notice import drop_questions


async def accept_case(
    id_: UUID, gaps: Sequence[str] | None, expected: int | None, desk: Desk, uow: UnitOfWork
) -> None:
    """Accept a case in hand; with ``gaps`` though these are missing (容缺受理)."""
    case, actor = await case_at_work(id_, expected, desk, uow)
    if gaps is None:
        after, event = case_receipt.accept(case, actor, uow.now)
    else:
        await _check_credit(case, uow)
        after, event = case_receipt.accept_with_gaps(case, gaps, actor, uow.now)
    after = hands.renew(after, uow.now, desk.lease)
    who = None if event.how == "deemed" else actor
    why = "; ".join(gaps or ())
    data = {"how": event.how, "accepted_on": event.accepted_on.isoformat(), "gaps": event.gaps}
    await keep(case, after, event, "accepted", who, uow, why=why, data=data)


async def _check_credit(case: Case, uow: UnitOfWork) -> None:
    """Raises GapsClosedByCredit: the sponsor's grade may have fallen since the case was opened."""
    card = case.card
    credit = await repository.credit_of(uow.connection, card.organisation_id, card.pack)
    if credit.closes("accepted_with_gaps"):
        raise GapsClosedByCredit(grade=credit.grade)


async def accept_at_once(case: Case, actor: Actor, uow: UnitOfWork) -> Case:
    """A case that is acted on before it was accepted is accepted with the act (art. 34)."""
    if case.state is not CaseState.RECEIVED:
        return case
    after, event = case_receipt.accept_at_once(case, actor, uow.now)
    data = {"how": event.how, "accepted_on": event.accepted_on.isoformat(), "gaps": 0}
    kept = await keep(case, after, event, "accepted", actor, uow, data=data)
    assert isinstance(kept, Case)
    return kept


async def decline_case(
    id_: UUID,
    ground: NonAcceptanceGround,
    reason: str,
    expected: int | None,
    desk: Desk,
    uow: UnitOfWork,
) -> None:
    """Not accept a case in hand."""
    case, actor = await case_at_work(id_, expected, desk, uow)
    after, event = case_receipt.decline(case, ground, reason, actor, uow.now)
    await drop_questions(case, uow)
    await keep(case, after, event, "not_accepted", actor, uow, why=reason, data={"ground": ground})


async def commit_to_gaps(
    id_: CaseId, text: str, expected: int | None, desk: Desk, uow: UnitOfWork
) -> None:
    """The sponsor's commitment to supply what is missing."""
    case = await own_case(id_, expected, desk, uow)
    after, event = case_receipt.commit_to_gaps(case, text, desk.actor, uow.now)
    await keep(case, after, event, "gaps_committed", desk.actor, uow, why=text)


async def supply_gaps(
    id_: CaseId,
    numbers: Sequence[int],
    documents: tuple[DocumentId, ...],
    expected: int | None,
    desk: Desk,
    uow: UnitOfWork,
) -> None:
    """The sponsor supplies what was missing at acceptance."""
    case = await own_case(id_, expected, desk, uow)
    after, event = case_receipt.supply_gaps(case, numbers, documents, uow.now)
    data = {"numbers": sorted(set(numbers)), "documents": len(documents)}
    await keep(case, after, event, "gaps_supplied", desk.actor, uow, data=data)


async def apply_again(
    id_: CaseId, text: str, expected: int | None, desk: Desk, uow: UnitOfWork
) -> None:
    """Apply again for a case that was not accepted or has lapsed; not once the project has left."""
    # The order of all: the project's row before its tasks, as closing does.
    project = await repository.project_of_task(uow.connection, id_)
    is_closed = project and await repository.is_project_closed(uow.connection, project)
    case = await own_case(id_, expected, desk, uow)
    if is_closed:
        raise TaskClosed()
    after, event = case_receipt.apply_again(case, uow.now)
    data = {"application": event.application}
    await keep(case, after, event, "applied_again", desk.actor, uow, why=text, data=data)


async def case_at_work(
    id_: UUID, expected: int | None, desk: Desk, uow: UnitOfWork
) -> tuple[Case, Actor]:
    """A case of the caller's queue, locked, and the caller as its record will show them."""
    case = await impartial_task(id_, expected, desk, uow)
    if not isinstance(case, Case):
        raise no_task()
    return case, await actor_on(case, desk, uow)


async def own_case(id_: CaseId, expected: int | None, desk: Desk, uow: UnitOfWork) -> Case:
    """A case of the sponsor's own organisation, locked. Raises NotFound for anybody else's."""
    case = await repository.lock_task(uow.connection, id_)
    own = desk.caller.scope(ORGANISATION)
    if not (isinstance(case, Case) and case.card.organisation_id == own):
        raise NotFound(what_zh="审批事项", what_en="case")
    if not desk.caller.has(Role.SPONSOR):
        raise NotFound(what_zh="审批事项", what_en="case")
    check_version(case, expected)
    return case
