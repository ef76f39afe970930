"""Signers of tasks: writes, and the standing ones read for a command, under the task's lock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.ids import PersonId
from services.approval.domain.holder import Actor
from services.approval.domain.signing import Signature, Signer
from services.approval.tables import task_signer


async def signers_of(connection: AsyncConnection, task_id: UUID) -> list[Signer]:
    """A task's standing signers, in the order in which they were asked."""
    found = await signers_by_task(connection, [task_id])
    return found.get(task_id, [])


async def signers_by_task(
    connection: AsyncConnection, task_ids: Sequence[UUID]
) -> dict[UUID, list[Signer]]:
    """The standing signers of several tasks."""
    found: dict[UUID, list[Signer]] = {}
    if not task_ids:
        return found
    statement = (
        select(task_signer)
        .where(task_signer.c.task_id.in_(task_ids), task_signer.c.ended_at.is_(None))
        .order_by(task_signer.c.id)
    )
    for row in (await connection.execute(statement)).all():
        found.setdefault(row.task_id, []).append(_signer(row))
    return found


async def add_signer(connection: AsyncConnection, task_id: UUID, new: Signer) -> None:
    """Note whose signature is asked."""
    await connection.execute(
        insert(task_signer).values(
            id=new.id,
            task_id=task_id,
            person=new.who.person,
            person_name=new.who.name,
            asked_by=new.asked_by.person,
            asked_by_name=new.asked_by.name,
            asked_at=new.asked_at,
            note=new.note,
        )
    )


async def save_signature(connection: AsyncConnection, after: Signer) -> None:
    """Note what a signer said; what they said before stays in the task's history."""
    said = after.signature
    assert said is not None
    statement = update(task_signer).where(task_signer.c.id == after.id)
    await connection.execute(
        statement.values(
            agrees=said.agrees,
            opinion=said.opinion,
            signed_at=said.at,
            signed_by=said.by.person,
            signed_by_name=said.by.name,
        )
    )


async def end_signer(
    connection: AsyncConnection, id_: UUID, by: Actor | None, why: str, at: datetime
) -> None:
    """Wait for this signature no longer."""
    statement = update(task_signer).where(task_signer.c.id == id_)
    await connection.execute(
        statement.values(ended_at=at, ended_by=by.person if by else None, ended_why=why)
    )


def _signer(row: Row[Any]) -> Signer:
    who = Actor(PersonId(row.person), row.person_name)
    signature = None
    if row.signed_at is not None:
        behalf = who if row.signed_by != row.person else None
        by = Actor(PersonId(row.signed_by), row.signed_by_name, behalf=behalf)
        signature = Signature(by, row.signed_at, row.agrees, row.opinion)
    asked_by = Actor(PersonId(row.asked_by), row.asked_by_name)
    return Signer(row.id, who, asked_by, row.asked_at, row.note, signature)
