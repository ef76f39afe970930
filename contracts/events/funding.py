"""What `funding` tells: applications, and money reserved or given back."""

from typing import ClassVar

from contracts.envelope import Event
from contracts.ids import ApplicationId
from contracts.money import Money


class ApplicationSubmitted(Event):
    """A sponsor asks for money from a programme."""

    TYPE: ClassVar = "fastlane.funding.application_submitted.v1"
    application_id: ApplicationId
    pack: str
    programme: str
    amount: Money


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


class ProjectFundingReleased(Event):
    """No money is reserved for the project any more; open applications are closed."""

    TYPE: ClassVar = "fastlane.funding.project_funding_released.v1"
    applications: int
    amount: Money


EVENTS = (
    ApplicationSubmitted,
    ApplicationGranted,
    ApplicationRefused,
    ReservationReleased,
    ProjectFundingReleased,
)
