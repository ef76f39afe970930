"""Lead time over time, its distribution, and the flow of projects through the lane."""

from collections.abc import Sequence
from datetime import date, timedelta

from services.insight.domain.lane import Chosen, Lane
from services.insight.panels.measures import days, measure
from services.insight.schemas import Bin, FlowView, LeadTimeTrendView, MonthView, TrendPoint

MONTHS = 18
"""So many points at most by month; more are shown by quarter."""
BINS = 20
WEEKS = 60
"""Points at most of the cumulative flow."""
_WIDTHS = (50, 100, 200, 500, 700, 1000, 1400, 2000, 3000, 5000, 10_000)
"""Widths of a bar of the distribution, in hundredths of a day."""


def trend_view(lane: Lane, chosen: Chosen, outcome: str) -> LeadTimeTrendView:
    """The panel, of projects that ended with an outcome."""
    ended = chosen.among("outcome", outcome)
    return LeadTimeTrendView(
        as_of=lane.now,
        outcome=outcome,
        measure=measure(ended.figure(("lead",)), ended.figure(("lead working",))),
        trend=_trend(ended),
        distribution=_distribution(ended),
    )


def _trend(ended: Chosen) -> list[TrendPoint]:
    periods = [m for (m,) in ended.groups("month") if ended.count("month", m)]
    kind = "month"
    if len(periods) > MONTHS:
        kind = "ended quarter"
        periods = [q for (q,) in ended.groups(kind) if ended.count(kind, q)]
    points = []
    for period in periods:
        found = ended.among(kind, period).percentiles(("lead",))
        points.append(
            TrendPoint(
                period=period,
                n=found.n,
                p50_days=days(found.p50),
                p85_days=days(found.p85),
                p95_days=days(found.p95),
            )
        )
    return points


def _distribution(ended: Chosen) -> list[Bin]:
    """Bars of one width; the last one holds all that took longer."""
    p95 = ended.percentiles(("lead",)).p95
    if p95 is None:
        return []
    width = next((each for each in _WIDTHS if p95 <= each * (BINS - 1)), _WIDTHS[-1])
    count = min(p95 // width + 2, BINS)
    at_least = [ended.known(("lead",))]
    at_least += [ended.above(n * width - 1, "lead").count() for n in range(1, count)]
    longest = max(p95, count * width)
    return [
        Bin(
            from_days=number * width / 100,
            to_days=((number + 1) * width if number + 1 < count else longest) / 100,
            n=n - (at_least[number + 1] if number + 1 < count else 0),
        )
        for number, n in enumerate(at_least)
    ]


def flow_view(lane: Lane, chosen: Chosen) -> FlowView:
    """The panel: by week, or by several weeks where there are many."""
    begun = _weekly(chosen, "begun")
    finished = _weekly(chosen, "finished")
    entered = {stage: _weekly(chosen, "entered", stage) for (stage,) in chosen.groups("stage")}
    weeks = _weeks([*begun, *finished], lane.now.date())
    return FlowView(
        as_of=lane.now,
        weeks=weeks,
        submitted=_cumulated(begun, weeks),
        entered={
            stage: _cumulated(each, weeks) for stage, each in entered.items() if any(each.values())
        },
        finished=_cumulated(finished, weeks),
        throughput=_throughput(chosen),
    )


def _weekly(chosen: Chosen, kind: str, *group: str) -> dict[str, int]:
    found = {
        key[-1]: chosen.count(kind, *key)
        for key in chosen.groups(kind)
        if key[: len(group)] == group
    }
    return {week: n for week, n in found.items() if n}


def _weeks(known: Sequence[str], today: date) -> list[str]:
    if not known:
        return []
    first, last = date.fromisoformat(min(known)), max(date.fromisoformat(max(known)), today)
    step = max(((last - first).days // 7) // WEEKS + 1, 1)
    weeks = []
    while first <= last:
        weeks.append(first.isoformat())
        first += timedelta(weeks=step)
    return weeks


def _cumulated(weekly: dict[str, int], weeks: Sequence[str]) -> list[int]:
    """How many up to the end of what each of ``weeks`` begins."""
    ends = [*weeks[1:], "9999"]
    ordered = sorted(weekly.items())
    found, total, index = [], 0, 0
    for end in ends:
        while index < len(ordered) and ordered[index][0] < end:
            total += ordered[index][1]
            index += 1
        found.append(total)
    return found


def _throughput(chosen: Chosen) -> list[MonthView]:
    outcomes = [
        (outcome, chosen.among("outcome", outcome)) for (outcome,) in chosen.groups("outcome")
    ]
    return [
        MonthView(month=month, outcome=outcome, n=n)
        for (month,) in chosen.groups("month")
        for outcome, those in outcomes
        if (n := those.count("month", month))
    ]
