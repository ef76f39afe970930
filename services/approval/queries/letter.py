"""Reads decision letters: for the sponsor and the department, and for whoever has the code."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from contracts.people import ORGANISATION, Role
from services.approval.queries.scope import in_own_queue
from services.approval.tables import letter, task


async def letter_row(connection: AsyncConnection, caller: Principal, id_: UUID) -> Row[Any] | None:
    """The last letter of a case; None where there is none for this person.

    For the sponsor of the project, and for those in whose queue the case is.
    """
    own = caller.scope(ORGANISATION)
    readers = in_own_queue(caller)
    if caller.has(Role.SPONSOR) and own is not None:
        readers = or_(readers, task.c.organisation_id == own)
    columns: list[ColumnElement[Any]] = [letter.c.pdf, letter.c.sha256, letter.c.code]
    statement = (
        select(*columns)
        .join(task, and_(task.c.id == letter.c.case_id, task.c.kind == "case"))
        .where(letter.c.case_id == id_, readers)
        .order_by(letter.c.number.desc())
        .limit(1)
    )
    return (await connection.execute(statement)).one_or_none()


async def letter_by_code(connection: AsyncConnection, code: str) -> Row[Any] | None:
    """What the letter with that code says; for everybody, so nothing of people is in it."""
    columns: list[ColumnElement[Any]] = [
        letter.c.case_id,
        letter.c.number,
        letter.c.content["pack"].astext.label("pack"),
        letter.c.content["department"].astext.label("department"),
        letter.c.content["item"].astext.label("item"),
        letter.c.content["outcome"].astext.label("outcome"),
        letter.c.content["title"].astext.label("title"),
        letter.c.content["decided_on"].astext.label("decided_on"),
        letter.c.sha256,
    ]
    statement = select(*columns).where(letter.c.code == code)
    return (await connection.execute(statement)).one_or_none()
