"""What has to be done by a day after a decision, and its alarms.

Unlike a task's these are not held by the course of the project: most of them outlive it (a
permission lapses years after industrialisation). The row is the alarm: the watch looks for the
next instant that has come, so that nothing is lost whatever stops and starts (ADR 0321).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Literal, Self
from uuid import UUID

from contracts.events.after_decision import ObligationDue, ObligationKind
from contracts.process import Limit
from policy.calendar import calendar_with
from policy.clock import DueDate, day_end, day_start, due_date
from services.approval.domain.about import About
from services.approval.domain.timing import anchor_of

Party = Literal["sponsor", "department"]
_OFFICE_OPENS_H: Final = timedelta(hours=9)
REMIND_AT_PERCENT: Final = (50, 80)
"""Of a limit; the same thresholds as the items' usual ones."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something to be done. ``soon_at``: reminders that are still to come, ascending."""

    id: UUID
    kind: ObligationKind
    subject_id: UUID
    """The inspection, condition, permission or reconsideration that it is about."""
    about: About
    party: Party
    opened_at: datetime
    due_at: datetime
    is_provisional: bool = False
    soon_at: tuple[datetime, ...] = ()
    is_overdue: bool = False
    closed_at: datetime | None = None

    @property
    def next_at(self) -> datetime | None:
        """The next alarm; None when all have rung or it is done."""
        if self.closed_at is not None or self.is_overdue:
            return None
        return min((*self.soon_at, self.due_at))

    def ring(self, now: datetime) -> tuple[Self, ObligationDue | None]:
        """Say what has come due by now, once; several reminders missed are said as one."""
        if self.next_at is None or now < self.next_at:
            return self, None
        if now >= self.due_at:
            return replace(self, soon_at=(), is_overdue=True), self._fact("overdue")
        later = tuple(each for each in self.soon_at if each > now)
        return replace(self, soon_at=later), self._fact("soon")

    def done(self, now: datetime) -> Self:
        """No alarm any more."""
        return replace(self, closed_at=now)

    def _fact(self, level: Literal["soon", "overdue"]) -> ObligationDue:
        return ObligationDue(
            project_id=self.about.project_id,
            case_id=self.about.case_id,
            item=self.about.item,
            department=self.about.department,
            obligation_id=self.id,
            pack=self.about.pack,
            kind=self.kind,
            party=self.party,
            due_at=self.due_at,
            level=level,
        )


@dataclass(frozen=True, slots=True)
class Term:
    """By when, whether the calendar of that year is published, and when to remind."""

    due_at: datetime
    is_provisional: bool
    soon_at: tuple[datetime, ...]


def term_of(limit: Limit, since: datetime, days_off: Iterable[date]) -> Term:
    """The term of a limit that begins at ``since``; counted from the day after receipt."""
    off = tuple(days_off)
    due = due_date(limit, anchor_of(since, off), calendar=calendar_with(off))
    return Term(due.due_at, due.is_provisional, _reminders(due, since))


def term_to(last_on: date, now: datetime, days_before: Iterable[int]) -> Term:
    """The term that ends with a day, reminded so many calendar days before it."""
    instants = (day_start(last_on - timedelta(days=each)) for each in days_before)
    soon = sorted(each + _OFFICE_OPENS_H for each in instants if each > now)
    return Term(day_end(last_on), False, tuple(soon))


def _reminders(due: DueDate, since: datetime) -> tuple[datetime, ...]:
    instants = {due.remind_at(each) for each in REMIND_AT_PERCENT}
    return tuple(sorted(each for each in instants if since < each < due.due_at))
