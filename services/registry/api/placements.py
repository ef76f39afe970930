"""Placements: list, show, choose a platform, answer for one."""

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from chassis import paging
from chassis.auth import Caller
from chassis.commands import Executor, ExpectedVersion, Reader
from chassis.database import UnitOfWork
from contracts.ids import PlacementId, PlatformId, ProjectId
from services.registry import handlers, queries
from services.registry.api.presenting import (
    PlatformOperator,
    Sponsor,
    placement_of_id,
    placement_view,
)
from services.registry.domain.ground import NAMES
from services.registry.domain.placement import PlacementState
from services.registry.schemas import (
    AnswerInput,
    ChoiceInput,
    GroundView,
    PlacementPage,
    PlacementView,
)

router = APIRouter()


@router.get("/decline-grounds")
async def list_decline_grounds(caller: Caller) -> list[GroundView]:
    """The grounds on which a platform may decline."""
    return [GroundView(id=ground, zh=zh, en=en) for ground, (zh, en) in NAMES.items()]


@router.get("/placements")
async def list_placements(
    caller: Caller,
    database: Reader,
    project: UUID | None = None,
    state: PlacementState | None = None,
    cursor: paging.Cursor = None,
    limit: paging.Limit = paging.DEFAULT_LIMIT,
) -> PlacementPage:
    """The placements that the caller may see, newest first."""
    after = paging.instant_and_id(cursor)
    async with database.read() as connection:
        rows = await queries.placement_rows(
            connection,
            caller,
            project=ProjectId(project) if project else None,
            state=state,
            after=after,
            limit=limit + 1,
        )
        page = rows[:limit]
        declines = await queries.decline_rows(connection, caller, [row.id for row in page])
    last = page[-1] if len(rows) > limit else None
    return PlacementPage(
        items=[placement_view(row, declines.get(row.id, [])) for row in page],
        next_cursor=paging.encode(last.opened_at.isoformat(), str(last.id)) if last else None,
    )


@router.get("/placements/{id_}")
async def show_placement(
    id_: UUID, caller: Caller, database: Reader, response: Response
) -> PlacementView:
    """One placement."""
    async with database.read() as connection:
        view = await placement_of_id(connection, caller, PlacementId(id_))
    response.headers["ETag"] = f'"{view.version}"'
    return view


@router.post("/placements/{id_}/choice", response_model=PlacementView)
async def choose_platform(
    id_: UUID, body: ChoiceInput, caller: Sponsor, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Ask a platform to carry out the stage."""

    async def run(uow: UnitOfWork) -> PlacementView:
        await handlers.choose_platform(
            PlacementId(id_), PlatformId(body.platform_id), expected, caller, uow
        )
        return await placement_of_id(uow.connection, caller, PlacementId(id_))

    return await execute(run)


@router.post("/placements/{id_}/answer", response_model=PlacementView)
async def answer_placement(
    id_: UUID,
    body: AnswerInput,
    caller: PlatformOperator,
    execute: Executor,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Say yes or no for the caller's platform."""
    id_of = PlacementId(id_)

    async def run(uow: UnitOfWork) -> PlacementView:
        if body.accept:
            await handlers.accept_placement(id_of, body.ground, expected, caller, uow)
        else:
            await handlers.decline_placement(id_of, body.ground, body.note, expected, caller, uow)
        return await placement_of_id(uow.connection, caller, id_of)

    return await execute(run)
