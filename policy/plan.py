"""Compiles a pack to the plan that a running project carries (contracts/process.py)."""

from collections.abc import Iterator

from contracts.process import Dependant, GatePlan, Plan, StagePlan, SupervisionPlan
from policy.calendar import Calendar, calendar_with
from policy.course import Course, course_of
from policy.credit_terms import credit_terms
from policy.digest import digest_of
from policy.item_plan import item_plan
from policy.known import Known
from policy.model import PROJECT, Item, Pack, Stage
from policy.project_facts import ProjectFacts, check_facts, known_of


def compile_plan(pack: Pack, subject: str = PROJECT, facts: ProjectFacts | None = None) -> Plan:
    """The same pack and facts always give the same plan, under the same calendar data.

    Without facts every item is in it, on its standard route; with facts only those that the
    project may need, each on its route, and the subject is theirs. A dependency on an item of an
    earlier stage is left out: the gate between them has already waited for it, and a project that
    entered later never opens it. Raises UnknownInPack for a subject that the pack does not have.
    """
    course = course_of(pack, subject) if facts is None else check_facts(pack, facts)
    known = None if facts is None else known_of(pack, facts)
    return Plan(
        pack=pack.id,
        version=pack.version,
        digest=digest_of(pack),
        calendar=pack_calendar(pack).version,
        stages=tuple(_stage_plan(pack, course, stage, known) for stage in course.stages),
        entry_stages=course.entry_stages,
        extra_days_off=tuple(day.on for day in pack.calendar.days_off),
        subject=course.subject,
    )


def pack_calendar(pack: Pack) -> Calendar:
    """The working-day calendar of a pack, its local days off included."""
    return calendar_with(day.on for day in pack.calendar.days_off)


def _stage_plan(pack: Pack, course: Course, stage: Stage, known: Known | None) -> StagePlan:
    items = [
        item
        for item in course.items_at(stage.id)
        if known is None or known.verdict(item.when).answer != "no"
    ]
    together = {item.id for item in items}
    waiting = {item.id: tuple(_dependants(items, item.id, together)) for item in items}
    return StagePlan(
        stage=stage.id,
        carried_out_by=stage.carried_out_by,
        needs_platform=stage.needs_platform,
        evidence=stage.evidence,
        items=tuple(
            item_plan(pack, item, together, known).model_copy(
                update={
                    "dependants": waiting[item.id],
                    "credit": credit_terms(pack, item, known),
                }
            )
            for item in items
        ),
        gate=GatePlan(
            limit=stage.gate.limit.limit(),
            outcomes=stage.gate.gate_outcomes(),
            max_attempts=stage.gate.max_attempts,
        ),
        supervision=tuple(_supervision(pack, stage, known)),
    )


def _dependants(items: list[Item], of: str, together: set[str]) -> Iterator[Dependant]:
    for item in items:
        if of in item.after:
            after = tuple(other for other in item.after if other in together)
            yield Dependant(item=item.id, department=item.department, after=after)


def _supervision(pack: Pack, stage: Stage, known: Known | None) -> Iterator[SupervisionPlan]:
    for each in pack.supervision:
        if stage.id not in each.stages:
            continue
        if known is None or known.verdict(each.when).answer != "no":
            yield SupervisionPlan(
                supervision=each.id,
                department=each.department,
                first_within=each.first_within.limit(),
                every_months=None if each.every is None else each.every.months,
                rectify=each.rectify.limit(),
                blocks_gate=each.blocks_gate,
            )
