"""Who is away, and who acts meanwhile: half-open periods, by item, in a bounded chain."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from contracts.ids import PersonId
from services.approval.domain.errors import (
    AbsenceOverlaps,
    AbsencePeriod,
    NobodyLeft,
    StandInChainTooLong,
    StandInCircle,
    StandInMissing,
    StandsInForOneself,
)
from services.approval.domain.holder import Actor

LONGEST_CHAIN: Final = 3
"""A stand-in may be away too, and theirs; further down nobody knows any more why a task came."""
LONGEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who acts for the absentee; without an item for all that no other stand-in has."""

    item: str | None
    who: Actor


@dataclass(frozen=True, slots=True)
class Absence:
    """Days [from_on, until_on) on which somebody is away."""

    person: PersonId
    name: str
    from_on: date
    until_on: date
    stand_ins: tuple[StandIn, ...]

    def covers(self, day: date) -> bool:
        """Whether the person is away on that day."""
        return self.from_on <= day < self.until_on

    def stand_in_for(self, item: str) -> Actor | None:
        """Who acts on that item."""
        by_item = {each.item: each.who for each in self.stand_ins}
        return by_item.get(item) or by_item.get(None)


def present(absences: Iterable[Absence], wanted: Actor, item: str, day: date) -> Actor:
    """The person, or whoever stands in on that day for that item; NobodyLeft when no one does."""
    away = {each.person: each for each in absences if each.covers(day)}
    found = wanted
    for _ in range(LONGEST_CHAIN + 1):
        absence = away.get(found.person)
        if absence is None:
            return found
        following = absence.stand_in_for(item)
        if following is None:
            break
        found = following
    raise NobodyLeft()


def check_absence(new: Absence, others: Sequence[Absence], today: date) -> None:
    """Refuse a period that is none, overlaps, or makes a circle or too long a chain of stand-ins.

    ``others`` are the absences of the same queue that are not over.
    """
    is_period = new.from_on < new.until_on <= new.from_on + LONGEST and new.until_on > today
    if not is_period:
        raise AbsencePeriod(today=today.isoformat())
    items = [each.item for each in new.stand_ins]
    if items.count(None) != 1 or len(set(items)) != len(items):
        raise StandInMissing()
    if any(each.who.person == new.person for each in new.stand_ins):
        raise StandsInForOneself()
    overlapping = [each for each in others if _meet(each, new.from_on, new.until_on)]
    for each in overlapping:
        if each.person == new.person:
            raise AbsenceOverlaps(
                name=each.name, from_on=each.from_on.isoformat(), until_on=each.until_on.isoformat()
            )
    together = [*overlapping, new]
    for each in together:
        for item in {stand_in.item for absence in together for stand_in in absence.stand_ins}:
            _walk(together, [each.name], each, item, each.from_on, each.until_on, {each.person})


def _walk(
    absences: Sequence[Absence],
    chain: list[str],
    at: Absence,
    item: str | None,
    from_on: date,
    until_on: date,
    seen: set[PersonId],
) -> None:
    """Follow the stand-ins through every day that the absences have in common."""
    following = at.stand_in_for(item or "")
    if following is None:
        return
    chain = [*chain, following.name]
    if following.person in seen:
        raise StandInCircle(chain=" → ".join(chain))
    if len(chain) > LONGEST_CHAIN + 1:
        raise StandInChainTooLong(most=LONGEST_CHAIN, chain=" → ".join(chain))
    for each in absences:
        if each.person == following.person and _meet(each, from_on, until_on):
            first, last = max(from_on, each.from_on), min(until_on, each.until_on)
            _walk(absences, chain, each, item, first, last, seen | {following.person})


def _meet(absence: Absence, from_on: date, until_on: date) -> bool:
    return absence.from_on < until_on and from_on < absence.until_on
