"""Targets that a policy sets itself, as data for the KPI pages."""

from typing import Literal

from pydantic import Field

from policy.model.base import Clause, Entry, Name, Number


class Target(Entry):
    """A target, mostly for a year: at least a figure, between two, a share, or in words only."""

    clause: Clause
    kind: Literal["at_least", "range", "ratio", "qualitative"]
    year: int | None = Field(default=None, ge=2000, le=2100)
    """By its end; a target without one stays open."""
    at_least: Number | None = None
    """For a `ratio` it is percent."""
    at_most: Number | None = None
    unit: Name | None = None
    measured: Literal["derived", "reported"] = "reported"
