"""Elapsed days and net working days, side by side."""

from datetime import UTC, datetime

import pytest

from policy.calendar import calendar_with
from policy.clock import OFFICE_CLOSES
from services.insight.domain.case import CaseFact
from services.insight.measure import WorkingTime, rows_of
from tests.support.story import Story, straight
from tests.unit.insight.line import line_of

WORKING = WorkingTime(calendar_with(), OFFICE_CLOSES)


def case_with(*stops: tuple[float, float | None], opened: float = 0) -> CaseFact:
    story = Story().submitted().opened(opened, "land")
    (case,) = line_of(story).cases
    return CaseFact(
        id=case.id,
        item=case.item,
        department=case.department,
        stage=case.stage,
        opened_at=case.opened_at,
        due_at=case.due_at,
        stops=tuple(
            (story.at(since), story.at(until) if until is not None else None)
            for since, until in stops
        ),
    )


@pytest.mark.parametrize(
    ("stops", "days"),
    [
        ((), 10),
        # Tuesday to Thursday: the day of asking is left out, that of the answer counts.
        (((1, 3),), 8),
        # Over a weekend only working days are left out.
        (((4, 7),), 9),
        # Two that overlap are united, not summed.
        (((1, 3), (2, 4)), 7),
        # Asked and answered on one day costs nothing.
        (((1, 1.1),), 10),
        # Still open when it ended.
        (((10, None),), 8),
    ],
)
def test_net_working_days_leave_out_the_sponsors_days(
    stops: tuple[tuple[float, float | None], ...], days: int
) -> None:
    # Monday 2 March to Monday 16 March 2026: ten working days after the first.
    assert WORKING.of_case(case_with(*stops), Story().at(14)) == days


def test_what_arrives_after_hours_counts_from_the_next_working_day() -> None:
    case = case_with(opened=0.5)  # 22:00
    assert WORKING.of_case(case, Story().at(14)) == 9


def test_a_case_decided_before_its_receipt_counts_takes_no_working_day() -> None:
    case = case_with(opened=0.5)
    assert WORKING.of_case(case, Story().at(0.51)) == 0


def test_make_up_days_are_working_days_of_a_stage() -> None:
    # The Spring Festival of 2026 with its make-up Saturday, 14 February.
    start = datetime(2026, 2, 13, 2, tzinfo=UTC)
    assert WORKING.between(start, datetime(2026, 2, 24, 2, tzinfo=UTC)) == 2


def test_the_parts_of_a_finished_project_sum_to_its_lead_time() -> None:
    rows = rows_of(line_of(straight()))
    total = sum(each["microseconds"] for each in rows.attribution)
    assert total == rows.project["lead_days"] * 86_400_000_000


def test_a_running_projects_open_time_has_a_beginning_and_no_length() -> None:
    rows = rows_of(line_of(Story().submitted().entered(1).handed_in(3).gate_opened(3)))
    found = {(each["party"], each["microseconds"] // 86_400_000_000) for each in rows.attribution}
    assert found == {("handover", 1), ("sponsor", 2), ("gate", 0)}
    (growing,) = [each for each in rows.attribution if each["since"]]
    assert (growing["party"], growing["since"]) == ("gate", Story().at(3))
    assert (rows.project["lead_days"], rows.steps) == (None, [])
