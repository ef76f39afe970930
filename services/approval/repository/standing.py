"""Writes which decision of a case holds, and what rests on revoked ones."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.ids import ProjectId
from services.approval.domain.case import Case
from services.approval.domain.revocation import Revocation, Standing
from services.approval.repository.about import actor_columns, actor_of
from services.approval.repository.reading import task_of
from services.approval.tables import case_standing, project_work, task, upstream_flag


async def standing_of(connection: AsyncConnection, id_: UUID) -> Standing:
    """Which decision holds. The case's own lock guards it."""
    statement = select(case_standing).where(case_standing.c.case_id == id_)
    row = (await connection.execute(statement)).one_or_none()
    return Standing() if row is None else _standing(row)


def _standing(row: Row[Any]) -> Standing:
    by = actor_of(row.revoked_by, row.revoked_by_name)
    if by is None:
        return Standing(row.number)
    return Standing(row.number, Revocation(row.revoked_ground, row.revoked_why, by, row.revoked_at))


async def save_standing(connection: AsyncConnection, id_: UUID, after: Standing) -> None:
    """Store which decision holds."""
    revoked = after.revoked
    values = {
        "number": after.number,
        "revoked_at": revoked.at if revoked else None,
        "revoked_ground": revoked.ground if revoked else None,
        "revoked_why": revoked.why if revoked else None,
        **actor_columns("revoked_by", revoked.by if revoked else None),
    }
    statement = insert(case_standing).values(case_id=id_, **values)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=[case_standing.c.case_id], set_=values)
    )


async def project_of(connection: AsyncConnection, case_id: UUID) -> ProjectId | None:
    """Whose case it is; not locked, since it never changes."""
    statement = select(task.c.project_id).where(task.c.id == case_id, task.c.kind == "case")
    found = (await connection.execute(statement)).scalar_one_or_none()
    return None if found is None else ProjectId(found)


async def has_left(connection: AsyncConnection, id_: ProjectId) -> bool:
    """Whether the project has left the lane; its row is held until the transaction ends."""
    statement = select(project_work.c.is_closed).where(project_work.c.project_id == id_)
    row = await connection.execute(statement.with_for_update())
    return bool(row.scalar_one_or_none())


async def lock_cases(connection: AsyncConnection, id_: ProjectId) -> list[Case]:
    """All cases of a project, locked in the order of their ids, so that two never cross."""
    statement = select(task).where(task.c.project_id == id_, task.c.kind == "case")
    rows = (await connection.execute(statement.order_by(task.c.id).with_for_update())).all()
    return await _cases(connection, rows)


async def cases_of(connection: AsyncConnection, id_: ProjectId) -> list[Case]:
    """All cases of a project, by id."""
    statement = select(task).where(task.c.project_id == id_, task.c.kind == "case")
    return await _cases(connection, (await connection.execute(statement.order_by(task.c.id))).all())


async def _cases(connection: AsyncConnection, rows: Any) -> list[Case]:
    found = [await task_of(connection, row) for row in rows]
    return [each for each in found if isinstance(each, Case)]


async def revoked_items(connection: AsyncConnection, id_: ProjectId, stage: str) -> list[str]:
    """Items of a stage whose decision was revoked and has no other in its place yet."""
    statement = (
        select(task.c.name)
        .join(case_standing, case_standing.c.case_id == task.c.id)
        .where(task.c.project_id == id_, task.c.stage == stage)
        .where(case_standing.c.revoked_at.is_not(None))
        .order_by(task.c.name)
    )
    return list((await connection.execute(statement)).scalars())


async def add_flag(connection: AsyncConnection, id_: UUID, upstream: Case, at: datetime) -> None:
    """Note that a case rests on a decision that was revoked."""
    await connection.execute(
        insert(upstream_flag).values(
            case_id=id_, upstream_id=upstream.id, upstream_item=upstream.item.item, flagged_at=at
        )
    )


async def clear_flags(connection: AsyncConnection, upstream_id: UUID, at: datetime) -> None:
    """The case that others rest on is approved anew."""
    statement = update(upstream_flag).where(
        upstream_flag.c.upstream_id == upstream_id, upstream_flag.c.cleared_at.is_(None)
    )
    await connection.execute(statement.values(cleared_at=at))


async def flags_of(connection: AsyncConnection, id_: UUID) -> list[str]:
    """The items that a case rests on whose approval was revoked."""
    statement = select(upstream_flag.c.upstream_item).where(
        upstream_flag.c.case_id == id_, upstream_flag.c.cleared_at.is_(None)
    )
    return sorted(set((await connection.execute(statement)).scalars()))
