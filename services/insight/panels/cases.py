"""Approval cases: how long, how often in time, how often asked, by item and by department."""

from collections.abc import Callable, Sequence

from services.insight.domain.bits import Part
from services.insight.domain.lane import Chosen, Lane
from services.insight.domain.segment import Key
from services.insight.panels.measures import measure, rate
from services.insight.schemas import CaseMeasure, CasesView

Scoped = Sequence[tuple[Chosen, Key]]
"""Kinds of case, each with the projects whose case counts."""


def scoped(chosen: Chosen) -> Scoped:
    """The cases that a choice is about; on a route, only those handled so."""
    route = chosen.choice.route
    if route is None:
        return [(chosen, case) for case in chosen.cases()]
    return [(chosen.among("case route", route, *case), case) for case in chosen.cases()]


def cases_view(lane: Lane, chosen: Chosen) -> CasesView:
    """The panel."""
    cases = scoped(chosen)
    return CasesView(
        as_of=lane.now,
        all=case_measure(cases, lane.instant),
        items=by_name(cases, lambda case: case[1], lane.instant),
        departments=by_name(cases, lambda case: case[2], lane.instant),
        rounds=_rounds(cases),
        grounds=_counted(cases, "ground"),
        routes=_counted(cases, "case route"),
    )


def by_name(cases: Scoped, name: Callable[[Key], str], now: int) -> dict[str, CaseMeasure]:
    """Measures per item, or per department."""
    grouped: dict[str, list[tuple[Chosen, Key]]] = {}
    for each in cases:
        grouped.setdefault(name(each[1]), []).append(each)
    found = {key: case_measure(grouped[key], now) for key in sorted(grouped)}
    return {key: each for key, each in found.items() if each.n or each.open}


def case_measure(cases: Scoped, now: int) -> CaseMeasure:
    """Some cases taken together."""
    found = measure(_figure(cases, "case days"), _figure(cases, "case working"))
    all_ = _count(cases, "case")
    asked = sum(chosen.above(0, "rounds", *case).count() for chosen, case in cases)
    return CaseMeasure(
        **found.model_dump(),
        on_time=rate(_count(cases, "in committed"), found.n),
        on_time_statutory=rate(_count(cases, "in statutory"), found.n),
        first_time_right=rate(found.n - asked, found.n),
        stopped=rate(_count(cases, "stopped"), all_),
        information_requests=sum(chosen.total(("rounds", *case)) for chosen, case in cases),
        open=_count(cases, "open"),
        overdue=sum(overdue(chosen, case, now) for chosen, case in cases),
    )


def overdue(chosen: Chosen, case: Key, now: int) -> int:
    """Open cases of a kind that are beyond their limit while their clock runs."""
    running = chosen.among("open", *case).without("on hold", *case)
    return running.count() - running.above(now - 1, "due at", *case).count()


def _figure(cases: Scoped, kind: str) -> list[Part]:
    return [part for chosen, case in cases for part in chosen.figure((kind, *case))]


def _count(cases: Scoped, kind: str) -> int:
    return sum(chosen.count(kind, *case) for chosen, case in cases)


def _rounds(cases: Scoped) -> dict[str, int]:
    """Decided cases with 0, 1, 2 and 3 or more."""
    at_least = [sum(chosen.known(("rounds", *case)) for chosen, case in cases)]
    at_least += [
        sum(chosen.above(n, "rounds", *case).count() for chosen, case in cases) for n in range(3)
    ]
    exactly = [more - most for more, most in zip(at_least, [*at_least[1:], 0], strict=True)]
    return dict(zip(("0", "1", "2", "3+"), exactly, strict=True))


def _counted(cases: Scoped, kind: str) -> dict[str, int]:
    by_case = {case: chosen for chosen, case in cases}
    found: dict[str, int] = {}
    for chosen, _ in cases[:1]:
        for name, *rest in chosen.groups(kind):
            among = by_case.get(tuple(rest))
            if among is not None and (n := among.count(kind, name, *rest)):
                found[name] = found.get(name, 0) + n
    return dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))
