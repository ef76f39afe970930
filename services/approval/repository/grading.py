"""Writes how cases were graded, and the plan that a case goes by from then on."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.approval.domain.case import Case
from services.approval.domain.grade import Grading, GradingState
from services.approval.repository.about import actor_columns, actor_of
from services.approval.tables import risk_grading, task


async def add_grading(connection: AsyncConnection, case_id: UUID, new: Grading) -> None:
    """Keep a grading. A second proposal beside one that waits breaks a constraint: look first."""
    await connection.execute(
        insert(risk_grading).values(
            id=new.id,
            case_id=case_id,
            number=new.number,
            state=new.state,
            cause=new.cause,
            grade=new.grade,
            rule=new.rule,
            route=new.route,
            closed_by=list(new.closed_by),
            facts=new.facts,
            reason=new.reason,
            graded_at=new.at,
            **actor_columns("graded_by", new.by),
        )
    )


async def last_grading_number(connection: AsyncConnection, case_id: UUID) -> int:
    """The number of a case's last grading, 0 while it has none beside its plan's."""
    statement = select(risk_grading.c.number).where(risk_grading.c.case_id == case_id)
    statement = statement.order_by(risk_grading.c.number.desc()).limit(1)
    return int((await connection.execute(statement)).scalar_one_or_none() or 0)


async def lock_proposed(connection: AsyncConnection, case_id: UUID) -> Grading | None:
    """The override that waits for a second person; the case's lock guards it."""
    statement = select(risk_grading).where(
        risk_grading.c.case_id == case_id, risk_grading.c.state == GradingState.PROPOSED
    )
    row = (await connection.execute(statement.with_for_update())).one_or_none()
    return None if row is None else grading_of(row)


async def save_consent(connection: AsyncConnection, after: Grading) -> None:
    """Store a second person's word."""
    await connection.execute(
        update(risk_grading)
        .where(risk_grading.c.id == after.id)
        .values(
            state=after.state,
            confirmed_at=after.confirmed_at,
            **actor_columns("confirmed_by", after.confirmed_by),
        )
    )


async def save_plan(connection: AsyncConnection, after: Case) -> None:
    """Store the plan and the card that a case goes by from now on; its dates: ``save_task``."""
    await connection.execute(
        update(task)
        .where(task.c.id == after.id)
        .values(plan=after.item.model_dump(mode="json"), card=after.card.model_dump(mode="json"))
    )


def grading_of(row: Row[Any]) -> Grading:
    """The grading in a row."""
    by = actor_of(row.graded_by, row.graded_by_name)
    assert by is not None
    return Grading(
        id=row.id,
        number=row.number,
        state=GradingState(row.state),
        cause=row.cause,
        grade=row.grade,
        rule=row.rule,
        route=row.route,
        closed_by=tuple(row.closed_by),
        facts=row.facts,
        reason=row.reason,
        by=by,
        at=row.graded_at,
        confirmed_by=actor_of(row.confirmed_by, row.confirmed_by_name),
        confirmed_at=row.confirmed_at,
    )
