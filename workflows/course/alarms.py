"""The alarms of a project's tasks: which set holds, which is due, which comes next."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from contracts.events.approval import Alarm, TaskKind
from contracts.ids import CaseId, GateId
from workflows.course.state import TaskAlarms

TaskId = CaseId | GateId
Alarms = dict[TaskId, TaskAlarms]


class DueAlarm(NamedTuple):
    """An alarm whose instant has come."""

    task_id: TaskId
    kind: TaskKind
    clock_version: int
    key: str


def set_alarms(
    alarms: Alarms, task_id: TaskId, kind: TaskKind, clock_version: int, pending: tuple[Alarm, ...]
) -> bool:
    """Replace a task's alarms; False when what is known is as new: facts may come late or again."""
    known = alarms.get(task_id)
    if known is not None and clock_version <= known.clock_version:
        return False
    alarms[task_id] = TaskAlarms(kind=kind, clock_version=clock_version, pending=pending)
    return True


def take_due(alarms: Alarms, lane_now: datetime) -> Iterator[DueAlarm]:
    """The alarms due by ``lane_now``, each handed out once, in order of task heard and instant."""
    for task_id, task in alarms.items():
        due = sorted((each for each in task.pending if each.at <= lane_now), key=lambda a: a.at)
        task.pending = tuple(each for each in task.pending if each.at > lane_now)
        for each in due:
            yield DueAlarm(task_id, task.kind, task.clock_version, each.key)


def earliest(alarms: Alarms) -> datetime | None:
    """The lane instant of the next alarm."""
    return min((each.at for task in alarms.values() for each in task.pending), default=None)
