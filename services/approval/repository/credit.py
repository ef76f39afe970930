"""Writes organisations' credit. Rows are added and never changed."""

from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.ids import OrganisationId, ProjectId
from services.approval.domain.credit import Credit, Entry
from services.approval.repository.about import actor_columns, actor_of
from services.approval.tables import credit_entry


async def lock_credit(
    connection: AsyncConnection, organisation_id: OrganisationId, pack: str
) -> Credit:
    """Where an organisation stands; nobody else enters anything until the transaction ends."""
    key = f"credit/{pack}/{organisation_id}"
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(key))))
    return await credit_of(connection, organisation_id, pack)


async def credit_of(
    connection: AsyncConnection, organisation_id: OrganisationId, pack: str
) -> Credit:
    """Where an organisation stands with the authorities of one pack."""
    statement = (
        select(credit_entry)
        .where(credit_entry.c.organisation_id == organisation_id, credit_entry.c.pack == pack)
        .order_by(credit_entry.c.number.desc())
        .limit(1)
    )
    row = (await connection.execute(statement)).one_or_none()
    return Credit(organisation_id, pack, None if row is None else entry_of(row))


def entry_of(row: Row[Any]) -> Entry:
    """The entry in a row."""
    by = actor_of(row.entered_by, row.entered_by_name)
    assert by is not None
    return Entry(
        number=row.number,
        grade=row.grade,
        before=row.before,
        ground=row.ground,
        reason=row.reason,
        closes=tuple(row.closes),
        project_id=ProjectId(row.project_id),
        case_id=row.case_id,
        by=by,
        at=row.entered_at,
    )


async def add_credit_entry(connection: AsyncConnection, of: Credit, new: Entry) -> None:
    """Add the next entry."""
    await connection.execute(
        insert(credit_entry).values(
            organisation_id=of.organisation_id,
            pack=of.pack,
            number=new.number,
            grade=new.grade,
            before=new.before,
            ground=new.ground,
            reason=new.reason,
            closes=list(new.closes),
            project_id=new.project_id,
            case_id=new.case_id,
            entered_at=new.at,
            **actor_columns("entered_by", new.by),
        )
    )
