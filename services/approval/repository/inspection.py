"""Writes commitments, inspections and obligations. The caller's transaction commits."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, null, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.events.after_decision import Finding
from contracts.ids import CaseId, DocumentId
from contracts.process import Limit
from services.approval.domain.about import About
from services.approval.domain.commitment import Commitment
from services.approval.domain.inspection import Found, Inspection, InspectionState, Report
from services.approval.domain.obligation import Obligation
from services.approval.repository.about import (
    about_columns,
    about_of,
    actor_columns,
    actor_of,
    texts,
)
from services.approval.tables import commitment, inspection, obligation


async def add_commitment(connection: AsyncConnection, id_: CaseId, signed: Commitment) -> None:
    """Keep what was signed, for ever."""
    await connection.execute(
        insert(commitment).values(
            case_id=id_,
            text=signed.text,
            pack=signed.pack,
            pack_version=signed.pack_version,
            sha256=signed.sha256,
            signed_at=signed.at,
            **actor_columns("signed_by", signed.by),
        )
    )


async def add_inspection(connection: AsyncConnection, new: Inspection) -> None:
    """Keep an inspection that was just opened."""
    await connection.execute(
        insert(inspection).values(
            id=new.id,
            **about_columns(new.about),
            opened_at=new.opened_at,
            due_at=new.due_at,
            is_provisional=new.is_provisional,
            rectify_limit=new.rectify_limit.model_dump() if new.rectify_limit else None,
            state=new.state,
            version=new.version,
        )
    )


async def lock_inspection(connection: AsyncConnection, id_: UUID) -> Inspection | None:
    """The inspection, locked until the transaction ends."""
    statement = select(inspection).where(inspection.c.id == id_).with_for_update()
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else inspection_of(row)


async def about_inspection(connection: AsyncConnection, id_: UUID) -> About | None:
    """Which case an inspection is about; not locked: the case is locked first, by everybody."""
    statement = select(inspection).where(inspection.c.id == id_)
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else about_of(row)


async def inspection_of_case(connection: AsyncConnection, case_id: UUID) -> Inspection | None:
    """A case's inspection; the case's lock guards it."""
    statement = select(inspection).where(inspection.c.case_id == case_id)
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else inspection_of(row)


def inspection_of(row: Row[Any]) -> Inspection:
    """The inspection in a row."""
    return Inspection(
        id=row.id,
        about=about_of(row),
        state=InspectionState(row.state),
        opened_at=row.opened_at,
        due_at=row.due_at,
        is_provisional=row.is_provisional,
        rectify_limit=Limit.model_validate(row.rectify_limit) if row.rectify_limit else None,
        found=_found(row),
        report=_report(row),
        version=row.version,
    )


def _found(row: Row[Any]) -> Found | None:
    by = actor_of(row.found_by, row.found_by_name)
    if by is None:
        return None
    return Found(Finding(row.finding), row.rectify_by, by, row.found_at)


def _report(row: Row[Any]) -> Report | None:
    if row.reported_at is None:
        return None
    documents = tuple(DocumentId(UUID(each)) for each in row.report_documents or [])
    return Report(row.report, documents, row.reported_at)


async def save_inspection(
    connection: AsyncConnection, before: Inspection, after: Inspection
) -> Inspection:
    """Store a move; the inspection with its next version."""
    after = replace(after, version=before.version + 1)
    found, report = after.found, after.report
    await connection.execute(
        update(inspection)
        .where(inspection.c.id == after.id)
        .values(
            state=after.state,
            finding=found.finding if found else None,
            rectify_by=found.rectify_by if found else None,
            found_at=found.at if found else None,
            **actor_columns("found_by", found.by if found else None),
            report=report.text if report else None,
            report_documents=texts(report.documents) if report else null(),
            reported_at=report.at if report else None,
            version=after.version,
        )
    )
    return after


async def add_obligation(connection: AsyncConnection, new: Obligation) -> None:
    """Keep something that has to be done; of one kind about one subject once at a time."""
    await connection.execute(
        insert(obligation)
        .values(
            id=new.id,
            kind=new.kind,
            subject_id=new.subject_id,
            **about_columns(new.about),
            party=new.party,
            opened_at=new.opened_at,
            due_at=new.due_at,
            is_provisional=new.is_provisional,
            **_alarms(new),
        )
        .on_conflict_do_nothing()
    )


async def save_obligation(connection: AsyncConnection, after: Obligation) -> None:
    """Store what rang, or that it is done."""
    await connection.execute(
        update(obligation)
        .where(obligation.c.id == after.id)
        .values(**_alarms(after), closed_at=after.closed_at)
    )


async def close_obligations(
    connection: AsyncConnection, subject_id: UUID, now: datetime, kind: str | None = None
) -> None:
    """What was to be done about a subject is done; with ``kind`` only of that kind."""
    statement = update(obligation).where(
        obligation.c.subject_id == subject_id, obligation.c.closed_at.is_(None)
    )
    if kind is not None:
        statement = statement.where(obligation.c.kind == kind)
    await connection.execute(statement.values(closed_at=now, next_at=None))


async def due_obligation_ids(connection: AsyncConnection, now: datetime, limit: int) -> list[UUID]:
    """Obligations whose next alarm has come, the longest ago first."""
    statement = (
        select(obligation.c.id)
        .where(obligation.c.closed_at.is_(None), obligation.c.next_at <= now)
        .order_by(obligation.c.next_at)
        .limit(limit)
    )
    return list((await connection.execute(statement)).scalars())


async def about_obligation(connection: AsyncConnection, id_: UUID) -> About | None:
    """Which case something has to be done about; not locked."""
    statement = select(obligation).where(obligation.c.id == id_)
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else about_of(row)


async def lock_obligation(connection: AsyncConnection, id_: UUID) -> Obligation | None:
    """The obligation, locked; None when there is none."""
    statement = select(obligation).where(obligation.c.id == id_).with_for_update()
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else _obligation(row)


def _obligation(row: Row[Any]) -> Obligation:
    return Obligation(
        id=row.id,
        kind=row.kind,
        subject_id=row.subject_id,
        about=about_of(row),
        party=row.party,
        opened_at=row.opened_at,
        due_at=row.due_at,
        is_provisional=row.is_provisional,
        soon_at=tuple(datetime.fromisoformat(each) for each in row.soon_at),
        is_overdue=row.is_overdue,
        closed_at=row.closed_at,
    )


def _alarms(each: Obligation) -> dict[str, Any]:
    return {
        "soon_at": [at.isoformat() for at in each.soon_at],
        "next_at": each.next_at,
        "is_overdue": each.is_overdue,
    }
