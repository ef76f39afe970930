"""Queues and tasks, for those who work through them and for those who oversee the lane."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from chassis import paging
from chassis.auth import Needs, Principal
from chassis.commands import Reader
from contracts.errors import NotFound
from contracts.ids import PersonId, ProjectId
from contracts.people import Role
from policy.clock import lane_date
from services.approval import queries, repository
from services.approval.api import view
from services.approval.api.life_view import life_choice_view, life_view, question_views
from services.approval.domain.case import Case
from services.approval.domain.holder import Actor
from services.approval.handlers.desk import acting_on
from services.approval.schemas import DraftView, NameCount, TaskCounts, TaskDetail, TaskPage

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
    industry: Word = None,
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
        industry=industry,
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
        eyes = view.Eyes(caller, now, await queries.conflicts_of(connection, caller.id))
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
        row = await queries.queue_row(connection, caller, id_)
        if row is None:
            raise NotFound(what_zh="任务", what_en="task")
        task = await repository.task_of(connection, row)
        rounds = await queries.rounds_of(connection, [id_])
        conditions = await queries.conditions_of(connection, [id_])
        events = await queries.event_rows(connection, id_)
        eyes = view.Eyes(caller, now, await queries.conflicts_of(connection, caller.id))
        reader = Actor(PersonId(caller.id), caller.name)
        acting = await acting_on(task, reader, connection, lane_date(now))
        draft = await queries.draft_row(connection, id_, caller.id)
        barred = await queries.conflicts_with(connection, caller, row.organisation_id, id_)
        noted = await queries.noted_rows(connection, id_)
        others = await queries.other_rows(connection, ProjectId(row.project_id), id_)
    timing = task.timing(now)
    response.headers["ETag"] = f'"{row.version}"'
    return TaskDetail(
        task=view.task_view(row, eyes),
        choices=view.choice_view(task),
        committed=view.due_view(timing.committed, task, now),
        statutory=view.due_view(timing.statutory, task, now) if timing.statutory else None,
        stops=view.stop_views(task),
        rounds=view.round_views(rounds.get(id_, []), task, with_officers=True),
        decision=view.decision_view(row, conditions.get(id_, []), with_officers=True),
        unresolved=row.unresolved,
        history=view.event_views(events),
        others=view.other_views(others),
        draft=DraftView(fields=draft.fields, saved_at=draft.saved_at) if draft else None,
        acting_for=acting.behalf.name if acting.behalf and task.is_open else None,
        conflicts=view.conflict_views(barred),
        life=life_view(task, reader=caller.id) if isinstance(task, Case) else None,
        life_choices=life_choice_view(task) if isinstance(task, Case) else None,
        noted=question_views(noted),
        version=row.version,
    )
