"""Handing tasks over: to a named colleague, or whoever stands in for them; by the lead to anyone.

Who gets it is found before anything is locked, and locked before the task: a claim locks in the
same order, so the two never wait for each other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from chassis.database import UnitOfWork
from contracts.events.approval import TaskTransferred
from contracts.ids import PersonId
from contracts.people import Role
from policy.clock import lane_date
from services.approval import queries, repository
from services.approval.domain import handing
from services.approval.domain.absence import present
from services.approval.domain.case import Case
from services.approval.domain.conflict import check_impartial
from services.approval.domain.errors import NobodyLeft, UnknownColleague
from services.approval.domain.holder import Actor
from services.approval.domain.lease import Lease
from services.approval.domain.signing import check_no_signer
from services.approval.handlers.desk import (
    Desk,
    Task,
    actor_on,
    impartial_task,
    keep,
    may_work_on,
    no_task,
    task_at_work,
)


@dataclass(frozen=True, slots=True)
class HandOver:
    """To whom, and why."""

    to: str
    reason: str


async def transfer_task(
    id_: UUID, order: HandOver, expected: int | None, desk: Desk, uow: UnitOfWork
) -> None:
    """Hand a task in hand to a colleague for good."""
    await _hand_over(id_, order, expected, desk, uow, handing.transfer)


async def delegate_task(
    id_: UUID, order: HandOver, expected: int | None, desk: Desk, uow: UnitOfWork
) -> None:
    """Have a colleague do a task in hand; it comes back to the caller."""
    await _hand_over(id_, order, expected, desk, uow, handing.delegate)


async def return_task(
    id_: UUID, reason: str, expected: int | None, desk: Desk, uow: UnitOfWork
) -> None:
    """Return a delegated task to its owner."""
    task = await task_at_work(id_, expected, desk, uow)
    actor = await actor_on(task, desk, uow)
    after, event = handing.give_back(task, actor, uow.now, desk.lease)
    await _keep(task, after, event, actor, reason, uow)


async def recall_task(id_: UUID, expected: int | None, desk: Desk, uow: UnitOfWork) -> None:
    """Take back what the caller handed over, while nobody has begun."""
    task = await impartial_task(id_, expected, desk, uow)
    after, event = handing.recall(task, desk.actor, uow.now, desk.lease)
    await _keep(task, after, event, desk.actor, "", uow)


async def reassign_task(
    id_: UUID, to: str | None, reason: str, expected: int | None, desk: Desk, uow: UnitOfWork
) -> None:
    """Give a case of the lead's department to somebody; unnamed, to who has least in hand."""
    if not desk.caller.has(Role.DEPARTMENT_LEAD):
        raise no_task()
    seen = await seen_task(id_, desk, uow)
    wanted = await named(to, seen, uow) if to else await _least_laden(seen, uow)
    receiver = await _locked_receiver(wanted, seen, uow)
    task = await task_at_work(id_, expected, desk, uow)
    if not isinstance(task, Case):
        raise no_task()
    await _check_receiver(receiver, task, uow)
    after, event = handing.reassign(task, desk.actor, receiver, uow.now, desk.lease)
    if isinstance(event, TaskTransferred):
        event = event.model_copy(update={"meant_for": _meant_for(wanted, receiver)})
    data = _data(task, receiver, wanted)
    await keep(task, after, event, "reassigned", desk.actor, uow, why=reason, data=data)


Move = Callable[[Task, Actor, Actor, Any, Lease], tuple[Task, TaskTransferred]]


async def _hand_over(
    id_: UUID, order: HandOver, expected: int | None, desk: Desk, uow: UnitOfWork, move: Move
) -> None:
    seen = await seen_task(id_, desk, uow)
    wanted = await named(order.to, seen, uow)
    receiver = await _locked_receiver(wanted, seen, uow)
    task = await task_at_work(id_, expected, desk, uow)
    await _check_receiver(receiver, task, uow)
    actor = await actor_on(task, desk, uow)
    after, event = move(task, actor, receiver, uow.now, desk.lease)
    told = event.model_copy(update={"meant_for": _meant_for(wanted, receiver)})
    await _keep(task, after, told, actor, order.reason, uow)


async def seen_task(id_: UUID, desk: Desk, uow: UnitOfWork) -> Task:
    """The task, not locked, to find out who comes in for it. Raises NotFound."""
    row = await queries.queue_row(uow.connection, desk.caller, id_)
    task = None if row is None else await repository.task_of(uow.connection, row)
    if task is None or not may_work_on(desk.caller, task):
        raise no_task()
    return task


async def _keep(
    before: Task, after: Task, event: TaskTransferred, actor: Actor, why: str, uow: UnitOfWork
) -> None:
    assert after.holder is not None
    data = {"from": event.from_holder, "to": event.holder, "to_name": after.holder.name}
    if event.meant_for is not None:
        data["meant_for"] = event.meant_for
    await keep(before, after, event, event.how, actor, uow, why=why, data=data)


async def named(person: str, task: Task, uow: UnitOfWork) -> Actor:
    """The colleague of that id. Raises UnknownColleague for who does not work in the queue."""
    row = await queries.member_row(uow.connection, person)
    if row is None or not _works_on(row, task):
        raise UnknownColleague(person=person)
    return Actor(PersonId(row.person), row.name)


def _works_on(row: Row[Any], task: Task) -> bool:
    if row.pack != task.card.pack:
        return False
    if isinstance(task, Case):
        return bool(row.department == task.department and row.is_case_worker)
    return bool(row.is_reviewer)


async def _locked_receiver(wanted: Actor, task: Task, uow: UnitOfWork) -> Actor:
    """Who gets it: the person named, or their stand-in."""
    today = lane_date(uow.now)
    away = await queries.absences_of(uow.connection, task.card.pack, task.department, today)
    receiver = present(away, wanted, task.name, today)
    await repository.lock_people(uow.connection, receiver.person)
    return receiver


async def _check_receiver(receiver: Actor, task: Task, uow: UnitOfWork) -> None:
    conflicts = await queries.conflicts_of(uow.connection, receiver.person)
    check_impartial(task, receiver.person, conflicts)
    check_no_signer(await repository.signers_of(uow.connection, task.id), receiver)


async def _least_laden(task: Task, uow: UnitOfWork) -> Actor:
    """Of the officers who are there and have no interest, the one with least in hand."""
    today = lane_date(uow.now)
    pack, department = task.card.pack, task.department
    absences = await queries.absences_of(uow.connection, pack, department, today)
    away = {each.person for each in absences if each.covers(today)}
    rows = await queries.colleague_rows(uow.connection, pack, department)
    barred = {
        each.person
        for each in await queries.conflicts_of(uow.connection, *(row.person for row in rows))
        if each.meets(task.card.organisation_id, task.id)
    }
    holder = task.holder.person if task.holder else None
    signers = {each.who.person for each in await repository.signers_of(uow.connection, task.id)}
    for row in rows:
        if row.person not in away | barred | signers | {holder} and not row.is_lead:
            return Actor(PersonId(row.person), row.name)
    raise NobodyLeft()


def _meant_for(wanted: Actor, receiver: Actor) -> PersonId | None:
    return None if wanted.person == receiver.person else wanted.person


def _data(task: Task, receiver: Actor, wanted: Actor) -> dict[str, Any]:
    data = {"to": receiver.person, "to_name": receiver.name}
    if task.holder is not None:
        data["from"] = task.holder.person
    if wanted.person != receiver.person:
        data["meant_for"] = wanted.person
    return data
