"""What `funding` tells: applications, vouchers, referrals, and every movement of money.

A ``movement_id`` names the entry of the ledger that an event tells of: one movement, one event.
"""

from typing import ClassVar, Literal
from uuid import UUID

from contracts.envelope import Event, Message
from contracts.ids import ApplicationId, PlatformId
from contracts.money import Money


class ApplicationSubmitted(Event):
    """A sponsor asks for money from a programme."""

    TYPE: ClassVar = "fastlane.funding.application_submitted.v1"
    application_id: ApplicationId
    pack: str
    programme: str
    amount: Money
    """Zero while the amount waits for a grade."""
    kind: str = "voucher"


class ApplicationGranted(Event):
    """The amount is reserved against the programme's budget."""

    TYPE: ClassVar = "fastlane.funding.application_granted.v1"
    application_id: ApplicationId
    programme: str
    amount: Money


class ApplicationRefused(Event):
    """The funding officer refused, with a ground."""

    TYPE: ClassVar = "fastlane.funding.application_refused.v1"
    application_id: ApplicationId
    programme: str
    ground: str


class ReservationReleased(Event):
    """A reserved amount went back to the budget."""

    TYPE: ClassVar = "fastlane.funding.reservation_released.v1"
    application_id: ApplicationId
    programme: str
    amount: Money
    movement_id: UUID | None = None


class ProjectFundingReleased(Event):
    """No money is reserved for the project any more; open applications are closed."""

    TYPE: ClassVar = "fastlane.funding.project_funding_released.v1"
    applications: int
    amount: Money


class ProgrammeOffered(Event):
    """The project entered a stage in which the programme may be applied for."""

    TYPE: ClassVar = "fastlane.funding.programme_offered.v1"
    programme: str
    stage: str


class ApplicationGraded(Event):
    """The grade that an award waited for was given: the amount is known, and can be decided."""

    TYPE: ClassVar = "fastlane.funding.application_graded.v1"
    application_id: ApplicationId
    pack: str
    programme: str
    amount: Money


class ApplicationFirstSigned(Event):
    """One of two officers agreed; an amount of this size needs another one."""

    TYPE: ClassVar = "fastlane.funding.application_first_signed.v1"
    application_id: ApplicationId
    pack: str
    programme: str
    amount: Money


class ApplicationQueued(Event):
    """Agreed, but the year's money is used up: it waits, at a place."""

    TYPE: ClassVar = "fastlane.funding.application_queued.v1"
    application_id: ApplicationId
    programme: str
    amount: Money
    place: int


class FundingCommitted(Event):
    """Reserved money is owed from now on, by instalments or for a service contract."""

    TYPE: ClassVar = "fastlane.funding.funding_committed.v1"
    application_id: ApplicationId
    movement_id: UUID
    programme: str
    amount: Money


class ContractAwaits(Event):
    """A service contract under a voucher waits for one of its parties."""

    TYPE: ClassVar = "fastlane.funding.contract_awaits.v1"
    application_id: ApplicationId
    contract_id: UUID
    programme: str
    platform_id: PlatformId
    party: Literal["sponsor", "platform"]
    step: Literal["filing", "acceptance"]


class InstalmentEvidenced(Event):
    """The sponsor showed a milestone; the authority has to look and pay."""

    TYPE: ClassVar = "fastlane.funding.instalment_evidenced.v1"
    application_id: ApplicationId
    pack: str
    programme: str
    amount: Money
    number: int


class PaymentMade(Event):
    """Committed money was paid out."""

    TYPE: ClassVar = "fastlane.funding.payment_made.v1"
    application_id: ApplicationId
    movement_id: UUID
    programme: str
    amount: Money


class MoneyRecovered(Event):
    """Paid money came back to its budget."""

    TYPE: ClassVar = "fastlane.funding.money_recovered.v1"
    application_id: ApplicationId
    movement_id: UUID
    programme: str
    amount: Money


class EquityConverted(Event):
    """The agreed part of a paid grant became equity."""

    TYPE: ClassVar = "fastlane.funding.equity_converted.v1"
    application_id: ApplicationId
    movement_id: UUID
    programme: str
    amount: Money


class MovementReversed(Event):
    """A booking was a mistake: its mirror image was booked, and the state went back with it."""

    TYPE: ClassVar = "fastlane.funding.movement_reversed.v1"
    application_id: ApplicationId
    movement_id: UUID
    reverses: UUID
    programme: str
    amount: Money


class VoucherExpired(Event):
    """A voucher's period ended; what no contract holds went back to the budget."""

    TYPE: ClassVar = "fastlane.funding.voucher_expired.v1"
    application_id: ApplicationId
    programme: str
    amount: Money


class ReferralConsented(Event):
    """The sponsor agreed that a named package of data may be passed on."""

    TYPE: ClassVar = "fastlane.funding.referral_consented.v1"
    referral_id: UUID
    pack: str
    programme: str


class ReferralWithdrawn(Event):
    """The sponsor took the consent back: nothing is passed on any more."""

    TYPE: ClassVar = "fastlane.funding.referral_withdrawn.v1"
    referral_id: UUID
    pack: str
    programme: str


class ReferralSent(Event):
    """The authority handed the project over to the fund, bank or insurer."""

    TYPE: ClassVar = "fastlane.funding.referral_sent.v1"
    referral_id: UUID
    programme: str


class ReferralConcluded(Event):
    """What came of a referral."""

    TYPE: ClassVar = "fastlane.funding.referral_concluded.v1"
    referral_id: UUID
    programme: str
    outcome: Literal["agreed", "declined", "no_answer"]


class BudgetCarriedOver(Message):
    """Money that a year left over goes on into the next."""

    TYPE: ClassVar = "fastlane.funding.budget_carried_over.v1"
    pack: str
    programme: str
    year: int
    amount: Money

    @property
    def aggregate(self) -> str:
        return f"budget/{self.pack}/{self.programme}"


EVENTS = (
    ApplicationSubmitted,
    ApplicationGranted,
    ApplicationRefused,
    ReservationReleased,
    ProjectFundingReleased,
    ProgrammeOffered,
    ApplicationGraded,
    ApplicationFirstSigned,
    ApplicationQueued,
    FundingCommitted,
    ContractAwaits,
    InstalmentEvidenced,
    PaymentMade,
    MoneyRecovered,
    EquityConverted,
    MovementReversed,
    VoucherExpired,
    ReferralConsented,
    ReferralWithdrawn,
    ReferralSent,
    ReferralConcluded,
    BudgetCarriedOver,
)
