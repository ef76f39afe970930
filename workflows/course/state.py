"""What a course remembers: where the project stands, what was heard, what was told.

Plain data that survives serialisation, since it is carried from one run of the workflow to the
next. Facts are kept under their own ids, so that hearing one twice changes nothing.
"""

from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from contracts.events.approval import Alarm, CaseOutcome, TaskKind
from contracts.ids import CaseId, GateId, PlacementId
from contracts.process import GateOutcome, Plan, ProjectOutcome


class Phase(StrEnum):
    """How the course goes on; its values are those of the search attribute ``ProjectState``."""

    OPEN = "open"
    HELD = "held"
    CLOSING = "closing"
    FINISHED = "finished"


class GateDecision(BaseModel):
    """What a sitting of a gate decided; ``hold_until`` in lane time, only with ``hold``."""

    model_config = ConfigDict(frozen=True)
    outcome: GateOutcome
    hold_until: AwareDatetime | None


class TaskAlarms(BaseModel):
    """The alarms of one task that have not rung yet, and the version of the clock they hold for."""

    kind: TaskKind
    clock_version: int
    pending: tuple[Alarm, ...]


class CourseState(BaseModel):
    """The memory of one course.

    | phase | goes on when |
    |---|---|
    | open | evidence, platform and items of the stage are there, and its gate decides |
    | held | lane time reaches ``held_until`` |
    | closing | queues, placements and money are released, one after the other |
    | finished | never |
    """

    schema_version: Literal[1] = 1
    stage: str
    attempt: int = 1
    round: int = 1
    phase: Phase = Phase.OPEN
    held_until: AwareDatetime | None = None
    outcome: ProjectOutcome | None = None
    is_withdrawn: bool = False
    evidence: list[tuple[str, int]] = Field(default_factory=list)
    """(stage, attempt) whose evidence is complete."""
    placements: list[PlacementId] = Field(default_factory=list)
    """Searches that a platform's confirmation ended."""
    cases: dict[CaseId, CaseOutcome] = Field(default_factory=dict)
    superseded: list[CaseId] = Field(default_factory=list)
    """Cases that ended without a decision."""
    rested: list[CaseId] = Field(default_factory=list)
    """Cases that were not accepted or have lapsed; the sponsor may apply for them again."""
    later: dict[CaseId, int] = Field(default_factory=dict)
    """Numbers of the decisions that are not a case's first."""
    revoked: dict[CaseId, int] = Field(default_factory=dict)
    """Numbers up to which a case's decisions hold no longer."""
    gates: dict[GateId, GateDecision] = Field(default_factory=dict)
    released: list[str] = Field(default_factory=list)
    """Types of the answers to closing commands that have come."""
    alarms: dict[CaseId | GateId, TaskAlarms] = Field(default_factory=dict)
    next_plan: Plan | None = None
    """The plan that the course adopts when it enters its next stage."""
    replanned: int = 0
    """The number of the last replan that was heard."""
    issued: list[str] = Field(default_factory=list)
    """Keys of the steps that were told, in order."""
