"""Whose every minute is: a project's time, laid out without gap or overlap along its critical path.

The walk goes backwards from the end. What ended last is what everybody waited for, so its spans
own the time back to its beginning; there the question is asked again. A gap before it belongs to
whatever else was going on, and where nothing was, it is a handover.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.insight.domain.span import Party, Span


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time and whose it is; ``span`` says of what, None for a handover."""

    started_at: datetime
    ended_at: datetime
    party: Party
    span: Span | None = None

    @property
    def length(self) -> timedelta:
        return self.ended_at - self.started_at


@dataclass(frozen=True, slots=True)
class Activity:
    """The spans of one thing, and from when to when it went on."""

    key: str
    spans: tuple[Span, ...]
    started_at: datetime
    ended_at: datetime


def attribute(spans: Iterable[Span], start: datetime, end: datetime) -> list[Segment]:
    """Segments that follow each other from ``start`` to ``end``; none when it is not later.

    A span without an end lasts until ``end``. Of things that ended at the same instant the one
    that began first counts: it was waited for longest.
    """
    activities = activities_within(spans, start, end)
    segments: list[Segment] = []
    now = end
    while now > start:
        last = latest_before(activities, now)
        if last is None:
            segments += _fill(activities, start, now)
            break
        segments += _fill(activities, last.ended_at, now)
        segments += _along(last, last.started_at, last.ended_at)
        now = last.started_at
    return segments[::-1]


def activities_within(spans: Iterable[Span], start: datetime, end: datetime) -> list[Activity]:
    """The activities, cut to the window, without those that take no time in it."""
    grouped: dict[str, list[Span]] = {}
    for span in spans:
        grouped.setdefault(span.activity, []).append(span)
    found = []
    for key, members in grouped.items():
        ordered = tuple(sorted(members, key=lambda each: each.started_at))
        first = max(ordered[0].started_at, start)
        last = min(max(each.ended_at or end for each in ordered), end)
        if last > first:
            found.append(Activity(key, ordered, first, last))
    return found


def latest_before(activities: Iterable[Activity], at: datetime) -> Activity | None:
    """What ended last, not later than ``at``."""
    ended = [each for each in activities if each.ended_at <= at]
    # Longest-waiting first among equals, and a fixed order among equals in that, too.
    ended.sort(key=lambda each: each.key, reverse=True)
    return max(ended, key=lambda each: (each.ended_at, at - each.started_at), default=None)


def _along(activity: Activity, low: datetime, high: datetime) -> list[Segment]:
    """The activity's own segments over [low, high), last first."""
    segments: list[Segment] = []
    until = high
    for span in reversed(activity.spans):
        first, last = max(span.started_at, low), min(span.ended_at or high, until)
        if last <= first:
            continue
        if last < until:
            segments.append(Segment(last, until, Party.HANDOVER))
        segments.append(Segment(first, last, span.party, span))
        until = first
    if until > low:
        segments.append(Segment(low, until, Party.HANDOVER))
    return segments


def _fill(activities: Sequence[Activity], low: datetime, high: datetime) -> list[Segment]:
    """Segments over a gap [low, high), last first: what went on meanwhile, else handover."""
    segments: list[Segment] = []
    until = high
    while until > low:
        going_on = [a for a in activities if a.started_at < until <= a.ended_at]
        if going_on:
            longest = min(going_on, key=lambda each: (each.started_at, each.key))
            first = max(longest.started_at, low)
            segments += _along(longest, first, until)
            until = first
            continue
        first = max((a.ended_at for a in activities if low < a.ended_at < until), default=low)
        segments.append(Segment(first, until, Party.HANDOVER))
        until = first
    return segments


def by_party(segments: Iterable[Segment]) -> dict[tuple[Party, str | None], timedelta]:
    """Time per party, and per department where the party is one or waits in its queue."""
    totals: dict[tuple[Party, str | None], timedelta] = {}
    for segment in segments:
        owned = segment.party in (Party.DEPARTMENT, Party.QUEUE)
        department = segment.span.department if segment.span and owned else None
        key = (segment.party, department)
        totals[key] = totals.get(key, timedelta(0)) + segment.length
    return totals
