"""Projects side by side, as sets and sliced figures: what every question about the lane is put to.

A key says what a set or figure is of: its kind, then its group. All durations and instants are in
hundredths of a day, as they are shown; instants count from ``EPOCH``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from services.insight.domain.bits import EMPTY, Sliced

Key = tuple[str, ...]
FIRST_DAY = date(2000, 1, 1)
EPOCH = datetime(1999, 12, 31, 16, tzinfo=UTC)
"""The beginning of that day on the lane."""
HUNDREDTH = timedelta(days=1) / 100


def hundredths(instant: datetime) -> int:
    """An instant of lane time as a figure."""
    return max((instant - EPOCH) // HUNDREDTH, 0)


@dataclass(frozen=True, slots=True)
class Segment:
    """Some projects; a project has the number at which its id stands."""

    ids: Sequence[UUID]
    sets: Mapping[Key, int]
    figures: Mapping[Key, Sliced]
    groups: Mapping[str, frozenset[Key]] = field(init=False)
    """Kind → what it is there for: every question begins with it."""

    def __post_init__(self) -> None:
        groups: dict[str, set[Key]] = {}
        for key in (*self.sets, *self.figures):
            groups.setdefault(key[0], set()).add(key[1:])
        frozen = {kind: frozenset(keys) for kind, keys in groups.items()}
        object.__setattr__(self, "groups", frozen)

    def set_of(self, *key: str) -> int:
        """The projects under a key."""
        return self.sets.get(key, EMPTY)
