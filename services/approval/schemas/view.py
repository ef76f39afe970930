"""Tasks, cases and gates as approval shows them. Ids, not labels: names come from the pack."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
)

from contracts.process import Limit
from services.approval.schemas.beside import CheckView, PointView, SignerView, StretchView
from services.approval.schemas.life import LifeChoiceView, LifeView, QuestionView
from services.approval.schemas.people import ConflictView


class TaskView(BaseModel):
    """A task as its row in a queue shows it. ``name`` is the approval item, or a gate's stage."""

    id: UUID
    kind: Literal["case", "gate"]
    project_id: UUID
    title: str
    organisation_id: str
    organisation_name: str
    industry: str
    key_project: bool
    pack: str
    pack_version: str
    department: str | None
    name: str
    stage: str
    attempt: int | None
    round: int | None
    state: str
    is_open: bool
    is_stopped: bool
    stopped_at: AwareDatetime | None
    """Since when the clock stands still."""
    resumed_at: AwareDatetime | None = None
    """When it last ran again after a stop."""
    is_news: bool = False
    """A stop has ended, and the reader, who holds the task, has not looked since."""
    escalated: Literal["committed", "statutory"] | None = None
    """Which limit's passing somebody above was told of, while that limit is still past."""
    is_overdue: bool
    is_provisional: bool
    holder: str | None
    holder_name: str | None
    is_mine: bool
    owner_name: str | None
    """Who delegated it and gets it back."""
    may_recall: bool
    """The reader handed it over, and work on it has not begun."""
    is_barred: bool
    """A conflict of interest of the reader's stands against it."""
    claimed_at: AwareDatetime | None
    lease_until: AwareDatetime | None
    """When the claim ends without further work; None while nobody holds it or the clock stands."""
    opened_at: AwareDatetime
    due_at: AwareDatetime
    statutory_due_at: AwareDatetime | None
    ended_at: AwareDatetime | None
    outcome: str | None
    route: str | None = None
    """Of a case: filed by commitment, simplified, or standard."""
    grade: str | None = None
    """The risk grade by which the route was chosen."""
    signatures_missing: int = 0
    """How many signers have still to agree before it is decided."""
    asks_my_signature: bool = False
    expected_end_on: date | None = None
    """When a stop that does not wait for the sponsor is expected to end."""
    four_eyes: bool = False
    """Whether one recommends and another confirms."""
    is_own_recommendation: bool = False
    """The reader's own recommendation waits to be confirmed, so the reader cannot claim it."""
    version: int


class Told(BaseModel):
    """It was told; what came of it is not the caller's to see."""

    task_id: UUID


class BulkResult(BaseModel):
    """What became of one task: ``code`` and ``detail`` say why nothing did."""

    id: UUID
    done: bool
    code: str | None
    detail: str | None
    task: TaskView | None


class BulkResults(BaseModel):
    """What became of each task, in the order given."""

    items: list[BulkResult]


class TaskPage(BaseModel):
    """A page of a queue, due first."""

    items: list[TaskView]
    next_cursor: str | None


class NameCount(BaseModel):
    """Open tasks of one item, or of one stage's gate."""

    kind: Literal["case", "gate"]
    name: str
    open: int
    overdue: int


class TaskCounts(BaseModel):
    """The caller's queue in figures; all of them of open tasks."""

    open: int
    unclaimed: int
    mine: int
    overdue: int
    awaiting_information: int
    copied: int
    to_sign: int = 0
    by_name: list[NameCount]


class DueView(BaseModel):
    """A due date with what it was worked out from. ``due_at`` is when it becomes overdue."""

    limit: Limit
    due_on: date
    due_at: AwareDatetime
    is_provisional: bool
    is_overdue: bool
    ledger: dict[str, Any]
    """Every day from the anchor, counted or left out: ``policy.ledger.Ledger.as_json``."""


class StopView(BaseModel):
    """Days [from_on, until_on) on which the clock stood still; open while None."""

    from_on: date
    until_on: date | None
    grounds: list[str]


class RoundView(BaseModel):
    """A request for information and its answer. Officers are named only to officers."""

    number: int
    ground: str
    question: str
    asked_at: AwareDatetime
    asked_by_name: str | None
    answer: str | None
    documents: list[UUID]
    answered_at: AwareDatetime | None
    answer_due_on: date | None = None
    """By when the sponsor is to answer, where the pack sets a limit for the round."""


class ConditionView(BaseModel):
    """A condition of an approval."""

    id: UUID
    text: str
    trigger: str
    due_on: date | None


class DecisionView(BaseModel):
    """A decision that stands. Officers are named only to officers."""

    outcome: str
    ground: str | None
    reason: str
    hold_until: date | None
    decided_at: AwareDatetime
    decided_by_name: str | None
    decided_for_name: str | None
    """The absent holder for whom it was decided."""
    within_committed: bool
    within_statutory: bool | None
    conditions: list[ConditionView]


class TaskEventView(BaseModel):
    """What happened to a task: who, when, what, why."""

    happened_at: AwareDatetime
    what: str
    actor_name: str | None
    behalf_name: str | None
    """The absent colleague for whom it was done."""
    why: str | None
    data: dict[str, Any]


class OtherTaskView(BaseModel):
    """Another case or gate of the same project."""

    id: UUID
    kind: Literal["case", "gate"]
    name: str
    department: str | None
    stage: str
    attempt: int | None
    round: int | None
    state: str
    is_stopped: bool
    due_at: AwareDatetime
    outcome: str | None
    conditions: list[ConditionView] = []


class ChoiceView(BaseModel):
    """What may be chosen on this task, by the pack that its project is pinned to."""

    outcomes: list[str]
    refusal_grounds: list[str]
    stop_grounds: list[str]
    information_rounds_left: int
    max_attempts: int | None


class DraftView(BaseModel):
    """What the reader has typed for a decision, and when it was last kept."""

    fields: dict[str, str]
    saved_at: AwareDatetime


class TaskDetail(BaseModel):
    """A task, whole: for those in whose queue it is."""

    task: TaskView
    choices: ChoiceView
    committed: DueView
    statutory: DueView | None
    stops: list[StopView]
    rounds: list[RoundView]
    decision: DecisionView | None
    unresolved: list[str]
    history: list[TaskEventView]
    others: list[OtherTaskView]
    draft: DraftView | None
    acting_for: str | None
    """The absent holder for whom the reader stands in."""
    conflicts: list[ConflictView]
    """Whom it is barred to: the reader's own, and for a lead the department's."""
    signers: list[SignerView] = []
    signing_for: str | None = None
    """Whose signature the reader may give now: the own name, or an absent colleague's."""
    points: list[PointView] = []
    """The checklist, by the plan that the project is pinned to."""
    checks: list[CheckView] = []
    spent: list[StretchView] = []
    """Where the time went, without a gap from the opening on."""
    looked_at: AwareDatetime | None = None
    """When the reader's visit before this one was."""
    life: LifeView | None = None
    life_choices: LifeChoiceView | None = None
    noted: list[QuestionView] = []
    """Questions that wait for the list of all departments."""
    version: int


class CaseView(BaseModel):
    """A case as its sponsor sees it: no names of officers, no internal history."""

    id: UUID
    project_id: UUID
    item: str
    route: str = "standard"
    department: str
    stage: str
    state: str
    is_stopped: bool
    is_overdue: bool
    opened_at: AwareDatetime
    ended_at: AwareDatetime | None
    committed: DueView
    statutory: DueView
    stops: list[StopView]
    rounds: list[RoundView]
    decision: DecisionView | None
    life: LifeView
    accepts_gaps: bool
    """Whether it can be accepted though something is missing."""
    version: int


class GateView(BaseModel):
    """A sitting of a gate as the sponsor sees it."""

    id: UUID
    project_id: UUID
    stage: str
    attempt: int
    round: int
    state: str
    is_overdue: bool
    opened_at: AwareDatetime
    ended_at: AwareDatetime | None
    committed: DueView
    decision: DecisionView | None


class ProjectWorkView(BaseModel):
    """All cases and gates of a project, in the order in which they were opened."""

    items: list[CaseView]
    gates: list[GateView]
    collecting_until: AwareDatetime | None = None
    """While departments collect what they ask: when it is sent as one list."""


class RecomputeView(BaseModel):
    """What was done; `next_after` begins the next portion, None says that all were looked at."""

    looked_at: int
    changed: int
    next_after: UUID | None
