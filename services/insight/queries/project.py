"""Reads of single projects, and who may see which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, false, or_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from contracts.ids import ProjectId
from contracts.people import ORGANISATION, PACK, Role
from policy.clock import day_start
from services.insight.tables import case_fact, project_fact, span

_READS_ALL = (Role.DIRECTOR, Role.AUDITOR)
_READS_PACK = (Role.CASE_MANAGER, Role.DEPARTMENT_LEAD)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which projects a figure is about. Dates are lane dates of submission, both included."""

    pack: str | None = None
    industry: str | None = None
    first_on: date | None = None
    last_on: date | None = None
    state: str | None = None
    outcome: str | None = None
    stage: str | None = None
    item: str | None = None
    department: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Over ``project_fact``."""
        equal = {
            project_fact.c.pack: self.pack,
            project_fact.c.industry: self.industry,
            project_fact.c.state: self.state,
            project_fact.c.outcome: self.outcome,
            project_fact.c.stage: self.stage,
        }
        found = [column == value for column, value in equal.items() if value is not None]
        if self.first_on is not None:
            found.append(project_fact.c.submitted_at >= day_start(self.first_on))
        if self.last_on is not None:
            after = day_start(self.last_on + timedelta(days=1))
            found.append(project_fact.c.submitted_at < after)
        for column, value in (
            (case_fact.c.item, self.item),
            (case_fact.c.department, self.department),
        ):
            if value is not None:
                having = select(case_fact.c.project_id).where(column == value)
                found.append(project_fact.c.project_id.in_(having))
        return found


def visible_to(caller: Principal) -> ColumnElement[bool]:
    """The projects that a person may see (domain.md section 1)."""
    allowed: list[ColumnElement[bool]] = []
    pack = caller.scope(PACK)
    if caller.has(*_READS_ALL):
        allowed.append(true() if pack is None else project_fact.c.pack == pack)
    if caller.has(*_READS_PACK) and pack is not None:
        allowed.append(project_fact.c.pack == pack)
    own = caller.scope(ORGANISATION)
    if caller.has(Role.SPONSOR) and own is not None:
        allowed.append(project_fact.c.organisation_id == own)
    return or_(*allowed) if allowed else false()


async def project_row(
    connection: AsyncConnection, caller: Principal, id_: ProjectId
) -> Row[Any] | None:
    """One project, or None when it does not exist for this person."""
    statement = select(project_fact).where(project_fact.c.project_id == id_, visible_to(caller))
    return (await connection.execute(statement)).one_or_none()


async def project_rows(
    connection: AsyncConnection,
    caller: Principal,
    selection: Selection,
    *,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Row[Any]]:
    """Newest first; at most ``limit`` rows after the key (submitted_at, id)."""
    statement = select(project_fact).where(visible_to(caller), *selection.conditions())
    if after:
        key = tuple_(project_fact.c.submitted_at, project_fact.c.project_id)
        statement = statement.where(key < tuple_(*after))
    newest = (project_fact.c.submitted_at.desc(), project_fact.c.project_id.desc())
    return list((await connection.execute(statement.order_by(*newest).limit(limit))).all())


async def span_rows(connection: AsyncConnection, ids: Sequence[UUID]) -> list[Row[Any]]:
    """Spans of some projects, in order of time."""
    statement = (
        select(span).where(span.c.project_id.in_(ids)).order_by(span.c.project_id, span.c.number)
    )
    return list((await connection.execute(statement)).all())


async def case_rows(connection: AsyncConnection, id_: ProjectId) -> list[Row[Any]]:
    """The project's cases, in order of opening."""
    statement = (
        select(case_fact)
        .where(case_fact.c.project_id == id_)
        .order_by(case_fact.c.opened_at, case_fact.c.item)
    )
    return list((await connection.execute(statement)).all())
