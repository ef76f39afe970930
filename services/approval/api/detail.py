"""A task, whole, for those in whose queue it is: gathered from its rows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from contracts.ids import PersonId, ProjectId
from policy.clock import lane_date
from services.approval import queries, repository
from services.approval.api import beside_view, view
from services.approval.api.life_view import life_choice_view, life_view, question_views
from services.approval.domain.case import Case
from services.approval.domain.gate import Gate
from services.approval.domain.holder import Actor
from services.approval.handlers.desk import acting_on, no_task
from services.approval.handlers.signing import signing_for
from services.approval.schemas import DraftView, TaskDetail


async def detail_of(
    connection: AsyncConnection, caller: Principal, id_: UUID, now: datetime
) -> TaskDetail:
    """Everything about a task that its page shows. Raises NotFound."""
    row = await queries.queue_row(connection, caller, id_)
    if row is None:
        raise no_task()
    task = await repository.task_of(connection, row)
    conditions = await queries.conditions_of(connection, [id_])
    timing = task.timing(now)
    return TaskDetail(
        choices=view.choice_view(task),
        committed=view.due_view(timing.committed, task, now),
        statutory=view.due_view(timing.statutory, task, now) if timing.statutory else None,
        stops=view.stop_views(task),
        decision=view.decision_view(row, conditions.get(id_, []), with_officers=True),
        unresolved=row.unresolved,
        version=row.version,
        **await _to_reader(connection, caller, row, task, now),
        life=life_view(task, reader=caller.id) if isinstance(task, Case) else None,
        life_choices=life_choice_view(task) if isinstance(task, Case) else None,
        noted=question_views(await queries.noted_rows(connection, id_)),
        **await _around(connection, caller, row, task, now),
    )


async def _to_reader(
    connection: AsyncConnection, caller: Principal, row: Row[Any], task: Case | Gate, now: datetime
) -> dict[str, Any]:
    """What the task is to whoever looks: for whom they may act and sign, and what they typed."""
    today, reader = lane_date(now), Actor(PersonId(caller.id), caller.name)
    conflicts = await queries.conflicts_of(connection, caller.id)
    signers = (await repository.signers_by_task(connection, [row.id])).get(row.id, [])
    acting = await acting_on(task, reader, connection, today)
    signs_for = await signing_for(task, signers, reader, connection, today)
    draft = await queries.draft_row(connection, row.id, caller.id)
    look = await queries.look_row(connection, caller.id, row.id)
    looks = {row.id: look.looked_at} if look else {}
    eyes = view.Eyes(caller, now, conflicts, {row.id: signers}, looks)
    return {
        "task": view.task_view(row, eyes),
        "looked_at": beside_view.last_visit(look, now),
        "acting_for": acting.behalf.name if acting.behalf and task.is_open else None,
        "signers": beside_view.signer_views(signers),
        "signing_for": signs_for.name if signs_for else None,
        "draft": DraftView(fields=draft.fields, saved_at=draft.saved_at) if draft else None,
    }


async def _around(
    connection: AsyncConnection, caller: Principal, row: Row[Any], task: Case | Gate, now: datetime
) -> dict[str, Any]:
    """What was asked, what happened, what else is open, and whom it is barred to."""
    rounds = await queries.rounds_of(connection, [row.id])
    events = await queries.event_rows(connection, row.id)
    barred = await queries.conflicts_with(connection, caller, row.organisation_id, row.id)
    others = await queries.other_rows(connection, ProjectId(row.project_id), row.id)
    imposed = await queries.conditions_of(connection, [each.id for each in others])
    checks = await queries.check_rows(connection, row.id)
    return {
        "rounds": view.round_views(rounds.get(row.id, []), task, with_officers=True),
        "history": view.event_views(events),
        "others": view.other_views(others, imposed),
        "points": beside_view.point_views(task),
        "checks": beside_view.check_views(checks),
        "spent": beside_view.stretch_views(events, row.ended_at or now),
        "conflicts": view.conflict_views(barred),
    }
