"""How far a share can be trusted, and when too few stand behind a figure to show it."""

from collections.abc import Mapping
from math import sqrt
from typing import Final

Z: Final = 1.959964
"""95 %: the standard normal's 97.5th percentile."""
SMALL: Final = 20
"""Below it a share is marked: one case more or less moves it by five points or more."""
MINIMUM: Final = 5
"""Fewer are not published: single projects could be recognised."""


def wilson(hits: int, n: int) -> tuple[float, float] | None:
    """The 95 % score interval of a share (Wilson 1927); None of nothing.

    Unlike the usual formula it stays within 0 and 1 and says something of 0 in 3, too.
    """
    if n == 0:
        return None
    share, square = hits / n, Z * Z
    centre = share + square / (2 * n)
    reach = Z * sqrt(share * (1 - share) / n + square / (4 * n * n))
    scale = 1 + square / n
    return max((centre - reach) / scale, 0.0), min((centre + reach) / scale, 1.0)


def withheld(counts: Mapping[str, int], minimum: int = MINIMUM) -> set[str]:
    """Which of the cells that make up a known total must not be shown.

    Those with fewer than ``minimum``; and when what they hold together could be worked out from
    the total and the others as fewer than that, or as one single cell, the next smallest, too.
    """
    hidden = {key for key, n in counts.items() if 0 < n < minimum}
    if not hidden:
        return hidden
    rest = sorted((key for key in counts if key not in hidden), key=lambda k: (counts[k], k))
    for key in rest:
        if len(hidden) > 1 and sum(counts[each] for each in hidden) >= minimum:
            break
        if counts[key]:
            hidden.add(key)
    return hidden
