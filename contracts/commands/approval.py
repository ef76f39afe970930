"""Orders to `approval`. They carry the rules they are to be handled by: the pack is pinned."""

from datetime import date
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from contracts.envelope import Command
from contracts.events.approval import TaskKind
from contracts.ids import CaseId, GateId, OrganisationId
from contracts.process import GatePlan, ItemPlan, ProjectOutcome


class ProjectCard(BaseModel):
    """What a queue shows of a project. No personal data."""

    model_config = ConfigDict(frozen=True)
    organisation_id: OrganisationId
    organisation_name: str
    title: str
    industry: str
    key_project: bool
    pack: str
    pack_version: str
    pack_digest: str
    calendar: str
    extra_days_off: tuple[date, ...] = ()
    stages: tuple[str, ...] = ()
    """Of the plan, in order."""
    sponsor_kind: str | None = None
    subject: str = "project"
    entry_stage: str | None = None
    facts: dict[str, bool | str] = {}
    """What the sponsor stated, by the pack's names; numbers are decimal text. Graded anew from
    these when one of them turns out to be otherwise, or the sponsor's credit changes."""


class OpenCase(Command):
    """Put a case into its department's queue. Again with the same id: nothing happens."""

    TYPE: ClassVar = "fastlane.cmd.approval.open_case.v1"
    case_id: CaseId
    stage: str
    item: ItemPlan
    card: ProjectCard


class OpenGate(Command):
    """Have a gate sit. ``unresolved`` lists the items refused although the course went on."""

    TYPE: ClassVar = "fastlane.cmd.approval.open_gate.v1"
    gate_id: GateId
    stage: str
    attempt: int
    round: int
    gate: GatePlan
    card: ProjectCard
    unresolved: tuple[str, ...] = ()


class RingAlarm(Command):
    """An alarm's instant has come. The receiver judges by its own clock whether it still holds."""

    TYPE: ClassVar = "fastlane.cmd.approval.ring_alarm.v1"
    task_id: CaseId | GateId
    task_kind: TaskKind
    key: str
    clock_version: int


class SupersedeCases(Command):
    """End these cases: ``because`` was refused and replaces them. Decided ones stay decided."""

    TYPE: ClassVar = "fastlane.cmd.approval.supersede_cases.v1"
    cases: tuple[CaseId, ...]
    because: str
    """The item that was refused."""


class CloseProjectWork(Command):
    """End everything open of the project and open nothing more; answer ProjectWorkClosed."""

    TYPE: ClassVar = "fastlane.cmd.approval.close_project_work.v1"
    outcome: ProjectOutcome


COMMANDS = (OpenCase, OpenGate, RingAlarm, SupersedeCases, CloseProjectWork)
