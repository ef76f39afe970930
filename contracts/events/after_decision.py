"""What `approval` tells of the time after a decision, and of what decisions rest on.

Commitments and inspections, credit and risk grades, conditions, permissions, reconsideration and
joint sittings. The events are approval's, in its stream; `approval.EVENTS` lists them too.
"""

from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime

from contracts.envelope import Event
from contracts.ids import CaseId, OrganisationId, PersonId

CreditGrade = Literal["A", "B", "C", "D"]
RevocationGround = Literal["inspection_failed", "condition_breached", "law", "upstream_revoked"]
ObligationKind = Literal[
    "inspection", "rectification", "condition", "permission", "dismantling", "reconsideration"
]


class Finding(StrEnum):
    """What an inspection, or the look at what was put right, can find."""

    PASSED = "passed"
    RECTIFY = "rectify"
    FAILED = "failed"


class OfCase(Event):
    """Something about one case; ``item`` is the approval item."""

    case_id: CaseId
    item: str
    department: str


class CommitmentSigned(OfCase):
    """A sponsor signed the commitment text; the case is filed in the same transaction."""

    TYPE: ClassVar = "fastlane.approval.commitment_signed.v1"
    text: str
    """Id of the text in the pack."""
    pack: str
    pack_version: str
    sha256: str
    """Of the text as it was signed."""
    signed_by: PersonId


class InspectionOpened(OfCase):
    """What was filed on commitment is to be inspected by a date."""

    TYPE: ClassVar = "fastlane.approval.inspection_opened.v1"
    inspection_id: UUID
    pack: str
    due_at: AwareDatetime
    provisional: bool


class InspectionFound(OfCase):
    """The finding of an inspection, or of the look at what was put right."""

    TYPE: ClassVar = "fastlane.approval.inspection_found.v1"
    inspection_id: UUID
    pack: str
    finding: Finding
    rectify_by: date | None
    found_by: PersonId


class RectificationReported(OfCase):
    """The sponsor says that what was found is put right; the department looks again."""

    TYPE: ClassVar = "fastlane.approval.rectification_reported.v1"
    inspection_id: UUID
    pack: str


class CaseRevoked(OfCase):
    """A decision holds no longer. ``number`` is the decision's; a later one may take its place."""

    TYPE: ClassVar = "fastlane.approval.case_revoked.v1"
    pack: str
    stage: str
    ground: RevocationGround
    number: int
    revoked_by: PersonId


class DependantFlagged(OfCase):
    """A case rests on a revoked decision: undecided it waits, decided it is reviewed."""

    TYPE: ClassVar = "fastlane.approval.dependant_flagged.v1"
    pack: str
    upstream: CaseId
    upstream_item: str
    is_reviewed: bool


class ObligationDue(OfCase):
    """Something that must be done after a decision comes due, or has not been done in time."""

    TYPE: ClassVar = "fastlane.approval.obligation_due.v1"
    obligation_id: UUID
    pack: str
    kind: ObligationKind
    party: Literal["sponsor", "department"]
    due_at: AwareDatetime
    level: Literal["soon", "overdue"]


class CreditGraded(Event):
    """A sponsor's credit grade changed, from now on; what was decided before stays.

    ``number`` grows with every change of the organisation's grade: the highest one holds.
    """

    TYPE: ClassVar = "fastlane.approval.credit_graded.v1"
    organisation_id: OrganisationId
    pack: str
    grade: CreditGrade
    before: CreditGrade
    closes: tuple[str, ...]
    """commitment_and_filing, simplified, accepted_with_gaps, funding: by the pack's rules."""
    ground: Literal["inspection_failed", "filing_revoked", "authority", "repair"]
    number: int


class RiskGraded(OfCase):
    """An open case was graded anew; the first grading travels with its plan."""

    TYPE: ClassVar = "fastlane.approval.risk_graded.v1"
    pack: str
    grade: str | None
    before: str | None
    rule: str | None
    """The pack's rule that decided; None when an officer did."""
    route: str
    cause: Literal["facts", "credit", "override"]


class ConditionDischargeSought(OfCase):
    """A sponsor says that a condition is met."""

    TYPE: ClassVar = "fastlane.approval.condition_discharge_sought.v1"
    condition_id: UUID
    pack: str


class ConditionDischargeDecided(OfCase):
    """Whether a condition is met: wholly, in part, or not."""

    TYPE: ClassVar = "fastlane.approval.condition_discharge_decided.v1"
    condition_id: UUID
    result: Literal["discharged", "partly", "refused"]
    decided_by: PersonId


class ConditionReplaced(OfCase):
    """A condition gave way to another one."""

    TYPE: ClassVar = "fastlane.approval.condition_replaced.v1"
    condition_id: UUID
    by_condition: UUID
    replaced_by: PersonId


class PermissionGranted(OfCase):
    """What was approved holds from a day to a day, both included; or was prolonged to it."""

    TYPE: ClassVar = "fastlane.approval.permission_granted.v1"
    permission_id: UUID
    pack: str
    number: int
    """1 at first; one more with each prolongation."""
    from_on: date
    to_on: date
    is_temporary: bool


class PermissionEnded(OfCase):
    """A permission holds no longer."""

    TYPE: ClassVar = "fastlane.approval.permission_ended.v1"
    permission_id: UUID
    pack: str
    how: Literal["lapsed", "revoked", "converted", "dismantled", "sealed"]


class ReconsiderationSought(OfCase):
    """Another officer looks at a decision again: asked to, or since what it rested on fell."""

    TYPE: ClassVar = "fastlane.approval.reconsideration_sought.v1"
    reconsideration_id: UUID
    pack: str
    cause: Literal["sponsor", "upstream_revoked"]
    due_at: AwareDatetime


class ReconsiderationDecided(OfCase):
    """The decision stands, or another one took its place (told by a CaseDecided of its own)."""

    TYPE: ClassVar = "fastlane.approval.reconsideration_decided.v1"
    reconsideration_id: UUID
    result: Literal["upheld", "replaced"]
    decided_by: PersonId


class SittingCalled(Event):
    """Departments are asked to sit together over a project's open items."""

    TYPE: ClassVar = "fastlane.approval.sitting_called.v1"
    sitting_id: UUID
    pack: str
    at: AwareDatetime
    cases: tuple[CaseId, ...]
    departments: tuple[str, ...]


class SittingHeld(Event):
    """The sitting is over and its minutes are kept."""

    TYPE: ClassVar = "fastlane.approval.sitting_held.v1"
    sitting_id: UUID
    pack: str
    decided: tuple[CaseId, ...]
    left_open: tuple[CaseId, ...]
    absent: tuple[str, ...]
    """Departments that were invited and did not come."""


EVENTS = (
    CommitmentSigned,
    InspectionOpened,
    InspectionFound,
    RectificationReported,
    CaseRevoked,
    DependantFlagged,
    ObligationDue,
    CreditGraded,
    RiskGraded,
    ConditionDischargeSought,
    ConditionDischargeDecided,
    ConditionReplaced,
    PermissionGranted,
    PermissionEnded,
    ReconsiderationSought,
    ReconsiderationDecided,
    SittingCalled,
    SittingHeld,
)
