"""Referrals to funds, banks and insurers, and the grades that awards depend on."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import paging
from chassis.auth import Caller, Principal
from chassis.commands import Executor, ExpectedVersion, Reader
from chassis.database import UnitOfWork
from contracts.errors import NotFound
from contracts.ids import ProjectId
from services.funding import queries
from services.funding.api.presenting import AnyDesk, Assessor, OfficersDesk, Sponsor
from services.funding.handlers import apply, referral
from services.funding.handlers.programme import known_programmes
from services.funding.schemas import (
    ConclusionInput,
    GradeInput,
    GradesView,
    GradeView,
    ReferralInput,
    ReferralPage,
    ReferralView,
)

router = APIRouter()


def _view(row: Row[tuple[object, ...]]) -> ReferralView:
    return ReferralView.model_validate(dict(row._mapping))


async def _file(connection: AsyncConnection, caller: Principal, id_: UUID) -> ReferralView:
    row = await queries.referral_row(connection, caller, id_)
    if row is None:
        raise referral.no_referral()
    return _view(row)


@router.get("/referrals")
async def list_referrals(
    caller: Caller,
    database: Reader,
    project_id: UUID | None = None,
    state: Annotated[str | None, Query(max_length=40)] = None,
    cursor: paging.Cursor = None,
    limit: paging.Limit = paging.DEFAULT_LIMIT,
) -> ReferralPage:
    """The referrals that the caller may see, newest first."""
    after = paging.instant_and_id(cursor)
    project = ProjectId(project_id) if project_id else None
    async with database.read() as connection:
        rows = await queries.referral_rows(
            connection, caller, project_id=project, state=state, after=after, limit=limit + 1
        )
    page = rows[:limit]
    last = page[-1] if len(rows) > limit else None
    return ReferralPage(
        items=[_view(row) for row in page],
        next_cursor=paging.encode(last.consented_at.isoformat(), str(last.id)) if last else None,
    )


@router.get("/referrals/{id_}")
async def show_referral(
    id_: UUID, caller: Caller, database: Reader, response: Response
) -> ReferralView:
    """One referral."""
    async with database.read() as connection:
        view = await _file(connection, caller, id_)
    response.headers["ETag"] = f'"{view.version}"'
    return view


@router.post("/referrals", status_code=201, response_model=ReferralView)
async def ask_referral(body: ReferralInput, caller: Sponsor, execute: Executor) -> JSONResponse:
    """Ask to be introduced, with consent to a package of data."""
    command = referral.AskReferral(
        project_id=ProjectId(body.project_id),
        programme=body.programme,
        recipient=body.recipient,
        package=tuple(body.package),
        consent=body.consent,
        wanted=body.wanted,
    )

    async def run(uow: UnitOfWork) -> ReferralView:
        id_ = await referral.ask_referral(command, caller, uow)
        return await _file(uow.connection, caller, id_)

    return await execute(run, status=201)


@router.post("/referrals/{id_}/sending", response_model=ReferralView)
async def send_referral(
    id_: UUID, desk: OfficersDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Hand the project over with its package."""

    async def run(uow: UnitOfWork) -> ReferralView:
        await referral.send_referral(id_, expected, desk, uow)
        return await _file(uow.connection, desk.caller, id_)

    return await execute(run)


@router.post("/referrals/{id_}/outcome", response_model=ReferralView)
async def conclude_referral(
    id_: UUID,
    body: ConclusionInput,
    desk: OfficersDesk,
    execute: Executor,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Note what came of it; agreed equity with its complete due-diligence file."""
    said = referral.Conclusion(
        body.outcome, body.amount, body.note, {str(k): v for k, v in body.diligence.items()}
    )

    async def run(uow: UnitOfWork) -> ReferralView:
        await referral.conclude_referral(id_, said, expected, desk, uow)
        return await _file(uow.connection, desk.caller, id_)

    return await execute(run)


@router.post("/referrals/{id_}/consent-withdrawal", response_model=ReferralView)
async def withdraw_consent(id_: UUID, caller: Sponsor, execute: Executor) -> JSONResponse:
    """Take the consent back; nothing is passed on from now on."""

    async def run(uow: UnitOfWork) -> ReferralView:
        await referral.withdraw_consent(id_, caller, uow)
        return await _file(uow.connection, caller, id_)

    return await execute(run)


@router.get("/projects/{id_}/grades")
async def list_grades(id_: UUID, desk: AnyDesk, database: Reader) -> GradesView:
    """A project's grades, newest first."""
    async with database.read() as connection:
        return await _grades(connection, desk.caller, ProjectId(id_))


@router.post("/projects/{id_}/grades", response_model=GradesView)
async def record_grade(
    id_: UUID, body: GradeInput, caller: Assessor, execute: Executor
) -> JSONResponse:
    """Note a grade; awards that wait for it get their amount."""

    async def run(uow: UnitOfWork) -> GradesView:
        await apply.record_grade(ProjectId(id_), body.fact, body.value, body.reason, caller, uow)
        return await _grades(uow.connection, caller, ProjectId(id_))

    return await execute(run)


async def _grades(connection: AsyncConnection, caller: Principal, id_: ProjectId) -> GradesView:
    project = await queries.project_row(connection, caller, id_)
    if project is None:
        raise NotFound(what_zh="项目", what_en="project")
    rows = await queries.grade_rows(connection, id_)
    named = {fact for each in known_programmes(project.pack) for fact in each.assessed_facts}
    return GradesView(
        project_id=id_,
        project_title=project.title,
        pack=project.pack,
        asked=sorted(named),
        grades=[
            GradeView(fact=r.fact, value=r.value, reason=r.reason, graded_at=r.graded_at)
            for r in rows
        ],
    )
