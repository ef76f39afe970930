"""Which earlier decisions are nearest to a task: same item by selection, then industry, then route.

Pure ordering, so that the officer can be told why a decision is shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

MOST_PRECEDENTS: Final = 5
"""As many as somebody reads before deciding."""
Likeness = Literal["industry", "route"]


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier decision on the same item of the same pack."""

    task_id: UUID
    industry: str | None
    route: str | None
    decided_at: datetime


def nearest(
    candidates: Iterable[Precedent], industry: str | None, route: str | None
) -> list[tuple[Precedent, tuple[Likeness, ...]]]:
    """The nearest ones with what they have in common: most in common first, then the newest."""
    found = [(each, _common(each, industry, route)) for each in candidates]
    found.sort(key=lambda pair: (_weight(pair[1]), pair[0].decided_at), reverse=True)
    return found[:MOST_PRECEDENTS]


def _common(each: Precedent, industry: str | None, route: str | None) -> tuple[Likeness, ...]:
    common: list[Likeness] = []
    if industry is not None and each.industry == industry:
        common.append("industry")
    if route is not None and each.route == route:
        common.append("route")
    return tuple(common)


def _weight(common: Sequence[Likeness]) -> int:
    # The trade says more about what a permit is about than how it was handled.
    return 2 * ("industry" in common) + ("route" in common)
