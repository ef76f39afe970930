"""Compiles a pack to the plan that a running project carries (contracts/process.py)."""

from contracts.process import GatePlan, ItemPlan, Plan, StagePlan
from policy.calendar import Calendar, calendar_with
from policy.digest import digest_of
from policy.model import Item, Pack, Stage


def compile_plan(pack: Pack) -> Plan:
    """The same pack always gives the same plan, under the same calendar data.

    A dependency on an item of an earlier stage is left out: the gate between them has already
    waited for it, and a project that entered later never opens it.
    """
    return Plan(
        pack=pack.id,
        version=pack.version,
        digest=digest_of(pack),
        calendar=pack_calendar(pack).version,
        stages=tuple(_stage_plan(pack, stage) for stage in pack.stages),
        entry_stages=tuple(stage.id for stage in pack.stages if stage.can_enter),
        extra_days_off=tuple(day.on for day in pack.calendar.days_off),
    )


def pack_calendar(pack: Pack) -> Calendar:
    """The working-day calendar of a pack, its local days off included."""
    return calendar_with(day.on for day in pack.calendar.days_off)


def _stage_plan(pack: Pack, stage: Stage) -> StagePlan:
    items = pack.items_at(stage.id)
    together = {item.id for item in items}
    return StagePlan(
        stage=stage.id,
        carried_out_by=stage.carried_out_by,
        needs_platform=stage.needs_platform,
        evidence=stage.evidence,
        items=tuple(_item_plan(item, together) for item in items),
        gate=GatePlan(
            limit=stage.gate.limit.limit(),
            outcomes=stage.gate.gate_outcomes(),
            max_attempts=stage.gate.max_attempts,
        ),
    )


def _item_plan(item: Item, together: set[str]) -> ItemPlan:
    return ItemPlan(
        item=item.id,
        department=item.department,
        after=tuple(other for other in item.after if other in together),
        statutory=item.limits.statutory.limit(),
        committed=item.limits.committed.limit(),
        remind_at_percent=item.remind_at_percent,
        on_refusal=item.on_refusal,
        refusal_grounds=item.refusal_grounds,
        stop_grounds=item.stop_grounds,
        max_information_rounds=item.max_information_rounds,
    )
