"""What can happen to a limit: it is extended, or silence accepts a case. Dates stay the clock's.

Works on what ``clock.due_date`` gives. An extended date is worked out anew from the anchor, under
the longer limit, over the same stops: never from the date it replaces.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from contracts.errors import DomainError, ErrorKind
from contracts.process import Limit
from policy.calendar import Calendar
from policy.clock import DueDate, due_date
from policy.stop import Stop

DEEMED_ACCEPTANCE: Final = Limit(figure=5, unit="working_day")
"""Silence for five working days accepts (行政许可法 32, secondary source: facts.md)."""


class ExtensionInOtherUnit(DomainError):
    """Days of two kinds do not add up to one limit."""

    code = "extension_in_other_unit"
    kind = ErrorKind.INVALID
    field = "extension"
    zh = "延期的单位是 {given}，与原时限的 {unit} 不同，不能相加。"
    en = "The extension is in {given}, the limit in {unit}: they cannot be added."


class ExtensionTooLong(DomainError):
    """More than the item's bound."""

    code = "extension_too_long"
    kind = ErrorKind.INVALID
    field = "extension"
    zh = "最多延长 {most} 天，不能延长 {given} 天。"
    en = "At most {most} days can be added, not {given}."


class NoExtensionLeft(DomainError):
    """An item's limit is extended so many times, one at a time."""

    code = "no_extension_left"
    kind = ErrorKind.CONFLICT
    zh = "已延期 {used} 次，不能再次延期。"
    en = "The limit was extended {used} times already; no more is possible."


@dataclass(frozen=True, slots=True)
class Acceptance:
    """When a case counts as accepted: always from the day of receipt if nobody spoke in time."""

    accepted_on: date
    is_deemed: bool


def extended(due: DueDate, by: Limit, *, at_most: Limit, used: int = 0, times: int = 1) -> DueDate:
    """The due date under a limit longer by ``by``; later only.

    ``at_most`` is the item's bound, ``used`` how often its limit was extended before. Raises
    ExtensionInOtherUnit, ExtensionTooLong or NoExtensionLeft, and changes nothing then.
    """
    if used >= times:
        raise NoExtensionLeft(used=used)
    if by.unit != due.limit.unit or at_most.unit != by.unit:
        raise ExtensionInOtherUnit(given=by.unit, unit=due.limit.unit)
    if by.figure > at_most.figure:
        raise ExtensionTooLong(most=at_most.figure, given=by.figure)
    longer = due.limit.model_copy(update={"figure": due.limit.figure + by.figure})
    later = due_date(longer, due.anchor_on, due.stops, calendar=due.calendar)
    return replace(later, is_stopped=due.is_stopped)


def acceptance(
    receipt_on: date,
    answered_on: date | None,
    today: date,
    *,
    limit: Limit = DEEMED_ACCEPTANCE,
    stops: Iterable[Stop] = (),
    calendar: Calendar | None = None,
) -> Acceptance | None:
    """Whether and since when a case is accepted; None while the office may still speak.

    An answer on the last day is in time. After it silence has accepted, from the day of receipt,
    whatever is answered later.
    """
    due = due_date(limit, receipt_on, stops, calendar=calendar, as_of=today)
    if answered_on is not None and answered_on <= due.due_on:
        return Acceptance(answered_on, is_deemed=False)
    if today <= due.due_on or due.is_stopped:
        return None
    return Acceptance(receipt_on, is_deemed=True)
