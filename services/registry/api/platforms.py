"""Platforms: publish, list, show."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from chassis import paging
from chassis.auth import Caller
from chassis.commands import Executor, ExpectedVersion, Reader
from chassis.database import UnitOfWork
from contracts.ids import PlatformId
from services.registry import handlers, queries
from services.registry.api.presenting import (
    PlatformOperator,
    may_see_contact,
    platform_of,
    platform_of_id,
    platform_view,
)
from services.registry.domain.platform import lane_month
from services.registry.schemas import PlatformInput, PlatformPage, PlatformView

router = APIRouter()
Filter = Annotated[str | None, Query(max_length=80)]


@router.put("/platforms/{id_}", response_model=PlatformView)
async def publish_platform(
    id_: str,
    body: PlatformInput,
    caller: PlatformOperator,
    execute: Executor,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Make or change the entry of the caller's platform."""
    new = platform_of(PlatformId(id_), body)

    async def run(uow: UnitOfWork) -> PlatformView:
        await handlers.publish_platform(new, expected, caller, uow)
        return await platform_of_id(uow.connection, caller, new.id, lane_month(uow.now))

    return await execute(run)


@router.get("/platforms")
async def list_platforms(
    caller: Caller,
    database: Reader,
    pack: Filter = None,
    industry: Filter = None,
    platform_type: Annotated[str | None, Query(alias="type", max_length=80)] = None,
    cursor: paging.Cursor = None,
    limit: paging.Limit = paging.DEFAULT_LIMIT,
) -> PlatformPage:
    """Published platforms, in order of id."""
    after = paging.decode(cursor, 1)[0] if cursor is not None else None
    async with database.read() as connection:
        rows = await queries.platform_rows(
            connection,
            lane_month(database.clock.lane_now()),
            pack=pack,
            industry=industry,
            platform_type=platform_type,
            after=after,
            limit=limit + 1,
        )
    page = rows[:limit]
    return PlatformPage(
        items=[platform_view(row, may_see_contact(row, caller)) for row in page],
        next_cursor=paging.encode(page[-1].id) if len(rows) > limit else None,
    )


@router.get("/platforms/{id_}")
async def show_platform(
    id_: str, caller: Caller, database: Reader, response: Response
) -> PlatformView:
    """One platform."""
    month = lane_month(database.clock.lane_now())
    async with database.read() as connection:
        view = await platform_of_id(connection, caller, PlatformId(id_), month)
    response.headers["ETag"] = f'"{view.version}"'
    return view
