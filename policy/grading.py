"""Which risk an approval has, which route it takes, and which rule said so."""

from dataclasses import dataclass
from typing import Literal

from policy.known import Known
from policy.model import Item, Pack, Risk, RiskGrade, RiskRule, RouteName, RouteTerms
from policy.model.risk import ROUTES

ClosedBy = Literal["never_simplified", "credit", "facts_missing"]


@dataclass(frozen=True, slots=True)
class Route:
    """The route of one item, the grade and the rule it comes from, and what stood in the way."""

    name: RouteName
    grade: RiskGrade | None = None
    rule: RiskRule | None = None
    closed_by: tuple[ClosedBy, ...] = ()
    """Why a lighter route than this is not open, though the grade would allow it."""
    missing: tuple[str, ...] = ()
    """Facts that the grade hangs on and nobody has stated."""


STANDARD = Route("standard")


def route_of(pack: Pack, item: Item, known: Known) -> Route:
    """The lightest route that the grade, the law, the credit and the item itself leave open."""
    if pack.risk is None:
        return STANDARD
    grade, rule, missing = _grade(pack.risk, item, known)
    if grade is None:
        return Route("standard", closed_by=("facts_missing",), missing=missing)
    return _lightest(pack, pack.risk, item, known, (grade, rule))


def route_under(pack: Pack, item: Item, known: Known, grade: str) -> Route:
    """The route under a grade that a person gave: the law's floor and credit hold all the same.

    Raises KeyError when the pack has no such grade.
    """
    if pack.risk is None:
        raise KeyError(grade)
    given = {each.id: each for each in pack.risk.grades}[grade]
    return _lightest(pack, pack.risk, item, known, (given, None))


def _lightest(
    pack: Pack, risk: Risk, item: Item, known: Known, graded: tuple[RiskGrade, RiskRule | None]
) -> Route:
    grade, rule = graded
    wanted = next(
        (each.route for each in grade.exceptions if each.item == item.id),
        grade.route,
    )
    strict = known.verdict(risk.never_simplified)
    closed: list[ClosedBy] = []
    for name in ROUTES[ROUTES.index(wanted) :]:
        if name == "standard" or terms_of(item, name) is None:
            continue
        if risk.never_simplified is not None and strict.answer != "no":
            closed.append("never_simplified" if strict.answer == "yes" else "facts_missing")
        elif name in closed_by_credit(pack, known):
            closed.append("credit")
        else:
            return Route(name, grade, rule, tuple(dict.fromkeys(closed)))
    return Route("standard", grade, rule, tuple(dict.fromkeys(closed)), strict.missing)


def terms_of(item: Item, route: RouteName) -> RouteTerms | None:
    """The item's terms on a lighter route; None for the standard one or one it does not have."""
    if item.routes is None or route == "standard":
        return None
    if route == "simplified":
        return item.routes.simplified
    return item.routes.commitment_and_filing


def _grade(
    risk: Risk, item: Item, known: Known
) -> tuple[RiskGrade | None, RiskRule | None, tuple[str, ...]]:
    for rule in risk.rules:
        if rule.items and item.id not in rule.items:
            continue
        found = known.verdict(rule.when)
        if found.answer == "yes":
            return next(grade for grade in risk.grades if grade.id == rule.grade), rule, ()
        if found.answer == "unknown":
            return None, None, found.missing
    return None, None, ()


def closed_by_credit(pack: Pack, known: Known) -> tuple[str, ...]:
    """What the sponsor's credit grade closes; nothing while it is not known."""
    held = known.get("credit_grade")
    return next((grade.closes for grade in pack.credit if grade.id == held), ())
