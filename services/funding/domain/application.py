"""An application: a sponsor asks for the share of one contract.

submitted -> granted -> closed
          -> refused
          -> closed      the project left the lane
"""

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from contracts.events.funding import (
    ApplicationGranted,
    ApplicationRefused,
    ApplicationSubmitted,
    ReservationReleased,
)
from contracts.ids import ApplicationId, OrganisationId, PersonId, ProjectId
from contracts.lane_time import LANE_ZONE
from services.funding.domain.errors import (
    AlreadyDecided,
    BadContractReference,
    GroundMissing,
    GroundNotTaken,
)
from services.funding.domain.ground import RefusalGround
from services.funding.domain.ledger import Budget, Movement, releasing

_DASHES = {ord(dash): "-" for dash in "‐‑‒–—―−"}


def lane_year(at: datetime) -> int:
    """The year, on the lane's calendar, whose budget pays at ``at``."""
    return at.astimezone(LANE_ZONE).year


def contract_key(reference: str) -> str:
    """What two ways of writing one contract reference have in common.

    Case, width, spaces and the kind of dash do not make another contract.
    """
    folded = unicodedata.normalize("NFKC", reference).casefold().translate(_DASHES)
    key = "".join(folded.split())
    if not any(letter.isalnum() for letter in key):
        raise BadContractReference()
    return key


class ApplicationState(StrEnum):
    """How far an application is."""

    SUBMITTED = "submitted"
    GRANTED = "granted"
    REFUSED = "refused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Application:
    """One application. Methods return it after, and the fact or movement that it makes."""

    id: ApplicationId
    project_id: ProjectId
    project_title: str
    organisation_id: OrganisationId
    organisation_name: str
    pack: str
    programme: str
    authority: str
    contract_amount: Decimal
    contract_reference: str
    contract_key: str
    purpose: str
    sponsor_kind: str
    amount: Decimal
    working: dict[str, Any]
    submitted_at: datetime
    submitted_by: PersonId
    state: ApplicationState = ApplicationState.SUBMITTED
    budget_year: int | None = None
    ground: RefusalGround | None = None
    reason: str | None = None
    decided_at: datetime | None = None
    decided_by: PersonId | None = None
    closed_at: datetime | None = None
    version: int = 1

    def submitted(self) -> ApplicationSubmitted:
        """The fact of its submission."""
        return ApplicationSubmitted(
            project_id=self.project_id,
            application_id=self.id,
            pack=self.pack,
            programme=self.programme,
            amount=self.amount,
        )

    def check_undecided(self) -> None:
        """Refuse a second decision."""
        if self.state is not ApplicationState.SUBMITTED:
            raise AlreadyDecided(state=self.state)

    def grant(
        self, budget: Budget, ground: RefusalGround | None
    ) -> tuple["Application", Movement, ApplicationGranted]:
        """Reserve the amount in the budget, if it fits."""
        self.check_undecided()
        if ground is not None:
            raise GroundNotTaken()
        movement = budget.reserving(self.amount)
        event = ApplicationGranted(
            project_id=self.project_id,
            application_id=self.id,
            programme=self.programme,
            amount=self.amount,
        )
        after = replace(self, state=ApplicationState.GRANTED, budget_year=budget.year)
        return after, movement, event

    def refuse(self, ground: RefusalGround | None) -> tuple["Application", ApplicationRefused]:
        """Say no, on a ground."""
        self.check_undecided()
        if ground is None:
            raise GroundMissing(known=", ".join(RefusalGround))
        event = ApplicationRefused(
            project_id=self.project_id,
            application_id=self.id,
            programme=self.programme,
            ground=ground,
        )
        return replace(self, state=ApplicationState.REFUSED, ground=ground), event

    def decided(self, reason: str, by: PersonId, at: datetime) -> "Application":
        """With who decided, when and why."""
        return replace(self, reason=reason, decided_by=by, decided_at=at)

    def close(
        self, at: datetime
    ) -> tuple["Application", tuple[Movement, ReservationReleased] | None]:
        """End it because the project left; with the release of what was reserved, if anything."""
        after = replace(self, state=ApplicationState.CLOSED, closed_at=at)
        if self.state is not ApplicationState.GRANTED:
            return after, None
        event = ReservationReleased(
            project_id=self.project_id,
            application_id=self.id,
            programme=self.programme,
            amount=self.amount,
        )
        return after, (releasing(self.amount), event)
