"""What funding's HTTP API gives. Amounts are CNY; every figure says where it comes from."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel

from contracts.money import Money


class NameView(BaseModel):
    """Words in both languages."""

    zh: str
    en: str


class FigureView(BaseModel):
    """A figure with its basis: given by the clause, or set by the authority for a reason."""

    value: str
    basis: Literal["given", "set_by_authority"]
    clause: str | None
    reason_zh: str | None
    reason_en: str | None


class ProgrammeView(BaseModel):
    """A programme, as the pack declares it. Rates and readings stand in a quote."""

    id: str
    kind: str
    pack: str
    pack_version: str
    pack_digest: str
    name: NameView
    clause: str
    authority: str
    pays_for: NameView
    eligible_sponsor_kinds: list[str]
    subjects: list[str]
    stages: list[str]
    evidence: list[str]
    share_percent: FigureView | None
    cap: FigureView | None
    yearly_budget: FigureView | None
    two_people_from: FigureView | None
    facts: list[str] = []
    """What the formula needs to know."""
    readings: list[str] = []
    assessed_facts: list[str] = []
    """Grades that only an assessor gives."""
    recipients: list[NameView] = []
    """Of a referral: to whom."""
    is_indicative: bool


class ReadingView(BaseModel):
    """One reading of the policy worked out."""

    id: str | None = None
    name_zh: str | None = None
    name_en: str | None = None
    rate: str
    base: Money | None
    share_percent: FigureView | None = None
    fixed: FigureView | None = None
    share_amount: Money
    cap: FigureView | None = None
    is_capped: bool
    amount: Money
    by_year: list[Money] = []
    to_equity: Money | None = None
    is_indicative: bool


class StackedView(BaseModel):
    """A stacking rule: what was granted under it, and the room that is left."""

    rule: str
    name_zh: str
    name_en: str
    already: Money
    ceiling: Money
    room: Money
    clause: str | None = None


class QuoteView(BaseModel):
    """An amount with its working. The first reading decides; the others are shown beside it."""

    programme: str
    kind: str = "voucher"
    pack: str
    pack_version: str
    pack_digest: str
    clause: str
    missing: list[str] = []
    """Facts without which nothing can be worked out; then the amount is none."""
    reading: str | None = None
    base: Money | None = None
    share_percent: FigureView | None = None
    fixed: FigureView | None = None
    share_amount: Money | None = None
    cap: FigureView | None = None
    is_capped: bool = False
    """The cap, not the share, set the amount."""
    readings: list[ReadingView] = []
    stacking: list[StackedView] = []
    by_year: list[Money] = []
    to_equity: Money | None = None
    amount: Money | None = None
    is_indicative: bool = False
    """A figure of the formula is not the policy's own."""


class EvidenceView(BaseModel):
    """A piece of evidence."""

    kind: str
    reference: str


class HeldView(BaseModel):
    """What an application holds, by its entries."""

    reserved: Money
    committed: Money
    paid: Money
    equity: Money


class ApplicationView(BaseModel):
    """An application as lists show it."""

    id: UUID
    project_id: UUID
    project_title: str
    organisation_id: str
    organisation_name: str
    pack: str
    programme: str
    kind: str = "voucher"
    authority: str
    industry: str = ""
    contract_amount: Money | None
    contract_reference: str | None
    facts: dict[str, bool | str] = {}
    reading: str | None = None
    evidence: list[EvidenceView] = []
    missing: list[str] = []
    purpose: str
    sponsor_kind: str
    amount: Money | None
    quote: QuoteView | None
    state: str
    budget_year: int | None
    ground: str | None
    reason: str | None
    submitted_at: AwareDatetime
    due_at: AwareDatetime | None = None
    decided_at: AwareDatetime | None
    first_name: str | None = None
    first_at: AwareDatetime | None = None
    first_reason: str | None = None
    queued_at: AwareDatetime | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    expired_at: AwareDatetime | None = None
    committed_at: AwareDatetime | None = None
    closed_at: AwareDatetime | None
    holder: str | None = None
    holder_name: str | None = None
    lease_until: AwareDatetime | None = None
    is_mine: bool = False
    is_own_signature: bool = False
    """First signed by the reader: the second officer is another one."""
    version: int


class AgreementResult(BaseModel):
    """What became of one application: its ``state`` now, or ``code`` and ``detail`` of why not."""

    id: UUID
    done: bool
    state: str | None
    code: str | None
    detail: str | None


class AgreementResults(BaseModel):
    """What became of each application, in the order given."""

    items: list[AgreementResult]


class EntryView(BaseModel):
    """One entry of the ledger: a positive amount arrives in the account, a negative one leaves."""

    movement_id: UUID | None = None
    movement: str
    moved_at: AwareDatetime
    account: str
    amount: Money
    reason: str | None = None
    reverses: UUID | None = None


class InstalmentView(BaseModel):
    """One part of an agreed amount."""

    id: UUID
    number: int
    amount: Money
    milestone: str
    due_on: date | None
    needed: list[str]
    evidence: list[EvidenceView]
    note: str | None
    state: str
    evidenced_at: AwareDatetime | None
    paid_at: AwareDatetime | None
    payment_reference: str | None


class ContractView(BaseModel):
    """A service contract under a voucher."""

    id: UUID
    application_id: UUID
    project_id: UUID
    project_title: str
    organisation_name: str
    pack: str
    programme: str
    platform_id: str
    sponsor_id: str
    reference: str
    amount: Money
    starts_on: date
    ends_on: date
    document_sha256: str
    share: Money
    state: str
    awaits: Literal["sponsor", "platform"] | None
    proposed_at: AwareDatetime
    filed_at: AwareDatetime | None
    accepted_by_sponsor: Money | None
    accepted_by_platform: Money | None
    settled_at: AwareDatetime | None
    paid: Money | None
    reason: str | None


class ContractPage(BaseModel):
    """A page of contracts, newest first."""

    items: list[ContractView]
    next_cursor: str | None


class CheckView(BaseModel):
    """One thing that is looked at before a decision: ok, not ok, or still open."""

    id: str
    result: Literal["ok", "failed", "open"]
    zh: str
    en: str


class ApplicationFile(ApplicationView):
    """An application with all that hangs on it; entries in the order of booking."""

    entries: list[EntryView]
    held: HeldView | None = None
    checks: list[CheckView] = []
    instalments: list[InstalmentView] = []
    contracts: list[ContractView] = []
    place: int | None = None
    """On the waiting list, from 1."""
    two_people: bool = False
    """An amount of this size needs two officers."""


class ApplicationPage(BaseModel):
    """A page of applications."""

    items: list[ApplicationView]
    next_cursor: str | None
