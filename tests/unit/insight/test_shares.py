"""Time in rows that add up, on random lives of projects."""

from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from services.insight.domain.attribution import attribute, by_party
from services.insight.domain.share import DAY
from services.insight.domain.shares import Standing, shares_of_running, steps
from services.insight.domain.span import Party
from services.insight.domain.timeline import Timeline, timeline
from services.insight.measure import WorkingTimes, rows_of
from tests.support.season import random_story
from tests.support.story import Story, straight
from tests.unit.insight.line import heard, line_of

chances = st.randoms(use_true_random=False)
CALENDARS = WorkingTimes()


def standing_of(line: Timeline) -> Standing:
    return Standing(line.project.entry_stage, tuple((s.entered_at, s.stage) for s in line.stages))


@given(chances)
@settings(max_examples=60)
def test_the_parts_of_any_life_sum_to_its_whole(chance: Random) -> None:
    rows = rows_of(line_of(random_story(1, chance, running=False)), CALENDARS)
    begin, end = rows.project["submitted_at"], rows.project["finished_at"]
    whole = (end - begin) // timedelta(microseconds=1)
    assert sum(each["microseconds"] for each in rows.attribution) == whole
    assert sum(each["microseconds"] for each in rows.steps) == whole


@given(chances, st.floats(0.001, 400))
@settings(max_examples=60)
def test_of_a_running_project_one_part_grows_and_the_others_stand(
    chance: Random, later: float
) -> None:
    """What is stored says the same as laying the time out anew at any later instant."""
    line = line_of(random_story(1, chance, running=True))
    start = line.project.submitted_at
    ends = [each.ended_at or each.started_at for each in line.spans]
    end = max([start, *ends, *(each.started_at for each in line.spans)]) + later * DAY
    parts: dict[tuple[Party, str | None], timedelta] = {}
    for share in shares_of_running(line.spans, start, standing_of(line)):
        key = (share.party, share.department or None)
        length = share.length if share.since is None else end - share.since
        parts[key] = parts.get(key, timedelta(0)) + length
    expected = by_party(attribute(line.spans, start, end))
    assert {key: each for key, each in parts.items() if each} == expected


@given(chances, chances)
@settings(max_examples=30)
def test_the_order_of_hearing_changes_nothing(chance: Random, order: Random) -> None:
    history = heard(random_story(1, chance, running=chance.random() < 0.3))
    shuffled = [*history, *history[:5]]
    order.shuffle(shuffled)
    first, second = timeline(history), timeline(shuffled)
    assert first
    assert second
    assert rows_of(first, CALENDARS) == rows_of(second, CALENDARS)


@given(chances)
@settings(max_examples=60)
def test_a_day_less_is_worth_at_most_a_day_and_never_more_than_the_step_took(
    chance: Random,
) -> None:
    for step in rows_of(line_of(random_story(1, chance, running=False)), CALENDARS).steps:
        gain = step["gain_microseconds"]
        assert 0 <= gain <= min(step["microseconds"], DAY // timedelta(microseconds=1))


def steps_of(story: Story) -> dict[str, tuple[float, float]]:
    line = line_of(story)
    start, end = line.project.submitted_at, line.project.finished_at
    assert end
    segments = attribute(line.spans, start, end)
    found = steps(segments, line.spans, start, end, standing_of(line))
    return {f"{each.kind}/{each.name}": (each.length / DAY, each.gain / DAY) for each in found}


def test_steps_say_what_was_waited_for_and_what_a_day_less_is_worth() -> None:
    assert steps_of(straight()) == {
        "case/environment": (16, 1),
        "handover/pilot": (1, 1),
        "gate/pilot": (3, 1),
    }


def test_a_day_less_is_worth_only_what_the_next_one_beside_it_leaves() -> None:
    story = Story().submitted().entered(0).handed_in(1)
    story.opened(0, "land").opened(0, "planning")
    story.decided(9.75, "planning").decided(10, "land")
    story.gate_opened(10).gate_decided(12).completed(12).finished(12)
    assert steps_of(story) == {"case/land": (10, 0.25), "gate/pilot": (2, 1)}
