"""Platforms: types with their criteria, yearly indicator sets for assessment, published lists."""

from typing import Literal

from pydantic import Field

from policy.model.base import Basis, Clause, Entry, Expression, Name, Number, PackModel, Slug


class Criterion(Basis):
    """What a platform must meet. With a condition it is computed, without one it is looked at."""

    id: Slug
    name: Name
    when: Expression | None = None


class PlatformType(Entry):
    """A type of pilot platform."""

    description: Name | None = None
    criteria: tuple[Criterion, ...] = ()
    groups: tuple[Slug, ...] = ()
    """Types whose platforms it joins together, for a centre made of others."""


class Indicator(PackModel):
    """One thing that an assessment measures. Weights of a set sum to 100."""

    id: Slug
    name: Name
    weight: int = Field(gt=0, le=100)
    unit: Name | None = None
    better: Literal["higher", "lower"] = "higher"
    measured: Literal["derived", "reported", "judged"] = "reported"


class AssessmentGrade(PackModel):
    """A grade from a score of 0 to 100 upwards."""

    id: Slug
    name: Name
    at_least: Number = Field(ge=0, le=100)


class IndicatorSet(Basis):
    """How platforms are assessed in the years from this one on. One set a year."""

    id: Slug
    name: Name
    year: int = Field(ge=2000, le=2100)
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    grades: tuple[AssessmentGrade, ...] = ()


class PublishedList(Entry):
    """A list that the policy wants published."""

    clause: Clause
    of: Literal[
        "projects",
        "key_projects",
        "platforms",
        "supply",
        "demand",
        "atlas",
        "cases",
        "manufacturers",
        "technology_managers",
        "equipment",
    ]
