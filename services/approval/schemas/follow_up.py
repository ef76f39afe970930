"""What follows a decision, as approval shows it. Ids, not labels: names come from the pack."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel


class CommitmentView(BaseModel):
    """The commitment text of a case: what may be signed, or what was."""

    text: str
    pack: str
    pack_version: str
    sha256: str
    may_sign: bool
    signed_by_name: str | None
    signed_at: AwareDatetime | None


class InspectionView(BaseModel):
    """The inspection of what was filed."""

    id: UUID
    state: str
    due_at: AwareDatetime
    is_provisional: bool
    finding: str | None
    rectify_by: date | None
    latest_rectify_on: date | None
    found_at: AwareDatetime | None
    found_by_name: str | None
    report: str | None
    report_documents: list[UUID]
    reported_at: AwareDatetime | None
    version: int


class DischargeView(BaseModel):
    """One application to discharge a condition, and the answer."""

    text: str
    documents: list[UUID]
    sought_at: AwareDatetime
    result: str | None
    why: str | None
    decided_at: AwareDatetime | None
    decided_by_name: str | None


class ConditionLife(BaseModel):
    """A condition with its life."""

    id: UUID
    text: str
    reason: str | None
    owner: str | None
    trigger: str
    due_on: date | None
    gate: str | None
    requester: str
    """The department that imposed it."""
    state: str
    is_sought: bool
    is_overdue: bool
    replaced_by: UUID | None
    decision: int
    discharges: list[DischargeView]
    version: int


class PermissionView(BaseModel):
    """One period for which an approval holds."""

    id: UUID
    number: int
    state: str
    is_temporary: bool
    from_on: date
    to_on: date
    prolongations_left: int
    reason: str | None
    ended_at: AwareDatetime | None
    ended_how: str | None
    ended_why: str | None
    version: int


class StandingView(BaseModel):
    """Which decision holds, and whether it was revoked."""

    number: int
    revoked_at: AwareDatetime | None
    revoked_ground: str | None
    revoked_why: str | None
    revoked_by_name: str | None


class ReconsiderationView(BaseModel):
    """A look at a decision by another officer. ``before`` is that decision."""

    id: UUID
    cause: str
    state: str
    of_number: int
    before: dict[str, Any]
    reason: str
    documents: list[UUID]
    sought_at: AwareDatetime
    due_at: AwareDatetime
    is_overdue: bool
    may_decide: bool
    """The reader took no part in the first decision."""
    result: str | None
    outcome: str | None
    why: str | None
    decided_at: AwareDatetime | None
    decided_by_name: str | None
    version: int


class GradingView(BaseModel):
    """One grading after the first, which is the plan's."""

    number: int
    state: str
    cause: str
    grade: str | None
    rule: str | None
    route: str
    closed_by: list[str]
    reason: str
    graded_at: AwareDatetime
    graded_by_name: str | None
    confirmed_by_name: str | None
    may_consent: bool


class CreditEntryView(BaseModel):
    """One grade of a sponsor's history."""

    number: int
    grade: str
    before: str
    ground: str
    reason: str
    closes: list[str]
    entered_at: AwareDatetime
    entered_by_name: str | None


class CreditView(BaseModel):
    """Where the sponsor stands now, and how that came about."""

    grade: str
    closes: list[str]
    history: list[CreditEntryView]


class AgendaItemView(BaseModel):
    """A case on the agenda of a sitting."""

    case_id: UUID
    item: str
    department: str
    decided_at: AwareDatetime | None
    outcome: str | None


class SittingView(BaseModel):
    """A joint sitting."""

    id: UUID
    project_id: UUID
    pack: str
    title: str
    state: str
    at: AwareDatetime
    place: str
    agenda: str
    called_by_name: str
    items: list[AgendaItemView]
    absent: list[str]
    minutes: str | None
    held_at: AwareDatetime | None
    may_hold: bool
    version: int


class SittingPage(BaseModel):
    """A page of sittings, latest first."""

    items: list[SittingView]
    next_cursor: str | None


class SittingRef(BaseModel):
    """A sitting in which a case stands on the agenda."""

    id: UUID
    at: AwareDatetime
    state: str


class CaseFile(BaseModel):
    """What follows a case's decision and what it rests on; ids, the pack has the names."""

    id: UUID
    project_id: UUID
    title: str
    organisation_id: str
    organisation_name: str
    pack: str
    pack_version: str
    item: str
    department: str
    stage: str
    state: str
    is_open: bool
    outcome: str | None
    route: str
    grade: str | None
    grade_rule: str | None
    needs_consent: bool
    facts: dict[str, bool | str]
    gates: list[str]
    """Stages whose gates a condition of this case may block."""
    refusal_grounds: list[str]
    works_here: bool
    """The reader works in the case's department."""
    is_own: bool
    """The reader acts for the sponsor."""
    upstream_revoked: list[str]
    may_seek_reconsideration: bool
    commitment: CommitmentView | None
    inspection: InspectionView | None
    standing: StandingView
    conditions: list[ConditionLife]
    permissions: list[PermissionView]
    reconsiderations: list[ReconsiderationView]
    gradings: list[GradingView]
    credit: CreditView
    sittings: list[SittingRef]
    version: int


class ObligationView(BaseModel):
    """Something that has to be done by a day."""

    id: UUID
    kind: str
    party: str
    case_id: UUID
    project_id: UUID
    title: str
    pack: str
    department: str
    item: str
    due_at: AwareDatetime
    is_provisional: bool
    is_overdue: bool


class ObligationPage(BaseModel):
    """A page of what has to be done, due first."""

    items: list[ObligationView]
    next_cursor: str | None


class ConsequenceView(BaseModel):
    """One thing that would follow from an outcome."""

    outcome: str
    kind: str
    item: str | None
    department: str | None
    waits_for: list[str]
    task_id: UUID | None
    ids: list[UUID]
    months: int | None


class Consequences(BaseModel):
    """What each outcome of a task would bring."""

    items: list[ConsequenceView]
