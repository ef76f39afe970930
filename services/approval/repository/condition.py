"""Writes the life of conditions. The caller's transaction commits."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.identity import new_id
from contracts.ids import CaseId, DocumentId, OrganisationId, ProjectId
from services.approval.domain.about import About
from services.approval.domain.case import Case
from services.approval.domain.condition import ConditionState, Imposed, Result
from services.approval.domain.decision import Condition, Trigger
from services.approval.domain.holder import Actor
from services.approval.repository.about import actor_columns, texts
from services.approval.repository.columns import changing
from services.approval.tables import condition, discharge, task

_OPEN = (ConditionState.OPEN, ConditionState.PARTLY)


async def add_conditions(
    connection: AsyncConnection,
    id_: UUID,
    conditions: Iterable[Condition],
    *,
    decision: int = 1,
) -> list[UUID]:
    """Impose conditions on a case, after those that it has; their ids."""
    statement = select(func.coalesce(func.max(condition.c.position), 0))
    statement = statement.where(condition.c.task_id == id_)
    begin = int((await connection.execute(statement)).scalar_one()) + 1
    rows = [
        {
            "id": new_id(),
            "task_id": id_,
            "position": place,
            "text": each.text,
            "reason": each.reason,
            "trigger": each.trigger,
            "due_on": each.due_on,
            "gate": each.gate,
            "owner": each.owner or None,
            "decision": decision,
        }
        for place, each in enumerate(conditions, start=begin)
    ]
    if rows:
        await connection.execute(insert(condition), rows)
    return [UUID(str(each["id"])) for each in rows]


async def conditions_of_case(connection: AsyncConnection, id_: UUID) -> list[Imposed]:
    """The conditions of a case, in order; the case's lock guards them."""
    statement = _joined().where(condition.c.task_id == id_).order_by(condition.c.position)
    return [_imposed(row) for row in (await connection.execute(statement)).all()]


async def condition_by_id(connection: AsyncConnection, id_: UUID) -> Imposed | None:
    """One condition; the case's lock guards it."""
    row = (await connection.execute(_joined().where(condition.c.id == id_))).one_or_none()
    return None if row is None else _imposed(row)


async def blocking_conditions(
    connection: AsyncConnection, project_id: ProjectId, stage: str
) -> list[UUID]:
    """Open conditions of a project that name the gate of a stage, by case and position."""
    statement = (
        select(condition.c.id)
        .join(task, task.c.id == condition.c.task_id)
        .where(task.c.project_id == project_id, condition.c.gate == stage)
        .where(condition.c.state.in_(_OPEN))
        .order_by(task.c.opened_at, task.c.id, condition.c.position)
    )
    return list((await connection.execute(statement)).scalars())


def _joined() -> Any:
    waiting = exists().where(
        discharge.c.condition_id == condition.c.id, discharge.c.result.is_(None)
    )
    return select(
        condition,
        waiting.label("is_sought"),
        *(
            getattr(task.c, name)
            for name in ("project_id", "pack", "department", "organisation_id", "title")
        ),
        task.c.name.label("item"),
    ).join(task, task.c.id == condition.c.task_id)


def _imposed(row: Row[Any]) -> Imposed:
    return Imposed(
        id=row.id,
        about=About(
            case_id=CaseId(row.task_id),
            project_id=ProjectId(row.project_id),
            pack=row.pack,
            department=row.department,
            item=row.item,
            organisation_id=OrganisationId(row.organisation_id),
            title=row.title,
        ),
        text=row.text,
        trigger=Trigger(row.trigger),
        due_on=row.due_on,
        gate=row.gate,
        state=ConditionState(row.state),
        is_sought=row.is_sought,
        replaced_by=row.replaced_by,
        version=row.version,
    )


async def save_condition(
    connection: AsyncConnection, before: Imposed, after: Imposed, now: datetime
) -> None:
    """Store a move."""
    await connection.execute(
        update(condition)
        .where(condition.c.id == after.id)
        .values(
            state=after.state,
            replaced_by=after.replaced_by,
            ended_at=None if after.is_open else now,
            version=before.version + 1,
        )
    )


async def add_discharge(
    connection: AsyncConnection,
    id_: UUID,
    text: str,
    documents: tuple[DocumentId, ...],
    by: Actor,
    at: datetime,
) -> None:
    """Keep an application to discharge a condition."""
    await connection.execute(
        insert(discharge).values(
            id=new_id(),
            condition_id=id_,
            text=text,
            document_ids=texts(documents),
            sought_at=at,
            **actor_columns("sought_by", by),
        )
    )


async def answer_discharge(
    connection: AsyncConnection, id_: UUID, result: Result | str, why: str, by: Actor, at: datetime
) -> None:
    """Keep what was said to the application that waits, if one does."""
    await connection.execute(
        update(discharge)
        .where(discharge.c.condition_id == id_, discharge.c.result.is_(None))
        .values(result=result, why=why, decided_at=at, **actor_columns("decided_by", by))
    )


async def replace_decision(
    connection: AsyncConnection, before: Case, after: Case, number: int
) -> None:
    """Put a later decision in the place of the one before, whose open conditions fall with it.

    What stood before is kept by the reconsideration.
    """
    assert after.decision is not None
    values = changing(after) | {"version": before.version + 1}
    await connection.execute(update(task).where(task.c.id == after.id).values(values))
    fallen = update(condition).where(condition.c.task_id == after.id, condition.c.state.in_(_OPEN))
    await connection.execute(
        fallen.values(state=ConditionState.REPLACED, ended_at=after.decision.at)
    )
    await add_conditions(connection, after.id, after.decision.verdict.conditions, decision=number)
