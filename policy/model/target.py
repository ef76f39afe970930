"""Targets that a policy sets itself, as data for the KPI pages."""

from typing import Literal

from pydantic import Field

from policy.model.base import Clause, Entry, Name, Number


class Target(Entry):
    """A target for a year: at least a figure, between two, or in words only."""

    clause: Clause
    kind: Literal["at_least", "range", "qualitative"]
    year: int = Field(ge=2000, le=2100)
    at_least: Number | None = None
    at_most: Number | None = None
    unit: Name | None = None
