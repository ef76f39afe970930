"""What the portal reads from approval of a case between its receipt and its service."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime

from services.portal.schemas.base import Read


class Gap(Read):
    """Something missing at acceptance."""

    number: int
    text: str
    supplied_at: AwareDatetime | None
    documents: list[UUID]


class Halt(Read):
    """A stop or a procedure."""

    number: int
    ground: str | None
    procedure: str | None
    from_on: date
    expected_end_on: date
    ended_on: date | None
    reason: str | None
    end_reason: str | None


class Extension(Read):
    """The limit made longer."""

    figure: int
    unit: str
    rank: str
    approved_by: str
    reason: str
    at: AwareDatetime


class Recommendation(Read):
    """What a colleague proposes."""

    outcome: str
    reason: str
    ground: str | None
    conditions: list[dict[str, Any]]
    by_name: str
    is_mine: bool
    at: AwareDatetime


class Service(Read):
    """How and when the decision was served."""

    how: str
    served_on: date
    note: str | None
    within_limit: bool | None
    has_letter: bool = False


class Life(Read):
    """Where a case stands between receipt and service."""

    received_on: date
    accepted_how: str | None
    accepted_on: date | None
    silence_accepts_after: date | None
    not_accepted_ground: str | None
    not_accepted_reason: str | None
    application: int
    commitment: str | None
    gaps: list[Gap]
    gaps_due_at: AwareDatetime | None
    halts: list[Halt]
    extensions: list[Extension]
    recommendation: Recommendation | None
    service_due_at: AwareDatetime | None
    service: Service | None

    @property
    def open_gaps(self) -> list[Gap]:
        """What is still missing."""
        return [each for each in self.gaps if each.supplied_at is None]

    @property
    def open_halts(self) -> list[Halt]:
        """What has begun and not ended."""
        return [each for each in self.halts if each.ended_on is None]


class LifeChoices(Read):
    """What one may do on a case beside deciding it."""

    accepts_gaps: bool
    may_decline: bool
    non_acceptance_grounds: list[str]
    own_stop_grounds: list[str]
    procedures: list[str]
    extension_at_most: int | None
    extension_unit: str | None
    extension_rank: str | None
    extensions_left: int
    four_eyes: bool


class Noted(Read):
    """A question that waits for the list of all departments."""

    number: int
    ground: str
    text: str
    noted_by_name: str
    sent_at: AwareDatetime
