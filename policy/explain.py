"""What a project would face under a pack: stages, approvals, materials, limits, dates, money.

Dates assume that everything is complete and nothing stops the clock; the sponsor's own work takes
its own time and is not counted. The words for a terminal: explain_text.py.
"""

from collections.abc import Callable, Sequence
from datetime import date

from policy.calendar import Calendar
from policy.clock import DueDate, due_date
from policy.course import UnknownInPack
from policy.digest import digest_of
from policy.explanation import (
    GATE,
    Explanation,
    FundingExplained,
    ItemExplained,
    LimitExplained,
    StageExplained,
)
from policy.grading import route_of, terms_of
from policy.item_limit import item_terms
from policy.known import Known
from policy.model import Item, Name, Pack, SetLimit, Stage, Voucher
from policy.plan import pack_calendar
from policy.project_facts import ProjectFacts, StageNotOpen, check_facts, known_of
from policy.quote import quote, stack

__all__ = ["ProjectFacts", "StageNotOpen", "UnknownInPack", "explain"]


def explain(pack: Pack, facts: ProjectFacts, start_on: date) -> Explanation:
    """The course of such a project if it began on that day.

    Raises UnknownInPack, StageNotOpen and FactOfWrongKind for facts that the pack does not know.
    """
    course = check_facts(pack, facts)
    known = known_of(pack, facts)
    calendar = pack_calendar(pack)
    entry = facts.entry_stage or course.stages[0].id
    position = [stage.id for stage in course.stages].index(entry)
    stages: list[StageExplained] = []
    committed_on = statutory_on = start_on
    for stage in course.stages[position:]:
        work = _StageWork(pack, stage, course.items_at(stage.id), known, calendar)
        explained = work.explained(committed_on, statutory_on)
        committed_on = explained.gate_committed.due.due_on
        statutory_on = explained.gate_statutory.due.due_on
        stages.append(explained)
    earlier = [kind for stage in course.stages[:position] for kind in stage.evidence]
    quotes = {each.id: quote(pack, each, known) for each in pack.programmes}
    stacked = (stack(rule, quotes, known) for rule in pack.stacking)
    return Explanation(
        pack=pack.id,
        name=pack.name,
        version=pack.version,
        digest=digest_of(pack),
        sources=pack.sources,
        industry=pack.industry(facts.industry).name,
        start_on=start_on,
        earlier_evidence=_names(pack, "evidence_kinds", earlier),
        stages=tuple(stages),
        funding=tuple(_explain_funding(programme, facts) for programme in pack.vouchers),
        committed_working_days=calendar.working_days_between(start_on, committed_on),
        statutory_working_days=calendar.working_days_between(start_on, statutory_on),
        subject=facts.subject,
        quotes=tuple(quotes.values()),
        stacking=tuple(each for each in stacked if each is not None),
        advice=tuple(each for each in pack.advice if known.verdict(each.when).answer != "no"),
        fact_names=tuple((fact.id, fact.name) for fact in pack.facts),
    )


class _StageWork:
    """One stage being explained: the items that the project needs, each on its route."""

    def __init__(
        self,
        pack: Pack,
        stage: Stage,
        items: Sequence[Item],
        known: Known,
        calendar: Calendar,
    ) -> None:
        self.pack, self.stage, self.calendar = pack, stage, calendar
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
            evidence=_names(self.pack, "evidence_kinds", self.stage.evidence),
            items=tuple(
                self._item(item, committed[item.id], statutory[item.id], item.id in path)
                for item in self.items
            ),
            gate_committed=ends,
            gate_statutory=_limit(gate, last_statutory, self.calendar),
            critical_path=(*path, GATE),
            working_days=self.calendar.working_days_between(committed_on, ends.due.due_on),
            not_needed=tuple(item.name for item in self.spared),
        )

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
            materials=_names(self.pack, "materials", materials),
            after=_names(self.pack, "items", [each for each in item.after if each not in spared]),
            committed=LimitExplained(self._committed(item), committed),
            statutory=LimitExplained(self._statutory(item), statutory),
            is_critical=is_critical,
            route=route,
            inspection=None
            if inspection is None
            else _limit(inspection, committed.due_on, self.calendar),
            is_needed_if=self.needed[item.id].missing,
            terms=self.terms[item.id],
        )

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


def _explain_funding(programme: Voucher, facts: ProjectFacts) -> FundingExplained:
    is_eligible = facts.sponsor_kind in programme.eligible_sponsor_kinds
    contract = facts.contract_amount if is_eligible else None
    return FundingExplained(
        programme=programme,
        is_eligible=is_eligible,
        contract_amount=contract,
        share=None if contract is None else programme.share_of(contract),
        amount=None if contract is None else programme.amount(contract),
        is_indicative=programme.is_indicative,
    )


def _limit(rule: SetLimit, anchor_on: date, calendar: Calendar) -> LimitExplained:
    return LimitExplained(rule, due_date(rule.limit(), anchor_on, calendar=calendar))


def _names(pack: Pack, section: str, ids: Sequence[str]) -> tuple[Name, ...]:
    return tuple(pack.name_of(section, id_) for id_ in ids)
