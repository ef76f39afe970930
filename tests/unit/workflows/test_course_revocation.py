"""A decision that was taken back: the course counts its item as undecided until another comes."""

from itertools import permutations

import pytest

from contracts.envelope import Message
from contracts.events import after_decision, approval
from contracts.events.approval import CaseOutcome
from contracts.ids import PersonId
from tests.support.lane_world import World, case_decided
from tests.support.plans import PROJECT, item, plan, stage
from tests.unit.workflows.plays import Play, begun
from workflows.course import CourseState
from workflows.course.hearing import hear

ITEM = item("planning")
NAME = "sprout"


def _play() -> Play:
    return Play(course=begun(plan(stage(NAME, ITEM))), world=World())


def _decided(play: Play, number: int, outcome: CaseOutcome = CaseOutcome.APPROVED) -> Message:
    case = play.course._here.case(ITEM)
    said = case_decided(case, NAME, ITEM, outcome)
    return said.model_copy(update={"number": number})


def _revoked(play: Play, number: int) -> Message:
    return after_decision.CaseRevoked(
        project_id=PROJECT,
        case_id=play.course._here.case(ITEM),
        item=ITEM.item,
        department=ITEM.department,
        pack="meadow",
        stage=NAME,
        ground="law",
        number=number,
        revoked_by=PersonId("lead"),
    )


def test_a_revoked_item_is_waited_for_again_until_it_is_decided_anew() -> None:
    play = _play()
    play.turn()
    play.deliver(_decided(play, 1))
    assert f"case:{ITEM.item}" not in play.course.waiting_for()
    play.deliver(_revoked(play, 1))
    assert f"case:{ITEM.item}" in play.course.waiting_for()
    play.deliver(_decided(play, 1))
    assert f"case:{ITEM.item}" in play.course.waiting_for()
    play.deliver(_decided(play, 2))
    assert f"case:{ITEM.item}" not in play.course.waiting_for()


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_in_any_order_and_told_twice_the_last_decision_holds(order: tuple[int, ...]) -> None:
    play = _play()
    facts = [
        _decided(play, 1),
        _revoked(play, 1),
        _decided(play, 2, CaseOutcome.APPROVED_WITH_CONDITIONS),
        _decided(play, 1),
    ]
    state = CourseState(stage=NAME)
    for place in (*order, *order):
        hear(state, facts[place])
    (outcome,) = state.cases.values()
    assert outcome is CaseOutcome.APPROVED_WITH_CONDITIONS


def test_a_refusal_that_was_replaced_before_the_others_ended_lets_the_course_go_on() -> None:
    finish = item("registration", on_refusal="finish")
    play = Play(course=begun(plan(stage(NAME, finish, ITEM))), world=World())
    play.turn()
    case = play.course._here.case(finish)
    refused = case_decided(case, NAME, finish, CaseOutcome.REFUSED)
    play.deliver(refused)
    play.deliver(refused.model_copy(update={"number": 2, "outcome": CaseOutcome.APPROVED}))
    assert play.course.waiting_for() != []
    assert f"case:{finish.item}" not in play.course.waiting_for()
    assert isinstance(refused, approval.CaseDecided)
