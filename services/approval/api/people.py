"""Colleagues and absences over HTTP."""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.commands import Executor, Reader
from chassis.database import UnitOfWork
from contracts.errors import NotFound
from policy.clock import lane_date
from services.approval import queries, repository
from services.approval.api.desks import WorkDesk
from services.approval.handlers import absence
from services.approval.handlers.desk import Desk
from services.approval.schemas import (
    AbsenceInput,
    Absences,
    AbsenceView,
    Colleague,
    Colleagues,
    StandInView,
)

router = APIRouter()


@router.put("/me", response_model=Colleagues)
async def say_where_i_work(desk: WorkDesk, execute: Executor) -> JSONResponse:
    """Note where the caller works, as the token says, so that work can be handed to them."""

    async def run(uow: UnitOfWork) -> Colleagues:
        await repository.note_member(uow.connection, desk.caller, uow.now)
        return await _colleagues(uow.connection, desk, lane_date(uow.now))

    return await execute(run)


@router.get("/colleagues")
async def list_colleagues(desk: WorkDesk, database: Reader) -> Colleagues:
    """Who works through the caller's queue and has signed in, least in hand first."""
    async with database.read() as connection:
        return await _colleagues(connection, desk, lane_date(database.clock.lane_now()))


@router.get("/absences")
async def list_absences(desk: WorkDesk, database: Reader) -> Absences:
    """The absences of the caller's queue that are not over."""
    today = lane_date(database.clock.lane_now())
    async with database.read() as connection:
        rows = await queries.absence_rows(connection, *absence.queue_of(desk.caller), today)
        return Absences(items=await _views(connection, rows))


@router.post("/absences", response_model=AbsenceView, status_code=201)
async def enter_absence(body: AbsenceInput, desk: WorkDesk, execute: Executor) -> JSONResponse:
    """Say when one is away and who stands in; a lead also for a colleague."""
    order = absence.EnterAbsence(
        person=body.person,
        from_on=body.from_on,
        until_on=body.until_on,
        reason=body.reason,
        stand_ins=tuple((each.item, each.person) for each in body.stand_ins),
    )

    async def run(uow: UnitOfWork) -> AbsenceView:
        return await _shown(await absence.enter_absence(order, desk, uow), uow)

    return await execute(run, status=201)


@router.post("/absences/{id_}/end", response_model=AbsenceView)
async def end_absence(id_: UUID, desk: WorkDesk, execute: Executor) -> JSONResponse:
    """End an absence today; one that has not begun does not take place."""

    async def run(uow: UnitOfWork) -> AbsenceView:
        await absence.end_absence(id_, desk, uow)
        return await _shown(id_, uow)

    return await execute(run)


async def _colleagues(connection: AsyncConnection, desk: Desk, today: date) -> Colleagues:
    queue = absence.queue_of(desk.caller)
    rows = await queries.colleague_rows(connection, *queue)
    absences = await queries.absences_of(connection, *queue, today)
    away = {each.person: each.until_on for each in absences if each.covers(today)}
    return Colleagues(
        items=[
            Colleague(
                person=row.person,
                name=row.name,
                is_lead=row.is_lead,
                is_me=row.person == desk.caller.id,
                in_hand=row.in_hand,
                away_until=away.get(row.person),
            )
            for row in rows
        ]
    )


async def _shown(id_: UUID, uow: UnitOfWork) -> AbsenceView:
    row = await queries.absence_row(uow.connection, id_)
    if row is None:
        raise NotFound(what_zh="外出登记", what_en="absence")
    return (await _views(uow.connection, [row]))[0]


async def _views(connection: AsyncConnection, rows: list[Row[Any]]) -> list[AbsenceView]:
    stand_ins = await queries.stand_ins_of(connection, [row.id for row in rows])
    return [
        AbsenceView(
            id=row.id,
            person=row.person,
            person_name=row.person_name,
            from_on=row.from_on,
            until_on=row.ended_on or row.until_on,
            reason=row.reason,
            made_by_name=row.made_by_name,
            stand_ins=[
                StandInView(
                    item=each.item or None, person=each.person, person_name=each.person_name
                )
                for each in stand_ins[row.id]
            ],
        )
        for row in rows
    ]
