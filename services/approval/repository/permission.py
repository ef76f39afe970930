"""Writes permissions and reconsiderations. The caller's transaction commits."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.ids import DocumentId, PersonId
from services.approval.domain.about import About
from services.approval.domain.holder import Actor
from services.approval.domain.permission import Permission, PermissionState
from services.approval.domain.reconsideration import Reconsideration, ReconsiderationState
from services.approval.repository.about import (
    about_columns,
    about_of,
    actor_columns,
    actor_of,
    texts,
)
from services.approval.tables import permission, reconsideration


async def add_permission(connection: AsyncConnection, new: Permission) -> None:
    """Keep a period."""
    await connection.execute(
        insert(permission).values(
            id=new.id,
            **about_columns(new.about),
            number=new.number,
            is_temporary=new.is_temporary,
            from_on=new.from_on,
            to_on=new.to_on,
            prolongations_left=new.prolongations_left,
            prolonged_by_months=new.prolonged_by_months,
            granted_at=new.granted_at,
            reason=new.reason,
            **actor_columns("granted_by", new.by),
            **_changing(new),
            version=new.version,
        )
    )


async def save_permission(
    connection: AsyncConnection, before: Permission, after: Permission
) -> None:
    """Store a move."""
    values = _changing(after) | {"version": before.version + 1}
    await connection.execute(update(permission).where(permission.c.id == after.id).values(values))


async def about_permission(connection: AsyncConnection, id_: UUID) -> About | None:
    """Which case a permission is about; not locked."""
    statement = select(permission).where(permission.c.id == id_)
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else about_of(row)


async def lock_permission(connection: AsyncConnection, id_: UUID) -> Permission | None:
    """The period, locked."""
    statement = select(permission).where(permission.c.id == id_).with_for_update()
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else permission_of(row)


async def permission_in_force(connection: AsyncConnection, case_id: UUID) -> Permission | None:
    """The period of a case that is in force, locked."""
    statement = select(permission).where(
        permission.c.case_id == case_id, permission.c.state == PermissionState.IN_FORCE
    )
    row = (await connection.execute(statement.with_for_update())).one_or_none()
    return None if row is None else permission_of(row)


async def last_permission_number(connection: AsyncConnection, case_id: UUID) -> int:
    """The number of a case's last period, 0 while it has none."""
    statement = select(permission.c.number).where(permission.c.case_id == case_id)
    statement = statement.order_by(permission.c.number.desc()).limit(1)
    return int((await connection.execute(statement)).scalar_one_or_none() or 0)


def permission_of(row: Row[Any]) -> Permission:
    """The period in a row."""
    by = actor_of(row.granted_by, row.granted_by_name)
    assert by is not None
    return Permission(
        id=row.id,
        about=about_of(row),
        number=row.number,
        state=PermissionState(row.state),
        is_temporary=row.is_temporary,
        from_on=row.from_on,
        to_on=row.to_on,
        prolongations_left=row.prolongations_left,
        prolonged_by_months=row.prolonged_by_months,
        by=by,
        granted_at=row.granted_at,
        reason=row.reason,
        ended_at=row.ended_at,
        ended_how=row.ended_how,
        ended_by=actor_of(row.ended_by, row.ended_by_name),
        ended_why=row.ended_why,
        version=row.version,
    )


def _changing(each: Permission) -> dict[str, Any]:
    return {
        "state": each.state,
        "ended_at": each.ended_at,
        "ended_how": each.ended_how,
        "ended_why": each.ended_why,
        **actor_columns("ended_by", each.ended_by),
    }


async def add_reconsideration(connection: AsyncConnection, new: Reconsideration) -> bool:
    """Keep it; False when this decision was reconsidered already."""
    statement = insert(reconsideration).values(
        id=new.id,
        **about_columns(new.about),
        cause=new.cause,
        state=new.state,
        of_number=new.of_number,
        before=new.before,
        first_officers=list(new.first_officers),
        reason=new.reason,
        document_ids=texts(new.documents),
        sought_at=new.sought_at,
        due_at=new.due_at,
        **actor_columns("sought_by", new.sought_by),
        version=new.version,
    )
    statement = statement.on_conflict_do_nothing(constraint="reconsideration_once")
    result = await connection.execute(statement.returning(reconsideration.c.id))
    return result.first() is not None


async def about_reconsideration(connection: AsyncConnection, id_: UUID) -> About | None:
    """Which case a reconsideration is about; not locked."""
    statement = select(reconsideration).where(reconsideration.c.id == id_)
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else about_of(row)


async def lock_reconsideration(connection: AsyncConnection, id_: UUID) -> Reconsideration | None:
    """The reconsideration, locked."""
    statement = select(reconsideration).where(reconsideration.c.id == id_).with_for_update()
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else _reconsideration(row)


async def save_reconsideration(
    connection: AsyncConnection, after: Reconsideration, values: dict[str, Any], by: Actor
) -> None:
    """Store its decision: result, outcome, why and when."""
    after = replace(after, version=after.version + 1)
    await connection.execute(
        update(reconsideration)
        .where(reconsideration.c.id == after.id)
        .values(
            state=after.state,
            version=after.version,
            **values,
            **actor_columns("decided_by", by),
        )
    )


def _reconsideration(row: Row[Any]) -> Reconsideration:
    by = actor_of(row.sought_by, row.sought_by_name)
    assert by is not None
    return Reconsideration(
        id=row.id,
        about=about_of(row),
        cause=row.cause,
        of_number=row.of_number,
        before=row.before,
        first_officers=tuple(PersonId(each) for each in row.first_officers),
        reason=row.reason,
        documents=tuple(DocumentId(UUID(each)) for each in row.document_ids),
        sought_by=by,
        sought_at=row.sought_at,
        due_at=row.due_at,
        state=ReconsiderationState(row.state),
        version=row.version,
    )
