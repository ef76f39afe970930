"""Add signer 加签, sign, take off 减签. They run in a unit of work that others commit.

The signer is locked before the task, like whoever receives one: an interest declared at the same
moment either bars them, or takes them off again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.database import UnitOfWork
from chassis.identity import new_id
from contracts.ids import PersonId
from policy.clock import lane_date
from services.approval import queries, repository
from services.approval.domain import signing
from services.approval.domain.absence import Absence, present
from services.approval.domain.conflict import check_impartial
from services.approval.domain.errors import NotASigner
from services.approval.domain.holder import Actor
from services.approval.domain.signing import Signature, Signer
from services.approval.handlers.desk import Desk, Task, actor_on, impartial_task, keep, task_at_work
from services.approval.handlers.handing import named, seen_task


@dataclass(frozen=True, slots=True)
class Sign:
    """What a signer says."""

    agrees: bool
    opinion: str


async def add_signer(
    id_: UUID, to: str, note: str, expected: int | None, desk: Desk, uow: UnitOfWork
) -> None:
    """Ask a colleague to sign before the task is decided; their stand-in while they are away."""
    seen = await seen_task(id_, desk, uow)
    wanted = await named(to, seen, uow)
    today = lane_date(uow.now)
    acting = present(await _away(seen, uow.connection, today), wanted, seen.name, today)
    await repository.lock_people(uow.connection, wanted.person, acting.person)
    task = await task_at_work(id_, expected, desk, uow)
    for each in (wanted, acting):
        conflicts = await queries.conflicts_of(uow.connection, each.person)
        check_impartial(task, each.person, conflicts)
    actor = await actor_on(task, desk, uow)
    signers = await repository.signers_of(uow.connection, id_)
    new = Signer(new_id(), wanted, actor, uow.now, note)
    event = signing.ask(task, signers, actor, new, acting)
    await repository.add_signer(uow.connection, id_, new)
    data = {"to": wanted.person, "to_name": wanted.name}
    await keep(task, task, event, "signer_added", actor, uow, why=note, data=data)


async def sign_task(
    id_: UUID, order: Sign, expected: int | None, desk: Desk, uow: UnitOfWork
) -> None:
    """Agree or object, as a signer or for one who is away. Raises NotASigner."""
    await repository.lock_people(uow.connection, desk.caller.id)
    task = await impartial_task(id_, expected, desk, uow)
    signers = await repository.signers_of(uow.connection, id_)
    today = lane_date(uow.now)
    away = await _away(task, uow.connection, today)
    asked = signing.entry_for(signers, desk.actor, away, task.name, today)
    if asked is None:
        raise NotASigner(name=desk.caller.name)
    behalf = None if asked.who.person == desk.caller.id else asked.who
    actor = replace(desk.actor, behalf=behalf)
    said = Signature(actor, uow.now, order.agrees, order.opinion)
    after, event = signing.sign(task, signers, asked, said)
    await repository.save_signature(uow.connection, after)
    what = "signed" if order.agrees else "objected"
    await keep(task, task, event, what, actor, uow, why=order.opinion)


async def remove_signer(
    id_: UUID, person: str, reason: str, expected: int | None, desk: Desk, uow: UnitOfWork
) -> None:
    """No longer wait for somebody's signature, with the reason; a lead may do it too."""
    task = await task_at_work(id_, expected, desk, uow)
    actor = await actor_on(task, desk, uow)
    signers = await repository.signers_of(uow.connection, id_)
    asked = signing.entry_of(signers, PersonId(person))
    event = signing.take_off(task, asked, actor, reason, is_lead=desk.is_lead_of(task))
    await repository.end_signer(uow.connection, asked.id, actor, reason, uow.now)
    data = {"to": asked.who.person, "to_name": asked.who.name}
    await keep(task, task, event, "signer_removed", actor, uow, why=reason, data=data)


async def drop_signer(task: Task, person: str, uow: UnitOfWork) -> Task:
    """Take somebody off because of an interest of theirs, also when they have signed."""
    for each in await repository.signers_of(uow.connection, task.id):
        if each.who.person == person:
            event = signing.removed(task, each, None)
            await repository.end_signer(
                uow.connection, each.id, each.who, "conflict_of_interest", uow.now
            )
            data = {"to": person, "to_name": each.who.name}
            task = await keep(task, task, event, "signer_removed", each.who, uow, data=data)
    return task


async def signing_for(
    task: Task, signers: Sequence[Signer], who: Actor, connection: AsyncConnection, today: date
) -> Actor | None:
    """Whose signature somebody may give on that day, None when none waits; only reads."""
    away = await _away(task, connection, today) if signing.missing(signers) else []
    asked = signing.entry_for(signers, who, away, task.name, today)
    waits = asked is not None and not asked.has_agreed and task.is_open
    return asked.who if asked is not None and waits else None


async def _away(task: Task, connection: AsyncConnection, today: date) -> list[Absence]:
    return await queries.absences_of(connection, task.card.pack, task.department, today)
