"""Pure parts of the plumbing: lane time, settings, cursors, languages, envelopes."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request

from chassis import paging
from chassis.clock import Clock
from chassis.identity import new_id
from chassis.problems import Problem, language_of
from chassis.settings import Settings
from contracts.lane_time import LaneClock
from contracts.money import Money

EPOCH = datetime(2026, 3, 2, 1, tzinfo=UTC)
REAL = datetime(2026, 11, 24, 12, tzinfo=UTC)
QUICK = LaneClock(epoch=EPOCH, epoch_real=REAL, day_seconds=1)


def test_a_lane_day_of_one_second_passes_in_one_second() -> None:
    assert QUICK.to_lane(REAL + timedelta(seconds=3)) == EPOCH + timedelta(days=3)


@given(st.floats(0.2, 86_400), st.timedeltas(timedelta(0), timedelta(days=700)))
def test_real_and_lane_time_are_each_others_inverse(day: float, passed: timedelta) -> None:
    clock = LaneClock(epoch=EPOCH, epoch_real=REAL, day_seconds=day)
    there_and_back = clock.to_lane(clock.to_real(EPOCH + passed))
    # A microsecond of real time is the least that a clock can tell apart.
    assert abs(there_and_back - (EPOCH + passed)) <= timedelta(microseconds=2 * clock.speed + 2)


def test_nobody_sleeps_for_what_has_passed() -> None:
    assert QUICK.real_delay(EPOCH - timedelta(days=2), REAL) == timedelta(0)
    assert QUICK.real_delay(EPOCH + timedelta(days=2), REAL) == timedelta(seconds=2)


def test_lane_now_is_told_to_the_millisecond() -> None:
    assert Clock(QUICK).lane_now().microsecond % 1000 == 0


def test_production_refuses_a_scaled_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASTLANE_ENVIRONMENT", "production")
    monkeypatch.setenv("FASTLANE_DAY_SECONDS", "1")
    with pytest.raises(ValidationError, match="production runs in real time"):
        Settings()
    monkeypatch.setenv("FASTLANE_ENVIRONMENT", "standalone")
    assert Settings().lane_clock.speed == 86_400


def test_production_refuses_a_shifted_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASTLANE_ENVIRONMENT", "production")
    monkeypatch.setenv("FASTLANE_LANE_EPOCH", "2030-01-01T00:00:00Z")
    with pytest.raises(ValidationError, match="production runs in real time"):
        Settings()


def test_a_cursor_comes_back_as_it_was_made() -> None:
    assert paging.decode(paging.encode("2026-03-02", "x"), 2) == ("2026-03-02", "x")


def test_a_cursor_in_time_comes_back_as_instant_and_id() -> None:
    id_ = UUID(int=7)
    assert paging.instant_and_id(paging.encode(EPOCH.isoformat(), str(id_))) == (EPOCH, id_)
    assert paging.instant_and_id(None) is None


@pytest.mark.parametrize(
    ("at", "id_"),
    [
        ("2026-03-02T09:00:00", str(UUID(int=7))),
        ("0001-01-01T00:00:00+23:59", str(UUID(int=7))),
        ("yesterday", str(UUID(int=7))),
        (EPOCH.isoformat(), "7"),
    ],
)
def test_a_forged_cursor_in_time_is_refused_by_name(at: str, id_: str) -> None:
    with pytest.raises(Problem, match="malformed_cursor"):
        paging.instant_and_id(paging.encode(at, id_))


@given(st.binary(max_size=40).map(lambda raw: raw.decode("latin-1")))
def test_a_cursor_that_is_none_of_ours_is_refused_by_name(cursor: str) -> None:
    with pytest.raises(Problem, match="malformed_cursor"):
        paging.decode(cursor, 2)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "zh"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("fr-FR,en;q=0.5", "en"),
        ("de", "zh"),
        ("en;q=oops", "zh"),
    ],
)
def test_chinese_first_unless_the_reader_prefers_english(header: str, language: str) -> None:
    headers = [(b"accept-language", header.encode())]
    assert language_of(Request({"type": "http", "headers": headers})) == language


def test_ids_are_version_seven_and_in_order() -> None:
    ids = [new_id() for _ in range(50)]
    assert all(isinstance(each, UUID) and each.version == 7 for each in ids)
    assert ids == sorted(ids)


@pytest.mark.parametrize("given_amount", ["1.001", "NaN", "Infinity", "1e20", "abc"])
def test_money_is_exact_or_refused(given_amount: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Money).validate_python(given_amount)


def test_money_is_written_with_two_places() -> None:
    assert TypeAdapter(Money).dump_json(Decimal("5")) == b'"5.00"'
