"""Reads of single projects, and who may see which."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, exists, false, func, or_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from contracts.ids import ProjectId
from contracts.people import ORGANISATION, PACK, Role
from policy.clock import day_start
from services.insight.domain.lane import Choice
from services.insight.tables import case_fact, project_fact, span, stage_fact

_READS_ALL = (Role.DIRECTOR, Role.AUDITOR)
_READS_PACK = (Role.CASE_MANAGER, Role.DEPARTMENT_LEAD)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which projects a list shows: a choice, and what only a list is narrowed by."""

    choice: Choice
    standing: str | None = None
    having: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Over ``project_fact``."""
        choice = self.choice
        equal = {
            project_fact.c.pack: choice.pack,
            project_fact.c.industry: choice.industry,
            project_fact.c.state: choice.state,
            project_fact.c.outcome: choice.outcome,
            project_fact.c.stage: self.standing,
        }
        found = [column == value for column, value in equal.items() if value is not None]
        days = [(choice.first_on, choice.last_on)]
        if choice.quarter is not None:
            days.append(_quarter(choice.quarter))
        for first_on, last_on in days:
            if first_on is not None:
                found.append(project_fact.c.submitted_at >= day_start(first_on))
            if last_on is not None:
                after = day_start(last_on + timedelta(days=1))
                found.append(project_fact.c.submitted_at < after)
        return [*found, *self._cases(), *self._stages()]

    def _cases(self) -> list[ColumnElement[bool]]:
        choice, fact = self.choice, case_fact.c
        equal = {
            fact.item: choice.item,
            fact.department: choice.department,
            fact.route: choice.route,
        }
        asked = [column == value for column, value in equal.items() if value is not None]
        match self.having:
            case "late":
                asked.append(fact.within_committed.is_(False))
            case "stopped":
                asked.append(func.jsonb_array_length(fact.stops) > 0)
            case "open":
                asked.append(fact.closed_at.is_(None))
        if not asked:
            return []
        return [exists().where(fact.project_id == project_fact.c.project_id, *asked)]

    def _stages(self) -> list[ColumnElement[bool]]:
        stage = stage_fact.c
        return [
            exists().where(stage.project_id == project_fact.c.project_id, column == value)
            for column, value in (
                (stage.stage, self.choice.stage),
                (stage.platform, self.choice.platform),
            )
            if value is not None
        ]


def selection_of(
    choice: Choice,
    *,
    state: str | None = None,
    outcome: str | None = None,
    standing: str | None = None,
    having: str | None = None,
) -> Selection:
    """A choice as a list of projects knows it."""
    return Selection(replace(choice, state=state, outcome=outcome), standing, having)


def _quarter(name: str) -> tuple[date, date]:
    """First and last day of a lane quarter, as ``2026-Q1``."""
    year, number = int(name[:4]), int(name[-1])
    after = date(year + number // 4, number % 4 * 3 + 1, 1)
    return date(year, number * 3 - 2, 1), after - timedelta(days=1)


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


async def stage_rows(connection: AsyncConnection, id_: ProjectId) -> list[Row[Any]]:
    """The project's stages, in the order they were entered."""
    statement = (
        select(stage_fact).where(stage_fact.c.project_id == id_).order_by(stage_fact.c.entered_at)
    )
    return list((await connection.execute(statement)).all())
