"""What the workflow tells: where a project stands on its course."""

from datetime import datetime
from typing import ClassVar

from pydantic import AwareDatetime

from contracts.envelope import Event
from contracts.process import GateOutcome, ProjectOutcome


class StageEntered(Event):
    """An attempt of a stage begins; its evidence is now awaited."""

    TYPE: ClassVar = "fastlane.lane.stage_entered.v1"
    stage: str
    attempt: int
    carried_out_by: str
    needs_platform: bool


class StageCompleted(Event):
    """A gate ended an attempt of a stage by advance, iterate or stop."""

    TYPE: ClassVar = "fastlane.lane.stage_completed.v1"
    stage: str
    attempt: int
    outcome: GateOutcome


class ProjectHeld(Event):
    """A gate put the project on hold until a lane instant."""

    TYPE: ClassVar = "fastlane.lane.project_held.v1"
    stage: str
    until: AwareDatetime


class ProjectResumed(Event):
    """The hold ended; the gate sits again."""

    TYPE: ClassVar = "fastlane.lane.project_resumed.v1"
    stage: str
    held_until: datetime


class ClosingStarted(Event):
    """The course ends early; open cases, placements and money are being closed in that order."""

    TYPE: ClassVar = "fastlane.lane.closing_started.v1"
    stage: str
    outcome: ProjectOutcome


class ProjectFinished(Event):
    """The course is over; nothing of it is open any more."""

    TYPE: ClassVar = "fastlane.lane.project_finished.v1"
    stage: str
    outcome: ProjectOutcome


class PlanAdopted(Event):
    """From this stage on the course follows another version of its pack (ADR 0211)."""

    TYPE: ClassVar = "fastlane.lane.plan_adopted.v1"
    stage: str
    pack: str
    pack_version: str
    pack_digest: str


EVENTS = (
    StageEntered,
    StageCompleted,
    ProjectHeld,
    ProjectResumed,
    ClosingStarted,
    ProjectFinished,
    PlanAdopted,
)
