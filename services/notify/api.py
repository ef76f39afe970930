"""Notify over HTTP: preferences, the reader's messages, and deliveries for those who run it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Query, Response
from fastapi.responses import JSONResponse
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import paging
from chassis.auth import Caller, Needs, Principal
from chassis.commands import Executor, ExpectedVersion, Reader
from chassis.database import UnitOfWork
from contracts.errors import NotFound
from contracts.ids import PersonId
from contracts.people import Role
from services.notify import handlers, queries
from services.notify.domain.delivery import DeliveryState
from services.notify.schemas import (
    DeliveryPage,
    DeliveryView,
    MessagePage,
    MessageView,
    PersonView,
    PreferenceInput,
    QuietHoursView,
    WordsView,
)

router = APIRouter(prefix="/api/notify/v1")

Operator = Annotated[Principal, Depends(Needs(Role.OPERATOR))]


@router.put("/me", response_model=PersonView)
async def introduce_person(
    caller: Caller,
    execute: Executor,
    expected: ExpectedVersion,
    body: Annotated[PreferenceInput | None, Body()] = None,
) -> JSONResponse:
    """Make the caller known, as signed in; with a body also set preferences."""
    chosen = body.model_dump(exclude_unset=True) if body else {}

    async def run(uow: UnitOfWork) -> PersonView:
        await handlers.introduce_person(chosen, expected, caller, uow)
        return await _person(uow.connection, caller)

    return await execute(run)


@router.get("/me")
async def show_person(caller: Caller, database: Reader, response: Response) -> PersonView:
    """How the caller is reached."""
    async with database.read() as connection:
        view = await _person(connection, caller)
    response.headers["ETag"] = f'"{view.version}"'
    return view


async def _person(connection: AsyncConnection, caller: Principal) -> PersonView:
    row = await queries.person_row(connection, PersonId(caller.id))
    if row is None:
        raise NotFound(what_zh="您的通知设置", what_en="preferences of yours")
    quiet = None
    if row.quiet_since is not None:
        quiet = QuietHoursView(since=row.quiet_since, until=row.quiet_until)
    return PersonView(
        id=row.id,
        email=row.chosen_email or row.claimed_email,
        locale=row.chosen_locale or row.claimed_locale,
        channels=row.channels,
        quiet_hours=quiet,
        roles=row.roles,
        version=row.version,
    )


@router.get("/messages")
async def list_messages(
    caller: Caller,
    database: Reader,
    unread: Annotated[bool, Query()] = False,
    cursor: paging.Cursor = None,
    limit: paging.Limit = paging.DEFAULT_LIMIT,
) -> MessagePage:
    """The caller's messages, newest first."""
    reader, after = PersonId(caller.id), paging.instant_and_id(cursor)
    async with database.read() as connection:
        rows = await queries.message_rows(
            connection, reader, unread=unread, after=after, limit=limit + 1
        )
        count = await queries.unread_count(connection, reader)
    last = rows[limit - 1] if len(rows) > limit else None
    return MessagePage(
        items=[_message(row) for row in rows[:limit]],
        unread=count,
        next_cursor=paging.encode(last.told_at.isoformat(), str(last.id)) if last else None,
    )


@router.post("/messages/{id_}/read", response_model=MessageView)
async def read_message(id_: UUID, caller: Caller, execute: Executor) -> JSONResponse:
    """Note that the caller read a message."""

    async def run(uow: UnitOfWork) -> MessageView:
        return _message(await handlers.read_message(id_, caller, uow))

    return await execute(run)


@router.get("/deliveries")
async def list_deliveries(
    caller: Operator,
    database: Reader,
    state: DeliveryState | None = None,
    cursor: paging.Cursor = None,
    limit: paging.Limit = paging.DEFAULT_LIMIT,
) -> DeliveryPage:
    """Deliveries, newest first, with what went wrong."""
    after = paging.instant_and_id(cursor)
    async with database.read() as connection:
        rows = await queries.delivery_rows(connection, state=state, after=after, limit=limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    return DeliveryPage(
        items=[_delivery(row) for row in rows[:limit]],
        next_cursor=paging.encode(last.created_at.isoformat(), str(last.id)) if last else None,
    )


@router.post("/deliveries/{id_}/retry", response_model=DeliveryView)
async def retry_delivery(id_: UUID, caller: Operator, execute: Executor) -> JSONResponse:
    """Have a failed delivery tried again."""

    async def run(uow: UnitOfWork) -> DeliveryView:
        await handlers.retry_delivery(id_, uow)
        row = await queries.delivery_row(uow.connection, id_)
        assert row is not None
        return _delivery(row)

    return await execute(run)


def _message(row: Row[Any]) -> MessageView:
    return MessageView(
        id=row.id,
        event_id=row.event_id,
        project_id=row.project_id,
        task_id=row.task_id,
        kind=row.kind,
        urgent=row.urgent,
        subject=WordsView(zh=row.subject_zh, en=row.subject_en),
        body=WordsView(zh=row.body_zh, en=row.body_en),
        happened_at=row.happened_at,
        told_at=row.told_at,
        read_at=row.read_at,
    )


def _delivery(row: Row[Any]) -> DeliveryView:
    return DeliveryView(
        id=row.id,
        message_id=row.message_id,
        person_id=row.person_id,
        project_id=row.project_id,
        kind=row.kind,
        channel=row.channel,
        state=row.state,
        attempts=row.attempts,
        error=row.error,
        created_at=row.created_at,
        next_attempt_at=row.next_attempt_at,
        sent_at=row.sent_at,
    )
