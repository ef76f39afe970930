"""What people do to a case or gate in hand. They run in a unit of work that others commit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from chassis.database import UnitOfWork
from contracts.envelope import Event
from contracts.events.approval import CaseOutcome
from contracts.ids import CaseId, DocumentId
from contracts.process import GateOutcome
from services.approval import repository
from services.approval.domain import handing, hands
from services.approval.domain.case import Case
from services.approval.domain.condition import check_gates
from services.approval.domain.decision import Condition, Verdict
from services.approval.domain.errors import FieldNotForThisTask, OutcomeNotOffered
from services.approval.domain.gate import Gate, GateVerdict
from services.approval.domain.holder import check_held_by
from services.approval.domain.information import Answer
from services.approval.domain.signing import check_all_signed
from services.approval.handlers.condition import check_gate
from services.approval.handlers.desk import (
    Desk,
    actor_on,
    impartial_task,
    keep,
    no_task,
)
from services.approval.handlers.follow import check_before_decision, conclude_decision
from services.approval.handlers.notice import answer_case, drop_questions, note_question
from services.approval.handlers.receipt import accept_at_once, own_case

_Outcome = TypeVar("_Outcome", CaseOutcome, GateOutcome)


@dataclass(frozen=True, slots=True)
class DecideTask:
    """A decision as entered; which fields belong depends on the kind of the task."""

    outcome: str
    reason: str
    ground: str | None = None
    conditions: tuple[Condition, ...] = ()
    hold_until: date | None = None
    sitting_id: UUID | None = None
    """The joint sitting in which it is decided."""


async def request_information(
    id_: UUID,
    ground: str,
    question: str,
    expected: int | None,
    desk: Desk,
    uow: UnitOfWork,
) -> None:
    """Ask the sponsor; the case's clock stands still until the answer.

    While all departments' questions are collected, it is noted and sent with the others. Whoever
    asked keeps the case for the answer: the lease counts from the sending.
    """
    case = await impartial_task(id_, expected, desk, uow)
    if not isinstance(case, Case):
        raise no_task()
    actor = await actor_on(case, desk, uow)
    sent_at = await note_question(case, actor, ground, question, uow)
    if sent_at is not None:
        waiting = hands.renew(case, max(sent_at, uow.now), desk.lease)
        await repository.save_lease(uow.connection, case, waiting)
        return
    after, event = case.request_information(actor, ground, question, uow.now)
    after = hands.renew(after, uow.now, desk.lease)
    data = {"round": event.round, "ground": ground}
    what = "information_requested"
    await keep(case, after, event, what, actor, uow, why=question, data=data)


async def supply_information(
    id_: CaseId,
    text: str,
    documents: tuple[DocumentId, ...],
    expected: int | None,
    desk: Desk,
    uow: UnitOfWork,
) -> None:
    """Answer a department's question on one of the caller's organisation's projects."""
    case = await own_case(id_, expected, desk, uow)
    await answer_case(case, Answer(text, documents, desk.actor, uow.now), desk, uow)


async def save_draft(id_: UUID, fields: Mapping[str, str], desk: Desk, uow: UnitOfWork) -> None:
    """Keep what the holder has typed; nothing typed is no draft. It is work: the lease renews.

    No new version of the task: nobody else sees a draft.
    """
    task = await impartial_task(id_, None, desk, uow)
    actor = await actor_on(task, desk, uow)
    task.check_open()
    check_held_by(task.holder, actor)
    if any(fields.values()):
        await repository.save_draft(uow.connection, id_, desk.caller.id, fields, uow.now)
    else:
        await repository.remove_drafts(uow.connection, id_, desk.caller.id)
    await repository.save_lease(uow.connection, task, hands.renew(task, uow.now, desk.lease))


async def decide_task(
    id_: UUID, order: DecideTask, expected: int | None, desk: Desk, uow: UnitOfWork
) -> None:
    """Decide a case or a gate, once, when all signers have agreed.

    Only its holder, or who stands in for the holder.
    """
    task = await impartial_task(id_, expected, desk, uow)
    actor = await actor_on(task, desk, uow)
    signers = await repository.signers_of(uow.connection, id_)
    after: Case | Gate
    event: Event
    if isinstance(task, Case):
        await check_before_decision(task, order.outcome, order.sitting_id, uow)
        # What has ended or rests is refused as it is; else the act accepts (see ``receipt``).
        await drop_questions(task, uow)
        task = await accept_at_once(task, actor, uow)
        check_gates(order.conditions, task)
        after, event = task.decide(actor, verdict_of(order), uow.now)
        event = event.model_copy(update={"sitting_id": order.sitting_id})
    else:
        after, event = task.decide(actor, _gate_verdict(order), uow.now)
        if order.outcome == GateOutcome.ADVANCE:
            await check_gate(task, uow)
    handing.check_may_decide(task)
    check_all_signed(signers, actor)
    data = {"outcome": order.outcome}
    if order.sitting_id is not None:
        data["sitting"] = str(order.sitting_id)
    kept = await keep(task, after, event, "decided", actor, uow, why=order.reason, data=data)
    await repository.remove_drafts(uow.connection, id_)
    if isinstance(kept, Case):
        await conclude_decision(kept, order.sitting_id, actor, uow)


def verdict_of(order: DecideTask) -> Verdict:
    """What is entered, as a case's verdict. Raises FieldNotForThisTask, OutcomeNotOffered."""
    _check_absent("hold_until", order.hold_until)
    outcome = _outcome(CaseOutcome, order.outcome)
    return Verdict(outcome, order.reason, order.ground, order.conditions)


def _gate_verdict(order: DecideTask) -> GateVerdict:
    _check_absent("sitting_id", order.sitting_id)
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
