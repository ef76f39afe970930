"""The panels of the lead-time pages: from insight's answers to tables that speak."""

from collections.abc import Callable, Iterable, Mapping

from services.portal.domain.panel import Cell, Column, Panel, Row, Telling, share_cell
from services.portal.domain.texts import N_
from services.portal.schemas import insight

_N = Column(N_("件数"))
_PERCENTILES = (
    Column(N_("中位数（天）"), "days", is_drawn=True),
    Column(N_("85%（天）"), "days", is_drawn=True),
    Column(N_("95%（天）"), "days"),
)
_WORKING = Column(N_("净工作日（中位数）"), "days")


def _percentiles(measure: insight.Measure | insight.TrendPoint) -> list[Cell]:
    return [Cell(measure.p50_days), Cell(measure.p85_days), Cell(measure.p95_days)]


def stages(found: insight.LeadTime, tell: Telling) -> Panel:
    """How long stages took."""
    return Panel(
        "stages",
        N_("各环节"),
        N_("环节"),
        (_N, *_PERCENTILES, _WORKING),
        [
            Row(
                tell.name("stages", stage),
                (Cell(each.n), *_percentiles(each), Cell(each.p50_working_days)),
                tell.behind(stage=stage),
            )
            for stage, each in found.stages.items()
        ],
        "bars",
        ("percentile", "working"),
    )


def outcomes(found: insight.LeadTime, tell: Telling) -> Panel:
    """How long projects took, by how they ended."""
    return Panel(
        "outcomes",
        N_("全程时间"),
        N_("结果"),
        (_N, *_PERCENTILES, _WORKING),
        [
            Row(
                tell.word("project_outcome", outcome),
                (Cell(each.n), *_percentiles(each), Cell(each.p50_working_days)),
                tell.behind(outcome=outcome),
            )
            for outcome, each in found.lead_time.items()
        ],
        "bars",
        ("lead_time", "percentile"),
    )


def trend(found: insight.Trend, tell: Telling, period: Callable[[str], str]) -> Panel:
    """Lead time by the month or quarter in which projects ended."""
    return Panel(
        "trend",
        N_("全程时间的走势"),
        N_("办结时间"),
        (_N, *_PERCENTILES[:2], Column(N_("95%（天）"), "days", is_drawn=True)),
        [Row(period(each.period), (Cell(each.n), *_percentiles(each))) for each in found.trend],
        "lines",
        ("lead_time", "percentile"),
        N_("实现产业化的项目，按办结月份或季度"),
    )


def distribution(found: insight.Trend, tell: Telling) -> Panel:
    """How lead times are spread."""
    return Panel(
        "distribution",
        N_("全程时间的分布"),
        N_("天数"),
        (Column(N_("项目数"), is_drawn=True),),
        [
            Row(f"{each.from_days:g}–{each.to_days:g}", (Cell(each.n),))
            for each in found.distribution
        ],
        "columns",
        ("lead_time",),
        N_("实现产业化的项目"),
    )


_CASE_COLUMNS = (
    _N,
    *_PERCENTILES,
    _WORKING,
    Column(N_("按承诺时限"), "share"),
    Column(N_("按法定时限"), "share"),
    Column(N_("一次通过"), "share"),
    Column(N_("停表"), "share"),
    Column(N_("在办")),
    Column(N_("在办超期")),
)


def cases(found: insight.Cases, tell: Telling, by: str) -> Panel:
    """Approvals by ``item`` or ``department``."""
    measures = found.items if by == "item" else found.departments
    section = "items" if by == "item" else "departments"
    return Panel(
        section,
        N_("各审批事项") if by == "item" else N_("各部门"),
        N_("事项") if by == "item" else N_("部门"),
        _CASE_COLUMNS,
        [
            Row(
                tell.name(section, name),
                _case_cells(each, tell, by, name),
                tell.behind(**{by: name}),
            )
            for name, each in measures.items()
        ],
        "bars",
        ("percentile", "working", "on_time", "first_time_right", "stopped", "overdue"),
        is_wide=True,
    )


def _case_cells(each: insight.CaseMeasure, tell: Telling, by: str, name: str) -> list[Cell]:
    return [
        Cell(each.n),
        *_percentiles(each),
        Cell(each.p50_working_days),
        share_cell(each.on_time, tell.behind(**{by: name, "having": "late"})),
        share_cell(each.on_time_statutory),
        share_cell(each.first_time_right),
        share_cell(each.stopped, tell.behind(**{by: name, "having": "stopped"})),
        Cell(each.open, tell.behind(**{by: name, "having": "open"})),
        Cell(each.overdue),
    ]


def league(found: insight.Cases, tell: Telling) -> Panel:
    """Departments side by side, each with the interval in which its true rate lies."""
    ranked = sorted(
        found.departments.items(), key=lambda each: (-(each[1].on_time.low or 0), each[0])
    )
    return Panel(
        "league",
        N_("部门按时办结率"),
        N_("部门"),
        (_N, Column(N_("按承诺时限"), "share", is_drawn=True)),
        [
            Row(
                tell.name("departments", name),
                (
                    Cell(each.n),
                    share_cell(each.on_time, tell.behind(department=name, having="late")),
                ),
                tell.behind(department=name),
            )
            for name, each in ranked
        ],
        "interval",
        ("on_time", "interval"),
        N_("按 95% 区间的下限排列：件数少的部门不会因为巧合排在前面"),
    )


def counted(
    id_: str, title: str, head: str, counts: Mapping[str, int], name: Callable[[str], str]
) -> Panel:
    """How often each of something occurred."""
    return Panel(
        id_,
        title,
        head,
        (Column(N_("件数"), is_drawn=True),),
        [Row(name(key), (Cell(n),)) for key, n in counts.items()],
        "columns",
        ("stopped",) if id_ == "grounds" else (),
    )


def flow(found: insight.Flow, tell: Telling, day: Callable[[str], str]) -> Panel:
    """Cumulative flow."""
    entered = list(found.entered.items())
    columns = [Column(N_("已申报"), is_drawn=True)]
    columns += [Column(tell.name("stages", stage), is_drawn=True) for stage, _ in entered]
    columns.append(Column(N_("已办结"), is_drawn=True))
    series = [found.submitted, *(line for _, line in entered), found.finished]
    return Panel(
        "flow",
        N_("累积流图"),
        N_("周（自）"),
        columns,
        [
            Row(day(week), [Cell(line[number]) for line in series])
            for number, week in enumerate(found.weeks)
        ],
        "area",
        ("flow",),
        is_wide=True,
    )


def throughput(found: insight.Flow, tell: Telling, month: Callable[[str], str]) -> Panel:
    """What ended, month by month."""
    kinds = list(dict.fromkeys(each.outcome for each in found.throughput))
    by_month: dict[str, dict[str, int]] = {}
    for each in found.throughput:
        by_month.setdefault(each.month, {})[each.outcome] = each.n
    return Panel(
        "throughput",
        N_("每月办结"),
        N_("月份"),
        [Column(tell.word("project_outcome", kind), is_drawn=True) for kind in kinds],
        [
            Row(month(name), [Cell(counts.get(kind, 0)) for kind in kinds])
            for name, counts in sorted(by_month.items())
        ],
        "stacked",
    )


def work(found: insight.Work, tell: Telling) -> Panel:
    """Work in progress, by how it compares with what was completed."""
    bands = (N_("不超过中位数"), N_("中位数至 85%"), N_("85% 至 95%"), N_("超过 95%"))
    return Panel(
        "work",
        N_("在办项目及时长"),
        N_("环节"),
        (
            _N,
            *(Column(band, is_drawn=True) for band in bands),
            Column(N_("已停留，中位数（天）"), "days"),
            Column(N_("85%（天）"), "days"),
            Column(N_("95%（天）"), "days"),
            Column(N_("已完成的 85%（天）"), "days"),
        ),
        [_work_row(stage, each, tell) for stage, each in found.stages.items()],
        "stacked",
        ("age", "percentile"),
        is_wide=True,
    )


def _work_row(stage: str, each: insight.StageWork, tell: Telling) -> Row:
    behind = tell.behind(standing=stage)
    figures = (each.within_p50, each.within_p85, each.within_p95, each.beyond_p95)
    return Row(
        tell.name("stages", stage),
        (
            Cell(each.n, behind),
            *map(Cell, figures),
            Cell(each.p50_age_days),
            Cell(each.p85_age_days),
            Cell(each.p95_age_days),
            Cell(each.completed.p85_days),
        ),
        behind,
    )


def bottlenecks(found: insight.Bottlenecks, tell: Telling) -> Panel:
    """Where a day saved is worth most."""
    return Panel(
        "bottlenecks",
        N_("瓶颈排序"),
        N_("步骤"),
        (
            Column(N_("节省一天，合计提早（天）"), "days", is_drawn=True),
            Column(N_("可提早的项目")),
            Column(N_("在关键路径上的项目")),
            Column(N_("占用关键路径（天）"), "days"),
            Column(N_("中位数（天）"), "days"),
        ),
        [
            Row(
                _step_name(each, tell),
                (
                    Cell(each.gain_days),
                    Cell(each.shortened),
                    Cell(each.projects),
                    Cell(each.days),
                    Cell(each.p50_days),
                ),
                _step_link(each, tell),
                tell.name("stages", each.stage),
            )
            for each in found.steps
        ],
        "bars",
        ("gain", "attribution"),
        is_wide=True,
    )


def _step_name(each: insight.Step, tell: Telling) -> str:
    if each.kind == "case":
        return tell.name("items", each.name)
    return tell.word("step", each.kind)


def _step_link(each: insight.Step, tell: Telling) -> str:
    if each.kind == "case":
        return tell.behind(stage=each.stage, item=each.name, state="finished")
    return tell.behind(stage=each.stage, state="finished")


def platforms(found: insight.Platforms, tell: Telling, names: Mapping[str, str]) -> Panel:
    """Platforms side by side."""
    ranked = sorted(
        found.platforms.items(), key=lambda each: (-(each[1].first_time_passed.low or 0), each[0])
    )
    return Panel(
        "platforms",
        N_("中试平台"),
        N_("平台"),
        (
            _N,
            Column(N_("中位数（天）"), "days"),
            Column(N_("85%（天）"), "days"),
            Column(N_("一次通过"), "share", is_drawn=True),
        ),
        [
            Row(
                names.get(id_, id_),
                (
                    Cell(each.n),
                    Cell(each.p50_days),
                    Cell(each.p85_days),
                    share_cell(each.first_time_passed),
                ),
                tell.behind(platform=id_),
            )
            for id_, each in ranked
        ],
        "interval",
        ("platform", "interval", "percentile"),
    )


def every(panels: Iterable[Panel]) -> dict[str, Panel]:
    """By id."""
    return {panel.id: panel for panel in panels}
