"""What `intake` tells: organisations' projects, their evidence, their end by the sponsor's wish."""

from typing import ClassVar

from contracts.envelope import Event
from contracts.ids import OrganisationId, PersonId
from contracts.process import Plan


class ProjectSubmitted(Event):
    """A sponsor put a project on the lane, pinned to a pack's version and digest."""

    TYPE: ClassVar = "fastlane.intake.project_submitted.v1"
    organisation_id: OrganisationId
    organisation_name: str
    title: str
    industry: str
    sponsor_kind: str
    """One of the pack's kinds of sponsor; programmes are open to some."""
    key_project: bool
    pack: str
    pack_version: str
    pack_digest: str
    entry_stage: str
    subject: str = "project"
    """What is put on the lane: a project, the building of a platform, a pilot line."""
    facts: dict[str, bool | str] = {}
    """What the sponsor stated, by the pack's names; numbers are decimal text."""


class EvidenceSubmitted(Event):
    """The sponsor declared the evidence of a stage's attempt complete."""

    TYPE: ClassVar = "fastlane.intake.evidence_submitted.v1"
    stage: str
    attempt: int
    kinds: tuple[str, ...]
    documents: int


class CaseManagerAssigned(Event):
    """A named person now looks after the project (GZ 17)."""

    TYPE: ClassVar = "fastlane.intake.case_manager_assigned.v1"
    manager: PersonId


class ProjectWithdrawn(Event):
    """The sponsor takes the project off the lane; everything open has to close."""

    TYPE: ClassVar = "fastlane.intake.project_withdrawn.v1"


class ProjectReplanned(Event):
    """A running project was moved to another version of its pack, from its next stage on.

    Carries the plan whole: the course that hears it reads no file (ADR 0004, 0211).
    """

    TYPE: ClassVar = "fastlane.intake.project_replanned.v1"
    from_version: str
    number: int
    """Grows with every replan of the project: a later one is not undone by an earlier one."""
    plan: Plan


EVENTS = (
    ProjectSubmitted,
    EvidenceSubmitted,
    CaseManagerAssigned,
    ProjectWithdrawn,
    ProjectReplanned,
)
