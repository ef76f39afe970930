"""Reads of the read models for the figures that are kept in memory: whole, or what is newer.

The database puts every project's number under the keys of ``domain/segment.py``, so that a few
hundred rows come back for millions of facts. ADR 0501.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import Uuid

from services.insight.domain.bits import Sliced, bit_set
from services.insight.domain.segment import Key, Segment
from services.insight.tables import project_fact, read_model

_NUMBERED = """
WITH numbered AS MATERIALIZED (
    SELECT project_id, (row_number() OVER (ORDER BY submitted_at, project_id) - 1)::int AS n
    FROM insight.project_fact WHERE :is_all OR project_id = ANY(:ids)
)
"""


def _local(instant: str) -> str:
    return f"timezone('Asia/Shanghai', {instant})"


def _week(instant: str) -> str:
    return f"to_char(date_trunc('week', {_local(instant)}), 'YYYY-MM-DD')"


def _quarter(instant: str) -> str:
    return f"""to_char({_local(instant)}, 'YYYY"-Q"Q')"""


def _at(instant: str) -> str:
    """Hundredths of a day since the lane's first day (``segment.EPOCH``)."""
    epoch = "timestamptz '1999-12-31 16:00:00+00'"
    return f"greatest(floor(extract(epoch FROM {instant} - {epoch}) / 864), 0)::int"


_ENDED = "f.finished_at IS NOT NULL AND f.outcome IS NOT NULL"
_CASE = "f.stage, f.item, f.department"
_DAYS = "greatest(round(f.days * 100), 0)::int"
_WORKING = "greatest(f.working_days, 0)"
_STEP = "f.stage, f.kind, f.name, f.department"
_STOPPED = "jsonb_array_length(f.stops) > 0"
_ON_HOLD = "jsonb_path_exists(f.stops, 'strict $[*] ? (@[1] == null)')"

_TABLES = ("project_fact", "stage_fact", "case_fact", "attribution", "step_fact")
_RUNNING_SUMS = """
(SELECT a.*, sum(a.microseconds) OVER (PARTITION BY a.project_id ORDER BY a.number) AS until, n
FROM insight.attribution a JOIN numbered USING (project_id)) f
"""

# (table, kind, groups, condition): the projects of each group are a set.
_SETS = (
    ("project_fact", "pack", "f.pack", "true"),
    ("project_fact", "industry", "f.industry", "true"),
    ("project_fact", "state", "f.state", "true"),
    ("project_fact", "standing", "f.stage", "true"),
    ("project_fact", "quarter", _quarter("f.submitted_at"), "true"),
    ("project_fact", "begun", _week("f.submitted_at"), "true"),
    ("project_fact", "running", "", "f.finished_at IS NULL"),
    ("project_fact", "outcome", "f.outcome", _ENDED),
    ("project_fact", "finished", _week("f.finished_at"), _ENDED),
    ("project_fact", "month", f"to_char({_local('f.finished_at')}, 'YYYY-MM')", _ENDED),
    ("project_fact", "ended quarter", _quarter("f.finished_at"), _ENDED),
    ("stage_fact", "stage", "f.stage", "true"),
    ("stage_fact", "entered", f"f.stage, {_week('f.entered_at')}", "true"),
    ("stage_fact", "platform", "f.platform", "f.platform IS NOT NULL"),
    ("stage_fact", "stage platform", "f.stage, f.platform", "f.platform IS NOT NULL"),
    ("stage_fact", "again", "f.stage", "f.attempts > 1"),
    ("stage_fact", "stage outcome", "f.stage, f.outcome", "f.days IS NOT NULL"),
    ("case_fact", "item", "f.item", "true"),
    ("case_fact", "department", "f.department", "true"),
    ("case_fact", "route", "f.route", "true"),
    ("case_fact", "case", _CASE, "true"),
    ("case_fact", "case route", f"f.route, {_CASE}", "true"),
    ("case_fact", "stopped", _CASE, _STOPPED),
    ("case_fact, unnest(f.grounds) AS ground", "ground", f"ground, {_CASE}", "true"),
    ("case_fact", "open", _CASE, "f.closed_at IS NULL"),
    ("case_fact", "on hold", _CASE, f"f.closed_at IS NULL AND {_ON_HOLD}"),
    ("case_fact", "in committed", _CASE, "f.days IS NOT NULL AND f.within_committed"),
    ("case_fact", "in statutory", _CASE, "f.days IS NOT NULL AND f.within_statutory"),
)
# (table, kind, groups, condition, value): each project of a group has the value.
_FIGURES = (
    ("project_fact", "submitted", "", "true", _at("f.submitted_at")),
    ("project_fact", "lead", "", _ENDED, "greatest(round(f.lead_days * 100), 0)::int"),
    ("project_fact", "lead working", "", _ENDED, "greatest(f.lead_working_days, 0)"),
    ("stage_fact", "entered at", "f.stage", "true", _at("f.entered_at")),
    ("stage_fact", "stage days", "f.stage", "f.days IS NOT NULL", _DAYS),
    ("stage_fact", "stage working", "f.stage", "f.days IS NOT NULL", _WORKING),
    ("case_fact", "opened at", _CASE, "f.closed_at IS NULL", _at("f.opened_at")),
    ("case_fact", "due at", _CASE, "f.closed_at IS NULL", _at("f.due_at")),
    ("case_fact", "case days", _CASE, "f.days IS NOT NULL", _DAYS),
    ("case_fact", "case working", _CASE, "f.days IS NOT NULL", _WORKING),
    ("case_fact", "rounds", _CASE, "f.days IS NOT NULL", "f.information_rounds"),
    (
        # Rounded together, so that a project's parts are as long as the whole.
        "attribution",
        "share",
        "f.party, f.department, f.stage",
        "f.since IS NULL",
        "(round(f.until / 864e6) - round((f.until - f.microseconds) / 864e6))::int",
    ),
    (
        "attribution",
        "growing",
        "f.party, f.department, f.stage",
        "f.since IS NOT NULL",
        _at("f.since"),
    ),
    ("step_fact", "step", _STEP, "true", "round(f.microseconds / 864e6)::int"),
    (
        "step_fact",
        "gain",
        _STEP,
        "f.gain_microseconds > 0",
        "round(f.gain_microseconds / 864e6)::int",
    ),
)


async def generation(connection: AsyncConnection) -> int:
    """Which rebuild the read models are of."""
    return int((await connection.execute(select(read_model.c.generation))).scalar_one())


async def horizon(connection: AsyncConnection) -> int:
    """Every transaction before this one has ended; what it wrote, a later statement sees."""
    statement = select(text("pg_snapshot_xmin(pg_current_snapshot())::text::bigint"))
    return int((await connection.execute(statement)).scalar_one())


async def written_since(connection: AsyncConnection, since: int) -> list[tuple[UUID, int]]:
    """Projects that transaction ``since`` or a later one wrote, and which."""
    columns = (project_fact.c.project_id, project_fact.c.written_in)
    statement = select(*columns).where(project_fact.c.written_in >= since)
    return [(row[0], row[1]) for row in await connection.execute(statement)]


async def segment(connection: AsyncConnection, ids: Sequence[UUID] | None) -> Segment:
    """Some projects, or all, in order of submission."""
    projects = select(project_fact.c.project_id)
    projects = projects.order_by(project_fact.c.submitted_at, project_fact.c.project_id)
    if ids is not None:
        projects = projects.where(project_fact.c.project_id.in_(ids))
    members = list((await connection.execute(projects)).scalars())
    size = len(members)
    sets: dict[Key, int] = {}
    figures: dict[Key, Sliced] = {}
    for table in _TABLES:
        for kind, group, numbers in await _rows(connection, _sets_of(table), ids):
            sets[kind, *group] = bit_set(numbers, size)
        for kind, group, numbers, values in await _rows(connection, _figures_of(table), ids):
            figures[kind, *group] = Sliced.of(numbers, values, size)
    return Segment(ids=members, sets=sets, figures=figures)


def _sets_of(table: str) -> str | None:
    """One statement for all sets of a table."""
    return _united(
        _grouped(source, kind, groups, condition, "array_agg(n)")
        for source, kind, groups, condition in _SETS
        if source.split(",")[0] == table
    )


def _figures_of(table: str) -> str | None:
    return _united(
        _grouped(source, kind, groups, condition, f"array_agg(n), array_agg({value})")
        for source, kind, groups, condition, value in _FIGURES
        if source == table
    )


def _united(statements: Iterable[str]) -> str | None:
    united = " UNION ALL ".join(statements)
    return f"{_NUMBERED}{united}" if united else None


def _grouped(table: str, kind: str, groups: str, condition: str, gathered: str) -> str:
    name, comma, more = table.partition(", ")
    source = f"insight.{name} f JOIN numbered USING (project_id)"
    if name == "attribution":
        source = _RUNNING_SUMS
    # Casts: of a set without groups the array would have no type.
    by = f"GROUP BY {groups}" if groups else "HAVING count(*) > 0"
    return (
        f"SELECT '{kind}', ARRAY[{groups}]::text[], {gathered} "
        f"FROM {source}{comma}{more} WHERE {condition} {by}"
    )


async def _rows(
    connection: AsyncConnection, statement: str | None, ids: Sequence[UUID] | None
) -> list[tuple[Any, ...]]:
    if statement is None:
        return []
    asked = text(statement).bindparams(bindparam("ids", type_=ARRAY(Uuid)))
    given = {"is_all": ids is None, "ids": list(ids or ())}
    return [tuple(row) for row in await connection.execute(asked, given)]
