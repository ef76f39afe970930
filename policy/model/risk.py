"""Graded treatment: the risk of a project, the route of each approval, what credit closes."""

from typing import Literal

from pydantic import Field

from policy.model.base import Basis, Entry, Expression, Name, PackModel, Slug

RouteName = Literal["commitment_and_filing", "simplified", "standard"]
ROUTES: tuple[RouteName, ...] = ("commitment_and_filing", "simplified", "standard")
"""From the lightest to the strictest."""
Closable = Literal["commitment_and_filing", "simplified", "accepted_with_gaps", "funding"]


class RouteException(PackModel):
    """An item that takes another route than its grade's."""

    item: Slug
    route: RouteName


class RiskGrade(Entry):
    """A grade of risk. An item that has no such route takes the next stricter one that it has."""

    route: RouteName
    exceptions: tuple[RouteException, ...] = ()


class RiskRule(Basis):
    """Gives a grade. The first rule whose condition holds decides; the last has none."""

    id: Slug
    name: Name
    """The rule in words, for the sponsor."""
    grade: Slug
    when: Expression | None = None
    items: tuple[Slug, ...] = ()
    """Only for these items; for every item when left out."""


class Risk(PackModel):
    """The grades and the rules that give them."""

    grades: tuple[RiskGrade, ...] = Field(min_length=1)
    rules: tuple[RiskRule, ...] = Field(min_length=1)
    never_simplified: Expression | None = None
    """While this holds, only the standard route is open, whatever the grade says."""


class CreditGrade(Basis):
    """A grade of the sponsor's credit, and what it closes from then on."""

    id: Literal["A", "B", "C", "D"]
    name: Name
    closes: tuple[Closable, ...] = ()
