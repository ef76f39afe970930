"""What the portal reads from intake."""

from typing import Any
from uuid import UUID

from pydantic import AwareDatetime

from services.portal.schemas.base import Read


class Organisation(Read):
    """A registered organisation."""

    id: str
    name: str
    contact_email: str
    version: int


class Draft(Read):
    """An application that is still being written, or where it went."""

    id: UUID
    fields: dict[str, str]
    saved_at: AwareDatetime
    version: int
    project_id: UUID | None


class DraftList(Read):
    """One's own drafts."""

    items: list[Draft]


class Turn(Read):
    """One thing that waits."""

    key: str
    party: str
    kind: str
    name: str
    since: AwareDatetime
    due_at: AwareDatetime | None


class Project(Read):
    """A project's card."""

    id: UUID
    organisation_id: str
    organisation_name: str
    title: str
    summary: str
    industry: str
    sponsor_kind: str = ""
    subject: str = "project"
    facts: dict[str, bool | str] = {}
    key_project: bool
    project_code: str | None
    pack: str
    pack_version: str
    entry_stage: str
    submitted_at: AwareDatetime
    state: str
    stage: str
    attempt: int
    hold_until: AwareDatetime | None
    outcome: str | None
    manager_name: str | None
    withdrawal_reason: str | None
    stages: list[str]
    evidence_kinds: list[str]
    turns: list[Turn]
    version: int

    @property
    def is_over(self) -> bool:
        """Whether nothing can be done any more."""
        return self.state in ("closing", "finished")


class ProjectPage(Read):
    """A page of projects."""

    items: list[Project]
    next_cursor: str | None


class HistoryEntry(Read):
    """One event of a project."""

    type: str
    happened_at: AwareDatetime
    data: dict[str, Any]

    @property
    def short_type(self) -> str:
        """The type without prefix and version."""
        return self.type.removeprefix("fastlane.").rpartition(".v")[0]


class Evidence(Read):
    """Evidence handed in."""

    stage: str
    attempt: int
    kind: str
    documents: list[UUID]
    note: str
    submitted_at: AwareDatetime


class Document(Read):
    """A stored document."""

    id: UUID
    name: str
    media_type: str
    size_bytes: int
    uploaded_at: AwareDatetime


class ProjectFile(Read):
    """A project, whole."""

    project: Project
    history: list[HistoryEntry]
    evidence: list[Evidence]
    documents: list[Document]
