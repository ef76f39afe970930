"""Builders of plans for tests of the course. Stages and items are made up: nothing knows a name."""

from datetime import UTC, datetime
from uuid import UUID

from contracts.commands.approval import ProjectCard
from contracts.ids import OrganisationId, ProjectId
from contracts.lane_time import LaneClock
from contracts.process import GateOutcome, GatePlan, ItemPlan, Limit, OnRefusal, Plan, StagePlan

PROJECT = ProjectId(UUID("01890000-0000-7000-8000-000000000001"))
BEGIN = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""A Monday morning of the lane."""

STAGES = ("sprout", "stem", "bloom", "fruit")
ITEMS = ("soil", "water", "light", "wind", "seed")


def item(
    name: str, *after: str, on_refusal: OnRefusal = "finish", department: str = ""
) -> ItemPlan:
    """An approval item that opens after the named ones."""
    return ItemPlan(
        item=name,
        department=department or f"office_of_{name}",
        after=after,
        statutory=Limit(figure=20, unit="working_day"),
        committed=Limit(figure=10, unit="working_day"),
        on_refusal=on_refusal,
        refusal_grounds=("unsuitable",),
        stop_grounds=("information_requested",),
        max_information_rounds=2,
    )


def stage(name: str, *items: ItemPlan, needs_platform: bool = False) -> StagePlan:
    """A stage with its items."""
    return StagePlan(
        stage=name,
        carried_out_by="platform" if needs_platform else "sponsor",
        needs_platform=needs_platform,
        evidence=("report",),
        items=items,
        gate=GatePlan(
            limit=Limit(figure=5, unit="working_day"), outcomes=tuple(GateOutcome), max_attempts=3
        ),
    )


def plan(*stages: StagePlan) -> Plan:
    """A plan; without stages the standard one: four stages, five items and a platform in the third.

    Of the items ``water`` waits for ``soil`` and ``seed`` for ``light``.
    """
    chosen = stages or standard_stages()
    return Plan(
        pack="orchard",
        version="1",
        digest="0" * 64,
        calendar="test",
        stages=chosen,
        entry_stages=(chosen[0].stage,),
    )


def standard_stages(on_refusal: OnRefusal = "finish") -> tuple[StagePlan, ...]:
    """The stages of the standard plan."""
    items = (
        item("soil", on_refusal=on_refusal),
        item("water", "soil", on_refusal=on_refusal),
        item("light", on_refusal=on_refusal),
        item("wind", on_refusal=on_refusal),
        item("seed", "light", on_refusal=on_refusal),
    )
    sprout, stem, bloom, fruit = STAGES
    return (stage(sprout), stage(stem), stage(bloom, *items, needs_platform=True), stage(fruit))


def card() -> ProjectCard:
    """What a queue shows of the project."""
    return ProjectCard(
        organisation_id=OrganisationId("91440101MA5AAAAA1X"),
        organisation_name="果园科技",
        title="一号果园",
        industry="orchards",
        key_project=False,
        pack="orchard",
        pack_version="1",
        pack_digest="0" * 64,
        calendar="test",
    )


def clock(day_seconds: float = 86_400.0) -> LaneClock:
    """The lane's clock, which shows BEGIN at BEGIN."""
    return LaneClock(epoch=BEGIN, epoch_real=BEGIN, day_seconds=day_seconds)
