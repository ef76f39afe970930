"""Which alarms ring, and when."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contracts.commands.approval import OpenCase, OpenGate, RingAlarm
from contracts.envelope import Message
from contracts.events.approval import Alarm, CaseDecided, ClockRecomputed
from contracts.process import GateOutcome
from tests.support.lane_world import (
    World,
    case_applied_again,
    case_decided,
    case_not_accepted,
    case_opened,
    clock_stopped,
    gate_decided,
    gate_opened,
    information_requested,
    information_supplied,
    withdrawn,
)
from tests.support.plans import BEGIN, item, plan, stage
from tests.unit.workflows.plays import Play, begun

DAY = timedelta(days=1)


def alarms(*days: int) -> list[Alarm]:
    """Reminders so many lane days after the beginning."""
    return [Alarm(key=f"remind_{n}", at=BEGIN + n * DAY) for n in days]


def one_case() -> tuple[Play, OpenCase]:
    """A case is open and nobody answers by himself."""
    play = Play(course=begun(plan(stage("bloom", item("soil")))))
    play.turn()
    play.bag.clear()
    play.world = World(silent=["everything"])
    (order,) = play.said(OpenCase)
    return play, order


def rung(play: Play, at: datetime) -> list[str]:
    """The keys of the alarms that ring by an instant."""
    play.now = at
    return [s.message.key for s in play.turn() if isinstance(s.message, RingAlarm)]


def test_an_alarm_rings_at_its_instant_and_once() -> None:
    play, order = one_case()
    play.deliver(case_opened(order, *alarms(5, 8)))

    assert play.course.next_instant() == BEGIN + 5 * DAY
    assert rung(play, BEGIN + 5 * DAY - timedelta(milliseconds=1)) == []
    assert rung(play, BEGIN + 5 * DAY) == ["remind_5"]
    assert rung(play, BEGIN + 5 * DAY) == []
    assert play.course.next_instant() == BEGIN + 8 * DAY
    (ring,) = play.said(RingAlarm)
    assert (ring.task_id, ring.task_kind, ring.clock_version) == (order.case_id, "case", 1)
    assert play.keys[-1] == f"alarm/{order.case_id}/1/remind_5"


def test_alarms_missed_meanwhile_ring_together_in_the_order_of_their_instants() -> None:
    play, order = one_case()
    play.deliver(case_opened(order, *alarms(8, 5, 20)))

    assert rung(play, BEGIN + 10 * DAY) == ["remind_5", "remind_8"]


def test_nothing_rings_while_information_is_awaited_and_new_dates_hold_after_it() -> None:
    play, order = one_case()
    play.deliver(case_opened(order, *alarms(5)))
    play.deliver(information_requested(order, version=2))
    assert play.course.next_instant() is None
    assert rung(play, BEGIN + 6 * DAY) == []

    play.deliver(information_supplied(order, *alarms(9), version=3))
    assert rung(play, BEGIN + 9 * DAY) == ["remind_9"]
    assert play.said(RingAlarm)[-1].clock_version == 3


def test_an_older_clock_that_arrives_late_is_ignored() -> None:
    play, order = one_case()
    play.deliver(information_supplied(order, *alarms(9), version=3))
    play.deliver(information_requested(order, version=2))
    play.deliver(case_opened(order, *alarms(5), version=1))

    assert play.course.next_instant() == BEGIN + 9 * DAY


def test_hearing_a_clock_again_does_not_ring_again() -> None:
    play, order = one_case()
    opened = case_opened(order, *alarms(5))
    play.deliver(opened)
    assert rung(play, BEGIN + 5 * DAY) == ["remind_5"]

    play.deliver(opened)
    assert rung(play, BEGIN + 6 * DAY) == []


def test_a_decision_ends_a_cases_alarms_also_when_it_is_heard_first() -> None:
    play, order = one_case()
    play.deliver(case_opened(order, *alarms(5)))
    play.deliver(case_decided(order.case_id, "bloom", order.item))
    assert play.course.next_instant() is None

    other, again = one_case()
    other.deliver(case_decided(again.case_id, "bloom", again.item))
    other.deliver(case_opened(again, *alarms(5)))
    assert other.course.next_instant() is None


def test_a_gate_has_alarms_until_it_decides() -> None:
    play = Play(course=begun(plan(stage("sprout"))))
    play.until(lambda: "sprout/1/gate/1" in play.keys)
    play.world, (order,) = World(silent=["everything"]), play.said(OpenGate)
    play.bag.clear()
    play.deliver(gate_opened(order, *alarms(3, 4)))
    assert rung(play, BEGIN + 3 * DAY) == ["remind_3"]
    assert play.said(RingAlarm)[-1].task_kind == "gate"

    play.deliver(gate_decided(order, GateOutcome.ITERATE))
    assert rung(play, BEGIN + 5 * DAY) == []


def test_nothing_rings_once_the_project_leaves() -> None:
    play, order = one_case()
    play.deliver(case_opened(order, *alarms(5)))
    play.deliver(withdrawn())
    play.deliver(information_supplied(order, *alarms(9), version=3))

    assert play.course.next_instant() is None
    assert rung(play, BEGIN + 30 * DAY) == []


@given(data=st.data())
def test_in_any_order_of_clock_facts_the_newest_version_holds(data: st.DataObject) -> None:
    play, order = one_case()
    facts: list[Message] = [
        case_opened(order, *alarms(5), version=1),
        information_requested(order, version=2),
        information_supplied(order, *alarms(9), version=3),
        information_requested(order, version=4),
        information_supplied(order, *alarms(12, 14), version=5),
    ]
    for fact in data.draw(st.permutations([*facts, *facts])):
        play.deliver(fact)

    assert rung(play, BEGIN + 40 * DAY) == ["remind_12", "remind_14"]


def test_a_clock_that_was_worked_out_again_moves_its_alarms() -> None:
    bloom = stage("bloom", item("soil"))
    play = Play(course=begun(plan(bloom)), world=World(silent=[CaseDecided.TYPE]))
    play.turn()
    [order] = play.said(OpenCase)
    play.deliver(case_opened(order, Alarm(key="remind_50", at=BEGIN + 5 * DAY)))
    play.deliver(recomputed(order, 2, Alarm(key="remind_50", at=BEGIN + 9 * DAY)))
    play.deliver(recomputed(order, 2, Alarm(key="remind_50", at=BEGIN + 7 * DAY)))

    assert play.course.next_instant() == BEGIN + 9 * DAY


def test_a_clock_of_a_decided_case_sets_no_alarms() -> None:
    play = Play(course=begun(plan(stage("bloom", item("soil")))))
    play.turn()
    [order] = play.said(OpenCase)
    play.deliver(case_decided(order.case_id, "bloom", order.item))
    play.deliver(recomputed(order, 5, Alarm(key="remind_50", at=BEGIN + 9 * DAY)))

    assert order.case_id not in play.course.state.alarms


def recomputed(order: OpenCase, clock_version: int, *pending: Alarm) -> ClockRecomputed:
    return ClockRecomputed(
        project_id=order.project_id,
        task_id=order.case_id,
        task_kind="case",
        department=order.item.department,
        pack=order.card.pack,
        name=order.item.item,
        holder=None,
        due_at=BEGIN + 10 * DAY,
        statutory_due_at=BEGIN + 20 * DAY,
        provisional=False,
        clock_version=clock_version,
        alarms=pending,
        calendar="test",
    )


def test_a_stopped_clock_rings_nothing_and_what_begins_beside_it_stops_nothing() -> None:
    play, order = one_case()
    play.deliver(case_opened(order, *alarms(5)))
    play.deliver(clock_stopped(order, 1, stops_clock=False))
    assert play.course.next_instant() == BEGIN + 5 * DAY
    play.deliver(clock_stopped(order, 2))
    assert play.course.next_instant() is None
    assert rung(play, BEGIN + 30 * DAY) == []


def test_a_case_that_is_not_accepted_rings_no_more_until_it_is_applied_for_again() -> None:
    play, order = one_case()
    play.deliver(case_opened(order, *alarms(5)))
    play.deliver(case_not_accepted(order, version=2))
    assert rung(play, BEGIN + 6 * DAY) == []
    play.deliver(case_applied_again(order, *alarms(9), version=3))
    assert rung(play, BEGIN + 9 * DAY) == ["remind_9"]
