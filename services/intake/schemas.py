"""What intake's HTTP API takes and gives."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictStr,
    StringConstraints,
)

Text200 = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text4000 = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=80)]


def _as_text(value: bool | Decimal | str) -> bool | str:
    return f"{value:f}" if isinstance(value, Decimal) else value


FactNumber = Annotated[Decimal, Field(max_digits=18, decimal_places=4)]
FactText = Annotated[StrictStr, StringConstraints(max_length=80)]
FactStated = Annotated[StrictBool | FactNumber | FactText, AfterValidator(_as_text)]
"""A number may be sent as a number or as text; it is kept as text, exact."""


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OrganisationInput(_Input):
    """An organisation's own words about itself."""

    name: Text200
    contact_email: Annotated[
        str, StringConstraints(pattern=r"^[^@\s]{1,64}@[^@\s]{1,190}$", max_length=255)
    ]


class OrganisationView(BaseModel):
    """A registered organisation."""

    id: str
    name: str
    contact_email: str
    version: int


class ProjectInput(_Input):
    """An application to the lane."""

    title: Text200
    summary: Text4000
    pack: Slug
    industry: Slug
    sponsor_kind: Slug
    """What kind of sponsor the organisation is for this project; a pack's programmes ask for it."""
    entry_stage: Slug | None = None
    """None: the pack's first."""
    entry_grounds: Text4000 | None = None
    key_project: bool = False
    project_code: Annotated[str, StringConstraints(max_length=40)] | None = None
    subject: Slug = "project"
    facts: dict[Slug, FactStated] = Field(default={}, max_length=100)
    """What is known of the project, by the names that the pack declares."""
    draft_id: UUID | None = None
    """The draft that this was written in; it becomes the project, once."""


class DraftInput(_Input):
    """An application as far as it is typed: texts by the names of their fields, unchecked."""

    fields: dict[Slug, Annotated[str, StringConstraints(max_length=4000)]] = Field(max_length=120)


class DraftView(BaseModel):
    """A draft of one's own; ``project_id`` once it was submitted."""

    id: UUID
    fields: dict[str, str]
    saved_at: AwareDatetime
    version: int
    project_id: UUID | None = None


class DraftList(BaseModel):
    """All drafts of one's own that are no project yet."""

    items: list[DraftView]


class EvidenceInput(_Input):
    """One kind of evidence."""

    kind: Slug
    documents: tuple[UUID, ...] = Field(default=(), max_length=50)
    note: Annotated[str, StringConstraints(max_length=4000)] = ""


class EvidenceSubmission(_Input):
    """All evidence of one attempt of a stage."""

    stage: Slug
    attempt: int = Field(ge=1, le=1000)
    items: tuple[EvidenceInput, ...] = Field(max_length=50)


class WithdrawalInput(_Input):
    """Why the sponsor leaves."""

    reason: Text4000


class PlanInput(_Input):
    """The version of its pack that a running project is moved to."""

    version: Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+){0,3}$", max_length=40)]


class PlanView(BaseModel):
    """That a project was moved: what it went by, what it goes by from its next stage on."""

    project_id: UUID
    pack: str
    stage: str
    from_version: str
    to_version: str


class TurnView(BaseModel):
    """One thing that waits: on whom, for what, since when, until when."""

    key: str
    party: str
    kind: str
    name: str
    since: AwareDatetime
    due_at: AwareDatetime | None


class RouteView(BaseModel):
    """An approval that the project needs: where it opens, who decides, on which route."""

    item: str
    stage: str
    department: str
    route: str


class ProjectView(BaseModel):
    """A project as its card shows it."""

    id: UUID
    organisation_id: str
    organisation_name: str
    title: str
    summary: str
    industry: str
    sponsor_kind: str
    key_project: bool
    project_code: str | None
    pack: str
    pack_version: str
    pack_digest: str
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
    subject: str = "project"
    facts: dict[str, bool | str] = {}
    items: list[RouteView] = []
    """In the order of their stages."""
    evidence_kinds: list[str]
    """What the current stage asks for."""
    turns: list[TurnView]
    version: int


class ProjectPage(BaseModel):
    """A page of projects, newest first."""

    items: list[ProjectView]
    next_cursor: str | None


class HistoryEntry(BaseModel):
    """One event of a project."""

    event_id: UUID
    type: str
    happened_at: AwareDatetime
    data: dict[str, Any]


class EvidenceView(BaseModel):
    """Evidence handed in."""

    stage: str
    attempt: int
    kind: str
    documents: list[UUID]
    note: str
    submitted_at: datetime


class DocumentView(BaseModel):
    """A stored document."""

    id: UUID
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    uploaded_at: AwareDatetime


class ProjectFile(BaseModel):
    """A project with its history, evidence and documents."""

    project: ProjectView
    history: list[HistoryEntry]
    evidence: list[EvidenceView]
    documents: list[DocumentView]


class NamedView(BaseModel):
    """An id with its names."""

    id: str
    zh: str
    en: str


class PackView(BaseModel):
    """What a sponsor chooses from."""

    id: str
    version: str
    digest: str
    zh: str
    en: str
    industries: list[NamedView]
    sponsor_kinds: list[NamedView]
    entry_stages: list[str]
    stages: list[NamedView]
    subjects: list[NamedView] = []
    """Beside the project itself."""
    facts: list["FactView"] = []
    """What may be stated of a project."""


class FactView(NamedView):
    """A fact that the pack's rules use."""

    type: str
    unit_zh: str | None = None
    unit_en: str | None = None
    choices: list[NamedView] = []
