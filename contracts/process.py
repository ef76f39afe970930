"""The course of a project as data: what a policy pack compiles to and a workflow carries.

The plan travels in the workflow's input and in commands, so a running project never reads a pack
again: it is pinned to the version and digest it was submitted under.
"""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from contracts.ids import ProjectId

Unit = Literal["working_day", "calendar_day"]
Roll = Literal["next_working_day", "none"]


class GateOutcome(StrEnum):
    """What a gate can decide (domain.md section 2)."""

    ADVANCE = "advance"
    ITERATE = "iterate"
    HOLD = "hold"
    STOP = "stop"


class ProjectOutcome(StrEnum):
    """How a project's course can end."""

    INDUSTRIALISED = "industrialised"
    REFUSED = "refused"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limit(_Frozen):
    """A time limit: a figure never goes without its unit (facts.md)."""

    figure: int = Field(gt=0, le=3650)
    unit: Unit
    roll: Roll = "next_working_day"


class ItemPlan(_Frozen):
    """One approval item: who decides, after which others, in what time."""

    item: str
    department: str
    after: tuple[str, ...] = ()
    statutory: Limit
    committed: Limit
    remind_at_percent: tuple[int, ...] = (50, 80, 100)
    on_refusal: Literal["stop", "finish"]
    refusal_grounds: tuple[str, ...]
    stop_grounds: tuple[str, ...]
    max_information_rounds: int = Field(ge=0)
    route: Literal["commitment_and_filing", "simplified", "standard"] = "standard"
    inspection: Limit | None = None
    """After a filing by commitment, in what time it is inspected."""


class GatePlan(_Frozen):
    """The gate that ends a stage."""

    limit: Limit
    outcomes: tuple[GateOutcome, ...]
    max_attempts: int = Field(ge=1)


class StagePlan(_Frozen):
    """One stage: who carries it out, what it must show, which approvals open in it."""

    stage: str
    carried_out_by: Literal["sponsor", "platform"]
    needs_platform: bool
    evidence: tuple[str, ...]
    items: tuple[ItemPlan, ...] = ()
    gate: GatePlan


class Plan(_Frozen):
    """A pack, compiled: the stages in order, and the pin."""

    pack: str
    version: str
    digest: str
    calendar: str
    """Version of the working-day calendar the pack was compiled with."""
    stages: tuple[StagePlan, ...] = Field(min_length=1)
    entry_stages: tuple[str, ...] = Field(min_length=1)
    extra_days_off: tuple[date, ...] = ()
    subject: str = "project"

    def index(self, stage: str) -> int:
        """Position of a stage; ValueError when the plan has none of that name."""
        return [each.stage for each in self.stages].index(stage)


def workflow_id(project: ProjectId) -> str:
    """The Temporal id of a project's course; the one place that makes it."""
    return f"fast-lane/{project}"
