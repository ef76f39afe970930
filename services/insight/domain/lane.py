"""The lane as it stands: segments of projects, chosen from, counted and ranked. No I/O."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from services.insight.domain.bits import EMPTY, Part, at_ranks, count, percentiles
from services.insight.domain.segment import FIRST_DAY, Key, Segment, hundredths

PERCENTS = (50, 85, 95)
SETS = (
    "pack",
    "stage",
    "item",
    "department",
    "industry",
    "route",
    "platform",
    "quarter",
    "state",
    "outcome",
)
"""Kinds of set that a choice can ask for by name."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which projects a figure is about; what is None does not narrow.

    ``first_on`` and ``last_on`` are lane dates of submission, both included. ``packs`` is what
    the caller may see: None for all.
    """

    pack: str | None = None
    stage: str | None = None
    item: str | None = None
    department: str | None = None
    industry: str | None = None
    route: str | None = None
    platform: str | None = None
    quarter: str | None = None
    state: str | None = None
    outcome: str | None = None
    first_on: date | None = None
    last_on: date | None = None
    packs: frozenset[str] | None = None

    def seen(self, packs: frozenset[str] | None) -> "Choice":
        """The same, of what somebody may see."""
        return replace(self, packs=packs)

    def keys(self) -> list[Key]:
        """The sets that a project has to be in."""
        return [(name, value) for name in SETS if (value := getattr(self, name)) is not None]


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Nearest-rank percentiles in hundredths of a day; None where there is nothing."""

    n: int
    p50: int | None = None
    p85: int | None = None
    p95: int | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The projects that a figure is about, segment by segment."""

    parts: tuple[tuple[Segment, int], ...]
    choice: Choice = field(default_factory=Choice)

    def count(self, *key: str) -> int:
        """Projects, or those of them in a set."""
        return sum(
            (bits & segment.set_of(*key) if key else bits).bit_count()
            for segment, bits in self.parts
        )

    def among(self, *key: str) -> "Chosen":
        """Those in a set."""
        return self._narrowed(lambda segment: segment.set_of(*key))

    def without(self, *key: str) -> "Chosen":
        """Those not in a set."""
        parts = ((s, bits & ~s.set_of(*key)) for s, bits in self.parts)
        return Chosen(tuple(parts), self.choice)

    def above(self, limit: int, *key: str) -> "Chosen":
        """Those whose figure is more than ``limit``."""
        parts = tuple(
            (segment, figure.above(limit, bits))
            for segment, bits in self.parts
            if (figure := segment.figures.get(key)) is not None
        )
        return Chosen(parts, self.choice)

    def _narrowed(self, members: Callable[[Segment], int]) -> "Chosen":
        return Chosen(tuple((s, bits & members(s)) for s, bits in self.parts), self.choice)

    def figure(self, *keys: Key) -> list[Part]:
        """A figure, also of several groups together."""
        return [
            (figure, bits)
            for segment, bits in self.parts
            for key in keys
            if (figure := segment.figures.get(key)) is not None
        ]

    def known(self, *keys: Key) -> int:
        """How many have the figures."""
        return count(self.figure(*keys))

    def total(self, *keys: Key) -> int:
        """The sum of the figures."""
        return sum(figure.total(bits) for figure, bits in self.figure(*keys))

    def percentiles(self, *keys: Key) -> Percentiles:
        """Over all the figures together."""
        return ranked(self.figure(*keys))

    def ages(self, key: Key, now: int) -> list[int | None]:
        """Percentiles of the time since an instant; those who have waited longest come last.

        The oldest have the smallest instants, so it is their order that is turned round.
        """
        parts = self.figure(key)
        n = count(parts)
        if not n:
            return [None] * len(PERCENTS)
        ranks = [n - max(-(-n * percent // 100), 1) for percent in reversed(PERCENTS)]
        return [max(now - each, 0) for each in reversed(at_ranks(parts, ranks))]

    def groups(self, kind: str) -> list[Key]:
        """What a kind of set or figure is there for; each once, in order."""
        found: set[Key] = set()
        for segment, _ in self.parts:
            found |= segment.groups.get(kind, frozenset())
        return sorted(found)

    def cases(self) -> list[Key]:
        """Cases that the choice is about: (stage, item, department) of each kind."""
        choice = self.choice
        wanted = (choice.stage, choice.item, choice.department)
        return [
            case
            for case in self.groups("case")
            if all(asked in (None, has) for asked, has in zip(wanted, case, strict=True))
        ]


class Lane:
    """Every project once, in the newest state known."""

    def __init__(self, parts: Sequence[tuple[Segment, int]], now: datetime) -> None:
        self.parts = tuple(parts)
        self.now = now

    def chosen(self, choice: Choice) -> Chosen:
        """The projects that a choice is about."""
        keys = choice.keys()
        parts = []
        for segment, live in self.parts:
            bits = live
            for key in keys:
                bits &= segment.sets.get(key, EMPTY)
            if choice.packs is not None:
                bits &= _union(segment.set_of("pack", pack) for pack in choice.packs)
            parts.append((segment, self._submitted(segment, bits, choice)))
        return Chosen(tuple(parts), choice)

    def _submitted(self, segment: Segment, bits: int, choice: Choice) -> int:
        at = segment.figures.get(("submitted",))
        if at is None or (choice.first_on is None and choice.last_on is None):
            return bits
        if choice.first_on is not None:
            bits = at.above(_begin(choice.first_on) - 1, bits)
        if choice.last_on is not None:
            bits &= ~at.above(_begin(choice.last_on + timedelta(days=1)) - 1, bits)
        return bits

    @property
    def instant(self) -> int:
        """Now, as a figure."""
        return hundredths(self.now)


def ranked(parts: Sequence[Part]) -> Percentiles:
    """The percentiles that are shown, over all parts together."""
    n, found = percentiles(parts, PERCENTS)
    return Percentiles(n, *found)


def _begin(day: date) -> int:
    """Lane midnight at the beginning of a day."""
    return max((day - FIRST_DAY).days * 100, 0)


def _union(sets: Iterable[int]) -> int:
    found = EMPTY
    for each in sets:
        found |= each
    return found
