"""From events to a timeline."""

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.events import case_life
from contracts.ids import case_id
from contracts.process import GateOutcome, ProjectOutcome
from services.insight.domain.span import Party, SpanKind
from services.insight.domain.timeline import timeline
from tests.support.story import Story, straight
from tests.unit.insight.line import heard, line_of


def test_without_its_submission_a_project_has_no_timeline() -> None:
    assert timeline(heard(Story().entered(0).handed_in(2))) is None


def test_a_case_is_the_queues_until_claimed_and_the_sponsors_while_asked() -> None:
    line = line_of(straight())
    spans = [span for span in line.spans if span.name == "environment"]
    assert [(span.party, span.kind) for span in spans] == [
        (Party.QUEUE, SpanKind.CASE),
        (Party.DEPARTMENT, SpanKind.CASE),
        (Party.SPONSOR, SpanKind.INFORMATION),
        (Party.DEPARTMENT, SpanKind.CASE),
    ]
    assert {span.department for span in spans} == {"ecology"}


def test_a_case_released_while_its_sponsor_is_asked_returns_to_the_queue() -> None:
    story = Story().submitted().opened(0, "land").claimed(1, "land").asked(2, "land")
    story.released(3, "land").answered(5, "land")
    parties = [(s.party, s.started_at) for s in line_of(story).spans if s.name == "land"]
    assert parties[2:] == [(Party.SPONSOR, story.at(2)), (Party.QUEUE, story.at(5))]


def test_a_decided_case_knows_its_rounds_its_limit_and_its_stops() -> None:
    story = straight()
    case = next(case for case in line_of(story).cases if case.item == "environment")
    assert (case.information_rounds, case.within_committed, case.outcome) == (1, False, "approved")
    assert case.due_at == story.at(15)
    assert case.stops == ((story.at(8), story.at(11)),)


def test_a_platforms_evidence_counts_from_its_confirmation() -> None:
    story = Story().submitted().entered(0, by="platform").placing(0, "opened")
    story.placing(2, "chosen").placing(3, "declined").placing(5, "chosen").placing(6, "confirmed")
    story.handed_in(30)
    spans = [(s.kind, s.party, s.started_at, s.ended_at) for s in line_of(story).spans]
    at = story.at
    assert spans == [
        (SpanKind.PLACEMENT, Party.SPONSOR, at(0), at(2)),
        (SpanKind.PLACEMENT, Party.PLATFORM, at(2), at(3)),
        (SpanKind.PLACEMENT, Party.SPONSOR, at(3), at(5)),
        (SpanKind.PLACEMENT, Party.PLATFORM, at(5), at(6)),
        (SpanKind.EVIDENCE, Party.PLATFORM, at(6), at(30)),
    ]


def test_a_repeated_stage_is_one_stage_with_two_attempts() -> None:
    story = Story().submitted().entered(0).handed_in(3).gate_opened(3)
    story.gate_decided(5, GateOutcome.ITERATE).completed(5, GateOutcome.ITERATE)
    story.entered(5, attempt=2).handed_in(9, attempt=2).gate_opened(9, attempt=2)
    story.gate_decided(12, attempt=2).completed(12, attempt=2)
    (stage,) = line_of(story).stages
    assert (stage.attempts, stage.outcome) == (2, "advance")
    assert (stage.entered_at, stage.ended_at) == (story.at(0), story.at(12))


def test_a_hold_suspends() -> None:
    story = Story().submitted().entered(0).gate_opened(1).gate_decided(2, GateOutcome.HOLD)
    story.held(2, until=9).resumed(9)
    line = line_of(story)
    assert line.project.state == "open"
    hold = next(span for span in line.spans if span.kind is SpanKind.HOLD)
    assert (hold.party, hold.ended_at) == (Party.SUSPENDED, story.at(9))


def test_from_withdrawal_on_nobody_is_waited_for() -> None:
    story = Story().submitted().entered(0).opened(0, "land").claimed(1, "land").withdrawn(4)
    story.closing(4.5, ProjectOutcome.WITHDRAWN)
    assert line_of(story).project.state == "closing"
    assert {span.ended_at for span in line_of(story).spans} == {story.at(1), story.at(4)}
    line = line_of(story.finished(5, ProjectOutcome.WITHDRAWN))
    assert (line.project.state, line.project.outcome) == ("finished", "withdrawn")


def test_events_are_tallied() -> None:
    tally = line_of(straight()).tally
    assert (tally.decisions, tally.information_requests) == (3, 1)
    assert tally.events == len(straight().told)


@given(st.randoms(use_true_random=False), st.integers(0, 30))
def test_order_and_repeats_do_not_matter(chance: random.Random, repeats: int) -> None:
    history = heard(straight())
    shuffled = history + [chance.choice(history) for _ in range(repeats)]
    chance.shuffle(shuffled)
    assert timeline(shuffled) == timeline(history)


@given(st.integers(0, 20), st.randoms(use_true_random=False))
def test_a_history_with_gaps_still_has_a_timeline(kept: int, chance: random.Random) -> None:
    submitted, *rest = heard(straight())
    line = timeline([submitted, *chance.sample(rest, min(kept, len(rest)))])
    assert line is not None
    for span in line.spans:
        assert span.ended_at is None or span.ended_at > span.started_at


@pytest.mark.parametrize("day", [0.5, 3, 9])
def test_a_fact_heard_late_changes_nothing_but_what_it_says(day: float) -> None:
    story = Story().submitted().entered(0).opened(0, "land").claimed(1, "land")
    early = line_of(story)
    later = line_of(story.asked(day + 1, "land"))
    assert later.spans[:1] == early.spans[:1]
    assert later.cases[0].information_rounds == 1
    assert later.cases[0].opened_at - early.cases[0].opened_at == timedelta(0)


def life(story: Story, day: float, type_: type[case_life.CaseFact], **more: object) -> Story:
    """A fact of the case ``land``; clocks set are due on day 40."""
    facts: dict[str, object] = {
        "project_id": story.project,
        "case_id": case_id(story.project, "pilot", "land"),
        "item": "land",
        "department": "ecology",
        "due_at": story.at(40),
        "statutory_due_at": story.at(50),
        "provisional": False,
        "clock_version": 2,
        "alarms": (),
        "number": 1,
        "ground": "expert_review",
        "procedure": None,
        "pack": story.pack,
        "stops_clock": True,
        "expected_end_on": story.at(9).date(),
        "is_early": False,
        "is_stopped": False,
        "application": 2,
        "missing": 1,
    }
    return story.tell(day, type_.model_validate(facts | more))


def test_a_procedure_stops_the_clock_and_is_nobodys_time() -> None:
    story = Story().submitted().opened(0, "land").claimed(1, "land")
    life(story, 3, case_life.ClockStopped)
    life(story, 9, case_life.ClockResumed).decided(12, "land")
    line = line_of(story)
    (case,) = line.cases
    assert case.stops == ((story.at(3), story.at(9)),)
    assert (case.grounds, case.due_at) == (("expert_review",), story.at(40))
    assert [(s.party.value, s.started_at, s.ended_at) for s in line.spans] == [
        ("queue", story.at(0), story.at(1)),
        ("department", story.at(1), story.at(3)),
        ("suspended", story.at(3), story.at(9)),
        ("department", story.at(9), story.at(12)),
    ]


def test_what_is_not_accepted_is_the_sponsors_until_applied_for_again() -> None:
    story = Story().submitted().opened(0, "land").claimed(1, "land")
    life(story, 2, case_life.CaseNotAccepted, ground="out_of_scope")
    life(story, 8, case_life.CaseAppliedAgain).claimed(9, "land").decided(12, "land")
    line = line_of(story)
    assert [(s.party.value, s.started_at) for s in line.spans] == [
        ("queue", story.at(0)),
        ("department", story.at(1)),
        ("sponsor", story.at(2)),
        ("queue", story.at(8)),
        ("department", story.at(9)),
    ]
    (case,) = line.cases
    assert case.information_rounds == 0


def test_a_procedure_that_stops_no_clock_changes_nothing() -> None:
    story = Story().submitted().opened(0, "land").claimed(1, "land")
    life(story, 3, case_life.ClockStopped, stops_clock=False).decided(12, "land")
    (case,) = line_of(story).cases
    assert (case.stops, case.grounds) == ((), ())
