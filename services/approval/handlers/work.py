"""What people do with tasks, one function each. They run in a unit of work that others commit."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from chassis.auth import Principal
from chassis.database import UnitOfWork
from contracts.envelope import Event
from contracts.errors import NotFound, StaleVersion
from contracts.events.approval import CaseOutcome
from contracts.ids import CaseId, DocumentId, PersonId
from contracts.people import DEPARTMENT, ORGANISATION, PACK, Role
from contracts.process import GateOutcome
from services.approval import repository
from services.approval.domain.case import Case
from services.approval.domain.decision import Condition, Verdict
from services.approval.domain.errors import FieldNotForThisTask, OutcomeNotOffered
from services.approval.domain.gate import Gate, GateVerdict
from services.approval.domain.holder import Actor
from services.approval.domain.information import Answer

_Outcome = TypeVar("_Outcome", CaseOutcome, GateOutcome)


@dataclass(frozen=True, slots=True)
class DecideTask:
    """A decision as entered; which fields belong depends on the kind of the task."""

    outcome: str
    reason: str
    ground: str | None = None
    conditions: tuple[Condition, ...] = ()
    hold_until: date | None = None


async def claim_task(id_: UUID, expected: int | None, caller: Principal, uow: UnitOfWork) -> None:
    """Take a task in hand. Of two at once exactly one gets it; the own one again is no change."""
    task = await _task_at_work(id_, expected, caller, uow)
    after, event = task.claim(_actor(caller), uow.now)
    if event is not None:
        await _keep(task, after, event, "claimed", caller, uow)


async def release_task(
    id_: UUID, reason: str, expected: int | None, caller: Principal, uow: UnitOfWork
) -> None:
    """Put a task back into the queue; a lead also a colleague's."""
    task = await _task_at_work(id_, expected, caller, uow)
    is_lead = caller.has(Role.DEPARTMENT_LEAD) and isinstance(task, Case)
    after, event = task.release(_actor(caller), reason, is_lead=is_lead)
    data = {"holder": event.holder}
    await _keep(task, after, event, "released", caller, uow, why=reason, data=data)


async def request_information(
    id_: UUID,
    ground: str,
    question: str,
    expected: int | None,
    caller: Principal,
    uow: UnitOfWork,
) -> None:
    """Ask the sponsor; the case's clock stands still until the answer."""
    case = await _task_at_work(id_, expected, caller, uow)
    if not isinstance(case, Case):
        raise _no_task()
    after, event = case.request_information(_actor(caller), ground, question, uow.now)
    data = {"round": event.round, "ground": ground}
    await _keep(case, after, event, "information_requested", caller, uow, why=question, data=data)


async def supply_information(
    id_: CaseId,
    text: str,
    documents: tuple[DocumentId, ...],
    expected: int | None,
    caller: Principal,
    uow: UnitOfWork,
) -> None:
    """Answer a department's question on one of the caller's organisation's projects."""
    case = await repository.lock_task(uow.connection, id_)
    own = caller.scope(ORGANISATION)
    is_own = isinstance(case, Case) and case.card.organisation_id == own
    if not (isinstance(case, Case) and is_own and caller.has(Role.SPONSOR)):
        raise NotFound(what_zh="审批事项", what_en="case")
    _check_version(case, expected)
    after, event = case.supply(Answer(text, documents, _actor(caller), uow.now))
    data = {"round": event.round, "documents": len(documents)}
    await _keep(case, after, event, "information_supplied", caller, uow, data=data)


async def decide_task(
    id_: UUID, order: DecideTask, expected: int | None, caller: Principal, uow: UnitOfWork
) -> None:
    """Decide a case or a gate, once. Only its holder."""
    task = await _task_at_work(id_, expected, caller, uow)
    actor = _actor(caller)
    after: Case | Gate
    event: Event
    if isinstance(task, Case):
        after, event = task.decide(actor, _verdict(order), uow.now)
    else:
        after, event = task.decide(actor, _gate_verdict(order), uow.now)
    data = {"outcome": order.outcome}
    await _keep(task, after, event, "decided", caller, uow, why=order.reason, data=data)


def may_work_on(caller: Principal, task: Case | Gate) -> bool:
    """Whether the task is in a queue of the caller's; the same rule as ``queries.in_own_queue``."""
    if caller.scope(PACK) != task.card.pack:
        return False
    if isinstance(task, Gate):
        return caller.has(Role.GATE_REVIEWER)
    in_department = caller.scope(DEPARTMENT) == task.item.department
    return in_department and caller.has(Role.OFFICER, Role.DEPARTMENT_LEAD)


async def _task_at_work(
    id_: UUID, expected: int | None, caller: Principal, uow: UnitOfWork
) -> Case | Gate:
    task = await repository.lock_task(uow.connection, id_)
    if task is None or not may_work_on(caller, task):
        raise _no_task()
    _check_version(task, expected)
    return task


def _check_version(task: Case | Gate, expected: int | None) -> None:
    if expected is not None and expected != task.version:
        raise StaleVersion(current=task.version)


async def _keep(
    before: Case | Gate,
    after: Case | Gate,
    event: Event,
    what: str,
    caller: Principal,
    uow: UnitOfWork,
    *,
    why: str | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    await repository.save_task(uow.connection, before, after)
    await repository.add_task_event(
        uow.connection, after.id, uow.now, what, actor=_actor(caller), why=why, data=data
    )
    await uow.tell(event)


def _verdict(order: DecideTask) -> Verdict:
    _check_absent("hold_until", order.hold_until)
    outcome = _outcome(CaseOutcome, order.outcome)
    return Verdict(outcome, order.reason, order.ground, order.conditions)


def _gate_verdict(order: DecideTask) -> GateVerdict:
    _check_absent("ground", order.ground)
    _check_absent("conditions", order.conditions or None)
    return GateVerdict(_outcome(GateOutcome, order.outcome), order.reason, order.hold_until)


def _outcome(kind: type[_Outcome], given: str) -> _Outcome:
    try:
        return kind(given)
    except ValueError:
        raise OutcomeNotOffered(outcome=given, known=", ".join(kind)) from None


def _check_absent(name: str, given: object) -> None:
    if given is not None:
        raise FieldNotForThisTask(at=name, name=name)


def _actor(caller: Principal) -> Actor:
    return Actor(PersonId(caller.id), caller.name)


def _no_task() -> NotFound:
    return NotFound(what_zh="任务", what_en="task")
