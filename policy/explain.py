"""What a project would face under a pack: stages, approvals, materials, limits, dates, money.

Dates assume that everything is complete and nothing stops the clock; the sponsor's own work takes
its own time and is not counted. The words for a terminal: explain_text.py.
"""

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from contracts.errors import DomainError, ErrorKind
from policy.calendar import Calendar
from policy.clock import DueDate, due_date
from policy.digest import digest_of
from policy.explanation import (
    GATE,
    Explanation,
    FundingExplained,
    ItemExplained,
    LimitExplained,
    StageExplained,
)
from policy.model import Item, Name, Pack, SetLimit, Stage, Voucher
from policy.model.base import Number, PackModel, Slug
from policy.plan import pack_calendar


class UnknownInPack(DomainError):
    """The project names something that the pack does not have."""

    code = "unknown_in_pack"
    kind = ErrorKind.INVALID
    zh = "政策包“{pack}”中没有“{value}”。可用:{known}。"
    en = "The pack {pack} has no {value!r}. It has: {known}."


class StageNotOpen(DomainError):
    """The project wants to begin at a stage that the pack does not open."""

    code = "stage_not_open"
    kind = ErrorKind.INVALID
    field = "entry_stage"
    zh = "项目不能从阶段“{stage}”进入。可以从:{known}。"
    en = "No project may begin at {stage!r}. It may begin at: {known}."


class ProjectFacts(PackModel):
    """What must be known about a project to explain its course."""

    industry: Slug
    sponsor_kind: Slug
    entry_stage: Slug | None = None
    """The first stage of the pack when left out."""
    contract_amount: Number | None = Field(default=None, gt=0)
    """CNY of the pilot service contract, for the estimate of a voucher."""


def explain(pack: Pack, facts: ProjectFacts, start_on: date) -> Explanation:
    """The course of such a project if it began on that day.

    Raises UnknownInPack and StageNotOpen for facts that the pack does not know.
    """
    _check_facts(pack, facts)
    calendar = pack_calendar(pack)
    entry = facts.entry_stage or pack.stages[0].id
    position = [stage.id for stage in pack.stages].index(entry)
    stages: list[StageExplained] = []
    committed_on = statutory_on = start_on
    for stage in pack.stages[position:]:
        explained = _explain_stage(pack, stage, committed_on, statutory_on, calendar)
        committed_on = explained.gate_committed.due.due_on
        statutory_on = explained.gate_statutory.due.due_on
        stages.append(explained)
    earlier = [kind for stage in pack.stages[:position] for kind in stage.evidence]
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
    )


def _check_facts(pack: Pack, facts: ProjectFacts) -> None:
    named = (
        ("industry", facts.industry, [entry.id for entry in pack.industries]),
        ("sponsor_kind", facts.sponsor_kind, [entry.id for entry in pack.sponsor_kinds]),
    )
    for field, value, known in named:
        if value not in known:
            raise UnknownInPack(at=field, pack=pack.id, value=value, known=", ".join(known))
    entries = [stage.id for stage in pack.stages if stage.can_enter]
    if facts.entry_stage is not None and facts.entry_stage not in entries:
        raise StageNotOpen(stage=facts.entry_stage, known=", ".join(entries))


def _explain_stage(
    pack: Pack, stage: Stage, committed_on: date, statutory_on: date, calendar: Calendar
) -> StageExplained:
    items = pack.items_at(stage.id)
    committed = _chain(items, committed_on, calendar, "committed")
    statutory = _chain(items, statutory_on, calendar, "statutory")
    path = _critical_path(items, committed)
    gate = stage.gate.limit
    last_committed = max((due.due_on for due in committed.values()), default=committed_on)
    last_statutory = max((due.due_on for due in statutory.values()), default=statutory_on)
    return StageExplained(
        stage=stage,
        evidence=_names(pack, "evidence_kinds", stage.evidence),
        items=tuple(
            _explain_item(pack, item, committed[item.id], statutory[item.id], item.id in path)
            for item in items
        ),
        gate_committed=_limit(gate, last_committed, calendar),
        gate_statutory=_limit(gate, last_statutory, calendar),
        critical_path=(*path, GATE),
    )


def _explain_item(
    pack: Pack, item: Item, committed: DueDate, statutory: DueDate, is_critical: bool
) -> ItemExplained:
    return ItemExplained(
        item=item,
        department=pack.department(item.department).name,
        materials=_names(pack, "materials", item.materials),
        after=_names(pack, "items", item.after),
        committed=LimitExplained(item.limits.committed, committed),
        statutory=LimitExplained(item.limits.statutory, statutory),
        is_critical=is_critical,
    )


def _chain(
    items: Sequence[Item], opens_on: date, calendar: Calendar, which: str
) -> dict[str, DueDate]:
    """Due date by item when each begins on the day the last one before it is due."""
    due: dict[str, DueDate] = {}
    waiting = list(items)
    together = {item.id for item in items}
    while waiting:
        for item in [each for each in waiting if set(each.after) & together <= due.keys()]:
            before = [due[other].due_on for other in item.after if other in due]
            rule = item.limits.committed if which == "committed" else item.limits.statutory
            anchor_on = max(before, default=opens_on)
            due[item.id] = due_date(rule.limit(), anchor_on, calendar=calendar)
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
