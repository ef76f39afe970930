"""Working a running clock out again under the calendar as it is now published.

Dates in a year that was not yet published are provisional; once it is, they may move.
"""

from dataclasses import replace
from datetime import datetime

from contracts.events.approval import ClockRecomputed
from policy.calendar import calendar_with
from services.approval.domain.case import Case
from services.approval.domain.gate import Gate

Task = Case | Gate


def recompute(task: Task, now: datetime) -> tuple[Task, ClockRecomputed] | None:
    """The task with its dates as the calendar now has them, and the fact; None if none moves.

    A stopped clock is left alone: the answer that ends the stop works its dates out anyway.
    """
    if not task.is_open or task.is_stopped:
        return None
    timing = task.timing(now)
    new = (timing.committed.due_at, timing.statutory_due_at, timing.is_provisional)
    old = (task.due_at, _statutory(task), task.is_provisional)
    if new == old:
        return None
    dates: dict[str, object] = {"due_at": new[0], "is_provisional": new[2]}
    if isinstance(task, Case):
        dates["statutory_due_at"] = new[1]
    after = replace(task, clock_version=task.clock_version + 1, **dates)  # type: ignore[arg-type]
    return after, ClockRecomputed(
        project_id=after.project_id,
        task_id=after.id,
        task_kind=after.kind,
        department=after.item.department if isinstance(after, Case) else None,
        pack=after.card.pack,
        name=after.item.item if isinstance(after, Case) else after.stage,
        holder=after.holder.person if after.holder else None,
        due_at=after.due_at,
        statutory_due_at=_statutory(after),
        provisional=after.is_provisional,
        clock_version=after.clock_version,
        alarms=after.alarms(now),
        calendar=calendar_with(after.card.extra_days_off).version,
    )


def _statutory(task: Task) -> datetime | None:
    return task.statutory_due_at if isinstance(task, Case) else None
