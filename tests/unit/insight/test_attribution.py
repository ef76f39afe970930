"""Whose every minute is."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.process import GateOutcome
from services.insight.domain.attribution import Segment, attribute, by_party
from services.insight.domain.counterfactual import savings
from services.insight.domain.sentence import sentence
from services.insight.domain.share import DAY, rounded_days
from services.insight.domain.span import Party, Span, SpanKind
from tests.support.story import BEGIN, Story, straight
from tests.unit.insight.line import line_of


def segments_of(story: Story, until: float | None = None) -> list[Segment]:
    line = line_of(story)
    end = line.project.finished_at if until is None else story.at(until)
    assert end is not None
    return attribute(line.spans, line.project.submitted_at, end)


def days_of(segments: list[Segment]) -> dict[Party, float]:
    totals: dict[Party, float] = {}
    for (party, _), length in by_party(segments).items():
        totals[party] = totals.get(party, 0) + length / DAY
    return totals


def test_parallel_time_belongs_to_what_was_waited_for() -> None:
    assert days_of(segments_of(straight())) == {
        Party.QUEUE: 3,
        Party.DEPARTMENT: 5 + 5,
        Party.SPONSOR: 3,
        Party.HANDOVER: 1,
        Party.GATE: 3,
    }


def test_a_case_that_opened_after_another_leads_back_to_it() -> None:
    story = Story().submitted().entered(0).handed_in(0.5)
    story.opened(0, "planning", "natural_resources").claimed(0, "planning")
    story.opened(0, "environment").claimed(0, "environment")
    story.decided(5, "planning", department="natural_resources")
    story.opened(5, "land", "natural_resources").claimed(5, "land")
    story.decided(8, "environment").decided(12, "land", department="natural_resources")
    story.gate_opened(12).gate_decided(13).completed(13).finished(13)
    parts = by_party(segments_of(story))
    assert parts[Party.DEPARTMENT, "natural_resources"] == 12 * DAY
    assert (Party.DEPARTMENT, "ecology") not in parts


def test_a_gap_belongs_to_what_went_on_meanwhile() -> None:
    story = Story().submitted().entered(0).handed_in(1)
    story.opened(0, "environment").claimed(0, "environment")
    story.opened(0, "planning").claimed(0, "planning").decided(4, "planning")
    story.opened(5, "land").claimed(5, "land").decided(8, "environment").decided(9, "land")
    segments = segments_of(story, until=9)
    assert [segment.span.name if segment.span else None for segment in segments] == [
        "planning",
        "environment",
        "land",
    ]


def test_a_running_project_is_attributed_up_to_now() -> None:
    story = Story().submitted().entered(0).handed_in(2).opened(2, "land")
    assert days_of(segments_of(story, until=10)) == {Party.SPONSOR: 2, Party.QUEUE: 8}


def test_holds_and_repeats_are_in_the_whole() -> None:
    story = Story().submitted().entered(1).handed_in(3).gate_opened(3)
    story.gate_decided(5, GateOutcome.HOLD).held(5, until=9).resumed(9)
    assert days_of(segments_of(story, until=10)) == {
        Party.HANDOVER: 2,
        Party.SPONSOR: 2,
        Party.GATE: 2,
        Party.SUSPENDED: 4,
    }


def test_a_project_that_ends_when_it_begins_has_no_segments() -> None:
    assert attribute([], BEGIN, BEGIN) == []


def test_time_with_nothing_known_is_handover() -> None:
    (segment,) = attribute([], BEGIN, BEGIN + DAY)
    assert (segment.party, segment.length) == (Party.HANDOVER, DAY)


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    """Random spans: overlapping, nested, open, empty, outside of the window, gaps inside."""
    found = []
    for number in range(draw(st.integers(0, 6))):
        at = draw(st.integers(-20, 120))
        for _ in range(draw(st.integers(1, 4))):
            length = draw(st.one_of(st.none(), st.integers(0, 40)))
            found.append(
                Span(
                    activity=f"case/{number}",
                    kind=SpanKind.CASE,
                    party=draw(st.sampled_from([Party.QUEUE, Party.DEPARTMENT, Party.SPONSOR])),
                    name=f"item-{number}",
                    stage="pilot",
                    started_at=minute(at),
                    ended_at=None if length is None else minute(at + length),
                    department="ecology",
                )
            )
            at += (length or 0) + draw(st.integers(0, 5))
    return found


def minute(number: int) -> datetime:
    return BEGIN + timedelta(minutes=number)


@given(spans(), st.integers(0, 100))
def test_every_minute_belongs_to_exactly_one_party(random_spans: list[Span], length: int) -> None:
    segments = attribute(random_spans, minute(0), minute(length))
    assert sum((each.length for each in segments), timedelta(0)) == minute(length) - minute(0)
    at = minute(0)
    for segment in segments:
        assert segment.started_at == at
        assert segment.ended_at > segment.started_at
        at = segment.ended_at
    assert at == minute(length)


@given(spans(), st.integers(1, 100))
def test_a_segment_never_says_more_than_its_span(random_spans: list[Span], length: int) -> None:
    for segment in attribute(random_spans, minute(0), minute(length)):
        if segment.span is not None:
            assert segment.party is segment.span.party
            assert segment.span.started_at <= segment.started_at
            assert segment.ended_at <= (segment.span.ended_at or minute(length))
        else:
            assert segment.party is Party.HANDOVER


@given(st.dictionaries(st.text(), st.timedeltas(min_value=timedelta(0), max_value=99 * DAY)))
def test_rounded_parts_sum_to_the_rounded_whole(parts: dict[str, timedelta]) -> None:
    whole = round(sum(parts.values(), timedelta(0)) / DAY * 100)
    assert round(sum(rounded_days(parts).values()) * 100) == pytest.approx(whole, abs=1e-6)


def test_meeting_the_limit_saves_no_more_than_what_was_waited_for() -> None:
    story = straight()
    line = line_of(story)
    (saving,) = savings(line.cases, line.spans, story.at(0), story.at(20))
    assert (saving.item, saving.late_by, saving.earlier_by) == ("environment", DAY, DAY)


def test_a_late_case_saves_nothing_while_another_was_waited_for_as_long() -> None:
    story = Story().submitted().entered(0).handed_in(1)
    story.opened(0, "land", due=2).opened(0, "planning", due=30)
    story.decided(9.5, "planning").decided(10, "land", on_time=False)
    story.gate_opened(10).gate_decided(12).completed(12).finished(12)
    line = line_of(story)
    (saving,) = savings(line.cases, line.spans, story.at(0), story.at(12))
    assert (saving.late_by, saving.earlier_by) == (8 * DAY, DAY / 2)


def test_a_late_case_beside_the_critical_path_saves_nothing() -> None:
    story = Story().submitted().entered(0)
    story.opened(0, "land", due=2).decided(5, "land", on_time=False).handed_in(9)
    story.gate_opened(9).gate_decided(10).completed(10).finished(10)
    line = line_of(story)
    (saving,) = savings(line.cases, line.spans, story.at(0), story.at(10))
    assert saving.earlier_by == timedelta(0)


def test_the_sentence_names_every_party_and_adds_up() -> None:
    parts = by_party(segments_of(straight()))
    zh, en = sentence(parts, is_finished=True, names=lambda id_: (f"<{id_}>", f"<{id_}>"))
    assert zh == (
        "本项目历时 20 天：部门办理 10 天（其中<ecology> 10 天），部门待办排队 3 天，"
        "项目单位 3 天，阶段评审 3 天，环节交接 1 天。"
    )
    assert en == (
        "This project took 20 days: 10 with departments (10 <ecology>), 3 unclaimed in a "
        "department's queue, 3 with the sponsor, 3 at gates, 1 between steps."
    )


def test_a_project_of_hours_gets_a_sentence_too() -> None:
    parts: dict[tuple[Party, str | None], timedelta] = {(Party.SPONSOR, None): timedelta(hours=2)}
    zh, en = sentence(parts, is_finished=False, names=lambda id_: (id_, id_))
    assert zh == "本项目已历时不足一天。"
    assert en == "So far this project took less than a day."
