"""The project: who may enter where, which evidence counts, how it is withdrawn.

A project's state, told by the lane's events::

    submitted -> open -> held -> open -> ... -> closing -> finished
"""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from contracts.events.intake import (
    CaseManagerAssigned,
    EvidenceSubmitted,
    ProjectReplanned,
    ProjectSubmitted,
    ProjectWithdrawn,
)
from contracts.ids import DocumentId, OrganisationId, PersonId, ProjectId
from contracts.process import Plan
from services.intake.domain.errors import (
    AlreadyOnVersion,
    BadProjectCode,
    EntryGroundsMissing,
    EvidenceAlreadySubmitted,
    EvidenceIncomplete,
    ManagerAlreadyAssigned,
    NotThisStage,
    ProjectIsOver,
    StageNotInVersion,
    StageNotOpen,
    UnknownEvidence,
)


class ProjectState(StrEnum):
    """Where a project stands, apart from its stage, its hold and its outcome."""

    SUBMITTED = "submitted"
    OPEN = "open"
    HELD = "held"
    CLOSING = "closing"
    FINISHED = "finished"


ENTRY_GROUNDS_LEAST: Final = 10
_PROJECT_CODE = re.compile(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}")
"""Shape only: the check digit's algorithm is not published (facts.md, open questions)."""


def check_project_code(code: str | None) -> None:
    """Refuse a national project code (发改投资〔2020〕1439号) of another shape."""
    if code is not None and not _PROJECT_CODE.fullmatch(code):
        raise BadProjectCode(given=code)


def check_entry(plan: Plan, stage: str, grounds: str | None) -> None:
    """Refuse a stage at which the pack lets nobody enter, and late entry without grounds."""
    if stage not in plan.entry_stages:
        raise StageNotOpen(pack=plan.pack, stage=stage, known=", ".join(plan.entry_stages))
    if plan.index(stage) > 0 and len((grounds or "").strip()) < ENTRY_GROUNDS_LEAST:
        raise EntryGroundsMissing(least=ENTRY_GROUNDS_LEAST)


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One kind of evidence, as handed in."""

    kind: str
    documents: tuple[DocumentId, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Project:
    """A project on the lane. Methods return the project after, and the fact that it makes."""

    id: ProjectId
    organisation_id: OrganisationId
    organisation_name: str
    title: str
    summary: str
    industry: str
    sponsor_kind: str
    key_project: bool
    project_code: str | None
    plan: Plan
    entry_stage: str
    entry_grounds: str | None
    submitted_at: datetime
    submitted_by: PersonId
    state: ProjectState
    stage: str
    attempt: int
    manager: PersonId | None = None
    manager_name: str | None = None
    withdrawal_reason: str | None = None
    facts: dict[str, bool | str] = field(default_factory=dict)
    next_plan: Plan | None = None
    """What the course goes by from its next stage on; until then `plan` holds."""
    version: int = 1

    @property
    def subject(self) -> str:
        """What is on the lane: a project, the building of a platform, a pilot line."""
        return self.plan.subject

    @property
    def is_over(self) -> bool:
        """Whether the course has ended or is being closed."""
        return self.state in (ProjectState.CLOSING, ProjectState.FINISHED)

    def submitted(self) -> ProjectSubmitted:
        """The fact of its submission."""
        return ProjectSubmitted(
            project_id=self.id,
            organisation_id=self.organisation_id,
            organisation_name=self.organisation_name,
            title=self.title,
            industry=self.industry,
            sponsor_kind=self.sponsor_kind,
            key_project=self.key_project,
            pack=self.plan.pack,
            pack_version=self.plan.version,
            pack_digest=self.plan.digest,
            entry_stage=self.entry_stage,
            subject=self.subject,
            facts=self.facts,
        )

    def hand_in(
        self, stage: str, attempt: int, items: tuple[EvidenceItem, ...], *, is_handed_in: bool
    ) -> EvidenceSubmitted:
        """Declare a stage's evidence complete. All kinds that the pack asks for, no others."""
        if self.is_over:
            raise ProjectIsOver()
        if self.state is ProjectState.SUBMITTED or (stage, attempt) != (self.stage, self.attempt):
            raise NotThisStage(stage=self.stage, attempt=self.attempt)
        if is_handed_in:
            raise EvidenceAlreadySubmitted(stage=stage, attempt=attempt)
        asked = self.plan.stages[self.plan.index(stage)].evidence
        given = tuple(item.kind for item in items)
        if missing := [kind for kind in asked if kind not in given]:
            raise EvidenceIncomplete(missing=", ".join(missing))
        if extra := [kind for kind in given if kind not in asked]:
            raise UnknownEvidence(extra=", ".join(extra))
        return EvidenceSubmitted(
            project_id=self.id,
            stage=stage,
            attempt=attempt,
            kinds=given,
            documents=sum(len(item.documents) for item in items),
        )

    def withdraw(self, reason: str) -> tuple["Project", ProjectWithdrawn]:
        """Take the project off the lane, at any moment before its end, also on hold."""
        if self.is_over:
            raise ProjectIsOver()
        after = replace(self, state=ProjectState.CLOSING, withdrawal_reason=reason)
        return after, ProjectWithdrawn(project_id=self.id)

    def assign(self, manager: PersonId, name: str) -> tuple["Project", CaseManagerAssigned]:
        """Give the project a named person (GZ 17). One at a time."""
        if self.is_over:
            raise ProjectIsOver()
        if self.manager is not None and self.manager != manager:
            raise ManagerAlreadyAssigned(manager=self.manager_name)
        after = replace(self, manager=manager, manager_name=name)
        return after, CaseManagerAssigned(project_id=self.id, manager=manager)

    def replan(self, plan: Plan) -> tuple["Project", ProjectReplanned]:
        """Move the project to another version of its pack, from its next stage on.

        What is open in the present stage keeps its rules.
        """
        if self.is_over:
            raise ProjectIsOver()
        pinned = self.next_plan or self.plan
        if (plan.version, plan.digest) == (pinned.version, pinned.digest):
            raise AlreadyOnVersion(version=plan.version)
        stages = [each.stage for each in plan.stages]
        if self.stage not in stages:
            known = ", ".join(stages)
            raise StageNotInVersion(stage=self.stage, version=plan.version, known=known)
        replanned = ProjectReplanned(
            project_id=self.id,
            from_version=self.plan.version,
            number=self.version,
            plan=plan,
        )
        return replace(self, next_plan=plan), replanned
