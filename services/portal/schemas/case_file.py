"""What the portal reads from approval of the time after a decision."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime

from services.portal.schemas.base import Read


class Commitment(Read):
    """The commitment text of a case: what may be signed, or what was."""

    text: str
    pack: str
    pack_version: str
    sha256: str
    may_sign: bool
    signed_by_name: str | None
    signed_at: AwareDatetime | None


class Inspection(Read):
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


class Discharge(Read):
    """An application to discharge a condition, and the answer."""

    text: str
    documents: list[UUID]
    sought_at: AwareDatetime
    result: str | None
    why: str | None
    decided_at: AwareDatetime | None


class Condition(Read):
    """A condition with its life."""

    id: UUID
    text: str
    reason: str | None
    owner: str | None
    trigger: str
    due_on: date | None
    gate: str | None
    state: str
    is_sought: bool
    is_overdue: bool
    discharges: list[Discharge]
    version: int

    @property
    def is_open(self) -> bool:
        """Whether something has still to be done."""
        return self.state in ("open", "partly")


class Permission(Read):
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


class Standing(Read):
    """Which decision holds."""

    number: int
    revoked_at: AwareDatetime | None
    revoked_ground: str | None
    revoked_why: str | None


class Reconsideration(Read):
    """A look at a decision by another officer."""

    id: UUID
    cause: str
    state: str
    before: dict[str, Any]
    reason: str
    documents: list[UUID]
    sought_at: AwareDatetime
    due_at: AwareDatetime
    may_decide: bool
    result: str | None
    outcome: str | None
    why: str | None
    decided_at: AwareDatetime | None
    version: int


class Grading(Read):
    """A grading after the first."""

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


class CreditEntry(Read):
    """One grade of a sponsor's history."""

    grade: str
    before: str
    ground: str
    reason: str
    closes: list[str]
    entered_at: AwareDatetime


class Credit(Read):
    """Where the sponsor stands."""

    grade: str
    closes: list[str]
    history: list[CreditEntry]


class SittingRef(Read):
    """A sitting with the case on its agenda."""

    id: UUID
    at: AwareDatetime
    state: str


class CaseFile(Read):
    """What follows a case's decision, and what it rests on."""

    id: UUID
    project_id: UUID
    title: str
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
    refusal_grounds: list[str]
    works_here: bool
    is_own: bool
    upstream_revoked: list[str]
    may_seek_reconsideration: bool
    commitment: Commitment | None
    inspection: Inspection | None
    standing: Standing
    conditions: list[Condition]
    permissions: list[Permission]
    reconsiderations: list[Reconsideration]
    gradings: list[Grading]
    credit: Credit
    sittings: list[SittingRef]
    version: int

    @property
    def holds(self) -> bool:
        """Whether an approval or filing is in force."""
        approved = self.outcome in ("approved", "approved_with_conditions", "filed")
        return approved and self.standing.revoked_at is None


class Obligation(Read):
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
    is_overdue: bool


class ObligationPage(Read):
    """A page of what has to be done, due first."""

    items: list[Obligation]
    next_cursor: str | None


class AgendaItem(Read):
    """A case on the agenda."""

    case_id: UUID
    item: str
    department: str
    decided_at: AwareDatetime | None
    outcome: str | None


class Sitting(Read):
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
    items: list[AgendaItem]
    absent: list[str]
    minutes: str | None
    held_at: AwareDatetime | None
    may_hold: bool
    version: int


class SittingPage(Read):
    """A page of sittings, latest first."""

    items: list[Sitting]
    next_cursor: str | None
