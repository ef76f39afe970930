"""Rounding that keeps sums: the parts shown add up to the whole shown."""

from collections.abc import Hashable, Mapping
from datetime import timedelta
from typing import Final, TypeVar

K = TypeVar("K", bound=Hashable)
DAY: Final = timedelta(days=1)


def days(length: timedelta, places: int = 2) -> float:
    """Elapsed days of 24 hours, rounded."""
    return round(length / DAY, places)


def rounded_days(parts: Mapping[K, timedelta], places: int = 2) -> dict[K, float]:
    """Parts in days, rounded so that their sum is the rounded sum (largest remainder)."""
    unit = DAY / 10**places
    whole = round(sum(parts.values(), timedelta(0)) / unit)
    floors = {key: part // unit for key, part in parts.items()}
    missing = whole - sum(floors.values())
    by_remainder = sorted(parts, key=lambda key: parts[key] % unit, reverse=True)
    for key in by_remainder[: max(missing, 0)]:
        floors[key] += 1
    return {key: round(count / 10**places, places) for key, count in floors.items()}
