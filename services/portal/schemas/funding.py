"""What the portal reads from funding."""

from decimal import Decimal
from uuid import UUID

from pydantic import AwareDatetime

from services.portal.schemas.base import Read


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


class Quote(Read):
    """An amount with its working."""

    programme: str
    pack: str
    clause: str
    base: Decimal
    share_percent: Figure
    share_amount: Decimal
    cap: Figure
    is_capped: bool
    amount: Decimal
    is_indicative: bool


class Application(Read):
    """An application as lists show it."""

    id: UUID
    project_id: UUID
    project_title: str
    organisation_name: str
    pack: str
    programme: str
    contract_amount: Decimal
    contract_reference: str
    purpose: str
    sponsor_kind: str
    amount: Decimal
    quote: Quote
    state: str
    budget_year: int | None
    ground: str | None
    reason: str | None
    submitted_at: AwareDatetime
    decided_at: AwareDatetime | None
    version: int


class Entry(Read):
    """One entry of the ledger."""

    movement: str
    moved_at: AwareDatetime
    account: str
    amount: Decimal


class ApplicationFile(Application):
    """An application with its ledger entries."""

    entries: list[Entry]


class ApplicationPage(Read):
    """A page of applications."""

    items: list[Application]
    next_cursor: str | None


class Budget(Read):
    """A programme's year."""

    pack: str
    programme: str
    year: int
    total: Decimal
    reserved: Decimal
    available: Decimal


class Ground(Read):
    """A ground with its names."""

    id: str
    zh: str
    en: str

    def text(self, language: str) -> str:
        """The name in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en
