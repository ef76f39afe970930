"""How a due date came about, as the portal reads it."""

from datetime import date

from pydantic import AwareDatetime

from services.portal.schemas.base import Read, Words


class LedgerEntry(Read):
    """A run of days treated alike."""

    first_on: date
    last_on: date
    days: int
    working_days: int
    is_counted: bool
    name: Words
    grounds: list[str]


class Ledger(Read):
    """How a due date came about."""

    anchor_on: date
    due_on: date
    figure: int
    unit: str
    calendar_version: str
    is_provisional: bool
    days_counted: int
    entries: list[LedgerEntry]


class Limit(Read):
    """A limit's figure and unit."""

    figure: int
    unit: str


class Due(Read):
    """A due date with its ledger."""

    limit: Limit
    due_on: date
    due_at: AwareDatetime
    is_provisional: bool
    is_overdue: bool
    ledger: Ledger
