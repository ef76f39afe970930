"""Queues and tasks, for those who work through them and for those who oversee the lane."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from chassis import paging
from chassis.auth import Needs, Principal
from chassis.commands import Reader
from contracts.people import Role
from services.approval import queries, repository
from services.approval.api import view
from services.approval.api.detail import detail_of
from services.approval.schemas import NameCount, TaskCounts, TaskDetail, TaskPage

router = APIRouter()

Overseer = Annotated[
    Principal,
    Depends(
        Needs(Role.OFFICER, Role.DEPARTMENT_LEAD, Role.GATE_REVIEWER, Role.DIRECTOR, Role.AUDITOR)
    ),
]
Word = Annotated[str | None, Query(max_length=80)]


async def _filter(
    kind: Literal["case", "gate"] | None = None,
    item: Word = None,
    stage: Word = None,
    state: Word = None,
    text: Annotated[str | None, Query(max_length=100)] = None,
    mine: bool = False,
    unclaimed: bool = False,
    overdue: bool = False,
    on_hold: bool = False,
    copied: bool = False,
    to_sign: bool = False,
    industry: Word = None,
    route: Word = None,
    grade: Word = None,
    pack: Word = None,
) -> queries.Filter:
    # The item's name is a gate's stage on gates, so asking for an item asks for cases.
    return queries.Filter(
        kind="case" if item else kind,
        name=item,
        stage=stage,
        state=state,
        text=text,
        mine=mine,
        unclaimed=unclaimed,
        overdue=overdue,
        on_hold=on_hold,
        copied=copied,
        to_sign=to_sign,
        industry=industry,
        route=route,
        grade=grade,
        pack=pack,
    )


@router.get("/tasks")
async def list_tasks(
    caller: Overseer,
    database: Reader,
    wanted: Annotated[queries.Filter, Depends(_filter)],
    cursor: paging.Cursor = None,
    limit: paging.Limit = paging.DEFAULT_LIMIT,
) -> TaskPage:
    """The caller's queue, due first. Without ``state`` the open tasks."""
    now = database.clock.lane_now()
    after = paging.instant_and_id(cursor)
    async with database.read() as connection:
        rows = await queries.queue_rows(
            connection, caller, wanted, now, after=after, limit=limit + 1
        )
        conflicts = await queries.conflicts_of(connection, caller.id)
        signers = await repository.signers_by_task(connection, [row.id for row in rows])
        looks = await queries.looks_of(connection, caller.id, [row.id for row in rows])
        eyes = view.Eyes(caller, now, conflicts, signers, looks)
    page = rows[:limit]
    last = page[-1] if len(rows) > limit else None
    return TaskPage(
        items=[view.task_view(row, eyes) for row in page],
        next_cursor=paging.encode(last.due_at.isoformat(), str(last.id)) if last else None,
    )


@router.get("/tasks/counts")
async def count_tasks(caller: Overseer, database: Reader) -> TaskCounts:
    """The caller's queue in figures."""
    async with database.read() as connection:
        rows = await queries.count_rows(connection, caller, database.clock.lane_now())
    return TaskCounts(
        open=sum(row.open for row in rows),
        unclaimed=sum(row.unclaimed for row in rows),
        mine=sum(row.mine for row in rows),
        overdue=sum(row.overdue for row in rows),
        awaiting_information=sum(row.waiting for row in rows),
        copied=sum(row.copied for row in rows),
        to_sign=sum(row.to_sign for row in rows),
        by_name=[
            NameCount(kind=row.kind, name=row.name, open=row.open, overdue=row.overdue)
            for row in rows
        ],
    )


@router.get("/tasks/{id_}")
async def show_task(
    id_: UUID, caller: Overseer, database: Reader, response: Response
) -> TaskDetail:
    """One task, whole: dates with their ledgers, rounds, history, and what else is open."""
    now = database.clock.lane_now()
    async with database.read() as connection:
        detail = await detail_of(connection, caller, id_, now)
    response.headers["ETag"] = f'"{detail.version}"'
    return detail
