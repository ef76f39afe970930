"""Figures over many projects. Percentiles are nearest-rank: a value that really occurred."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Label,
    Row,
    Select,
    case,
    cast,
    extract,
    func,
    literal,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from services.insight.queries.project import Selection, visible_to
from services.insight.tables import attribution, case_fact, project_fact, span, stage_fact

DAY_S = 86_400
FINISHED = "finished"


def _statistics(days: ColumnElement[Any], working_days: ColumnElement[Any]) -> list[Label[Any]]:
    """``percentile_disc`` is the nearest-rank percentile."""
    return [
        func.count(days).label("n"),
        *(
            func.percentile_disc(literal(share / 100)).within_group(days).label(f"p{share}_days")
            for share in (50, 85, 95)
        ),
        func.percentile_disc(literal(0.5)).within_group(working_days).label("p50_working_days"),
        func.percentile_disc(literal(0.85)).within_group(working_days).label("p85_working_days"),
    ]


def _share(flag: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.avg(case((flag, 1.0), else_=0.0))


def _within(statement: Select[Any], caller: Principal, selection: Selection) -> Select[Any]:
    return statement.where(visible_to(caller), *selection.conditions())


async def lead_time_statistics(
    connection: AsyncConnection, caller: Principal, selection: Selection
) -> list[Row[Any]]:
    """One row per outcome of finished projects."""
    statement = select(
        project_fact.c.outcome.label("name"),
        *_statistics(project_fact.c.lead_days, project_fact.c.lead_working_days),
    ).where(project_fact.c.state == FINISHED)
    statement = _within(statement, caller, selection).group_by(project_fact.c.outcome)
    return list((await connection.execute(statement)).all())


async def stage_statistics(
    connection: AsyncConnection, caller: Principal, selection: Selection
) -> list[Row[Any]]:
    """One row per stage, over the projects that ended it; all attempts together."""
    statement = (
        select(
            stage_fact.c.stage.label("name"),
            *_statistics(stage_fact.c.days, stage_fact.c.working_days),
        )
        .join(project_fact, project_fact.c.project_id == stage_fact.c.project_id)
        .where(stage_fact.c.ended_at.is_not(None))
        .group_by(stage_fact.c.stage)
    )
    return list((await connection.execute(_within(statement, caller, selection))).all())


async def case_statistics(
    connection: AsyncConnection, caller: Principal, selection: Selection, by: str
) -> list[Row[Any]]:
    """One row per ``item`` or ``department``, over decided cases."""
    statement = (
        select(
            case_fact.c[by].label("name"),
            *_statistics(case_fact.c.days, case_fact.c.working_days),
            _share(case_fact.c.within_committed).label("on_time_rate"),
            _share(case_fact.c.within_statutory).label("on_time_rate_statutory"),
            func.sum(case_fact.c.information_rounds).label("information_requests"),
        )
        .join(project_fact, project_fact.c.project_id == case_fact.c.project_id)
        .where(case_fact.c.decided_at.is_not(None))
        .group_by(case_fact.c[by])
    )
    return list((await connection.execute(_within(statement, caller, selection))).all())


async def attribution_rows(
    connection: AsyncConnection, caller: Principal, selection: Selection
) -> list[Row[Any]]:
    """Microseconds per party and department, over finished projects."""
    total = cast(func.sum(attribution.c.microseconds), BigInteger)
    statement = (
        select(attribution.c.party, attribution.c.department, total.label("microseconds"))
        .join(project_fact, project_fact.c.project_id == attribution.c.project_id)
        .where(project_fact.c.state == FINISHED)
        .group_by(attribution.c.party, attribution.c.department)
    )
    return list((await connection.execute(_within(statement, caller, selection))).all())


async def open_spans(
    connection: AsyncConnection, caller: Principal, selection: Selection
) -> list[Row[Any]]:
    """Spans of projects that still run, with the project's submission; those without any, too."""
    statement = (
        select(project_fact.c.project_id, project_fact.c.submitted_at, span)
        .join(span, project_fact.c.project_id == span.c.project_id, isouter=True)
        .where(project_fact.c.state != FINISHED)
        .order_by(project_fact.c.project_id, span.c.number)
    )
    return list((await connection.execute(_within(statement, caller, selection))).all())


async def tally_row(
    connection: AsyncConnection, caller: Principal, selection: Selection
) -> list[Row[Any]]:
    """One row per state and outcome: projects, and how often things happened in them."""
    counted = ("events", "decisions", "information_requests", "reminders", "escalations")
    statement = select(
        project_fact.c.state,
        project_fact.c.outcome,
        func.count().label("n"),
        *(func.sum(project_fact.c[name]).label(name) for name in counted),
    ).group_by(project_fact.c.state, project_fact.c.outcome)
    return list((await connection.execute(_within(statement, caller, selection))).all())


async def throughput_rows(
    connection: AsyncConnection, caller: Principal, selection: Selection
) -> list[Row[Any]]:
    """One row per lane month (Asia/Shanghai) and outcome in which projects finished."""
    local = func.timezone("Asia/Shanghai", project_fact.c.finished_at)
    month = func.to_char(local, "YYYY-MM").label("month")
    statement = select(
        month,
        project_fact.c.outcome,
        *_statistics(project_fact.c.lead_days, project_fact.c.lead_working_days),
    ).where(project_fact.c.state == FINISHED)
    statement = _within(statement, caller, selection)
    statement = statement.group_by(month, project_fact.c.outcome).order_by(month)
    return list((await connection.execute(statement)).all())


async def work_in_progress_rows(
    connection: AsyncConnection, caller: Principal, selection: Selection, now: datetime
) -> list[Row[Any]]:
    """One row per stage of projects that still run, with their age since submission."""
    age = extract("epoch", literal(now) - project_fact.c.submitted_at) / DAY_S
    statement = (
        select(
            project_fact.c.stage.label("name"),
            func.count().label("n"),
            func.percentile_disc(literal(0.5)).within_group(age).label("p50_age_days"),
            func.percentile_disc(literal(0.85)).within_group(age).label("p85_age_days"),
            func.max(age).label("oldest_age_days"),
        )
        .where(project_fact.c.state != FINISHED)
        .group_by(project_fact.c.stage)
    )
    return list((await connection.execute(_within(statement, caller, selection))).all())
