"""Writes joint sittings. The caller's transaction commits."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.ids import CaseId, OrganisationId, ProjectId
from services.approval.domain.holder import Actor
from services.approval.domain.sitting import AgendaItem, Sitting, SittingState
from services.approval.repository.about import actor_columns, actor_of
from services.approval.tables import sitting, sitting_case


async def add_sitting(connection: AsyncConnection, new: Sitting) -> bool:
    """Keep a call with its agenda; False while another one of the project waits."""
    statement = insert(sitting).values(
        id=new.id,
        project_id=new.project_id,
        organisation_id=new.organisation_id,
        pack=new.pack,
        title=new.title,
        state=new.state,
        at=new.at,
        place=new.place,
        agenda=new.agenda,
        called_at=new.called_at,
        **actor_columns("called_by", new.by),
        absent=[],
        version=new.version,
    )
    result = await connection.execute(statement.on_conflict_do_nothing().returning(sitting.c.id))
    if result.first() is None:
        return False
    await connection.execute(
        insert(sitting_case),
        [
            {
                "sitting_id": new.id,
                "case_id": each.case_id,
                "item": each.item,
                "department": each.department,
            }
            for each in new.items
        ],
    )
    return True


async def lock_sitting(connection: AsyncConnection, id_: UUID) -> Sitting | None:
    """The sitting with its agenda, locked until the transaction ends."""
    statement = select(sitting).where(sitting.c.id == id_).with_for_update()
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        return None
    agenda = select(sitting_case).where(sitting_case.c.sitting_id == id_)
    items = (await connection.execute(agenda.order_by(sitting_case.c.case_id))).all()
    return sitting_of(row, list(items))


def sitting_of(row: Row[Any], items: list[Row[Any]]) -> Sitting:
    """The sitting in its rows."""
    by = actor_of(row.called_by, row.called_by_name)
    assert by is not None
    return Sitting(
        id=row.id,
        project_id=ProjectId(row.project_id),
        organisation_id=OrganisationId(row.organisation_id),
        pack=row.pack,
        title=row.title,
        at=row.at,
        place=row.place,
        agenda=row.agenda,
        items=tuple(
            AgendaItem(
                CaseId(each.case_id), each.item, each.department, each.decided_at, each.outcome
            )
            for each in items
        ),
        by=by,
        called_at=row.called_at,
        state=SittingState(row.state),
        absent=tuple(row.absent),
        minutes=row.minutes,
        version=row.version,
    )


async def note_sitting_decision(
    connection: AsyncConnection, id_: UUID, case_id: UUID, outcome: str, at: datetime
) -> None:
    """What was decided on a case in the sitting."""
    await connection.execute(
        update(sitting_case)
        .where(sitting_case.c.sitting_id == id_, sitting_case.c.case_id == case_id)
        .values(decided_at=at, outcome=outcome)
    )


async def save_sitting(
    connection: AsyncConnection, after: Sitting, by: Actor, at: datetime
) -> None:
    """Store the minutes."""
    await connection.execute(
        update(sitting)
        .where(sitting.c.id == after.id)
        .values(
            state=after.state,
            minutes=after.minutes,
            absent=list(after.absent),
            held_at=at,
            **actor_columns("held_by", by),
            version=after.version + 1,
        )
    )
