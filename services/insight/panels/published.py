"""Service times as published: cells with few cases are withheld, and what would give them away."""

from services.insight.domain.interval import MINIMUM, withheld
from services.insight.domain.lane import Choice, Lane
from services.insight.panels.cases import by_name, scoped
from services.insight.schemas import CaseMeasure, ServiceTime, ServiceTimesView


def service_times(lane: Lane) -> ServiceTimesView:
    """Per pack, the decided cases of each item."""
    everything = lane.chosen(Choice())
    packs = {}
    for (pack,) in everything.groups("pack"):
        cases = scoped(lane.chosen(Choice(pack=pack)))
        items = by_name(cases, lambda case: case[1], lane.instant)
        decided = {item: each for item, each in items.items() if each.n}
        hidden = withheld({item: each.n for item, each in decided.items()})
        packs[pack] = {item: _shown(each, item in hidden) for item, each in decided.items()}
    return ServiceTimesView(
        as_of=lane.now,
        minimum=MINIMUM,
        packs={pack: items for pack, items in packs.items() if items},
    )


def _shown(each: CaseMeasure, is_hidden: bool) -> ServiceTime:
    if is_hidden:
        return ServiceTime(n=None, p50_working_days=None, p85_working_days=None, on_time_share=None)
    return ServiceTime(
        n=each.n,
        p50_working_days=each.p50_working_days,
        p85_working_days=each.p85_working_days,
        on_time_share=each.on_time.share,
    )
