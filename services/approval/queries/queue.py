"""A queue: its pages by any filter, and its figures."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from policy.clock import lane_date
from services.approval.queries.scope import in_own_queue
from services.approval.tables import absence, stand_in, task, task_copy, task_signer

_ENDED = (
    "decided",
    "served",
    "not_accepted",
    "lapsed",
    "withdrawn",
    "superseded",
    "closed",
)


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show of a queue; None and False leave it as it is. Without a state: open tasks."""

    kind: str | None = None
    name: str | None = None
    stage: str | None = None
    state: str | None = None
    text: str | None = None
    mine: bool = False
    unclaimed: bool = False
    overdue: bool = False
    on_hold: bool = False
    copied: bool = False
    to_sign: bool = False
    industry: str | None = None
    route: str | None = None
    grade: str | None = None
    pack: str | None = None


async def queue_rows(
    connection: AsyncConnection,
    caller: Principal,
    wanted: Filter,
    now: datetime,
    *,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Row[Any]]:
    """Due first; at most ``limit`` rows after the key (due_at, id)."""
    page = select(task.c.id).where(in_own_queue(caller), *_wanted(wanted, caller, now))
    if after:
        page = page.where(tuple_(task.c.due_at, task.c.id) > tuple_(*after))
    page = page.order_by(task.c.due_at, task.c.id).limit(limit)
    if wanted.text:
        # Ids first, from an index that holds the text: rows that do not match are not looked at.
        statement = select(task).where(task.c.id.in_(page.cte("page").select()))
        statement = statement.order_by(task.c.due_at, task.c.id)
    else:
        statement = page.with_only_columns(task)
    return list((await connection.execute(statement)).all())


def _wanted(wanted: Filter, caller: Principal, now: datetime) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.state is None:
        conditions.append(task.c.is_open)
    elif wanted.state in _ENDED:
        # Says the same again in the words of the indexes.
        conditions.append(~task.c.is_open)
    for column, value in (
        (task.c.state, wanted.state),
        (task.c.kind, wanted.kind),
        (task.c.name, wanted.name),
        (task.c.stage, wanted.stage),
        (task.c.industry, wanted.industry),
        (task.c.route, wanted.route),
        (task.c.grade, wanted.grade),
        (task.c.pack, wanted.pack),
    ):
        if value is not None:
            conditions.append(column == value)
    if wanted.route not in (None, "standard"):
        # Says the same again in the words of the index.
        conditions.append(task.c.route != "standard")
    if wanted.mine:
        conditions.append(task.c.holder == caller.id)
    if wanted.unclaimed:
        conditions.append(task.c.holder.is_(None))
    if wanted.overdue:
        conditions.append(is_overdue(now))
    if wanted.on_hold:
        conditions.append(task.c.is_stopped)
    if wanted.copied:
        copy = select(task_copy.c.task_id).where(task_copy.c.person == caller.id)
        conditions.append(task.c.id.in_(copy))
    if wanted.to_sign:
        conditions.append(task.c.id.in_(_awaits(caller.id, lane_date(now))))
    if wanted.text:
        # Lower case on both sides: folding every row's text is what costs in ILIKE.
        conditions.append(task.c.sought.contains(wanted.text.lower(), autoescape=True))
    return conditions


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """Open, running, and past the committed limit."""
    return and_(task.c.is_open, ~task.c.is_stopped, task.c.due_at <= now)


def _awaits(person: str, today: date) -> Select[Any]:
    """Tasks that wait for somebody's signature: the own one, or an absent colleague's."""
    away = (
        select(absence.c.person)
        .join(stand_in, stand_in.c.absence_id == absence.c.id)
        .where(stand_in.c.person == person, absence.c.from_on <= today)
        .where(func.coalesce(absence.c.ended_on, absence.c.until_on) > today)
    )
    asked = or_(task_signer.c.person == person, task_signer.c.person.in_(away))
    return select(task_signer.c.task_id).where(
        asked, task_signer.c.ended_at.is_(None), task_signer.c.agrees.is_not(True)
    )


async def count_rows(
    connection: AsyncConnection, caller: Principal, now: datetime
) -> list[Row[Any]]:
    """One row per kind and name of the queue's open tasks, with figures of each sort."""
    copied = select(task_copy.c.task_id).where(task_copy.c.person == caller.id)
    to_sign = _awaits(caller.id, lane_date(now))
    statement = (
        select(
            task.c.kind,
            task.c.name,
            func.count().label("open"),
            func.count().filter(task.c.holder.is_(None)).label("unclaimed"),
            func.count().filter(task.c.holder == caller.id).label("mine"),
            func.count().filter(is_overdue(now)).label("overdue"),
            func.count().filter(task.c.is_stopped).label("waiting"),
            func.count().filter(task.c.id.in_(copied)).label("copied"),
            func.count().filter(task.c.id.in_(to_sign)).label("to_sign"),
        )
        .where(in_own_queue(caller), task.c.is_open)
        .group_by(task.c.kind, task.c.name)
        .order_by(task.c.kind, task.c.name)
    )
    return list((await connection.execute(statement)).all())
