"""A gate's own rules."""

from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.events.approval import TaskEscalated, TaskReminded
from contracts.ids import PersonId
from contracts.process import GateOutcome, ProjectOutcome
from services.approval.domain import hands
from services.approval.domain.errors import (
    AlreadyDecided,
    HeldByAnother,
    HoldDateMissing,
    HoldDateNotAllowed,
    HoldDateNotInFuture,
    HoldDateTooFar,
    NoMoreAttempts,
    NotClaimed,
    OutcomeNotOffered,
    TaskClosed,
)
from services.approval.domain.gate import Gate, GateVerdict
from services.approval.domain.holder import Actor
from services.approval.domain.lease import Lease
from tests.support.order import open_gate

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
AN, BO = Actor(PersonId("an"), "安"), Actor(PersonId("bo"), "博")
ADVANCE = GateVerdict(GateOutcome.ADVANCE, "r")


def _held(**changes: object) -> Gate:
    return hands.claim(Gate.open(open_gate(**changes), MONDAY)[0], AN, MONDAY, Lease())[0]  # type: ignore[arg-type]


def test_a_gate_gives_one_outcome_by_its_holder() -> None:
    gate = Gate.open(open_gate(), MONDAY)[0]
    with pytest.raises(NotClaimed):
        gate.decide(AN, ADVANCE, MONDAY)
    held = _held()
    with pytest.raises(HeldByAnother):
        held.decide(BO, ADVANCE, MONDAY)
    decided, _ = held.decide(AN, ADVANCE, MONDAY)
    with pytest.raises(AlreadyDecided):
        decided.decide(AN, ADVANCE, MONDAY)


def test_a_closed_gate_takes_nothing_more() -> None:
    closed, _ = _held().close(ProjectOutcome.REFUSED, MONDAY)
    with pytest.raises(TaskClosed):
        hands.claim(closed, BO, MONDAY, Lease())
    assert closed.alarms(MONDAY) == ()


@pytest.mark.parametrize(
    ("until", "error"),
    [
        (None, HoldDateMissing),
        (date(2026, 3, 1), HoldDateNotInFuture),
        (date(2026, 3, 2), HoldDateNotInFuture),
        (date(2030, 1, 1), HoldDateTooFar),
    ],
)
def test_a_hold_ends_on_a_later_day(until: date | None, error: type[Exception]) -> None:
    with pytest.raises(error):
        _held().decide(AN, GateVerdict(GateOutcome.HOLD, "r", until), MONDAY)


def test_a_hold_ends_as_its_day_begins_in_the_lanes_zone() -> None:
    verdict = GateVerdict(GateOutcome.HOLD, "r", date(2026, 3, 3))
    # 23:00 on the second of March in Shanghai: the third is still ahead.
    _, event = _held().decide(AN, verdict, datetime(2026, 3, 2, 15, 0, tzinfo=UTC))
    assert event.hold_until == datetime(2026, 3, 2, 16, 0, tzinfo=UTC)


def test_only_a_hold_has_an_end() -> None:
    with pytest.raises(HoldDateNotAllowed):
        _held().decide(AN, GateVerdict(GateOutcome.STOP, "r", date(2026, 4, 1)), MONDAY)


def test_a_stage_is_repeated_as_often_as_the_pack_allows() -> None:
    again = GateVerdict(GateOutcome.ITERATE, "r")
    assert _held(attempt=1).decide(AN, again, MONDAY)[1].outcome is GateOutcome.ITERATE
    with pytest.raises(NoMoreAttempts):
        _held(attempt=2).decide(AN, again, MONDAY)


def test_only_outcomes_of_the_plan_are_given() -> None:
    gate = _held(outcomes=(GateOutcome.ADVANCE,))
    with pytest.raises(OutcomeNotOffered):
        gate.decide(AN, GateVerdict(GateOutcome.STOP, "r"), MONDAY)


def test_a_late_outcome_is_marked_late() -> None:
    gate = _held()
    assert gate.decide(AN, ADVANCE, gate.due_at - timedelta(seconds=1))[1].within_committed
    assert not gate.decide(AN, ADVANCE, gate.due_at)[1].within_committed


def test_a_gate_reminds_and_then_tells_the_case_manager() -> None:
    gate = _held()
    told = []
    for alarm in gate.alarms(MONDAY):
        gate, event = gate.ring(alarm.key, 1, alarm.at)
        told.append(event)
        assert gate.ring(alarm.key, 1, alarm.at)[1] is None
    assert [type(each) for each in told] == [TaskReminded] * 3 + [TaskEscalated]
    assert gate.alarms(MONDAY) == ()
