"""Reads of applications: one, a list, the officers' queue with its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from contracts.ids import ApplicationId, ProjectId
from services.funding.domain.application import UNDECIDED, ApplicationState
from services.funding.queries.scope import own_queue, projects_of, visible_to
from services.funding.tables import application, entry, grade, movement, project


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show of applications; None and False leave it as it is."""

    project_id: ProjectId | None = None
    programme: str | None = None
    kind: str | None = None
    state: ApplicationState | None = None
    industry: str | None = None
    text: str | None = None
    mine: bool = False
    unclaimed: bool = False
    overdue: bool = False


def _wanted(wanted: Filter, caller: Principal, now: datetime) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for column, value in (
        (application.c.project_id, wanted.project_id),
        (application.c.programme, wanted.programme),
        (application.c.kind, wanted.kind),
        (application.c.state, wanted.state),
        (application.c.industry, wanted.industry),
    ):
        if value is not None:
            conditions.append(column == value)
    if wanted.text:
        said = application.c.project_title + " " + application.c.organisation_name
        conditions.append(said.icontains(wanted.text, autoescape=True))
    if wanted.mine:
        conditions.append(application.c.holder == caller.id)
    if wanted.unclaimed:
        conditions.append(is_free(now))
    if wanted.overdue:
        conditions.append(and_(application.c.state.in_(UNDECIDED), application.c.due_at <= now))
    return conditions


def is_free(now: datetime) -> ColumnElement[bool]:
    """In nobody's hands: never claimed, or its lease ran out."""
    return or_(application.c.holder.is_(None), application.c.lease_until <= now)


async def application_row(
    connection: AsyncConnection, caller: Principal, id_: ApplicationId
) -> Row[Any] | None:
    """One application, or None when it does not exist for this person."""
    statement = select(application).where(application.c.id == id_, visible_to(caller))
    row: Row[Any] | None = (await connection.execute(statement)).one_or_none()
    return row


async def application_rows(
    connection: AsyncConnection,
    caller: Principal,
    wanted: Filter,
    now: datetime,
    *,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Row[Any]]:
    """Newest first; at most ``limit`` rows after the key (submitted_at, id)."""
    statement = select(application).where(visible_to(caller), *_wanted(wanted, caller, now))
    if after:
        key = tuple_(application.c.submitted_at, application.c.id)
        statement = statement.where(key < tuple_(*after))
    statement = statement.order_by(application.c.submitted_at.desc(), application.c.id.desc())
    return list((await connection.execute(statement.limit(limit))).all())


async def queue_rows(
    connection: AsyncConnection,
    caller: Principal,
    wanted: Filter,
    now: datetime,
    *,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Row[Any]]:
    """What is to be decided, due first; at most ``limit`` rows after the key (due_at, id)."""
    statement = _undecided(wanted).where(own_queue(caller), *_wanted(wanted, caller, now))
    if after:
        statement = statement.where(tuple_(application.c.due_at, application.c.id) > tuple_(*after))
    statement = statement.order_by(application.c.due_at, application.c.id)
    return list((await connection.execute(statement.limit(limit))).all())


def _undecided(wanted: Filter) -> Select[Any]:
    statement = select(application)
    if wanted.state is not None:
        return statement
    return statement.where(application.c.state.in_(UNDECIDED))


async def count_rows(
    connection: AsyncConnection, caller: Principal, now: datetime
) -> list[Row[Any]]:
    """One row per programme and state of the queue, with figures of each sort."""
    statement = (
        select(
            application.c.pack,
            application.c.programme,
            application.c.state,
            func.count().label("number"),
            func.coalesce(func.sum(application.c.amount), 0).label("amount"),
            func.count().filter(is_free(now)).label("unclaimed"),
            func.count().filter(application.c.holder == caller.id).label("mine"),
            func.count().filter(application.c.due_at <= now).label("overdue"),
        )
        .where(own_queue(caller))
        .group_by(application.c.pack, application.c.programme, application.c.state)
        .order_by(application.c.pack, application.c.programme, application.c.state)
    )
    return list((await connection.execute(statement)).all())


async def place_in_line(connection: AsyncConnection, row: Row[Any]) -> int | None:
    """The place on the waiting list, from 1; None for one that does not wait."""
    if row.state != ApplicationState.QUEUED:
        return None
    key = tuple_(application.c.queued_at, application.c.id)
    statement = select(func.count()).where(
        application.c.pack == row.pack,
        application.c.programme == row.programme,
        application.c.state == ApplicationState.QUEUED,
        key <= tuple_(row.queued_at, row.id),
    )
    return int((await connection.execute(statement)).scalar_one())


async def entry_rows(connection: AsyncConnection, id_: ApplicationId) -> list[Row[Any]]:
    """The ledger entries of an application, in the order of booking; sources first."""
    statement = (
        select(
            movement.c.id,
            movement.c.kind,
            movement.c.moved_at,
            movement.c.reason,
            movement.c.reverses,
            entry.c.account,
            entry.c.amount,
        )
        .join(entry, entry.c.movement_id == movement.c.id)
        .where(movement.c.application_id == id_)
        .order_by(movement.c.moved_at, movement.c.id, entry.c.amount)
    )
    found: Any = await connection.execute(statement)
    return list(found.all())


async def held_rows(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """What each application holds, by account."""
    statement = (
        select(movement.c.application_id, entry.c.account, func.sum(entry.c.amount))
        .join(entry, entry.c.movement_id == movement.c.id)
        .where(movement.c.application_id.in_(ids))
        .group_by(movement.c.application_id, entry.c.account)
    )
    found: dict[UUID, dict[str, Any]] = {}
    for id_, account, amount in (await connection.execute(statement)).all():
        found.setdefault(id_, {})[account] = amount
    return found


async def project_row(
    connection: AsyncConnection, caller: Principal, id_: ProjectId
) -> Row[Any] | None:
    """A project that this person may ask a quote for, or None."""
    # Without an organisation only the end was heard of.
    is_known = project.c.organisation_id.is_not(None)
    statement = select(project).where(project.c.id == id_, is_known, projects_of(caller))
    row: Row[Any] | None = (await connection.execute(statement)).one_or_none()
    return row


async def grade_rows(connection: AsyncConnection, id_: ProjectId) -> list[Row[Any]]:
    """Every grade of a project, newest first."""
    statement = select(grade).where(grade.c.project_id == id_).order_by(grade.c.id.desc())
    return list((await connection.execute(statement)).all())
