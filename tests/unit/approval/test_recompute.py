"""A clock is worked out again once its year is published: same rules, other days."""

from dataclasses import replace
from datetime import timedelta

from contracts.events.approval import CaseOutcome
from contracts.ids import PersonId
from services.approval.domain import hands
from services.approval.domain.case import Case
from services.approval.domain.decision import Verdict
from services.approval.domain.gate import Gate
from services.approval.domain.holder import Actor
from services.approval.domain.lease import Lease
from services.approval.domain.recompute import recompute
from tests.support.order import open_case, open_gate
from tests.support.service import MONDAY_MORNING as NOW

DAY = timedelta(days=1)
ACTOR = Actor(PersonId("p"), "p")


def opened() -> Case:
    return Case.open(open_case(), NOW)[0]


def as_once_expected(case: Case) -> Case:
    """As if its dates came from a calendar that did not know the holidays of the year yet."""
    due, law = case.due_at - 3 * DAY, case.statutory_due_at - DAY
    return replace(case, due_at=due, statutory_due_at=law, is_provisional=True)


def test_dates_of_an_older_calendar_move_and_the_clock_is_a_new_one() -> None:
    case = opened()
    moved = recompute(as_once_expected(case), NOW)
    assert moved is not None
    after, told = moved
    assert after == replace(case, clock_version=2)
    assert (told.due_at, told.statutory_due_at) == (case.due_at, case.statutory_due_at)
    assert not told.provisional
    assert told.clock_version == 2
    assert told.alarms == case.alarms(NOW)
    assert told.calendar.startswith("china-mainland/")


def test_dates_that_are_right_stay_and_nothing_is_told() -> None:
    case = opened()
    assert recompute(case, NOW) is None
    moved = recompute(as_once_expected(case), NOW)
    assert moved is not None
    assert recompute(moved[0], NOW + DAY) is None


def test_what_rang_does_not_ring_again() -> None:
    case = replace(as_once_expected(opened()), rung=frozenset({"remind_50"}))
    moved = recompute(case, NOW)
    assert moved is not None
    assert "remind_50" not in {alarm.key for alarm in moved[1].alarms}


def test_a_stopped_clock_waits_for_the_answer() -> None:
    case = hands.claim(opened(), ACTOR, NOW, Lease())[0]
    ground = case.item.stop_grounds[0]
    stopped = case.request_information(ACTOR, ground, "?", NOW)[0]
    assert recompute(as_once_expected(stopped), NOW + 5 * DAY) is None


def test_a_decided_case_keeps_its_dates() -> None:
    case = as_once_expected(hands.claim(opened(), ACTOR, NOW, Lease())[0])
    decided = case.decide(ACTOR, Verdict(CaseOutcome.APPROVED, "ok"), NOW)[0]
    assert recompute(decided, NOW) is None


def test_a_gate_moves_too() -> None:
    gate = Gate.open(open_gate(), NOW)[0]
    moved = recompute(replace(gate, due_at=gate.due_at + DAY, is_provisional=True), NOW)
    assert moved is not None
    after, told = moved
    assert after == replace(gate, clock_version=2)
    assert (told.task_kind, told.department, told.statutory_due_at) == ("gate", None, None)
