"""A platform's entry: what it may say, and when it changes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from contracts.ids import PlatformId
from services.registry.domain.errors import (
    BadPlatformId,
    PackIsFixed,
    PlatformFull,
    UnknownIndustry,
    UnknownPlatformType,
)
from services.registry.domain.platform import Platform, checked_platform_id, lane_month

PLATFORM = Platform(
    id=PlatformId("north-pilot"),
    pack="meadow",
    platform_type="open",
    name_zh="北区中试平台",
    name_en="North pilot platform",
    industries=("bread",),
    place_zh="北区",
    place_en="North",
    longitude=Decimal("113.484"),
    latitude=Decimal("23.181"),
    monthly_capacity=2,
    contact=None,
)


@pytest.mark.parametrize("given", ["ab", "gz-biopharma-pilot", "a1-2b", "a" * 63])
def test_a_slug_names_a_platform(given: str) -> None:
    assert checked_platform_id(given) == given


@pytest.mark.parametrize(
    "given", ["", "a", "A-b", "1a", "-a", "a-", "a--b", "a_b", "北", "a" * 64, "a\n", "a b"]
)
def test_anything_else_is_refused_as_a_platform_id(given: str) -> None:
    with pytest.raises(BadPlatformId):
        checked_platform_id(given)


def test_a_type_that_the_pack_does_not_name_is_refused() -> None:
    with pytest.raises(UnknownPlatformType):
        PLATFORM.check(["closed"], ["bread"])


def test_an_industry_that_the_pack_does_not_name_is_refused() -> None:
    with pytest.raises(UnknownIndustry):
        PLATFORM.check(["open"], ["cheese"])


def test_the_same_words_again_are_no_change() -> None:
    assert replace(PLATFORM, version=4).changed_to(PLATFORM) is None


def test_a_change_of_words_makes_the_next_version() -> None:
    after = replace(PLATFORM, version=4).changed_to(replace(PLATFORM, monthly_capacity=3))
    assert after is not None
    assert (after.version, after.monthly_capacity) == (5, 3)


def test_a_platform_stays_in_its_pack() -> None:
    with pytest.raises(PackIsFixed):
        PLATFORM.changed_to(replace(PLATFORM, pack="hill"))


def test_the_last_unit_can_be_taken_and_no_further_one() -> None:
    PLATFORM.check_room(1)
    with pytest.raises(PlatformFull):
        PLATFORM.check_room(2)


def test_the_month_is_the_lanes_own_and_not_that_of_utc() -> None:
    late_in_february_utc = datetime(2026, 2, 28, 17, 0, tzinfo=UTC)
    assert lane_month(late_in_february_utc) == date(2026, 3, 1)
