"""What `approval` tells: cases, gates, and the tasks through which people decide them.

A *task* is one entry of a queue: a case of a department, or the sitting of a gate. Its id is the
case's or the gate's. ``clock_version`` grows with every change of a task's clock; of two sets of
alarms the one with the higher version holds.
"""

from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from contracts.envelope import Event
from contracts.events import after_decision
from contracts.ids import CaseId, GateId, NoticeId, PersonId
from contracts.process import GateOutcome

TaskKind = Literal["case", "gate"]
ReleaseReason = Literal[
    "put_back", "put_back_by_lead", "lease_ran_out", "conflict_of_interest", "recommended"
]
"""Why a task went back into the queue."""
HandedHow = Literal["transferred", "delegated", "returned", "recalled", "reassigned"]
"""How a task came from one pair of hands into another."""


class CaseOutcome(StrEnum):
    """How a case can be decided (domain.md section 3)."""

    APPROVED = "approved"
    APPROVED_WITH_CONDITIONS = "approved_with_conditions"
    REFUSED = "refused"
    FILED = "filed"
    """By the sponsor's signed commitment, at once; nobody decided (承诺+备案)."""


class Alarm(BaseModel):
    """An instant of lane time at which the task's clock has something to say.

    ``key`` is ``remind_<percent>`` of the committed limit, ``due_committed`` or ``due_statutory``.
    """

    model_config = ConfigDict(frozen=True)
    key: str
    at: AwareDatetime


class CaseOpened(Event):
    """A department received a case; its clock runs."""

    TYPE: ClassVar = "fastlane.approval.case_opened.v1"
    case_id: CaseId
    item: str
    department: str
    pack: str
    stage: str
    due_at: AwareDatetime
    statutory_due_at: AwareDatetime
    provisional: bool
    clock_version: int
    alarms: tuple[Alarm, ...]
    route: str = "standard"
    """How it is handled, by the project's risk: a route of the pack."""


class TaskClaimed(Event):
    """A person took a task out of the queue; without work on it the claim ends by itself."""

    TYPE: ClassVar = "fastlane.approval.task_claimed.v1"
    task_id: CaseId | GateId
    task_kind: TaskKind
    holder: PersonId
    lease_until: AwareDatetime | None = None
    given_by: PersonId | None = None
    """The lead who gave it to the holder; None when the holder took it."""


class TaskReleased(Event):
    """A task went back into the queue; ``holder`` is who had it."""

    TYPE: ClassVar = "fastlane.approval.task_released.v1"
    task_id: CaseId | GateId
    task_kind: TaskKind
    holder: PersonId
    reason: ReleaseReason = "put_back"


class TaskTransferred(Event):
    """A task went from one person's hands into another's; it was never free."""

    TYPE: ClassVar = "fastlane.approval.task_transferred.v1"
    task_id: CaseId | GateId
    task_kind: TaskKind
    department: str | None
    pack: str
    name: str
    """Approval item, or the gate's stage."""
    how: HandedHow
    from_holder: PersonId
    holder: PersonId
    meant_for: PersonId | None
    """Who was named, when a stand-in got it for them."""
    by: PersonId | None
    """None when the lane itself did it, since a lease had run out."""


class TaskNudged(Event):
    """Somebody asks for a task to be seen to; at most once a day."""

    TYPE: ClassVar = "fastlane.approval.task_nudged.v1"
    task_id: CaseId | GateId
    task_kind: TaskKind
    department: str | None
    pack: str
    name: str
    holder: PersonId | None
    by: PersonId


class TaskCopied(Event):
    """A task was brought to a colleague's attention; nothing is asked of them."""

    TYPE: ClassVar = "fastlane.approval.task_copied.v1"
    task_id: CaseId | GateId
    task_kind: TaskKind
    name: str
    to: PersonId
    by: PersonId


class SignerAdded(Event):
    """A colleague is asked to sign before a task is decided."""

    TYPE: ClassVar = "fastlane.approval.signer_added.v1"
    task_id: CaseId | GateId
    task_kind: TaskKind
    department: str | None
    pack: str
    name: str
    signer: PersonId
    acting: PersonId | None
    """Who stands in for the signer on that day."""
    by: PersonId


class SignerRemoved(Event):
    """A signature is no longer awaited; ``by`` None when an interest of the signer's came up."""

    TYPE: ClassVar = "fastlane.approval.signer_removed.v1"
    task_id: CaseId | GateId
    task_kind: TaskKind
    department: str | None
    pack: str
    name: str
    signer: PersonId
    reason: Literal["taken_off", "conflict_of_interest"]
    by: PersonId | None


class TaskSigned(Event):
    """A signer agreed or objected; ``missing`` is how many have still to agree."""

    TYPE: ClassVar = "fastlane.approval.task_signed.v1"
    task_id: CaseId | GateId
    task_kind: TaskKind
    department: str | None
    pack: str
    name: str
    signer: PersonId
    signed_by: PersonId
    agrees: bool
    missing: int
    holder: PersonId | None


class InformationRequested(Event):
    """A department asks the sponsor; the clock stops, so there are no alarms meanwhile."""

    TYPE: ClassVar = "fastlane.approval.information_requested.v1"
    case_id: CaseId
    item: str
    department: str
    round: int
    ground: str
    clock_version: int
    notice_id: NoticeId | None = None
    """The one request of all departments that it is part of, where it is."""


class InformationSupplied(Event):
    """The sponsor answered; the clock runs again with dates worked out anew."""

    TYPE: ClassVar = "fastlane.approval.information_supplied.v1"
    case_id: CaseId
    item: str
    department: str
    round: int
    holder: PersonId | None = None
    """Who goes on with it; None where it goes back into the queue."""
    due_at: AwareDatetime
    statutory_due_at: AwareDatetime
    provisional: bool
    clock_version: int
    alarms: tuple[Alarm, ...]


class CaseDecided(Event):
    """A department decided."""

    TYPE: ClassVar = "fastlane.approval.case_decided.v1"
    case_id: CaseId
    item: str
    department: str
    stage: str
    outcome: CaseOutcome
    ground: str | None
    conditions: int
    within_committed: bool
    within_statutory: bool
    decided_by: PersonId
    on_behalf_of: PersonId | None = None
    """The absent holder for whom it was decided."""
    number: int = 1
    """Of the decisions on this case: a later one stands in the place of the earlier."""
    sitting_id: UUID | None = None
    """The joint sitting in which it was decided."""


class CaseClosed(Event):
    """A case ended without a decision: the project left the lane, or another item was refused."""

    TYPE: ClassVar = "fastlane.approval.case_closed.v1"
    case_id: CaseId
    item: str
    department: str
    state: Literal["withdrawn", "superseded"]
    because: str | None = None
    """The item whose refusal superseded it."""


class TaskReminded(Event):
    """A share of a task's committed limit is used up."""

    TYPE: ClassVar = "fastlane.approval.task_reminded.v1"
    task_id: CaseId | GateId
    task_kind: TaskKind
    department: str | None
    pack: str
    name: str
    """Approval item, or the gate's stage."""
    percent: int
    holder: PersonId | None


class TaskEscalated(Event):
    """A limit has passed; somebody above is told."""

    TYPE: ClassVar = "fastlane.approval.task_escalated.v1"
    task_id: CaseId | GateId
    task_kind: TaskKind
    department: str | None
    pack: str
    name: str
    limit: Literal["committed", "statutory"]
    to_role: str


class ClockRecomputed(Event):
    """A running task's dates moved, since the rules that they are worked out by did."""

    TYPE: ClassVar = "fastlane.approval.clock_recomputed.v1"
    task_id: CaseId | GateId
    task_kind: TaskKind
    department: str | None
    pack: str
    name: str
    """Approval item, or the gate's stage."""
    holder: PersonId | None
    due_at: AwareDatetime
    statutory_due_at: AwareDatetime | None
    provisional: bool
    clock_version: int
    alarms: tuple[Alarm, ...]
    calendar: str
    """Version of the calendar that they were worked out with."""
    cause: Literal["calendar", "grade"] = "calendar"
    """Why they moved: the calendar of a year, or another risk grade with another route."""


class GateOpened(Event):
    """The gate of a stage's attempt sits."""

    TYPE: ClassVar = "fastlane.approval.gate_opened.v1"
    gate_id: GateId
    pack: str
    stage: str
    attempt: int
    round: int
    due_at: AwareDatetime
    provisional: bool
    clock_version: int
    alarms: tuple[Alarm, ...]


class GateDecided(Event):
    """The gate's outcome; ``hold_until`` only with ``hold``."""

    TYPE: ClassVar = "fastlane.approval.gate_decided.v1"
    gate_id: GateId
    stage: str
    attempt: int
    round: int
    outcome: GateOutcome
    hold_until: AwareDatetime | None
    within_committed: bool
    decided_by: PersonId
    on_behalf_of: PersonId | None = None


class GateClosed(Event):
    """A gate ended without an outcome, since the project left the lane."""

    TYPE: ClassVar = "fastlane.approval.gate_closed.v1"
    gate_id: GateId
    stage: str
    attempt: int
    round: int


class ProjectWorkClosed(Event):
    """Nothing of the project is open in any queue any more; none will be opened."""

    TYPE: ClassVar = "fastlane.approval.project_work_closed.v1"
    cases: int
    gates: int


EVENTS = (
    CaseOpened,
    TaskClaimed,
    TaskReleased,
    TaskTransferred,
    TaskNudged,
    TaskCopied,
    SignerAdded,
    SignerRemoved,
    TaskSigned,
    InformationRequested,
    InformationSupplied,
    CaseDecided,
    CaseClosed,
    TaskReminded,
    TaskEscalated,
    ClockRecomputed,
    GateOpened,
    GateDecided,
    GateClosed,
    ProjectWorkClosed,
    *after_decision.EVENTS,
)
