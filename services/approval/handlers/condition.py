"""Conditions: applied for, discharged, replaced. Others commit."""

from uuid import UUID

from chassis.database import UnitOfWork
from contracts.errors import StaleVersion
from contracts.ids import DocumentId
from policy.clock import lane_date
from services.approval import repository
from services.approval.domain.condition import Imposed, Result
from services.approval.domain.decision import Condition, check_condition
from services.approval.domain.errors.condition import GateBlocked, RevokedInStage
from services.approval.domain.gate import Gate
from services.approval.domain.obligation import term_to
from services.approval.handlers.case_desk import department_case, no_case, note
from services.approval.handlers.desk import Desk
from services.approval.handlers.obligation import oblige
from services.approval.handlers.receipt import own_case

_REMIND_DAYS_BEFORE = (14, 3)


async def seek_discharge(
    id_: UUID,
    text: str,
    documents: tuple[DocumentId, ...],
    expected: int | None,
    desk: Desk,
    uow: UnitOfWork,
) -> UUID:
    """The sponsor says that a condition is met, with evidence."""
    first = await _seen(id_, uow)
    await own_case(first.about.case_id, None, desk, uow)
    before = await _fresh(id_, expected, uow)
    after, event = before.seek()
    await repository.add_discharge(uow.connection, id_, text, documents, desk.actor, uow.now)
    await repository.save_condition(uow.connection, before, after, uow.now)
    data = {"condition": str(id_), "documents": len(documents)}
    case_id = before.about.case_id
    await note(case_id, "discharge_sought", desk.actor, uow, why=text, data=data)
    await uow.tell(event)
    return case_id


async def answer_discharge(
    id_: UUID, result: Result, why: str, expected: int | None, desk: Desk, uow: UnitOfWork
) -> UUID:
    """Say whether a condition is met: wholly, in part, or not."""
    before = await _in_department(id_, expected, desk, uow)
    after, event = before.answer(result, desk.actor)
    await repository.answer_discharge(uow.connection, id_, result, why, desk.actor, uow.now)
    await repository.save_condition(uow.connection, before, after, uow.now)
    if not after.is_open:
        await repository.close_obligations(uow.connection, id_, uow.now)
    data = {"condition": str(id_), "result": result}
    await note(before.about.case_id, "discharge_decided", desk.actor, uow, why=why, data=data)
    await uow.tell(event)
    return before.about.case_id


async def replace_condition(
    id_: UUID, new: Condition, why: str, expected: int | None, desk: Desk, uow: UnitOfWork
) -> UUID:
    """Put another condition in the place of one that is open."""
    before = await _in_department(id_, expected, desk, uow)
    check_condition(new, lane_date(uow.now), "due_on")
    (new_id,) = await repository.add_conditions(uow.connection, before.about.case_id, (new,))
    after, event = before.replace_by(new_id, desk.actor)
    await repository.answer_discharge(uow.connection, id_, "replaced", why, desk.actor, uow.now)
    await repository.save_condition(uow.connection, before, after, uow.now)
    await repository.close_obligations(uow.connection, id_, uow.now)
    if new.due_on is not None:
        term = term_to(new.due_on, uow.now, _REMIND_DAYS_BEFORE)
        await oblige("condition", new_id, before.about, "sponsor", term, uow)
    data = {"condition": str(id_), "by": str(new_id)}
    await note(before.about.case_id, "condition_replaced", desk.actor, uow, why=why, data=data)
    await uow.tell(event)
    return before.about.case_id


async def check_gate(gate: Gate, uow: UnitOfWork) -> None:
    """Whether a gate may advance.

    Raises RevokedInStage, and GateBlocked with the ids of the conditions that stand in the way.
    """
    items = await repository.revoked_items(uow.connection, gate.project_id, gate.stage)
    if items:
        raise RevokedInStage(items=", ".join(items))
    ids = await repository.blocking_conditions(uow.connection, gate.project_id, gate.stage)
    if ids:
        raise GateBlocked(count=len(ids), ids=", ".join(map(str, ids)))


async def _in_department(id_: UUID, expected: int | None, desk: Desk, uow: UnitOfWork) -> Imposed:
    first = await _seen(id_, uow)
    await department_case(first.about.case_id, desk, uow)
    return await _fresh(id_, expected, uow)


async def _seen(id_: UUID, uow: UnitOfWork) -> Imposed:
    found = await repository.condition_by_id(uow.connection, id_)
    if found is None:
        raise no_case()
    return found


async def _fresh(id_: UUID, expected: int | None, uow: UnitOfWork) -> Imposed:
    """Read again under the case's lock."""
    found = await _seen(id_, uow)
    if expected is not None and expected != found.version:
        raise StaleVersion(current=found.version)
    return found
