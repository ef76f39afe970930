"""Figures about the lane, a panel a route."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from chassis.commands import Reader
from services.insight import queries
from services.insight.api.choice import Asked, Figures, Overseer, Watcher, looked_at
from services.insight.domain.lane import Choice
from services.insight.panels import cases, course, summary, work
from services.insight.schemas import (
    ApprovalMeasure,
    BottlenecksView,
    CaseMeasure,
    CasesView,
    FilterChoices,
    FlowView,
    LeadTimeTrendView,
    LeadTimeView,
    PlatformsView,
    ReportView,
    WorkView,
)

router = APIRouter()


@router.get("/lead-time")
async def show_lead_time(
    caller: Watcher, figures: Figures, database: Reader, asked: Asked
) -> LeadTimeView:
    """Where the time went, over the projects that the caller may see."""
    async with database.read() as connection:
        waiting, faulty, lag_s = await queries.staleness(connection, database.clock.real_now())
    lane, chosen = await looked_at(figures, caller, asked)
    return LeadTimeView(
        **summary.summary(lane, chosen), stale_projects=waiting + faulty, lag_seconds=lag_s
    )


@router.get("/lead-time/choices")
async def show_choices(caller: Watcher, figures: Figures) -> FilterChoices:
    """What the figures can be narrowed to."""
    lane, chosen = await looked_at(figures, caller, Choice())
    return summary.choices(lane, chosen)


@router.get("/lead-time/trend")
async def show_trend(
    caller: Watcher,
    figures: Figures,
    asked: Asked,
    outcome: Annotated[str, Query(max_length=40)] = "industrialised",
) -> LeadTimeTrendView:
    """Lead time by month or quarter of the end, and its distribution."""
    return course.trend_view(*await looked_at(figures, caller, asked), outcome)


@router.get("/lead-time/flow")
async def show_flow(caller: Watcher, figures: Figures, asked: Asked) -> FlowView:
    """Cumulative flow by week, throughput by month."""
    return course.flow_view(*await looked_at(figures, caller, asked))


@router.get("/lead-time/work")
async def show_work(caller: Watcher, figures: Figures, asked: Asked) -> WorkView:
    """Work in progress and its age."""
    return work.work_view(*await looked_at(figures, caller, asked))


@router.get("/lead-time/cases")
async def show_cases(caller: Watcher, figures: Figures, asked: Asked) -> CasesView:
    """Approvals by item and department: time, rates with intervals, rounds, clock stops."""
    return cases.cases_view(*await looked_at(figures, caller, asked))


@router.get("/lead-time/bottlenecks")
async def show_bottlenecks(caller: Watcher, figures: Figures, asked: Asked) -> BottlenecksView:
    """Where a day saved shortens most."""
    return work.bottlenecks_view(*await looked_at(figures, caller, asked))


@router.get("/lead-time/platforms")
async def show_platforms(caller: Watcher, figures: Figures, asked: Asked) -> PlatformsView:
    """Platforms, by the stages carried out with them."""
    return work.platforms_view(*await looked_at(figures, caller, asked))


@router.get("/report")
async def show_report(
    caller: Overseer, figures: Figures, database: Reader, asked: Asked
) -> ReportView:
    """The season in figures."""
    lane, chosen = await looked_at(figures, caller, asked)
    async with database.read() as connection:
        tally = await queries.tally(connection, caller, queries.selection_of(chosen.choice))
        waiting, faulty, _ = await queries.staleness(connection, database.clock.real_now())
        events = await queries.event_count(connection)
    found = cases.cases_view(lane, chosen)
    fields = summary.summary(lane, chosen)
    del fields["attribution_by_department"]
    return ReportView(
        **fields,
        **tally,
        approvals=_plain(found.items),
        departments=_plain(found.departments),
        events=events,
        stale_projects=waiting + faulty,
    )


def _plain(measures: dict[str, CaseMeasure]) -> dict[str, ApprovalMeasure]:
    return {name: _approval(each) for name, each in measures.items() if each.n}


def _approval(each: CaseMeasure) -> ApprovalMeasure:
    fields: dict[str, Any] = each.model_dump(include=set(ApprovalMeasure.model_fields))
    return ApprovalMeasure(
        **fields,
        on_time_rate=each.on_time.share,
        on_time_rate_statutory=each.on_time_statutory.share,
    )
