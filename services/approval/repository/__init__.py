"""Writes approval's aggregates. Inside a unit of work; the caller's transaction commits.

How rows become aggregates: ``reading``; picking tasks out of queues: ``choosing``; what bars
people: ``people``.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.ids import ProjectId
from contracts.process import ProjectOutcome
from services.approval.domain.case import Case
from services.approval.domain.case_timer import acts_at
from services.approval.domain.gate import Gate
from services.approval.domain.holder import Actor
from services.approval.repository.choosing import count_in_hand, lock_in_hand, lock_next
from services.approval.repository.columns import changing, fixed
from services.approval.repository.condition import (
    add_conditions,
    add_discharge,
    answer_discharge,
    blocking_conditions,
    condition_by_id,
    conditions_of_case,
    replace_decision,
    save_condition,
)
from services.approval.repository.credit import (
    add_credit_entry,
    credit_of,
    entry_of,
    lock_credit,
)
from services.approval.repository.draft import remove_drafts, save_draft
from services.approval.repository.grading import (
    add_grading,
    grading_of,
    last_grading_number,
    lock_proposed,
    save_consent,
    save_plan,
)
from services.approval.repository.inspection import (
    about_inspection,
    about_obligation,
    add_commitment,
    add_inspection,
    add_obligation,
    close_obligations,
    due_obligation_ids,
    inspection_of,
    inspection_of_case,
    lock_inspection,
    lock_obligation,
    save_inspection,
    save_obligation,
)
from services.approval.repository.letter import add_letter
from services.approval.repository.looking import note_look, note_resumed, save_check
from services.approval.repository.notice import (
    due_notice_ids,
    ensure_collecting,
    lock_collecting,
    lock_notice,
    open_among,
    project_of_notice,
    project_of_task,
    save_notice,
    save_round,
)
from services.approval.repository.people import (
    add_absence,
    add_conflict,
    add_copy,
    end_absence,
    end_conflict,
    lock_people,
    note_member,
    note_nudge,
)
from services.approval.repository.permission import (
    about_permission,
    about_reconsideration,
    add_permission,
    add_reconsideration,
    last_permission_number,
    lock_permission,
    lock_reconsideration,
    permission_in_force,
    permission_of,
    save_permission,
    save_reconsideration,
)
from services.approval.repository.reading import Task, task_of
from services.approval.repository.signing import (
    add_signer,
    end_signer,
    save_signature,
    signers_by_task,
    signers_of,
)
from services.approval.repository.sitting import (
    add_sitting,
    lock_sitting,
    note_sitting_decision,
    save_sitting,
    sitting_of,
)
from services.approval.repository.standing import (
    add_flag,
    cases_of,
    clear_flags,
    flags_of,
    has_left,
    lock_cases,
    project_of,
    revoked_items,
    save_standing,
    standing_of,
)
from services.approval.repository.views import count_views, remove_view, save_view
from services.approval.tables import project_work, task, task_event

__all__ = [
    "Task",
    "about_inspection",
    "about_obligation",
    "about_permission",
    "about_reconsideration",
    "add_absence",
    "add_commitment",
    "add_conditions",
    "add_conflict",
    "add_copy",
    "add_credit_entry",
    "add_discharge",
    "add_flag",
    "add_grading",
    "add_inspection",
    "add_letter",
    "add_obligation",
    "add_permission",
    "add_reconsideration",
    "add_signer",
    "add_sitting",
    "add_task",
    "add_task_event",
    "answer_discharge",
    "blocking_conditions",
    "cases_of",
    "clear_flags",
    "close_obligations",
    "close_project",
    "condition_by_id",
    "conditions_of_case",
    "count_in_hand",
    "count_views",
    "credit_of",
    "due_notice_ids",
    "due_obligation_ids",
    "due_task_ids",
    "end_absence",
    "end_conflict",
    "end_signer",
    "ensure_collecting",
    "entry_of",
    "flags_of",
    "grading_of",
    "has_left",
    "inspection_of",
    "inspection_of_case",
    "is_project_closed",
    "lapsed_task_ids",
    "last_grading_number",
    "last_permission_number",
    "lock_cases",
    "lock_collecting",
    "lock_credit",
    "lock_in_hand",
    "lock_inspection",
    "lock_next",
    "lock_notice",
    "lock_obligation",
    "lock_open_tasks",
    "lock_open_tasks_after",
    "lock_people",
    "lock_permission",
    "lock_proposed",
    "lock_reconsideration",
    "lock_sitting",
    "lock_task",
    "lock_tasks",
    "note_look",
    "note_member",
    "note_nudge",
    "note_resumed",
    "note_sitting_decision",
    "open_among",
    "permission_in_force",
    "permission_of",
    "project_of",
    "project_of_notice",
    "project_of_task",
    "remove_drafts",
    "remove_view",
    "replace_decision",
    "revoked_items",
    "save_acts_at",
    "save_check",
    "save_condition",
    "save_consent",
    "save_draft",
    "save_inspection",
    "save_lease",
    "save_notice",
    "save_obligation",
    "save_permission",
    "save_plan",
    "save_reconsideration",
    "save_round",
    "save_signature",
    "save_sitting",
    "save_standing",
    "save_task",
    "save_view",
    "signers_by_task",
    "signers_of",
    "sitting_of",
    "standing_of",
    "task_of",
]

T = TypeVar("T", bound=Case | Gate)


async def is_project_closed(connection: AsyncConnection, id_: ProjectId) -> bool:
    """Whether nothing more is opened for the project; holds its row until the transaction ends."""
    statement = insert(project_work).values(project_id=id_, is_closed=False)
    statement = statement.on_conflict_do_update(
        index_elements=[project_work.c.project_id],
        set_={"is_closed": project_work.c.is_closed},
    )
    result = await connection.execute(statement.returning(project_work.c.is_closed))
    return bool(result.scalar_one())


async def close_project(
    connection: AsyncConnection, id_: ProjectId, outcome: ProjectOutcome, at: datetime
) -> None:
    """Remember that the project has left; the first outcome stays."""
    statement = insert(project_work).values(
        project_id=id_, is_closed=True, outcome=outcome, closed_at=at
    )
    statement = statement.on_conflict_do_update(
        index_elements=[project_work.c.project_id],
        set_={"is_closed": True, "outcome": outcome, "closed_at": at},
        where=project_work.c.is_closed.is_(False),
    )
    await connection.execute(statement)


async def add_task(connection: AsyncConnection, new: Task) -> bool:
    """Insert a task; False when one of that id is there already."""
    values = fixed(new) | changing(new) | {"id": new.id, "version": new.version}
    statement = insert(task).values(values).on_conflict_do_nothing().returning(task.c.id)
    return (await connection.execute(statement)).first() is not None


async def lock_task(connection: AsyncConnection, id_: UUID) -> Task | None:
    """The case or gate, locked until the transaction ends; None when there is none."""
    statement = select(task).where(task.c.id == id_).with_for_update()
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else await task_of(connection, row)


async def lock_tasks(connection: AsyncConnection, ids: Collection[UUID]) -> list[UUID]:
    """Lock several tasks by project, then id: in one order, so that two never cross.

    Whoever then works through them in this order takes the projects' sequences in it too.
    """
    statement = select(task.c.id).where(task.c.id.in_(ids))
    statement = statement.order_by(task.c.project_id, task.c.id).with_for_update()
    return list((await connection.execute(statement)).scalars())


async def lock_open_tasks(connection: AsyncConnection, id_: ProjectId) -> list[Task]:
    """All open tasks of a project, locked in the order of their ids, so that two never cross."""
    statement = select(task).where(task.c.project_id == id_, task.c.is_open)
    rows = (await connection.execute(statement.order_by(task.c.id).with_for_update())).all()
    return [await task_of(connection, row) for row in rows]


async def lock_open_tasks_after(
    connection: AsyncConnection, after: UUID | None, limit: int
) -> list[Task]:
    """The next open tasks of the whole lane by id, locked by project and then id like all."""
    portion = select(task.c.id).where(task.c.is_open)
    if after is not None:
        portion = portion.where(task.c.id > after)
    ids = list((await connection.execute(portion.order_by(task.c.id).limit(limit))).scalars())
    statement = select(task).where(task.c.id.in_(ids))
    statement = statement.order_by(task.c.project_id, task.c.id).with_for_update()
    rows = (await connection.execute(statement)).all()
    return [await task_of(connection, row) for row in rows]


async def save_task(connection: AsyncConnection, before: T, after: T) -> T:
    """Store what a command changed; the task as stored, its version grown by one."""
    after = replace(after, version=before.version + 1)
    values = changing(after) | {"version": after.version}
    await connection.execute(update(task).where(task.c.id == after.id).values(values))
    if isinstance(before, Case) and isinstance(after, Case):
        for each in after.rounds:
            if each not in before.rounds:
                await save_round(connection, after.id, each)
        if after.decision is not None and before.decision is None:
            await add_conditions(connection, after.id, after.decision.verdict.conditions)
    return after


async def save_lease(connection: AsyncConnection, before: Task, after: Task) -> None:
    """Store a renewed lease. No new version: nobody else's picture of the task changes."""
    if after.holder is not None and after.holding != before.holding:
        statement = update(task).where(task.c.id == after.id)
        renewed = {"lease_until": after.holder.until, "giver": None, "giver_name": None}
        await connection.execute(statement.values(renewed))


async def lapsed_task_ids(connection: AsyncConnection, now: datetime, limit: int) -> list[UUID]:
    """Held tasks whose lease has run out while their clock runs, the longest ago first."""
    statement = (
        select(task.c.id)
        .where(task.c.is_open, task.c.holder.is_not(None), ~task.c.is_stopped)
        .where(task.c.lease_until <= now)
        .order_by(task.c.lease_until)
        .limit(limit)
    )
    return list((await connection.execute(statement)).scalars())


async def due_task_ids(connection: AsyncConnection, now: datetime, limit: int) -> list[UUID]:
    """Cases for which the lane itself has something to do, the longest due first."""
    statement = select(task.c.id).where(task.c.acts_at <= now).order_by(task.c.acts_at)
    return list((await connection.execute(statement.limit(limit))).scalars())


async def save_acts_at(connection: AsyncConnection, each: Case) -> None:
    """Store when the lane has something to do, under the calendar of today. No new version."""
    statement = update(task).where(task.c.id == each.id)
    await connection.execute(statement.values(acts_at=acts_at(each)))


async def add_task_event(
    connection: AsyncConnection,
    id_: UUID,
    at: datetime,
    what: str,
    *,
    actor: Actor | None = None,
    why: str | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Note what happened to a task; ``actor`` is None when the lane itself did it."""
    behalf = actor.behalf if actor else None
    await connection.execute(
        insert(task_event).values(
            task_id=id_,
            happened_at=at,
            what=what,
            actor=actor.person if actor else None,
            actor_name=actor.name if actor else None,
            behalf=behalf.person if behalf else None,
            behalf_name=behalf.name if behalf else None,
            why=why or None,
            data=data or {},
        )
    )
