"""Alarms of a task: reminders at shares of the committed limit, then escalation.

The workflow holds them and rings; whether one still has something to say is judged here, by our
own clock. Each key speaks at most once per task, whatever happens to the dates in between.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from contracts.events.approval import Alarm, TaskEscalated, TaskKind, TaskReminded
from contracts.ids import CaseId, GateId, PersonId, ProjectId
from contracts.people import Role
from services.approval.domain.errors import RangTooEarly
from services.approval.domain.timing import Timing

DUE_COMMITTED: Final = "due_committed"
DUE_STATUTORY: Final = "due_statutory"
_REMIND: Final = "remind_"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A share of the committed limit is used up."""

    percent: int


@dataclass(frozen=True, slots=True)
class Escalation:
    """A limit has passed; the role above is told (domain.md section 3)."""

    limit: Literal["committed", "statutory"]
    to_role: Role


def alarms_of(
    timing: Timing, percents: Iterable[int], rung: frozenset[str] = frozenset()
) -> tuple[Alarm, ...]:
    """The alarms that are still to ring, by instant."""
    instants = {f"{_REMIND}{each}": timing.committed.remind_at(each) for each in percents}
    instants[DUE_COMMITTED] = timing.committed.due_at
    if timing.statutory is not None:
        instants[DUE_STATUTORY] = timing.statutory.due_at
    waiting = [Alarm(key=key, at=at) for key, at in instants.items() if key not in rung]
    return tuple(sorted(waiting, key=lambda alarm: (alarm.at, alarm.key)))


def judge(
    key: str, alarms: Iterable[Alarm], now: datetime, *, first_above: Role
) -> Reminder | Escalation | None:
    """What an alarm has to say; None when it is not among those still to ring.

    ``first_above`` is told when the committed limit passes. Raises RangTooEarly.
    """
    alarm = next((each for each in alarms if each.key == key), None)
    if alarm is None:
        return None
    if now < alarm.at:
        raise RangTooEarly(key=key, instant=alarm.at.isoformat())
    if key == DUE_STATUTORY:
        return Escalation("statutory", Role.CASE_MANAGER)
    if key == DUE_COMMITTED:
        return Escalation("committed", first_above)
    return Reminder(int(key.removeprefix(_REMIND)))


@dataclass(frozen=True, slots=True)
class Subject:
    """The task that an alarm is about, as the facts name it."""

    project_id: ProjectId
    task_id: CaseId | GateId
    kind: TaskKind
    department: str | None
    pack: str
    name: str

    def fact(
        self, says: Reminder | Escalation, holder: PersonId | None
    ) -> TaskReminded | TaskEscalated:
        """What an alarm has to say, as the fact that is told."""
        if isinstance(says, Reminder):
            return TaskReminded(
                project_id=self.project_id,
                task_id=self.task_id,
                task_kind=self.kind,
                department=self.department,
                pack=self.pack,
                name=self.name,
                percent=says.percent,
                holder=holder,
            )
        return TaskEscalated(
            project_id=self.project_id,
            task_id=self.task_id,
            task_kind=self.kind,
            department=self.department,
            pack=self.pack,
            name=self.name,
            limit=says.limit,
            to_role=says.to_role,
        )
