"""A project's time in rows that can be added up: whose it was, which steps were waited for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.insight.domain.attribution import Segment, activities_within, attribute
from services.insight.domain.counterfactual import critical_path, earlier_by
from services.insight.domain.share import DAY
from services.insight.domain.span import Party, Span

NOTHING = timedelta(0)
_A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Share:
    """Time of one party in one stage. ``since``: it goes on from then, and has no length yet."""

    stage: str
    party: Party
    department: str
    length: timedelta
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step that others waited for. ``gain``: what a day less in it would have been worth."""

    stage: str
    kind: str
    name: str
    department: str
    length: timedelta
    gain: timedelta


@dataclass(frozen=True, slots=True)
class Standing:
    """Which stage a project stood in: the last entered at an instant, else the first."""

    entry_stage: str
    entered: tuple[tuple[datetime, str], ...]

    def at(self, instant: datetime) -> str:
        """The stage at ``instant``."""
        stage = self.entry_stage
        for entered_at, name in self.entered:
            if entered_at > instant:
                break
            stage = name
        return stage


def shares_of_finished(segments: Iterable[Segment], standing: Standing) -> list[Share]:
    """One row per stage, party and department; they sum to the whole exactly."""
    totals: dict[tuple[str, Party, str], timedelta] = {}
    for segment in segments:
        key = _key(segment, standing)
        totals[key] = totals.get(key, NOTHING) + segment.length
    return [Share(*key, length) for key, length in totals.items()]


def shares_of_running(spans: Iterable[Span], start: datetime, standing: Standing) -> list[Share]:
    """The same of a project that goes on, up to any later instant.

    From the last thing heard on only one party's time grows: what is open longest is what is
    waited for, and what lay before it does not depend on how long that takes. So all is said by
    the lengths so far and by one row without a length.
    """
    known = list(spans)
    times = [start, *(each.started_at for each in known)]
    last_heard = max(times + [each.ended_at for each in known if each.ended_at])
    *settled, growing = attribute(known, start, last_heard + _A_MOMENT)
    stage, party, department = _key(growing, standing)
    open_ = Share(stage, party, department, NOTHING, growing.started_at)
    return [*shares_of_finished(settled, standing), open_]


def _key(segment: Segment, standing: Standing) -> tuple[str, Party, str]:
    span = segment.span
    if span is None:
        return standing.at(segment.started_at), segment.party, ""
    owned = segment.party in (Party.DEPARTMENT, Party.QUEUE)
    return span.stage, segment.party, (span.department or "") if owned else ""


def steps(
    segments: Sequence[Segment],
    spans: Iterable[Span],
    start: datetime,
    end: datetime,
    standing: Standing,
) -> list[Step]:
    """One row per step on the way from ``start`` to ``end``, attempts together.

    Of several attempts the one where a day is worth most says what a day is worth; between steps
    a day less is a day, as nothing else went on.
    """
    activities = activities_within(spans, start, end)
    path = critical_path(activities, end)
    lengths: dict[tuple[str, str, str, str], timedelta] = {}
    keys: dict[tuple[str, str, str, str], set[str]] = {}
    for segment in segments:
        step = _step(segment, standing)
        lengths[step] = lengths.get(step, NOTHING) + segment.length
        keys.setdefault(step, set())
        if segment.span is not None:
            keys[step].add(segment.span.activity)
    found = []
    for step, length in lengths.items():
        if keys[step]:
            gains = [earlier_by(key, DAY, path, activities) for key in keys[step]]
            gain = min(max(gains), length)
        else:
            gain = min(length, DAY)
        found.append(Step(*step, length, gain))
    return found


def _step(segment: Segment, standing: Standing) -> tuple[str, str, str, str]:
    span = segment.span
    if span is None:
        stage = standing.at(segment.started_at)
        return stage, Party.HANDOVER.value, stage, ""
    kind = span.activity.partition("/")[0]
    return span.stage, kind, span.name, span.department or ""
