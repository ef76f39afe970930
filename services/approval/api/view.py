"""Rows and aggregates as the API shows them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Row

from chassis.auth import Principal
from contracts.events.approval import CaseOutcome
from policy.clock import DueDate
from services.approval.api.life_view import life_view
from services.approval.domain import signing
from services.approval.domain.alarm import DUE_COMMITTED, DUE_STATUTORY
from services.approval.domain.case import Case
from services.approval.domain.case_clock import answers_due_on
from services.approval.domain.conflict import Conflict
from services.approval.domain.gate import Gate
from services.approval.domain.signing import Signer
from services.approval.schemas import (
    CaseView,
    ChoiceView,
    ConditionView,
    ConflictView,
    DecisionView,
    DueView,
    GateView,
    OtherTaskView,
    RoundView,
    StopView,
    TaskEventView,
    TaskView,
)

Rows = Iterable[Row[Any]]
STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who looks, when, and what their conflicts of interest bar them from."""

    caller: Principal
    now: datetime
    conflicts: Sequence[Conflict] = ()
    signers: Mapping[UUID, Sequence[Signer]] = field(default_factory=dict)
    looks: Mapping[UUID, datetime] = field(default_factory=dict)

    def is_barred(self, row: Row[Any]) -> bool:
        """Whether a conflict of the caller's concerns this task."""
        return any(each.meets(row.organisation_id, row.id) for each in self.conflicts)

    def is_news(self, row: Row[Any]) -> bool:
        """Whether the holder, who looks, has not seen that the clock runs again."""
        if not row.is_open or row.resumed_at is None or row.holder != self.caller.id:
            return False
        looked_at = self.looks.get(row.id)
        return looked_at is None or looked_at < row.resumed_at

    def missing(self, row: Row[Any]) -> list[Signer]:
        """Who has still to sign this task."""
        return signing.missing(self.signers.get(row.id, ())) if row.is_open else []


def task_view(row: Row[Any], eyes: Eyes) -> TaskView:
    """A row of a queue."""
    return TaskView(
        id=row.id,
        kind=row.kind,
        project_id=row.project_id,
        title=row.title,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation_name,
        industry=row.card["industry"],
        key_project=row.card["key_project"],
        pack=row.pack,
        pack_version=row.card["pack_version"],
        department=row.department,
        name=row.name,
        stage=row.stage,
        attempt=row.attempt,
        round=row.round,
        state=row.state,
        is_open=row.is_open,
        is_stopped=row.is_stopped,
        stopped_at=row.stopped_at,
        resumed_at=row.resumed_at,
        escalated=_escalated(row, eyes.now),
        is_overdue=_is_overdue(row, eyes.now),
        is_provisional=row.is_provisional,
        holder=row.holder,
        holder_name=row.holder_name,
        owner_name=row.owner_name,
        claimed_at=row.claimed_at,
        lease_until=row.lease_until if row.is_open and not row.is_stopped else None,
        opened_at=row.opened_at,
        due_at=row.due_at,
        statutory_due_at=row.statutory_due_at,
        ended_at=row.ended_at,
        outcome=row.outcome,
        grade=row.grade,
        version=row.version,
        **_of_plan(row),
        **_to_reader(row, eyes),
    )


def _of_plan(row: Row[Any]) -> dict[str, Any]:
    return {
        # Cases opened before routes were told took the standard one.
        "route": str(row.plan.get("route", STANDARD)) if row.kind == "case" else None,
        "expected_end_on": row.expected_end_on,
        "four_eyes": bool(row.plan.get("four_eyes")),
    }


def _to_reader(row: Row[Any], eyes: Eyes) -> dict[str, Any]:
    """What the task is to whoever looks."""
    person, missing = eyes.caller.id, eyes.missing(row)
    return {
        "is_mine": row.holder == person,
        "may_recall": row.is_open and row.giver == person,
        "is_barred": eyes.is_barred(row),
        "is_news": eyes.is_news(row),
        "signatures_missing": len(missing),
        "asks_my_signature": any(each.who.person == person for each in missing),
        "is_own_recommendation": row.recommended_by == person,
    }


def _is_overdue(row: Row[Any], now: datetime) -> bool:
    return bool(row.is_open and not row.is_stopped and row.due_at <= now)


def _escalated(row: Row[Any], now: datetime) -> Literal["committed", "statutory"] | None:
    """Not where a stop, an extension or the calendar has moved the limit since: that is fair."""
    if not row.is_open or row.is_stopped:
        return None
    is_past_law = row.statutory_due_at is not None and row.statutory_due_at <= now
    if DUE_STATUTORY in row.rung and is_past_law:
        return "statutory"
    return "committed" if DUE_COMMITTED in row.rung and row.due_at <= now else None


def choice_view(task: Case | Gate) -> ChoiceView:
    """What the pinned pack lets one choose."""
    if isinstance(task, Gate):
        return ChoiceView(
            outcomes=[str(each) for each in task.plan.outcomes],
            refusal_grounds=[],
            stop_grounds=[],
            information_rounds_left=0,
            max_attempts=task.plan.max_attempts,
        )
    return ChoiceView(
        # Filed is what a sponsor's commitment does, not a choice of an officer's.
        outcomes=[str(each) for each in CaseOutcome if each is not CaseOutcome.FILED],
        refusal_grounds=list(task.item.refusal_grounds),
        stop_grounds=list(task.item.stop_grounds),
        information_rounds_left=max(0, task.item.max_information_rounds - len(task.rounds)),
        max_attempts=None,
    )


def due_view(due: DueDate, task: Case | Gate, now: datetime) -> DueView:
    """A due date with its ledger; after the end it tells how it stood then."""
    return DueView(
        limit=due.limit,
        due_on=due.due_on,
        due_at=due.due_at,
        is_provisional=due.is_provisional,
        is_overdue=due.is_overdue(task.ended_at or now),
        ledger=due.ledger.as_json(),
    )


def stop_views(task: Case | Gate) -> list[StopView]:
    """The stops as they were made; united they are in the ledger."""
    stops = task.stops if isinstance(task, Case) else ()
    return [
        StopView(from_on=each.from_on, until_on=each.until_on, grounds=list(each.grounds))
        for each in stops
    ]


def round_views(rows: Rows, case: Case | Gate, *, with_officers: bool) -> list[RoundView]:
    """Rounds of information."""
    due = answers_due_on(case) if isinstance(case, Case) else {}
    return [
        RoundView(
            number=row.number,
            ground=row.ground,
            question=row.question,
            asked_at=row.asked_at,
            asked_by_name=row.asked_by_name if with_officers else None,
            answer=row.answer,
            documents=row.document_ids or [],
            answered_at=row.answered_at,
            answer_due_on=due.get(row.number),
        )
        for row in rows
    ]


def decision_view(row: Row[Any], conditions: Rows, *, with_officers: bool) -> DecisionView | None:
    """The decision in a row of ``task``, None while there is none."""
    if row.outcome is None:
        return None
    return decision_of(row, conditions, with_officers=with_officers)


def decision_of(row: Row[Any], conditions: Rows, *, with_officers: bool) -> DecisionView:
    """The decision in a row of ``task`` that has one."""
    return DecisionView(
        outcome=row.outcome,
        ground=row.ground,
        reason=row.reason,
        hold_until=row.hold_until,
        decided_at=row.ended_at,
        decided_by_name=row.decided_by_name if with_officers else None,
        decided_for_name=row.decided_for_name if with_officers else None,
        within_committed=row.within_committed,
        within_statutory=row.within_statutory,
        conditions=condition_views(conditions),
    )


def condition_views(rows: Rows) -> list[ConditionView]:
    """Conditions of an approval, in order."""
    return [
        ConditionView(id=each.id, text=each.text, trigger=each.trigger, due_on=each.due_on)
        for each in rows
    ]


def event_views(rows: Rows) -> list[TaskEventView]:
    """A task's history."""
    return [
        TaskEventView(
            happened_at=row.happened_at,
            what=row.what,
            actor_name=row.actor_name,
            behalf_name=row.behalf_name,
            why=row.why,
            data=row.data,
        )
        for row in rows
    ]


def conflict_views(rows: Rows) -> list[ConflictView]:
    """Conflicts of interest."""
    return [
        ConflictView(
            id=row.id,
            person=row.person,
            person_name=row.person_name,
            department=row.department,
            organisation_id=row.organisation_id,
            task_id=row.task_id,
            reason=row.reason,
            declared_at=row.declared_at,
            ended_at=row.ended_at,
        )
        for row in rows
    ]


def other_views(rows: Rows, conditions: Mapping[UUID, Sequence[Row[Any]]]) -> list[OtherTaskView]:
    """The project's other tasks."""
    return [
        OtherTaskView(
            id=row.id,
            kind=row.kind,
            name=row.name,
            department=row.department,
            stage=row.stage,
            attempt=row.attempt,
            round=row.round,
            state=row.state,
            is_stopped=row.is_stopped,
            due_at=row.due_at,
            outcome=row.outcome,
            conditions=condition_views(conditions.get(row.id, ())),
        )
        for row in rows
    ]


def case_view(row: Row[Any], case: Case, rounds: Rows, conditions: Rows, now: datetime) -> CaseView:
    """A case from the sponsor's side."""
    timing = case.timing(now)
    assert timing.statutory is not None
    return CaseView(
        id=case.id,
        project_id=case.project_id,
        item=case.item.item,
        route=case.item.route,
        department=case.item.department,
        stage=case.stage,
        state=case.state,
        is_stopped=case.is_stopped,
        is_overdue=_is_overdue(row, now),
        opened_at=case.opened_at,
        ended_at=case.ended_at,
        committed=due_view(timing.committed, case, now),
        statutory=due_view(timing.statutory, case, now),
        stops=stop_views(case),
        rounds=round_views(rounds, case, with_officers=False),
        decision=decision_view(row, conditions, with_officers=False),
        life=life_view(case, reader=None),
        accepts_gaps=case.item.accepts_gaps,
        version=case.version,
    )


def gate_view(row: Row[Any], gate: Gate, now: datetime) -> GateView:
    """A gate from the sponsor's side."""
    return GateView(
        id=gate.id,
        project_id=gate.project_id,
        stage=gate.stage,
        attempt=gate.attempt,
        round=gate.round,
        state=gate.state,
        is_overdue=_is_overdue(row, now),
        opened_at=gate.opened_at,
        ended_at=gate.ended_at,
        committed=due_view(gate.timing(now).committed, gate, now),
        decision=decision_view(row, (), with_officers=False),
    )
