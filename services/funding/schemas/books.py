"""Views of queues, budgets, journals, grades and referrals."""

from uuid import UUID

from pydantic import AwareDatetime, BaseModel

from contracts.money import Money
from services.funding.schemas.view import EntryView, FigureView


class StateCount(BaseModel):
    """How many of a programme are in a state, and what they come to."""

    pack: str
    programme: str
    state: str
    number: int
    amount: Money


class QueueCounts(BaseModel):
    """A queue in figures; the first five count what is to be decided."""

    open: int
    unclaimed: int
    mine: int
    overdue: int
    first_signed: int
    waiting: int
    """On waiting lists, for money."""
    by_state: list[StateCount]


class BudgetView(BaseModel):
    """A programme's year. Not yet open: nothing was granted this year, the figure is the pack's."""

    pack: str
    programme: str
    year: int
    authority: str
    total: Money
    reserved: Money
    available: Money
    committed: Money
    paid: Money
    equity: Money
    waiting: int
    """Applications on the waiting list."""
    is_open: bool
    is_set: bool = True
    """False where neither pack nor authority has set a figure."""
    closed_reason: str | None = None
    basis: FigureView | None = None
    """Where the pack's figure comes from."""


class IndustryView(BaseModel):
    """What an industry's applications hold of a year's money."""

    pack: str
    industry: str
    applications: int
    reserved: Money
    committed: Money
    paid: Money


class JournalView(EntryView):
    """An entry with whose it is."""

    application_id: UUID | None
    pack: str
    programme: str
    year: int
    project_title: str | None
    organisation_name: str | None
    industry: str | None


class JournalPage(BaseModel):
    """A page of entries, newest first."""

    items: list[JournalView]
    next_cursor: str | None


class GroundView(BaseModel):
    """A ground with its names."""

    id: str
    zh: str
    en: str


class GradeView(BaseModel):
    """What an assessor said."""

    fact: str
    value: str
    reason: str
    graded_at: AwareDatetime


class GradesView(BaseModel):
    """A project's grades, newest first, and which of them its awards ask for."""

    project_id: UUID
    project_title: str
    pack: str
    asked: list[str]
    grades: list[GradeView]


class ReferralView(BaseModel):
    """An introduction, with consent and outcome."""

    id: UUID
    project_id: UUID
    project_title: str
    organisation_id: str
    organisation_name: str
    pack: str
    programme: str
    kind: str
    authority: str
    recipient_zh: str
    recipient_en: str
    package: list[str]
    wanted: Money | None
    state: str
    consented_at: AwareDatetime
    sent_at: AwareDatetime | None
    withdrawn_at: AwareDatetime | None
    outcome: str | None
    outcome_amount: Money | None
    outcome_note: str | None
    diligence: dict[str, str] | None
    concluded_at: AwareDatetime | None
    version: int


class ReferralPage(BaseModel):
    """A page of referrals, newest first."""

    items: list[ReferralView]
    next_cursor: str | None
