"""Figures as they are shown: hundredths become days, counts become rates with their interval."""

from collections.abc import Sequence

from services.insight.domain.bits import Part
from services.insight.domain.interval import SMALL, wilson
from services.insight.domain.lane import ranked
from services.insight.schemas import Measure, Rate


def days(figure: int | None) -> float | None:
    """Days of hundredths."""
    return None if figure is None else figure / 100


def rate(hits: int, n: int) -> Rate:
    """A share with its interval."""
    interval = wilson(hits, n)
    low, high = interval or (None, None)
    return Rate(
        n=n,
        hits=hits,
        share=round(hits / n, 4) if n else None,
        low=None if low is None else round(low, 4),
        high=None if high is None else round(high, 4),
        is_small=n < SMALL,
    )


def measure(elapsed: Sequence[Part], working: Sequence[Part]) -> Measure:
    """Percentiles of elapsed and of working days, of all the groups together."""
    found, net = ranked(elapsed), ranked(working)
    return Measure(
        n=found.n,
        p50_days=days(found.p50),
        p85_days=days(found.p85),
        p95_days=days(found.p95),
        p50_working_days=net.p50,
        p85_working_days=net.p85,
    )
