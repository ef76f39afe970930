"""What each view of the lead-time page asks insight for, and the panels it shows."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, Literal

from services.portal.api import leadtime_tables as panels
from services.portal.clients.optional import maybe
from services.portal.domain.names import find_pack, packs
from services.portal.domain.panel import Cell, Column, Panel, Row, Telling
from services.portal.domain.texts import N_, translations
from services.portal.domain.wording import day_text_of, period_text
from services.portal.domain.words import word
from services.portal.schemas import insight, registry
from services.portal.visit import Visit

View = Literal["overview", "approvals", "flow", "bottlenecks", "platforms", "targets"]
VIEWS: Final = (
    ("overview", N_("总览")),
    ("approvals", N_("审批事项与部门")),
    ("flow", N_("流量与在办")),
    ("bottlenecks", N_("瓶颈")),
    ("platforms", N_("平台")),
    ("targets", N_("政策目标")),
)
Made = Callable[[Visit, Mapping[str, str], Telling, insight.LeadTime], Awaitable[list[Panel]]]


async def summary_of(visit: Visit, filters: Mapping[str, str]) -> insight.LeadTime:
    """What every view begins with."""
    return await visit.backend.get(insight.LeadTime, "insight", "/lead-time", filters)


def telling(visit: Visit, filters: Mapping[str, str]) -> Telling:
    """How panels speak to this visitor."""
    gettext = translations(visit.language).gettext
    return Telling(visit.names, gettext, lambda table, id_: gettext(word(table, id_)), filters)


async def _overview(
    visit: Visit, filters: Mapping[str, str], tell: Telling, report: insight.LeadTime
) -> list[Panel]:
    trend = await visit.backend.get(insight.Trend, "insight", "/lead-time/trend", filters)
    return [
        panels.trend(trend, tell, lambda name: period_text(name, visit.language)),
        panels.distribution(trend, tell),
        panels.outcomes(report, tell),
        panels.stages(report, tell),
    ]


async def _approvals(
    visit: Visit, filters: Mapping[str, str], tell: Telling, report: insight.LeadTime
) -> list[Panel]:
    found = await visit.backend.get(insight.Cases, "insight", "/lead-time/cases", filters)
    return [
        panels.cases(found, tell, "item"),
        panels.cases(found, tell, "department"),
        panels.league(found, tell),
        panels.counted("rounds", N_("补充材料轮次"), N_("轮次"), found.rounds, str),
        panels.counted(
            "grounds",
            N_("停表原因"),
            N_("原因"),
            found.grounds,
            lambda ground: tell.name("stop_grounds", ground),
        ),
        panels.counted(
            "routes",
            N_("办理方式"),
            N_("方式"),
            found.routes,
            lambda route: tell.word("route", route),
        ),
    ]


async def _flow(
    visit: Visit, filters: Mapping[str, str], tell: Telling, report: insight.LeadTime
) -> list[Panel]:
    flow, work = await asyncio.gather(
        visit.backend.get(insight.Flow, "insight", "/lead-time/flow", filters),
        visit.backend.get(insight.Work, "insight", "/lead-time/work", filters),
    )
    return [
        panels.work(work, tell),
        panels.flow(flow, tell, lambda week: day_text_of(week, visit.language)),
        panels.throughput(flow, tell, lambda name: period_text(name, visit.language)),
    ]


async def _bottlenecks(
    visit: Visit, filters: Mapping[str, str], tell: Telling, report: insight.LeadTime
) -> list[Panel]:
    path = "/lead-time/bottlenecks"
    found = await visit.backend.get(insight.Bottlenecks, "insight", path, filters)
    return [panels.bottlenecks(found, tell)]


async def _platforms(
    visit: Visit, filters: Mapping[str, str], tell: Telling, report: insight.LeadTime
) -> list[Panel]:
    listing = visit.backend.get(registry.PlatformPage, "registry", "/platforms", {"limit": 100})
    found, named = await asyncio.gather(
        visit.backend.get(insight.Platforms, "insight", "/lead-time/platforms", filters),
        maybe(listing),
    )
    names = {each.id: each.name.text(visit.language) for each in named.items} if named else {}
    return [panels.platforms(found, tell, names)]


async def _targets(
    visit: Visit, filters: Mapping[str, str], tell: Telling, report: insight.LeadTime
) -> list[Panel]:
    chosen = find_pack(filters.get("pack") or visit.pack)
    rows = [
        Row(
            target.name.text(visit.language),
            (
                Cell(each.pack.name.text(visit.language)),
                Cell(str(target.year)),
                Cell(_goal(target.at_least, target.at_most, target.kind, tell)),
                Cell(target.unit.text(visit.language) if target.unit else "—"),
                Cell(tell.translate(_MEASURED[target.measured])),
                Cell(tell.translate(N_("政策第 %(clause)s 条")) % {"clause": target.clause}),
            ),
        )
        for each in ([chosen] if chosen else packs())
        for target in each.pack.targets
    ]
    columns = [Column(title, "text") for title in _TARGET_COLUMNS]
    return [
        Panel("targets", N_("政策目标"), N_("目标"), columns, rows, terms=("target",), is_wide=True)
    ]


_TARGET_COLUMNS: Final = (
    N_("地区"),
    N_("年份"),
    N_("目标值"),
    N_("单位"),
    N_("数据来源"),
    N_("条款"),
)
_MEASURED: Final = {"derived": N_("可由登记推算"), "reported": N_("由主管部门上报")}


def _goal(at_least: object, at_most: object, kind: str, tell: Telling) -> str:
    percent = " %" if kind == "ratio" else ""
    if at_least is None and at_most is None:
        return tell.translate(N_("定性"))
    if at_most is None:
        return f"≥ {at_least}{percent}"
    return f"{at_least}–{at_most}{percent}"


PanelsOf: Final[Mapping[str, Made]] = {
    "overview": _overview,
    "approvals": _approvals,
    "flow": _flow,
    "bottlenecks": _bottlenecks,
    "platforms": _platforms,
    "targets": _targets,
}
