"""Projects side by side, as sets and sliced figures: what every question about the lane is put to.

A key says what a set or figure is of: its kind, then its group. All durations and instants are in
hundredths of a day, as they are shown; instants count from ``EPOCH``.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from services.insight.domain.bits import EMPTY, Gathered, Sliced, bit_set

Key = tuple[str, ...]
FIRST_DAY = date(2000, 1, 1)
EPOCH = datetime(1999, 12, 31, 16, tzinfo=UTC)
"""The beginning of that day on the lane."""
HUNDREDTH = timedelta(days=1) / 100
HUNDREDTH_US = 864_000_000
LANE_OFFSET = timedelta(hours=8)
"""Asia/Shanghai, the lane's time; it has had no summer time since 1991."""


def hundredths(instant: datetime) -> int:
    """An instant of lane time as a figure."""
    return max((instant - EPOCH) // HUNDREDTH, 0)


def duration(days: float) -> int:
    """Days as a figure."""
    return max(round(days * 100), 0)


def month_of(instant: datetime) -> str:
    """The lane month, as ``2026-03``."""
    return f"{instant + LANE_OFFSET:%Y-%m}"


def quarter_of(instant: datetime) -> str:
    """The lane quarter, as ``2026-Q1``."""
    local = instant + LANE_OFFSET
    return f"{local.year}-Q{(local.month + 2) // 3}"


def week_of(instant: datetime) -> str:
    """The Monday of the lane week."""
    local: date = (instant + LANE_OFFSET).date()
    return (local - timedelta(days=local.weekday())).isoformat()


@dataclass(frozen=True, slots=True)
class Segment:
    """Some projects; a project has the number at which its id stands."""

    ids: Sequence[UUID]
    sets: Mapping[Key, int]
    figures: Mapping[Key, Sliced]

    def set_of(self, *key: str) -> int:
        """The projects under a key."""
        return self.sets.get(key, EMPTY)


class Gathering:
    """A segment while its rows come in, in any order but that the projects come first."""

    def __init__(self) -> None:
        self.ids: list[UUID] = []
        self.numbers: dict[UUID, int] = {}
        self._sets: defaultdict[Key, array[int]] = defaultdict(lambda: array("L"))
        self._figures: defaultdict[Key, Gathered] = defaultdict(Gathered)
        self._lengths: dict[int, tuple[int, int]] = {}

    def segment(self) -> Segment:
        """What was gathered."""
        size = len(self.ids)
        return Segment(
            ids=self.ids,
            sets={key: bit_set(members, size) for key, members in self._sets.items()},
            figures={
                key: Sliced.of(each.numbers, each.values, size)
                for key, each in self._figures.items()
            },
        )

    def add_project(
        self,
        id_: UUID,
        pack: str,
        industry: str,
        is_key: bool,
        submitted_at: datetime,
        state: str,
        stage: str,
        finished_at: datetime | None,
        outcome: str | None,
        lead_days: float | None,
        lead_working_days: int | None,
    ) -> None:
        """A project: what it can be chosen by, and its lead time."""
        number = self.numbers[id_] = len(self.ids)
        self.ids.append(id_)
        self._put(number, ("pack", pack), ("industry", industry), ("state", state))
        self._put(number, ("quarter", quarter_of(submitted_at)), ("standing", stage))
        self._put(number, ("begun", week_of(submitted_at)))
        if is_key:
            self._put(number, ("key",))
        self._figures["submitted",].add(number, hundredths(submitted_at))
        if finished_at is None:
            self._put(number, ("running",))
        elif outcome is not None and lead_days is not None:
            self._put(number, ("outcome", outcome), ("finished", week_of(finished_at)))
            self._put(number, ("month", month_of(finished_at)))
            self._put(number, ("ended quarter", quarter_of(finished_at)))
            self._figures["lead",].add(number, duration(lead_days))
            self._figures["lead working",].add(number, max(lead_working_days or 0, 0))

    def add_stage(
        self,
        id_: UUID,
        stage: str,
        entered_at: datetime,
        outcome: str | None,
        attempts: int,
        platform: str | None,
        days: float | None,
        working_days: int | None,
    ) -> None:
        """A stage of a project, all attempts together."""
        if (number := self.numbers.get(id_)) is None:
            return
        self._put(number, ("stage", stage), ("entered", stage, week_of(entered_at)))
        self._figures["entered at", stage].add(number, hundredths(entered_at))
        if platform is not None:
            self._put(number, ("platform", platform), ("stage platform", stage, platform))
        if attempts > 1:
            self._put(number, ("again", stage))
        if days is not None:
            self._put(number, ("stage outcome", stage, outcome or ""))
            self._figures["stage days", stage].add(number, duration(days))
            self._figures["stage working", stage].add(number, max(working_days or 0, 0))

    def add_case(
        self,
        id_: UUID,
        stage: str,
        item: str,
        department: str,
        route: str,
        opened_at: datetime,
        due_at: datetime,
        closed_at: datetime | None,
        rounds: int,
        grounds: Iterable[str],
        in_committed: bool | None,
        in_statutory: bool | None,
        days: float | None,
        working_days: int | None,
        is_on_hold: bool,
    ) -> None:
        """An approval case of a project."""
        if (number := self.numbers.get(id_)) is None:
            return
        case = (stage, item, department)
        self._put(number, ("item", item), ("department", department), ("route", route))
        self._put(number, ("case", *case), ("case route", route, *case))
        for ground in grounds:
            self._put(number, ("stopped", *case), ("ground", ground, *case))
        if closed_at is None:
            self._put(number, ("open", *case))
            if is_on_hold:
                self._put(number, ("on hold", *case))
            self._figures[("opened at", *case)].add(number, hundredths(opened_at))
            self._figures[("due at", *case)].add(number, hundredths(due_at))
        if days is not None:
            self._figures[("case days", *case)].add(number, duration(days))
            self._figures[("case working", *case)].add(number, max(working_days or 0, 0))
            self._figures[("rounds", *case)].add(number, rounds)
            if in_committed:
                self._put(number, ("in committed", *case))
            if in_statutory:
                self._put(number, ("in statutory", *case))

    def add_share(
        self,
        id_: UUID,
        stage: str,
        party: str,
        department: str,
        length: int,
        since: datetime | None,
    ) -> None:
        """A part of a project's time in microseconds; one with ``since`` still grows.

        Of what is rounded away so much is carried to the project's next part that the parts
        stay as long as the whole.
        """
        if (number := self.numbers.get(id_)) is None:
            return
        if since is not None:
            self._figures["growing", party, department, stage].add(number, hundredths(since))
            return
        exact, given = self._lengths.get(number, (0, 0))
        exact += length
        share = round(exact / HUNDREDTH_US) - given
        self._lengths[number] = (exact, given + share)
        self._figures["share", party, department, stage].add(number, share)

    def add_step(
        self,
        id_: UUID,
        stage: str,
        kind: str,
        name: str,
        department: str,
        length: int,
        gain: int,
    ) -> None:
        """A step that others waited for; microseconds."""
        if (number := self.numbers.get(id_)) is None:
            return
        step = (stage, kind, name, department)
        self._figures[("step", *step)].add(number, round(length / HUNDREDTH_US))
        if gain > 0:
            self._figures[("gain", *step)].add(number, round(gain / HUNDREDTH_US))

    def _put(self, number: int, *keys: Key) -> None:
        for key in keys:
            self._sets[key].append(number)
