"""What would have been saved had a department met its limit.

A deliberately careful figure: only what lay on the critical path counts, and never more than the
time until the next thing that was going on beside it would have been waited for instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.insight.domain.attribution import Activity, activities_within, latest_before
from services.insight.domain.case import CaseFact
from services.insight.domain.span import Span


@dataclass(frozen=True, slots=True)
class Saving:
    """Had this case been decided when due, the project would have ended earlier by so much."""

    item: str
    department: str
    late_by: timedelta
    earlier_by: timedelta


def savings(
    cases: Iterable[CaseFact], spans: Iterable[Span], start: datetime, end: datetime
) -> list[Saving]:
    """One row per case decided after its committed limit, the largest saving first."""
    activities = activities_within(spans, start, end)
    path = critical_path(activities, end)
    found = []
    for case in cases:
        if case.decided_at is None or case.decided_at <= case.due_at:
            continue
        late_by = case.decided_at - case.due_at
        earlier = earlier_by(f"case/{case.id}", late_by, path, activities)
        found.append(Saving(case.item, case.department, late_by, earlier))
    return sorted(found, key=lambda each: (-each.earlier_by, each.item))


def critical_path(activities: Iterable[Activity], end: datetime) -> list[Activity]:
    """What was waited for, first to last."""
    known = list(activities)
    path: list[Activity] = []
    at = end
    while (last := latest_before(known, at)) is not None:
        path.append(last)
        at = last.started_at
    return path[::-1]


def earlier_by(
    key: str, less: timedelta, path: list[Activity], activities: list[Activity]
) -> timedelta:
    """By how much all would have ended earlier, had an activity taken ``less`` time less."""
    index = next((i for i, each in enumerate(path) if each.key == key), None)
    if index is None:
        return timedelta(0)
    case = path[index]
    saved = min(less, case.ended_at - case.started_at)
    # At every joint after the case, something beside the path may have been ready only now.
    joints = [*(each.started_at for each in path[index + 1 :]), None]
    for leading, joint in zip(path[index:], joints, strict=True):
        beside = _runner_up(case, leading, joint, path, activities)
        if beside is not None:
            saved = min(saved, max(leading.ended_at - beside, timedelta(0)))
    return saved


def _runner_up(
    case: Activity,
    leading: Activity,
    joint: datetime | None,
    path: list[Activity],
    activities: list[Activity],
) -> datetime | None:
    """When the last other thing ended that began without the case and was awaited at the joint."""
    on_path = {each.key for each in path}
    ends = [
        each.ended_at
        for each in activities
        if each.key not in on_path
        and each.started_at < case.ended_at <= leading.ended_at
        and each.ended_at > case.started_at
        and (joint is None or each.ended_at <= joint)
    ]
    return max(ends, default=None)
