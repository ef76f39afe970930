"""What the portal reads from funding."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import AwareDatetime

from services.portal.schemas.base import Read, Words


class Figure(Read):
    """A figure with its basis."""

    value: Decimal
    basis: str
    clause: str | None
    reason_zh: str | None
    reason_en: str | None

    def reason(self, language: str) -> str | None:
        """Why the authority set it, where it did."""
        return self.reason_zh if language == "zh" else self.reason_en


class Reading(Read):
    """One reading of the policy worked out."""

    id: str | None = None
    name_zh: str | None = None
    name_en: str | None = None
    base: Decimal | None
    share_percent: Figure | None = None
    fixed: Figure | None = None
    share_amount: Decimal
    cap: Figure | None = None
    is_capped: bool
    amount: Decimal

    def text(self, language: str) -> str:
        """The reading's name."""
        return (self.name_zh if language == "zh" else self.name_en) or ""


class Stacked(Read):
    """A stacking rule with the room that is left."""

    name_zh: str
    name_en: str
    already: Decimal
    ceiling: Decimal
    room: Decimal

    def text(self, language: str) -> str:
        """The rule's name."""
        return self.name_zh if language == "zh" else self.name_en


class Quote(Read):
    """An amount with its working."""

    programme: str
    kind: str
    pack: str
    clause: str
    missing: list[str] = []
    reading: str | None = None
    base: Decimal | None = None
    share_percent: Figure | None = None
    fixed: Figure | None = None
    share_amount: Decimal | None = None
    cap: Figure | None = None
    is_capped: bool = False
    readings: list[Reading] = []
    stacking: list[Stacked] = []
    by_year: list[Decimal] = []
    to_equity: Decimal | None = None
    amount: Decimal | None = None
    is_indicative: bool = False


class Programme(Read):
    """A programme, as one chooses it."""

    id: str
    kind: str
    name: Words
    clause: str
    authority: str
    pays_for: Words
    subjects: list[str]
    stages: list[str]
    eligible_sponsor_kinds: list[str]
    evidence: list[str]
    facts: list[str]
    readings: list[str]
    assessed_facts: list[str]
    recipients: list[Words]

    @property
    def is_referral(self) -> bool:
        """Others' money: introduced, not paid."""
        return bool(self.recipients)


class Evidence(Read):
    """A piece of evidence."""

    kind: str
    reference: str


class Application(Read):
    """An application as lists show it."""

    id: UUID
    project_id: UUID
    project_title: str
    organisation_name: str
    pack: str
    programme: str
    kind: str
    authority: str
    industry: str
    contract_amount: Decimal | None
    contract_reference: str | None
    facts: dict[str, bool | str]
    evidence: list[Evidence]
    missing: list[str]
    purpose: str
    sponsor_kind: str
    amount: Decimal | None
    quote: Quote | None
    state: str
    budget_year: int | None
    ground: str | None
    reason: str | None
    submitted_at: AwareDatetime
    due_at: AwareDatetime | None
    decided_at: AwareDatetime | None
    first_name: str | None
    first_at: AwareDatetime | None
    first_reason: str | None
    valid_from: date | None
    valid_until: date | None
    holder_name: str | None
    lease_until: AwareDatetime | None
    is_mine: bool
    is_own_signature: bool
    version: int

    @property
    def is_undecided(self) -> bool:
        """Whether somebody has to decide."""
        return self.state in ("submitted", "first_signed")


class Entry(Read):
    """One entry of the ledger."""

    movement_id: UUID | None
    movement: str
    moved_at: AwareDatetime
    account: str
    amount: Decimal
    reason: str | None


class Held(Read):
    """What an application holds."""

    reserved: Decimal
    committed: Decimal
    paid: Decimal
    equity: Decimal


class Check(Words):
    """One thing that is looked at before a decision."""

    id: str
    result: str


class Instalment(Read):
    """One part of an agreed amount."""

    id: UUID
    number: int
    amount: Decimal
    milestone: str
    due_on: date | None
    needed: list[str]
    evidence: list[Evidence]
    note: str | None
    state: str
    paid_at: AwareDatetime | None
    payment_reference: str | None


class Contract(Read):
    """A service contract under a voucher."""

    id: UUID
    application_id: UUID
    project_title: str
    organisation_name: str
    pack: str
    programme: str
    platform_id: str
    reference: str
    amount: Decimal
    starts_on: date
    ends_on: date
    document_sha256: str
    share: Decimal
    state: str
    awaits: str | None
    accepted_by_sponsor: Decimal | None
    accepted_by_platform: Decimal | None
    paid: Decimal | None
    reason: str | None


class ContractPage(Read):
    """A page of contracts."""

    items: list[Contract]
    next_cursor: str | None


class ApplicationFile(Application):
    """An application with all that hangs on it."""

    entries: list[Entry]
    held: Held | None
    checks: list[Check]
    instalments: list[Instalment]
    contracts: list[Contract]
    place: int | None
    two_people: bool


class ApplicationPage(Read):
    """A page of applications."""

    items: list[Application]
    next_cursor: str | None


class Counts(Read):
    """A queue in figures."""

    open: int
    unclaimed: int
    mine: int
    overdue: int
    first_signed: int
    waiting: int


class Budget(Read):
    """A programme's year."""

    pack: str
    programme: str
    year: int
    authority: str
    total: Decimal
    reserved: Decimal
    available: Decimal
    committed: Decimal
    paid: Decimal
    equity: Decimal
    waiting: int
    is_open: bool
    is_set: bool
    closed_reason: str | None
    basis: Figure | None


class Industry(Read):
    """What an industry's applications hold of a year's money."""

    pack: str
    industry: str
    applications: int
    reserved: Decimal
    committed: Decimal
    paid: Decimal


class Line(Entry):
    """An entry of the journal, with whose it is."""

    application_id: UUID | None
    pack: str
    programme: str
    year: int
    project_title: str | None
    organisation_name: str | None


class Journal(Read):
    """A page of entries."""

    items: list[Line]
    next_cursor: str | None


class Ground(Words):
    """A ground with its names."""

    id: str


class Grade(Read):
    """What an assessor said."""

    fact: str
    value: str
    reason: str
    graded_at: AwareDatetime


class Grades(Read):
    """A project's grades, and which its awards ask for."""

    asked: list[str]
    grades: list[Grade]


class Referral(Read):
    """An introduction to somebody else's money."""

    id: UUID
    project_id: UUID
    project_title: str
    organisation_name: str
    pack: str
    programme: str
    kind: str
    recipient_zh: str
    recipient_en: str
    package: list[str]
    wanted: Decimal | None
    state: str
    consented_at: AwareDatetime
    sent_at: AwareDatetime | None
    outcome: str | None
    outcome_amount: Decimal | None
    outcome_note: str | None
    diligence: dict[str, str] | None
    version: int

    def recipient(self, language: str) -> str:
        """To whom."""
        return self.recipient_zh if language == "zh" else self.recipient_en


class ReferralPage(Read):
    """A page of referrals."""

    items: list[Referral]
    next_cursor: str | None
