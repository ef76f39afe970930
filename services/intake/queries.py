"""Reads of intake. Read-only transactions; what a person may not see is not in the result."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from contracts.ids import DocumentId, OrganisationId, ProjectId
from contracts.people import ORGANISATION, PACK, Role
from services.intake.tables import (
    document,
    draft,
    evidence,
    history,
    matter,
    organisation,
    project,
)

# Roles that work on projects of their pack and need the whole file.
_WORKS_IN_PACK = (
    Role.OFFICER,
    Role.DEPARTMENT_LEAD,
    Role.GATE_REVIEWER,
    Role.FUNDING_OFFICER,
    Role.PLATFORM_OPERATOR,
)
_SEES_ALL = (Role.DIRECTOR, Role.AUDITOR)


def visible_to(caller: Principal) -> ColumnElement[bool]:
    """The projects that a person may see (domain.md section 1)."""
    allowed: list[ColumnElement[bool]] = []
    own_pack = caller.scope(PACK)
    in_pack = true() if own_pack is None else project.c.pack == own_pack
    if caller.has(*_SEES_ALL):
        allowed.append(in_pack)
    if own_pack is not None and caller.has(*_WORKS_IN_PACK):
        allowed.append(in_pack)
    if own_pack is not None and caller.has(Role.CASE_MANAGER):
        free_or_own = or_(project.c.manager.is_(None), project.c.manager == caller.id)
        allowed.append(and_(in_pack, free_or_own))
    own = caller.scope(ORGANISATION)
    if caller.has(Role.SPONSOR) and own is not None:
        allowed.append(project.c.organisation_id == own)
    return or_(*allowed) if allowed else project.c.id.is_(None)


async def project_row(
    connection: AsyncConnection, caller: Principal, id_: ProjectId
) -> Row[Any] | None:
    """One project, or None when it does not exist for this person."""
    statement = select(project).where(project.c.id == id_, visible_to(caller))
    return (await connection.execute(statement)).one_or_none()


async def project_rows(
    connection: AsyncConnection,
    caller: Principal,
    *,
    state: str | None,
    text: str | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Row[Any]]:
    """Newest first; at most ``limit`` rows after the key (submitted_at, id)."""
    statement = select(project).where(visible_to(caller))
    if state:
        statement = statement.where(project.c.state == state)
    if text:
        named = (project.c.title, project.c.organisation_name)
        statement = statement.where(or_(*(each.icontains(text, autoescape=True) for each in named)))
    if after:
        key = tuple_(project.c.submitted_at, project.c.id)
        statement = statement.where(key < tuple_(*after))
    statement = statement.order_by(project.c.submitted_at.desc(), project.c.id.desc())
    return list((await connection.execute(statement.limit(limit))).all())


async def open_matters(
    connection: AsyncConnection, ids: list[ProjectId]
) -> dict[UUID, list[Row[Any]]]:
    """What waits for each project: oldest first."""
    statement = (
        select(matter)
        .where(matter.c.project_id.in_(ids), matter.c.is_open, matter.c.kind != "")
        .order_by(matter.c.since, matter.c.key)
    )
    found: defaultdict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in (await connection.execute(statement)).all():
        found[row.project_id].append(row)
    return found


async def history_rows(connection: AsyncConnection, id_: ProjectId) -> list[Row[Any]]:
    """All that happened to the project, oldest first."""
    statement = (
        select(history)
        .where(history.c.project_id == id_)
        .order_by(history.c.happened_at, history.c.id)
    )
    return list((await connection.execute(statement)).all())


async def evidence_rows(connection: AsyncConnection, id_: ProjectId) -> list[Row[Any]]:
    """Evidence handed in, in order of time."""
    statement = (
        select(evidence)
        .where(evidence.c.project_id == id_)
        .order_by(evidence.c.submitted_at, evidence.c.kind)
    )
    return list((await connection.execute(statement)).all())


async def document_rows(connection: AsyncConnection, id_: ProjectId) -> list[Row[Any]]:
    """The project's documents, in order of time."""
    statement = (
        select(document)
        .where(document.c.project_id == id_)
        .order_by(document.c.uploaded_at, document.c.id)
    )
    return list((await connection.execute(statement)).all())


async def document_row(
    connection: AsyncConnection, id_: ProjectId, document_id: DocumentId
) -> Row[Any] | None:
    """One document of a project, or None."""
    statement = select(document).where(document.c.project_id == id_, document.c.id == document_id)
    return (await connection.execute(statement)).one_or_none()


async def organisation_row(connection: AsyncConnection, uscc: OrganisationId) -> Row[Any] | None:
    """A registered organisation, or None."""
    statement = select(organisation).where(organisation.c.id == uscc)
    return (await connection.execute(statement)).one_or_none()


async def newest_history(
    connection: AsyncConnection, ids: Sequence[ProjectId]
) -> dict[ProjectId, int]:
    """The newest history row of each project that has one."""
    newest = func.max(history.c.id)
    statement = (
        select(history.c.project_id, newest)
        .where(history.c.project_id.in_(ids))
        .group_by(history.c.project_id)
    )
    return {ProjectId(id_): row for id_, row in (await connection.execute(statement)).all()}


async def draft_rows(connection: AsyncConnection, caller: Principal) -> Sequence[Row[Any]]:
    """The caller's own drafts that are no project yet, last saved first."""
    own = and_(draft.c.person == caller.id, draft.c.project_id.is_(None))
    statement = select(draft).where(own).order_by(draft.c.saved_at.desc(), draft.c.id)
    return (await connection.execute(statement)).all()


async def draft_row(connection: AsyncConnection, caller: Principal, id_: UUID) -> Row[Any] | None:
    """One of the caller's own drafts, or None."""
    statement = select(draft).where(draft.c.id == id_, draft.c.person == caller.id)
    return (await connection.execute(statement)).one_or_none()
