"""What `approval` tells of a case between its receipt and its service, beside ``approval``.

Facts with dates carry the whole clock: of two the one with the higher ``clock_version`` holds.
"""

from datetime import date
from typing import ClassVar, Literal

from pydantic import AwareDatetime

from contracts.envelope import Event
from contracts.events.approval import Alarm, CaseOutcome
from contracts.ids import CaseId, NoticeId, PersonId
from contracts.process import Rank, Unit


class CaseFact(Event):
    """A fact about one case."""

    TYPE: ClassVar[str]
    case_id: CaseId
    item: str
    department: str


class CaseClockSet(CaseFact):
    """A fact after which the case has other dates. Without alarms the clock stands still."""

    due_at: AwareDatetime
    statutory_due_at: AwareDatetime
    provisional: bool
    clock_version: int
    alarms: tuple[Alarm, ...]


class CaseAccepted(CaseClockSet):
    """The department has the case to decide; its limits count from ``accepted_on``."""

    TYPE: ClassVar = "fastlane.approval.case_accepted.v1"
    how: Literal["accepted", "with_gaps", "deemed", "at_once"]
    """``deemed``: nobody spoke in time, so it is accepted from the day of receipt."""
    accepted_on: date
    gaps: int
    gaps_due_at: AwareDatetime | None


class CaseNotAccepted(CaseFact):
    """The department did not take the case, on a ground of the law; it can be applied for again."""

    TYPE: ClassVar = "fastlane.approval.case_not_accepted.v1"
    ground: str
    clock_version: int


class GapsCommitted(CaseFact):
    """The sponsor committed to supply what is missing, so that the case can be accepted now."""

    TYPE: ClassVar = "fastlane.approval.gaps_committed.v1"


class GapsSupplied(CaseFact):
    """The sponsor supplied some of what was missing; ``missing`` is how much still is."""

    TYPE: ClassVar = "fastlane.approval.gaps_supplied.v1"
    supplied: int
    missing: int


class CaseLapsed(CaseFact):
    """What was missing did not come in time: the case ended. It can be applied for again."""

    TYPE: ClassVar = "fastlane.approval.case_lapsed.v1"
    missing: int
    clock_version: int


class CaseAppliedAgain(CaseClockSet):
    """The sponsor applied again after a non-acceptance or a lapse; the case is received anew."""

    TYPE: ClassVar = "fastlane.approval.case_applied_again.v1"
    pack: str
    application: int


class QuestionNoted(CaseFact):
    """A department's question waits for the list of all departments, which is sent at once."""

    TYPE: ClassVar = "fastlane.approval.question_noted.v1"
    notice_id: NoticeId
    sent_at: AwareDatetime
    """When the window closes and the list goes out."""


class NoticeSent(Event):
    """Every department's questions went to the sponsor as one list (一次性告知)."""

    TYPE: ClassVar = "fastlane.approval.notice_sent.v1"
    notice_id: NoticeId
    stage: str
    departments: tuple[str, ...]
    cases: int
    questions: int


class ClockStopped(CaseFact):
    """A procedure began, or another time that does not count; with ``stops_clock`` no alarms."""

    TYPE: ClassVar = "fastlane.approval.clock_stopped.v1"
    number: int
    ground: str | None
    procedure: str | None
    stops_clock: bool
    expected_end_on: date
    clock_version: int


class ClockResumed(CaseClockSet):
    """One of them ended. The clock runs again unless another goes on."""

    TYPE: ClassVar = "fastlane.approval.clock_resumed.v1"
    number: int
    ground: str | None
    procedure: str | None
    is_early: bool
    is_stopped: bool


class StopOverran(CaseFact):
    """The day on which a stop or procedure was expected to end is over, and it has not."""

    TYPE: ClassVar = "fastlane.approval.stop_overran.v1"
    pack: str
    number: int
    ground: str | None
    procedure: str | None
    expected_end_on: date
    holder: PersonId | None


class LimitExtended(CaseClockSet):
    """The case's limit grew by so many days, with the approval of a rank."""

    TYPE: ClassVar = "fastlane.approval.limit_extended.v1"
    figure: int
    unit: Unit
    rank: Rank
    used: int
    """So many times it was extended by now."""


class CaseRecommended(CaseFact):
    """An assessor proposes a decision; somebody else confirms or challenges it."""

    TYPE: ClassVar = "fastlane.approval.case_recommended.v1"
    pack: str
    outcome: CaseOutcome
    recommended_by: PersonId


class RecommendationChallenged(CaseFact):
    """The second person does not agree; the assessor has the case again."""

    TYPE: ClassVar = "fastlane.approval.recommendation_challenged.v1"
    recommended_by: PersonId
    challenged_by: PersonId


class CaseServed(CaseFact):
    """The decision reached the sponsor; what counts from service counts from ``served_on``."""

    TYPE: ClassVar = "fastlane.approval.case_served.v1"
    outcome: CaseOutcome
    how: Literal["electronic", "in_person", "post", "public_notice"]
    served_on: date
    within_limit: bool | None
    """None where the item sets no limit."""


class ServiceLate(CaseFact):
    """The time to serve a decision is over, and it has not been served."""

    TYPE: ClassVar = "fastlane.approval.service_late.v1"
    pack: str
    due_at: AwareDatetime


EVENTS = (
    CaseAccepted,
    CaseNotAccepted,
    GapsCommitted,
    GapsSupplied,
    CaseLapsed,
    CaseAppliedAgain,
    QuestionNoted,
    NoticeSent,
    ClockStopped,
    ClockResumed,
    StopOverran,
    LimitExtended,
    CaseRecommended,
    RecommendationChallenged,
    CaseServed,
    ServiceLate,
)
CLOCK_SET = (CaseAccepted, CaseAppliedAgain, ClockResumed, LimitExtended)
"""Those after which the alarms are others."""
CLOCK_ENDED = (CaseNotAccepted, CaseLapsed)
"""Those after which no alarm rings."""
