"""Reconsideration: sought by the sponsor or of the department's own motion, decided by another."""

from uuid import UUID

from chassis.database import UnitOfWork
from chassis.identity import new_id
from contracts.errors import StaleVersion
from contracts.ids import CaseId, DocumentId
from contracts.process import Limit
from services.approval import repository
from services.approval.domain.about import About
from services.approval.domain.case import Case
from services.approval.domain.decision import Verdict
from services.approval.domain.errors.permission import AlreadyReconsidered
from services.approval.domain.holder import Actor
from services.approval.domain.obligation import term_of
from services.approval.domain.reconsideration import (
    Cause,
    Reconsideration,
    check_lane,
    check_may_seek,
    officers_of,
    snapshot,
)
from services.approval.domain.revocation import Standing
from services.approval.handlers.case_desk import (
    department_case,
    lock_project_of,
    no_case,
    note,
)
from services.approval.handlers.desk import Desk
from services.approval.handlers.follow import follow_decision
from services.approval.handlers.obligation import oblige
from services.approval.handlers.permission import end_with_case
from services.approval.handlers.receipt import own_case
from services.approval.handlers.upstream import check_upstream

_OWN_MOTION = "前置事项已被撤销 / what this rests on was revoked"


async def seek_reconsideration(
    id_: CaseId,
    reason: str,
    documents: tuple[DocumentId, ...],
    expected: int | None,
    desk: Desk,
    uow: UnitOfWork,
) -> None:
    """Have a refusal, or a revoked decision, looked at again by another officer; once."""
    case = await own_case(id_, expected, desk, uow)
    standing = await repository.standing_of(uow.connection, case.id)
    check_may_seek(case, standing, uow.now)
    await _open(case, standing, "sponsor", reason, documents, desk.actor, uow)


async def review_of_own_motion(
    case: Case, upstream: Case, standing: Standing, uow: UnitOfWork
) -> None:
    """Have an approval looked at again since what it rests on was revoked. Not twice."""
    assert case.decision is not None
    reason = f"{_OWN_MOTION}: {upstream.item.item}"
    try:
        await _open(case, standing, "upstream_revoked", reason, (), case.decision.by, uow)
    except AlreadyReconsidered:
        return


async def _open(
    case: Case,
    standing: Standing,
    cause: Cause,
    reason: str,
    documents: tuple[DocumentId, ...],
    by: Actor,
    uow: UnitOfWork,
) -> None:
    assert case.decision is not None
    # Where the pack has no review of its own, the item's committed limit holds for one.
    plan = case.item.reconsideration
    limit: Limit = plan.decision if plan else case.item.committed
    term = term_of(limit, uow.now, case.card.extra_days_off)
    new = Reconsideration(
        id=new_id(),
        about=About.of(case),
        cause=cause,
        of_number=standing.number,
        before=snapshot(case.decision, standing.number),
        first_officers=officers_of(case.decision),
        reason=reason,
        documents=documents,
        sought_by=by,
        sought_at=uow.now,
        due_at=term.due_at,
    )
    if not await repository.add_reconsideration(uow.connection, new):
        raise AlreadyReconsidered()
    await oblige("reconsideration", new.id, new.about, "department", term, uow)
    actor = by if cause == "sponsor" else None
    await note(case.id, "reconsideration_sought", actor, uow, why=reason, data={"cause": cause})
    await uow.tell(new.sought())


async def decide_reconsideration(
    id_: UUID,
    verdict: Verdict | None,
    why: str,
    expected: int | None,
    desk: Desk,
    uow: UnitOfWork,
) -> UUID:
    """Let the decision stand (no verdict), or put another in its place.

    A new approval grants a permission anew and lifts the flags of what rests on the case; a new
    refusal ends what the old one had granted. Raises FirstOfficer, ProjectHasLeft, UpstreamRevoked.
    """
    case, before = await _found(id_, expected, desk, uow)
    if verdict is None:
        after, told = before.uphold(desk.actor, uow.now)
        values = {"result": "upheld", "outcome": None, "why": why, "decided_at": uow.now}
        await repository.save_reconsideration(uow.connection, after, values, desk.actor)
        await _concluded(case, before, "upheld", why, desk.actor, uow)
        await uow.tell(told)
        return case.id
    check_lane(verdict, has_left=await repository.has_left(uow.connection, case.project_id))
    await check_upstream(case, verdict.outcome, uow)
    standing = await repository.standing_of(uow.connection, case.id)
    after, decided, next_, events = before.replace_decision(
        case, standing, verdict, desk.actor, uow.now
    )
    outcome = verdict.outcome.value
    values = {"result": "replaced", "outcome": outcome, "why": why, "decided_at": uow.now}
    await repository.save_reconsideration(uow.connection, after, values, desk.actor)
    await repository.replace_decision(uow.connection, case, decided, next_.number)
    await repository.save_standing(uow.connection, case.id, next_)
    await _concluded(case, before, "replaced", why, desk.actor, uow)
    for event in events:
        await uow.tell(event)
    await end_with_case(case, desk.actor, why, uow)
    await follow_decision(decided, desk.actor, uow)
    return case.id


async def _concluded(
    case: Case, of: Reconsideration, result: str, why: str, by: Actor, uow: UnitOfWork
) -> None:
    await repository.close_obligations(uow.connection, of.id, uow.now)
    data = {"result": result, "number": of.of_number}
    await note(case.id, "reconsidered", by, uow, why=why, data=data)


async def _found(
    id_: UUID, expected: int | None, desk: Desk, uow: UnitOfWork
) -> tuple[Case, Reconsideration]:
    about = await repository.about_reconsideration(uow.connection, id_)
    if about is None:
        raise no_case()
    await lock_project_of(about.case_id, uow)
    case = await department_case(about.case_id, desk, uow)
    before = await repository.lock_reconsideration(uow.connection, id_)
    assert before is not None
    if expected is not None and expected != before.version:
        raise StaleVersion(current=before.version)
    return case, before
