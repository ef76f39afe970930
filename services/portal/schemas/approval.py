"""What the portal reads from approval."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime

from services.portal.schemas.base import Read
from services.portal.schemas.beside import Check, Point, Signer, Stretch
from services.portal.schemas.case_life import Life, LifeChoices, Noted
from services.portal.schemas.ledger import Due


class Task(Read):
    """A task as its row in a queue shows it."""

    id: UUID
    kind: Literal["case", "gate"]
    project_id: UUID
    title: str
    organisation_id: str
    organisation_name: str
    industry: str
    key_project: bool
    pack: str
    department: str | None
    route: str | None = None
    name: str
    stage: str
    attempt: int | None
    round: int | None
    state: str
    is_open: bool
    is_stopped: bool
    stopped_at: AwareDatetime | None
    is_news: bool = False
    escalated: Literal["committed", "statutory"] | None = None
    is_overdue: bool
    is_provisional: bool
    holder: str | None
    holder_name: str | None
    is_mine: bool
    owner_name: str | None
    may_recall: bool
    is_barred: bool
    lease_until: AwareDatetime | None
    opened_at: AwareDatetime
    due_at: AwareDatetime
    statutory_due_at: AwareDatetime | None
    ended_at: AwareDatetime | None
    outcome: str | None
    signatures_missing: int = 0
    asks_my_signature: bool = False
    expected_end_on: date | None = None
    four_eyes: bool = False
    is_own_recommendation: bool = False
    version: int


class TaskPage(Read):
    """A page of a queue."""

    items: list[Task]
    next_cursor: str | None


class NameCount(Read):
    """Open tasks of one item, or of one stage's gate."""

    kind: Literal["case", "gate"]
    name: str
    open: int
    overdue: int


class Counts(Read):
    """A queue in figures."""

    open: int
    unclaimed: int
    mine: int
    overdue: int
    awaiting_information: int
    copied: int
    to_sign: int = 0
    by_name: list[NameCount]


class Round(Read):
    """A request for information and its answer."""

    number: int
    ground: str
    question: str
    asked_at: AwareDatetime
    asked_by_name: str | None
    answer: str | None
    documents: list[UUID]
    answered_at: AwareDatetime | None
    answer_due_on: date | None = None


class Condition(Read):
    """A condition of an approval."""

    text: str
    trigger: str
    due_on: date | None


class Decision(Read):
    """A decision that stands."""

    outcome: str
    ground: str | None
    reason: str
    hold_until: date | None
    decided_at: AwareDatetime
    decided_by_name: str | None
    decided_for_name: str | None
    within_committed: bool
    within_statutory: bool | None
    conditions: list[Condition]


class TaskEvent(Read):
    """What happened to a task."""

    happened_at: AwareDatetime
    what: str
    actor_name: str | None
    behalf_name: str | None
    why: str | None
    data: dict[str, Any]


class Other(Read):
    """Another case or gate of the same project."""

    kind: Literal["case", "gate"]
    name: str
    department: str | None
    stage: str
    state: str
    is_stopped: bool
    due_at: AwareDatetime
    outcome: str | None
    conditions: list[Condition] = []


class Conflict(Read):
    """A declared conflict of interest."""

    id: UUID
    person: str
    person_name: str
    organisation_id: str | None
    task_id: UUID | None
    reason: str
    declared_at: AwareDatetime


class Conflicts(Read):
    """Conflicts of interest that stand."""

    items: list[Conflict]


class Colleague(Read):
    """Somebody who works through the same queue."""

    person: str
    name: str
    is_lead: bool
    is_me: bool
    in_hand: int
    away_until: date | None


class Colleagues(Read):
    """Who works through the reader's queue."""

    items: list[Colleague]

    @property
    def others(self) -> list[Colleague]:
        """Everybody but the reader."""
        return [each for each in self.items if not each.is_me]


class StandIn(Read):
    """Who acts meanwhile."""

    item: str | None
    person_name: str


class Absence(Read):
    """Days [from_on, until_on) on which somebody is away."""

    id: UUID
    person: str
    person_name: str
    from_on: date
    until_on: date
    reason: str
    made_by_name: str
    stand_ins: list[StandIn]


class Absences(Read):
    """Absences of a queue that are not over."""

    items: list[Absence]


class TeamMember(Read):
    """What an officer has in hand."""

    person: str
    name: str
    is_lead: bool
    in_hand: int
    on_hold: int
    overdue: int
    due_soon: int
    decided: int
    away_until: date | None


class Team(Read):
    """A department's workload."""

    items: list[TeamMember]
    unclaimed: int
    unclaimed_overdue: int
    oldest_unclaimed_at: AwareDatetime | None


class SavedView(Read):
    """A filter under a name."""

    id: UUID
    name: str
    filter: dict[str, Any]


class SavedViews(Read):
    """Somebody's views."""

    items: list[SavedView]


class BulkResult(Read):
    """What became of one task."""

    id: UUID
    done: bool
    detail: str | None


class BulkResults(Read):
    """What became of each task."""

    items: list[BulkResult]


class Choices(Read):
    """What may be chosen on a task."""

    outcomes: list[str]
    refusal_grounds: list[str]
    stop_grounds: list[str]
    information_rounds_left: int
    max_attempts: int | None


class Draft(Read):
    """What the reader has typed for a decision."""

    fields: dict[str, str]
    saved_at: AwareDatetime


class Precedent(Read):
    """An earlier decision on the same item."""

    task_id: UUID
    title: str
    industry: str | None
    route: str | None
    opened_at: AwareDatetime
    alike: list[str]
    decision: Decision


class Precedents(Read):
    """Earlier decisions, the nearest first."""

    items: list[Precedent]


class TaskDetail(Read):
    """A task, whole."""

    task: Task
    choices: Choices
    committed: Due
    statutory: Due | None
    rounds: list[Round]
    decision: Decision | None
    unresolved: list[str]
    history: list[TaskEvent]
    others: list[Other]
    draft: Draft | None
    acting_for: str | None
    conflicts: list[Conflict]
    signers: list[Signer] = []
    signing_for: str | None = None
    points: list[Point] = []
    checks: list[Check] = []
    spent: list[Stretch] = []
    looked_at: AwareDatetime | None = None
    life: Life | None = None
    life_choices: LifeChoices | None = None
    noted: list[Noted] = []
    version: int


class ProjectCase(Read):
    """A case as its sponsor sees it."""

    id: UUID
    item: str
    route: str = "standard"
    department: str
    stage: str
    state: str
    is_stopped: bool
    is_overdue: bool
    opened_at: AwareDatetime
    ended_at: AwareDatetime | None
    committed: Due
    statutory: Due
    rounds: list[Round]
    decision: Decision | None
    life: Life | None = None
    accepts_gaps: bool = False
    version: int

    @property
    def question(self) -> Round | None:
        """The request that waits for an answer."""
        return next((each for each in self.rounds if each.answered_at is None), None)


class ProjectGate(Read):
    """A sitting of a gate as the sponsor sees it."""

    stage: str
    attempt: int
    round: int
    state: str
    committed: Due
    decision: Decision | None


class ProjectWork(Read):
    """All cases and gates of a project."""

    items: list[ProjectCase]
    gates: list[ProjectGate]
    collecting_until: AwareDatetime | None = None
    """While departments collect what they ask: when it is sent as one list."""
