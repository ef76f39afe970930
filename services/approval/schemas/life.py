"""What people send and read about a case's receipt, stops, four eyes and service."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from contracts.process import Rank, Unit
from services.approval.domain.life import AcceptedHow, NonAcceptanceGround, ServedHow
from services.approval.schemas.input import Input, Note, Slug, Text4000

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Approval = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class AcceptanceInput(Input):
    """Accept; with ``gaps`` though these are missing."""

    gaps: tuple[ShortText, ...] | None = Field(default=None, max_length=30)


class NonAcceptanceInput(Input):
    """On which ground of the law a case is not accepted, and why."""

    ground: NonAcceptanceGround
    reason: Text4000


class StopInput(Input):
    """A stop's ground or a procedure, one of the two; until when, as expected; and why."""

    ground: Slug | None = None
    procedure: Slug | None = None
    expected_end_on: date
    reason: Text4000


class StopEndInput(Input):
    """Which one ends; why, if it is earlier than expected."""

    number: int = Field(ge=1)
    reason: Note = ""


class ExtensionInput(Input):
    """How much longer; ``approved_by`` says whose decision that is, where a rank is needed."""

    figure: int = Field(ge=1, le=365)
    unit: Unit = "working_day"
    approved_by: Approval = ""
    reason: Text4000


class ServiceInput(Input):
    """How and when a decision reached the sponsor."""

    how: ServedHow
    served_on: date
    note: Note = ""


class CommitmentInput(Input):
    """What the sponsor commits to supply."""

    text: Text4000


class GapsInput(Input):
    """Which of the missing things are supplied, with documents uploaded to the project."""

    numbers: tuple[int, ...] = Field(min_length=1, max_length=30)
    documents: tuple[UUID, ...] = Field(min_length=1, max_length=50)


class ReplyInput(Input):
    """The answer to what one case asks."""

    case_id: UUID
    answer: Text4000
    documents: tuple[UUID, ...] = Field(default=(), max_length=50)


class RepliesInput(Input):
    """Answers to several cases of a project at once."""

    answers: tuple[ReplyInput, ...] = Field(min_length=1, max_length=50)


class DropInput(Input):
    """Which noted question is taken back."""

    number: int = Field(ge=1)


class GapView(BaseModel):
    """Something missing at acceptance."""

    number: int
    text: str
    supplied_at: AwareDatetime | None
    documents: list[UUID]


class HaltView(BaseModel):
    """A stop or procedure. The reasons are for officers."""

    number: int
    ground: str | None
    procedure: str | None
    from_on: date
    expected_end_on: date
    ended_on: date | None
    reason: str | None
    end_reason: str | None


class ExtensionView(BaseModel):
    """The limit made longer."""

    figure: int
    unit: Unit
    rank: Rank
    approved_by: str
    reason: str
    at: AwareDatetime


class RecommendationView(BaseModel):
    """What is proposed, and by whom; for officers."""

    outcome: str
    reason: str
    ground: str | None
    conditions: list[dict[str, Any]]
    by_name: str
    is_mine: bool
    at: AwareDatetime


class ServiceView(BaseModel):
    """How and when the decision was served."""

    how: ServedHow
    served_on: date
    note: str | None
    within_limit: bool | None
    has_letter: bool = False


class LifeView(BaseModel):
    """Where a case stands between receipt and service."""

    received_on: date
    accepted_how: AcceptedHow | None
    accepted_on: date | None
    silence_accepts_after: date | None
    """The last day on which the office may still speak; then silence accepts."""
    not_accepted_ground: str | None
    not_accepted_reason: str | None
    application: int
    commitment: str | None
    gaps: list[GapView]
    gaps_due_at: AwareDatetime | None
    halts: list[HaltView]
    extensions: list[ExtensionView]
    recommendation: RecommendationView | None
    challenges: int
    service_due_at: AwareDatetime | None
    service: ServiceView | None


class LifeChoiceView(BaseModel):
    """What the pinned pack lets one do on a case, beside deciding it."""

    accepts_gaps: bool
    may_decline: bool
    non_acceptance_grounds: list[str]
    own_stop_grounds: list[str]
    """Those that do not wait for the sponsor."""
    procedures: list[str]
    extension_at_most: int | None
    extension_unit: Unit | None
    extension_rank: Rank | None
    extensions_left: int
    four_eyes: bool


class QuestionView(BaseModel):
    """A question that waits for the list of all departments."""

    number: int
    ground: str
    text: str
    noted_by_name: str
    sent_at: AwareDatetime


class NoticeQuestionView(BaseModel):
    """What one department asked in a notice."""

    case_id: UUID
    item: str
    department: str
    ground: str
    text: str


class NoticeView(BaseModel):
    """One request of all departments, as the sponsor got it."""

    id: UUID
    stage: str
    sent_at: AwareDatetime
    state: Literal["open", "answered"]
    questions: list[NoticeQuestionView]


class NoticeList(BaseModel):
    """A project's notices, the latest first."""

    items: list[NoticeView]
    collecting_until: AwareDatetime | None
    """While departments still collect: when the list is sent."""
