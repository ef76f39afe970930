"""Extension and deemed acceptance: later only, bounded, and always from the anchor."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.process import Limit
from policy.calendar import calendar_with
from policy.clock import due_date
from policy.limit_change import (
    Acceptance,
    ExtensionInOtherUnit,
    ExtensionTooLong,
    NoExtensionLeft,
    acceptance,
    extended,
)
from policy.stop import Stop

ANCHOR = date(2026, 2, 10)
TWENTY = Limit(figure=20, unit="working_day")
TEN = Limit(figure=10, unit="working_day")
STOP = Stop(date(2026, 2, 12), date(2026, 3, 3), ("hearing",))


def test_twenty_and_ten_more_are_thirty_from_the_anchor() -> None:
    later = extended(due_date(TWENTY, ANCHOR), TEN, at_most=TEN)
    assert later == due_date(Limit(figure=30, unit="working_day"), ANCHOR)


def test_an_extension_keeps_the_stops_that_were() -> None:
    stopped = due_date(TWENTY, ANCHOR, [STOP])
    later = extended(stopped, TEN, at_most=TEN)
    assert later.due_on == due_date(Limit(figure=30, unit="working_day"), ANCHOR, [STOP]).due_on
    assert later.stops == stopped.stops


@given(st.integers(1, 30), st.integers(0, 200))
def test_an_extension_only_ever_makes_it_later(figure: int, offset: int) -> None:
    by = Limit(figure=figure, unit="working_day")
    due = due_date(TWENTY, ANCHOR + timedelta(days=offset))
    assert extended(due, by, at_most=by).due_on > due.due_on


def test_more_than_the_bound_is_refused() -> None:
    with pytest.raises(ExtensionTooLong, match="At most 10"):
        extended(due_date(TWENTY, ANCHOR), Limit(figure=11, unit="working_day"), at_most=TEN)


def test_one_extension_is_all_there_is() -> None:
    once = extended(due_date(TWENTY, ANCHOR), TEN, at_most=TEN)
    with pytest.raises(NoExtensionLeft):
        extended(once, TEN, at_most=TEN, used=1)


def test_calendar_days_are_not_added_to_working_days() -> None:
    by = Limit(figure=5, unit="calendar_day")
    with pytest.raises(ExtensionInOtherUnit):
        extended(due_date(TWENTY, ANCHOR), by, at_most=by)


def test_silence_for_five_working_days_accepts_from_the_day_of_receipt() -> None:
    # facts.md: 2026-02-10 + 5 working days is 2026-02-24, after the Spring Festival.
    assert acceptance(ANCHOR, None, date(2026, 2, 24)) is None
    assert acceptance(ANCHOR, None, date(2026, 2, 25)) == Acceptance(ANCHOR, is_deemed=True)


def test_an_answer_on_the_last_day_is_in_time_and_one_after_it_is_not() -> None:
    last = date(2026, 2, 24)
    assert acceptance(ANCHOR, last, last) == Acceptance(last, is_deemed=False)
    late = last + timedelta(days=1)
    assert acceptance(ANCHOR, late, late) == Acceptance(ANCHOR, is_deemed=True)


def test_while_the_clock_is_stopped_silence_accepts_nothing() -> None:
    still = Stop(date(2026, 2, 11), None, ("information_requested",))
    assert acceptance(ANCHOR, None, date(2026, 4, 1), stops=[still]) is None


def test_a_local_day_off_counts_for_nobody() -> None:
    local = calendar_with([date(2026, 2, 24)])
    assert acceptance(ANCHOR, None, date(2026, 2, 25), calendar=local) is None
