"""Quiet hours, channels, retries, and what goes on the wire."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.lane_time import LANE_ZONE
from services.notify.domain.delivery import RETRY_DELAYS, delay_after
from services.notify.domain.preference import (
    Channel,
    EmptyQuietHours,
    InAppStays,
    QuietHours,
    checked_channels,
)
from services.notify.mail import Letter

NIGHT = QuietHours(time(22), time(7, 30))
INSTANTS = st.integers(0, 4 * 366 * 86_400).map(
    lambda second: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
)


def shanghai(hour: int, minute: int = 0, day: int = 2) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=LANE_ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "leaves_at"),
    [
        (shanghai(21, 59), shanghai(21, 59)),
        (shanghai(22), shanghai(7, 30, day=3)),
        (shanghai(3), shanghai(7, 30)),
        (shanghai(7, 30), shanghai(7, 30)),
    ],
)
def test_what_falls_into_the_night_leaves_in_the_morning(at: datetime, leaves_at: datetime) -> None:
    assert NIGHT.end_after(at) == leaves_at


def test_quiet_hours_may_lie_within_a_day() -> None:
    noon = QuietHours(time(12), time(14))
    assert noon.end_after(shanghai(13)) == shanghai(14)
    assert noon.end_after(shanghai(15)) == shanghai(15)


@given(INSTANTS, st.times(), st.times())
def test_nothing_leaves_before_its_time_nor_more_than_a_day_later(
    at: datetime, since: time, until: time
) -> None:
    if since == until:
        with pytest.raises(EmptyQuietHours):
            QuietHours(since, until)
        return
    hours = QuietHours(since, until)
    leaves_at = hours.end_after(at)
    assert at <= leaves_at <= at + timedelta(days=1)
    assert hours.end_after(leaves_at) == leaves_at


def test_in_app_messages_cannot_be_given_up() -> None:
    with pytest.raises(InAppStays):
        checked_channels((Channel.EMAIL,))
    assert checked_channels((Channel.IN_APP, Channel.IN_APP)) == (Channel.IN_APP,)


def test_attempts_are_given_up_after_most_of_a_day() -> None:
    delays = [delay_after(attempt) for attempt in range(1, len(RETRY_DELAYS) + 2)]
    assert delays == [*RETRY_DELAYS, None]
    assert sum(RETRY_DELAYS, timedelta(0)) > timedelta(hours=18)


def test_a_letter_has_the_deliverys_id_and_no_line_break_in_its_headers() -> None:
    letter = Letter(
        id=UUID(int=7),
        to="a@fastlane.example",
        language="zh",
        subject="标题\r\nBcc: someone@fastlane.example",
        body="正文",
        link="http://127.0.0.1/projects/1",
    )
    mail = letter.as_email("lane@fastlane.example")
    assert mail["Message-ID"] == f"<{UUID(int=7)}@fastlane.example>"
    assert mail["Bcc"] is None
    assert mail["Subject"] == "标题 Bcc: someone@fastlane.example"
    assert "http://127.0.0.1/projects/1" in mail.get_content()
