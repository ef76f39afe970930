"""What every command of a person needs: who, by which rules, on which task; and how it is kept."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from chassis.database import UnitOfWork
from contracts.envelope import Event
from contracts.errors import NotFound, StaleVersion
from contracts.ids import PersonId
from contracts.people import DEPARTMENT, PACK, Role
from policy.clock import lane_date
from services.approval import queries, repository
from services.approval.domain.absence import present
from services.approval.domain.case import Case
from services.approval.domain.conflict import check_impartial
from services.approval.domain.errors import NobodyLeft
from services.approval.domain.gate import Gate
from services.approval.domain.holder import Actor
from services.approval.domain.lease import Lease

Task = Case | Gate


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody at work, and the rules by which tasks are shared."""

    caller: Principal
    lease: Lease
    most_in_hand: int

    @property
    def actor(self) -> Actor:
        """The person as the record shows them."""
        return Actor(PersonId(self.caller.id), self.caller.name)

    def is_lead_of(self, task: Task) -> bool:
        """Whether the caller leads the department whose task it is; gates have none."""
        return self.caller.has(Role.DEPARTMENT_LEAD) and isinstance(task, Case)


def may_work_on(caller: Principal, task: Task) -> bool:
    """Whether the task is in a queue of the caller's; the same rule as ``queries.in_own_queue``."""
    if caller.scope(PACK) != task.card.pack:
        return False
    if isinstance(task, Gate):
        return caller.has(Role.GATE_REVIEWER)
    in_department = caller.scope(DEPARTMENT) == task.item.department
    return in_department and caller.has(Role.OFFICER, Role.DEPARTMENT_LEAD)


async def task_at_work(id_: UUID, expected: int | None, desk: Desk, uow: UnitOfWork) -> Task:
    """The task, locked. Raises NotFound when it is in no queue of the caller's, StaleVersion."""
    task = await repository.lock_task(uow.connection, id_)
    if task is None or not may_work_on(desk.caller, task):
        raise no_task()
    check_version(task, expected)
    return task


async def impartial_task(id_: UUID, expected: int | None, desk: Desk, uow: UnitOfWork) -> Task:
    """Like ``task_at_work``, for those without an interest in it. Raises ConflictOfInterest."""
    task = await task_at_work(id_, expected, desk, uow)
    conflicts = await queries.conflicts_of(uow.connection, desk.caller.id)
    check_impartial(task, desk.caller.id, conflicts)
    return task


async def actor_on(task: Task, desk: Desk, uow: UnitOfWork) -> Actor:
    """The caller; acting for the holder where the holder is away and the caller stands in."""
    return await acting_on(task, desk.actor, uow.connection, lane_date(uow.now))


async def acting_on(task: Task, who: Actor, connection: AsyncConnection, today: date) -> Actor:
    """Like ``actor_on``, for anybody on any day; only reads."""
    holder = task.holder
    if holder is None or holder.person == who.person:
        return who
    away = await queries.absences_of(connection, task.card.pack, task.department, today)
    absent = Actor(holder.person, holder.name)
    try:
        acting = present(away, absent, task.name, today)
    except NobodyLeft:
        return who
    return replace(who, behalf=absent) if acting.person == who.person else who


def check_version(task: Task, expected: int | None) -> None:
    """Raises StaleVersion unless the caller saw the task as it is."""
    if expected is not None and expected != task.version:
        raise StaleVersion(current=task.version)


async def keep(
    before: Task,
    after: Task,
    event: Event,
    what: str,
    actor: Actor | None,
    uow: UnitOfWork,
    *,
    why: str | None = None,
    data: dict[str, Any] | None = None,
) -> Task:
    """Store a move, note it in the task's history, tell it. The task with its next version."""
    kept = await repository.save_task(uow.connection, before, after)
    if before.is_stopped and not after.is_stopped and after.is_open:
        await repository.note_resumed(uow.connection, after.id, uow.now)
    await repository.add_task_event(
        uow.connection, after.id, uow.now, what, actor=actor, why=why, data=data
    )
    await uow.tell(event)
    return kept


def no_task() -> NotFound:
    """The task does not exist, or not for this person."""
    return NotFound(what_zh="任务", what_en="task")
