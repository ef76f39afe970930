"""An application: a sponsor asks for money of one programme, and what becomes of it.

awaiting_facts -> submitted -> first_signed -> granted -> committed -> completed
                            -> queued      ---^
                  refused                      closed      recovered

``awaiting_facts`` waits for a grade; ``first_signed`` for the second officer of a large amount;
``queued`` for money. A voucher is issued by its grant and committed contract by contract, so it
goes from granted to completed. ``closed`` gave back what was promised, ``recovered`` what was
paid.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from contracts.events.funding import (
    ApplicationFirstSigned,
    ApplicationGranted,
    ApplicationQueued,
    ApplicationRefused,
    ApplicationSubmitted,
)
from contracts.ids import ApplicationId, OrganisationId, PersonId, ProjectId
from contracts.lane_time import LANE_ZONE
from services.funding.domain.errors.application import (
    AlreadyDecided,
    FactsMissing,
    GroundMissing,
    GroundNotTaken,
    HeldByAnother,
    NotHeld,
    SameOfficer,
)
from services.funding.domain.ground import RefusalGround
from services.funding.domain.ledger import Budget, Movement
from services.funding.domain.person import LEASE, Officer
from services.funding.domain.quote import VOUCHER, Quote
from services.funding.domain.standing import check_state

Facts = dict[str, bool | str]


def lane_year(at: datetime) -> int:
    """The year, on the lane's calendar, whose budget pays at ``at``."""
    return at.astimezone(LANE_ZONE).year


class ApplicationState(StrEnum):
    """How far an application is."""

    AWAITING_FACTS = "awaiting_facts"
    SUBMITTED = "submitted"
    FIRST_SIGNED = "first_signed"
    QUEUED = "queued"
    GRANTED = "granted"
    COMMITTED = "committed"
    COMPLETED = "completed"
    REFUSED = "refused"
    CLOSED = "closed"
    RECOVERED = "recovered"


UNDECIDED: Final = (ApplicationState.SUBMITTED, ApplicationState.FIRST_SIGNED)
STANDS: Final = (
    ApplicationState.AWAITING_FACTS,
    *UNDECIDED,
    ApplicationState.QUEUED,
    ApplicationState.GRANTED,
    ApplicationState.COMMITTED,
)
"""Where something may still come of it."""


@dataclass(frozen=True, slots=True)
class Application:
    """One application. Methods return it after, and the facts or movements that they make."""

    id: ApplicationId
    project_id: ProjectId
    project_title: str
    organisation_id: OrganisationId
    organisation_name: str
    pack: str
    programme: str
    authority: str
    purpose: str
    sponsor_kind: str
    amount: Decimal | None
    """None while a grade is waited for."""
    working: dict[str, Any]
    submitted_at: datetime
    submitted_by: PersonId
    due_at: datetime
    kind: str = VOUCHER
    industry: str = ""
    contract_amount: Decimal | None = None
    contract_reference: str | None = None
    contract_key: str | None = None
    facts: Facts = field(default_factory=dict)
    reading: str | None = None
    evidence: list[dict[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    state: ApplicationState = ApplicationState.SUBMITTED
    budget_year: int | None = None
    ground: RefusalGround | None = None
    reason: str | None = None
    decided_at: datetime | None = None
    decided_by: PersonId | None = None
    first_by: PersonId | None = None
    first_name: str | None = None
    first_at: datetime | None = None
    first_reason: str | None = None
    queued_at: datetime | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    expired_at: datetime | None = None
    committed_at: datetime | None = None
    closed_at: datetime | None = None
    holder: PersonId | None = None
    holder_name: str | None = None
    lease_until: datetime | None = None
    version: int = 1

    def submitted(self) -> ApplicationSubmitted:
        """The fact of its submission."""
        return ApplicationSubmitted(
            project_id=self.project_id,
            application_id=self.id,
            pack=self.pack,
            programme=self.programme,
            amount=self.amount or Decimal(0),
            kind=self.kind,
        )

    @property
    def sum(self) -> Decimal:
        """The amount. Raises FactsMissing while it is not known."""
        if self.amount is None:
            raise FactsMissing(missing=", ".join(self.missing))
        return self.amount

    def quoted(self, quote: Quote) -> "Application":
        """With an amount worked out anew: a grade came, or others were granted meanwhile."""
        if quote.missing:
            return replace(self, missing=list(quote.missing), amount=None)
        is_waiting = self.state is ApplicationState.AWAITING_FACTS
        return replace(
            self,
            amount=quote.amount,
            working=quote.working(),
            missing=[],
            state=ApplicationState.SUBMITTED if is_waiting else self.state,
        )

    def check_undecided(self) -> None:
        """Refuse a second decision, and one before the amount is known."""
        if self.state is ApplicationState.AWAITING_FACTS:
            raise FactsMissing(missing=", ".join(self.missing))
        if self.state not in UNDECIDED:
            raise AlreadyDecided(state=self.state)

    def needed(self, *states: ApplicationState) -> None:
        """Refuse what belongs to other states."""
        check_state(self.state, *states)

    def claimed(self, by: Officer, now: datetime) -> "Application":
        """In somebody's hands for the length of a lease. Raises HeldByAnother."""
        self.check_free_for(by, now)
        return replace(self, holder=by.id, holder_name=by.name, lease_until=now + LEASE)

    def check_free_for(self, by: Officer, now: datetime) -> None:
        """Refuse what somebody else holds; a lease that ran out holds nothing."""
        if self.holder in (None, by.id) or self.lease_until is None or self.lease_until <= now:
            return
        raise HeldByAnother(name=self.holder_name or "—")

    def put_back(self, by: Officer) -> "Application":
        """Free for everybody again. Raises NotHeld."""
        if self.holder != by.id:
            raise NotHeld()
        return self.freed()

    def freed(self) -> "Application":
        """In nobody's hands."""
        return replace(self, holder=None, holder_name=None, lease_until=None)

    def signed(
        self, by: Officer, at: datetime, reason: str, two_people_from: Decimal
    ) -> tuple["Application", ApplicationFirstSigned | None]:
        """With an officer's agreement; with the event when another one has to agree as well.

        From ``two_people_from`` CNY on two officers decide, and the second is never the first.
        Raises SameOfficer.
        """
        self.check_undecided()
        if self.sum < two_people_from:
            return self, None
        if self.state is ApplicationState.FIRST_SIGNED:
            if self.first_by == by.id:
                raise SameOfficer()
            return self, None
        after = replace(
            self.freed(),
            state=ApplicationState.FIRST_SIGNED,
            first_by=by.id,
            first_name=by.name,
            first_at=at,
            first_reason=reason,
        )
        return after, ApplicationFirstSigned(
            project_id=self.project_id,
            application_id=self.id,
            pack=self.pack,
            programme=self.programme,
            amount=self.sum,
        )

    def grant(
        self, budget: Budget, ground: RefusalGround | None, ahead: int = 0
    ) -> tuple["Application", Movement, ApplicationGranted]:
        """Reserve the amount in the budget, if it fits and nobody waits before."""
        if self.state is not ApplicationState.QUEUED:
            self.check_undecided()
        if ground is not None:
            raise GroundNotTaken()
        movement = budget.reserving(self.sum, ahead)
        event = ApplicationGranted(
            project_id=self.project_id,
            application_id=self.id,
            programme=self.programme,
            amount=self.sum,
        )
        after = replace(self.freed(), state=ApplicationState.GRANTED, budget_year=budget.year)
        return after, movement, event

    def issued(self, valid_from: date, valid_until: date) -> "Application":
        """A voucher with its period; for the other kinds nothing changes."""
        if self.kind != VOUCHER:
            return self
        return replace(self, valid_from=valid_from, valid_until=valid_until)

    def queue(self, at: datetime, ahead: int) -> tuple["Application", ApplicationQueued]:
        """On the waiting list, at the end of it."""
        self.check_undecided()
        after = replace(self.freed(), state=ApplicationState.QUEUED, queued_at=at)
        event = ApplicationQueued(
            project_id=self.project_id,
            application_id=self.id,
            programme=self.programme,
            amount=self.sum,
            place=ahead + 1,
        )
        return after, event

    def refuse(self, ground: RefusalGround | None) -> tuple["Application", ApplicationRefused]:
        """Say no, on a ground; also to one that waits, for a grade or for money."""
        if self.state not in (ApplicationState.AWAITING_FACTS, ApplicationState.QUEUED):
            self.check_undecided()
        if ground is None:
            raise GroundMissing(known=", ".join(RefusalGround))
        event = ApplicationRefused(
            project_id=self.project_id,
            application_id=self.id,
            programme=self.programme,
            ground=ground,
        )
        return replace(self.freed(), state=ApplicationState.REFUSED, ground=ground), event

    def decided(self, reason: str, by: PersonId, at: datetime) -> "Application":
        """With who decided, when and why."""
        return replace(self, reason=reason, decided_by=by, decided_at=at)

    def ended(self, state: ApplicationState, at: datetime) -> "Application":
        """Nothing more comes of it."""
        return replace(self.freed(), state=state, closed_at=at)
