"""One stage of an explanation: its items on their routes, their dates, and the critical path."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from policy.calendar import Calendar
from policy.clock import DueDate, due_date
from policy.explanation import (
    GATE,
    ItemExplained,
    LimitExplained,
    StageExplained,
    SupervisionExplained,
)
from policy.grading import route_of, terms_of
from policy.item_limit import item_terms
from policy.known import Known
from policy.model import Item, Name, Pack, Permission, RouteTerms, SetLimit, Stage


class StageWork:
    """One stage being explained: the items that the project needs, each on its route."""

    def __init__(
        self,
        pack: Pack,
        stage: Stage,
        items: Sequence[Item],
        known: Known,
        calendar: Calendar,
    ) -> None:
        self.pack, self.stage, self.calendar, self.known = pack, stage, calendar, known
        self.needed = {item.id: known.verdict(item.when) for item in items}
        self.items = [item for item in items if self.needed[item.id].answer != "no"]
        self.spared = [item for item in items if self.needed[item.id].answer == "no"]
        self.routes = {item.id: route_of(pack, item, known) for item in self.items}
        self.terms = {
            item.id: item_terms(pack, item, self.routes[item.id].name, known) for item in self.items
        }

    def explained(self, committed_on: date, statutory_on: date) -> StageExplained:
        committed = _chain(self.items, committed_on, self.calendar, self._committed)
        statutory = _chain(self.items, statutory_on, self.calendar, self._statutory)
        path = _critical_path(self.items, committed)
        gate = self.stage.gate.limit
        last_committed = max((due.due_on for due in committed.values()), default=committed_on)
        last_statutory = max((due.due_on for due in statutory.values()), default=statutory_on)
        ends = _limit(gate, last_committed, self.calendar)
        return StageExplained(
            stage=self.stage,
            evidence=names_in(self.pack, "evidence_kinds", self.stage.evidence),
            items=tuple(
                self._item(item, committed[item.id], statutory[item.id], item.id in path)
                for item in self.items
            ),
            gate_committed=ends,
            gate_statutory=_limit(gate, last_statutory, self.calendar),
            critical_path=(*path, GATE),
            working_days=self.calendar.working_days_between(committed_on, ends.due.due_on),
            not_needed=tuple(item.name for item in self.spared),
            supervision=tuple(self._supervision()),
        )

    def _supervision(self) -> Iterator[SupervisionExplained]:
        for each in self.pack.supervision:
            may_be = self.known.verdict(each.when).answer != "no"
            if self.stage.id in each.stages and may_be:
                yield SupervisionExplained(each, self.pack.department(each.department).name)

    def _item(
        self, item: Item, committed: DueDate, statutory: DueDate, is_critical: bool
    ) -> ItemExplained:
        route = self.routes[item.id]
        terms = terms_of(item, route.name)
        materials = item.materials if terms is None else terms.materials
        spared = {each.id for each in self.spared}
        inspection = terms.inspection if terms is not None else None
        return ItemExplained(
            item=item,
            department=self.pack.department(item.department).name,
            materials=names_in(self.pack, "materials", materials),
            after=names_in(self.pack, "items", [each for each in item.after if each not in spared]),
            committed=LimitExplained(self._committed(item), committed),
            statutory=LimitExplained(self._statutory(item), statutory),
            is_critical=is_critical,
            route=route,
            inspection=None
            if inspection is None
            else _limit(inspection, committed.due_on, self.calendar),
            is_needed_if=self.needed[item.id].missing,
            commitment=self._commitment(terms),
            rectify=None if terms is None else terms.rectify,
            permission=self._permission(item),
            terms=self.terms[item.id],
        )

    def _commitment(self, terms: RouteTerms | None) -> Name | None:
        if terms is None or terms.commitment is None:
            return None
        return self.pack.name_of("commitment_texts", terms.commitment)

    def _permission(self, item: Item) -> Permission | None:
        found = item.permission
        if found is None or self.known.verdict(found.when).answer == "no":
            return None
        return found

    def _committed(self, item: Item) -> SetLimit:
        return self.terms[item.id].committed

    def _statutory(self, item: Item) -> SetLimit:
        return self.terms[item.id].statutory


def _chain(
    items: Sequence[Item],
    opens_on: date,
    calendar: Calendar,
    limit_of: Callable[[Item], SetLimit],
) -> dict[str, DueDate]:
    """Due date by item when each begins on the day the last one before it is due."""
    due: dict[str, DueDate] = {}
    waiting = list(items)
    together = {item.id for item in items}
    while waiting:
        for item in [each for each in waiting if set(each.after) & together <= due.keys()]:
            before = [due[other].due_on for other in item.after if other in due]
            anchor_on = max(before, default=opens_on)
            due[item.id] = due_date(limit_of(item).limit(), anchor_on, calendar=calendar)
            waiting.remove(item)
    return due


def _critical_path(items: Sequence[Item], due: dict[str, DueDate]) -> tuple[str, ...]:
    """The chain of items that ends last, in order."""
    by_id = {item.id: item for item in items}
    path: list[str] = []
    choice = list(by_id)
    while choice:
        last = max(choice, key=lambda each: due[each].due_on)
        path.insert(0, last)
        choice = [other for other in by_id[last].after if other in by_id]
    return tuple(path)


def _limit(rule: SetLimit, anchor_on: date, calendar: Calendar) -> LimitExplained:
    return LimitExplained(rule, due_date(rule.limit(), anchor_on, calendar=calendar))


def names_in(pack: Pack, section: str, ids: Sequence[str]) -> tuple[Name, ...]:
    """The names of entries of a section, in that order."""
    return tuple(pack.name_of(section, id_) for id_ in ids)
