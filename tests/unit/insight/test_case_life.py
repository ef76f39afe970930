"""Whose time it is while a case is stopped, rests, or is confirmed by a second person."""

from typing import Any

from contracts.events import case_life
from contracts.events.approval import TaskReleased
from contracts.ids import case_id
from services.insight.domain.span import Party
from tests.contract.snapshots import sample_of
from tests.support.story import Story
from tests.unit.insight.line import line_of


def fact(story: Story, type_: type[Any], **changes: Any) -> Any:
    """A fact of the story's case ``land``."""
    mine = {
        "project_id": str(story.project),
        "case_id": str(case_id(story.project, "pilot", "land")),
    }
    return type_.model_validate(sample_of(type_)["data"] | mine | {"item": "land"} | changes)


def begun() -> Story:
    return Story().submitted().opened(0, "land").claimed(1, "land")


def parties(story: Story) -> list[tuple[Party, Any]]:
    return [(s.party, s.started_at) for s in line_of(story).spans if s.name == "land"]


def test_a_stop_belongs_to_nobody_and_stops_are_one_while_they_overlap() -> None:
    story = begun()
    story.tell(2, fact(story, case_life.ClockStopped, number=1, stops_clock=True))
    story.tell(3, fact(story, case_life.ClockStopped, number=2, stops_clock=True))
    story.tell(4, fact(story, case_life.ClockResumed, number=1, is_stopped=True))
    story.tell(6, fact(story, case_life.ClockResumed, number=2, is_stopped=False))
    assert parties(story)[2:] == [
        (Party.SUSPENDED, story.at(2)),
        (Party.DEPARTMENT, story.at(6)),
    ]
    (case,) = line_of(story).cases
    assert case.stops == ((story.at(2), story.at(6)),)


def test_a_question_during_a_stop_is_the_sponsors_until_it_is_answered() -> None:
    story = begun()
    story.tell(2, fact(story, case_life.ClockStopped, number=1, stops_clock=True))
    story.asked(3, "land").answered(5, "land")
    story.tell(7, fact(story, case_life.ClockResumed, number=1, is_stopped=False))
    assert parties(story)[2:] == [
        (Party.SUSPENDED, story.at(2)),
        (Party.SPONSOR, story.at(3)),
        (Party.SUSPENDED, story.at(5)),
        (Party.DEPARTMENT, story.at(7)),
    ]


def test_what_stops_no_clock_moves_no_time() -> None:
    story = begun()
    story.tell(2, fact(story, case_life.ClockStopped, number=1, stops_clock=False))
    story.tell(4, fact(story, case_life.ClockResumed, number=1, is_stopped=False))
    assert parties(story)[1:] == [(Party.DEPARTMENT, story.at(1))]
    assert line_of(story).cases[0].stops == ()


def test_a_case_that_rests_waits_for_its_sponsor_and_then_for_the_queue() -> None:
    story = begun()
    story.tell(2, fact(story, case_life.CaseNotAccepted))
    story.tell(9, fact(story, case_life.CaseAppliedAgain))
    assert parties(story)[2:] == [(Party.SPONSOR, story.at(2)), (Party.QUEUE, story.at(9))]


def test_what_waits_to_be_confirmed_is_the_queues() -> None:
    story = begun()
    id_ = case_id(story.project, "pilot", "land")
    told = TaskReleased(
        project_id=story.project, task_id=id_, task_kind="case", holder="o", reason="recommended"
    )
    story.tell(3, fact(story, case_life.CaseRecommended)).tell(3, told)
    assert parties(story)[2:] == [(Party.QUEUE, story.at(3))]
