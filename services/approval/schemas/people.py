"""Colleagues, absences and conflicts of interest as approval shows them."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
)


class Colleague(BaseModel):
    """Somebody who works through the same queue."""

    person: str
    name: str
    is_lead: bool
    is_me: bool
    in_hand: int
    away_until: date | None


class Colleagues(BaseModel):
    """Who works through the caller's queue, least in hand first."""

    items: list[Colleague]


class StandInView(BaseModel):
    """Who acts meanwhile; ``item`` is None for all that no other has."""

    item: str | None
    person: str
    person_name: str


class AbsenceView(BaseModel):
    """Days [from_on, until_on) on which somebody is away."""

    id: UUID
    person: str
    person_name: str
    from_on: date
    until_on: date
    reason: str
    made_by_name: str
    stand_ins: list[StandInView]


class Absences(BaseModel):
    """Absences of the queue that are not over, by their first day."""

    items: list[AbsenceView]


class ConflictView(BaseModel):
    """A declared conflict of interest."""

    id: UUID
    person: str
    person_name: str
    department: str | None
    organisation_id: str | None
    task_id: UUID | None
    reason: str
    declared_at: AwareDatetime
    ended_at: AwareDatetime | None


class ConflictList(BaseModel):
    """Conflicts of interest that stand, newest first."""

    items: list[ConflictView]


class TeamMember(BaseModel):
    """What an officer has in hand; ``decided`` counts the last thirty days."""

    person: str
    name: str
    is_lead: bool
    in_hand: int
    on_hold: int
    overdue: int
    due_soon: int
    decided: int
    away_until: date | None


class Team(BaseModel):
    """A department's workload, most in hand first, and what nobody has."""

    items: list[TeamMember]
    unclaimed: int
    unclaimed_overdue: int
    oldest_unclaimed_at: AwareDatetime | None


class SavedView(BaseModel):
    """A filter under a name."""

    id: UUID
    name: str
    filter: dict[str, Any]


class SavedViews(BaseModel):
    """Somebody's views, by name."""

    items: list[SavedView]
