"""Which limits an item has for one project: by its case, its route, and the lists it is on."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from policy.grading import terms_of
from policy.known import Known
from policy.model import Item, LimitCase, Pack, Priority, RouteName, SetLimit

# A working day takes 7/5 calendar days in the long run: enough to compare limits of two units.
_DAYS = {"working_day": 7, "calendar_day": 5}


@dataclass(frozen=True, slots=True)
class ItemTerms:
    """The limits of one item for one project, and what decided on them."""

    statutory: SetLimit
    committed: SetLimit
    usual: SetLimit
    """The promise without any list that hastens it."""
    case: LimitCase | None = None
    priority: Priority | None = None
    missing: tuple[str, ...] = ()
    """Facts that the limits hang on and nobody has stated; the longest possible are given then."""


def is_longer(limit: SetLimit, than: SetLimit) -> bool:
    """Whether a limit takes longer than another, whatever their units."""
    return _length(limit) > _length(than)


def item_terms(pack: Pack, item: Item, route: RouteName, known: Known | None) -> ItemTerms:
    """Without facts: the limits for everything else, on that route, and no priority."""
    if known is None:
        usual = _on_route(item, route, item.limits.committed)
        return ItemTerms(item.limits.statutory, usual, usual)
    case, missing = _case(item, known)
    found = item.limits if case is None else case
    usual = _on_route(item, route, found.committed)
    priority = next(
        (each for each in priorities_of(pack, item) if known.verdict(each.when).answer == "yes"),
        None,
    )
    committed = usual if priority is None else hastened(usual, priority)
    return ItemTerms(found.statutory, committed, usual, case, priority, missing)


def priorities_of(pack: Pack, item: Item) -> Iterator[Priority]:
    """The lists that hasten this item, in the pack's order."""
    yield from (each for each in pack.priorities if not each.items or item.id in each.items)


def hastened(limit: SetLimit, priority: Priority) -> SetLimit:
    """What the priority leaves of a promise; part days count whole, and one is left at least."""
    left = priority.committed_percent
    origin = {"basis": left.basis, "clause": left.clause, "reason": left.reason}
    return limit.model_copy(update={"figure": ceil(limit.figure * left.value / 100), **origin})


def _case(item: Item, known: Known) -> tuple[LimitCase | None, tuple[str, ...]]:
    """The case that decides, None for everything else; of several that may, the longest."""
    possible: list[LimitCase | None] = []
    missing: list[str] = []
    for case in item.limits.cases:
        found = known.verdict(case.when)
        if found.answer != "no":
            possible.append(case)
            missing += found.missing
        if found.answer == "yes":
            break
    else:
        possible.append(None)
    longest = max(possible, key=lambda each: _length((each or item.limits).statutory))
    return longest, tuple(dict.fromkeys(missing))


def _on_route(item: Item, route: RouteName, committed: SetLimit) -> SetLimit:
    """A lighter route's promise, unless the case promises less anyway."""
    terms = terms_of(item, route)
    if terms is None or is_longer(terms.committed, committed):
        return committed
    return terms.committed


def _length(limit: SetLimit) -> int:
    return limit.figure * _DAYS[limit.unit]
