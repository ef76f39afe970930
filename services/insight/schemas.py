"""What insight's HTTP API gives. Days are elapsed days of 24 hours unless named working days."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel


class Measure(BaseModel):
    """Percentiles (nearest rank) over ``n`` things that ended. Never a mean alone."""

    n: int
    p50_days: float | None
    p85_days: float | None
    p95_days: float | None
    p50_working_days: int | None
    p85_working_days: int | None


class ApprovalMeasure(Measure):
    """Decided cases: net working days leave out the sponsor's time; rates are 0 to 1."""

    on_time_rate: float | None
    on_time_rate_statutory: float | None
    information_requests: int


class AgeMeasure(BaseModel):
    """Work in progress in one stage, by age since submission."""

    n: int
    p50_age_days: float
    p85_age_days: float
    oldest_age_days: float


class MonthView(BaseModel):
    """What finished in a lane month with one outcome."""

    month: str
    outcome: str
    n: int
    p50_days: float | None
    p85_days: float | None


class DepartmentTime(BaseModel):
    """Days on the critical path: worked on, and waiting unclaimed in the queue."""

    department_days: float
    queue_days: float


class LeadTimeView(BaseModel):
    """Where the time went, over the projects selected. Empty groups are left out."""

    as_of: datetime
    projects: int
    projects_by_state: dict[str, int]
    projects_by_outcome: dict[str, int]
    lead_time: dict[str, Measure]
    stages: dict[str, Measure]
    items: dict[str, ApprovalMeasure]
    departments: dict[str, ApprovalMeasure]
    attribution_days: dict[str, float]
    attribution_total_days: float
    attribution_by_department: dict[str, DepartmentTime]
    work_in_progress: dict[str, AgeMeasure]
    throughput: list[MonthView]
    decisions: int
    information_requests: int
    reminders: int
    escalations: int
    stale_projects: int
    """Projects of which something newer was heard than these figures show."""


class ReportView(BaseModel):
    """The season in figures."""

    as_of: datetime
    projects: int
    projects_by_state: dict[str, int]
    projects_by_outcome: dict[str, int]
    lead_time: dict[str, Measure]
    stages: dict[str, Measure]
    approvals: dict[str, ApprovalMeasure]
    departments: dict[str, ApprovalMeasure]
    attribution_days: dict[str, float]
    attribution_total_days: float
    decisions: int
    information_requests: int
    reminders: int
    escalations: int
    events: int
    stale_projects: int


class ProjectCard(BaseModel):
    """A project in a list."""

    id: UUID
    organisation_id: str
    title: str
    industry: str
    key_project: bool
    pack: str
    entry_stage: str
    submitted_at: datetime
    state: str
    stage: str
    attempt: int
    finished_at: datetime | None
    outcome: str | None
    lead_days: float | None
    lead_working_days: int | None
    age_days: float
    """Since submission; of a finished project its lead time."""
    information_requests: int


class ProjectCardPage(BaseModel):
    """A page of projects."""

    items: list[ProjectCard]
    next_cursor: str | None


class SpanView(BaseModel):
    """A bar of the waterfall."""

    activity: str
    kind: str
    name: str
    stage: str
    party: str
    department: str | None
    round: int
    started_at: datetime
    ended_at: datetime | None
    days: float


class SegmentView(BaseModel):
    """A stretch of the critical path, and whose it was."""

    party: str
    kind: str | None
    name: str | None
    department: str | None
    started_at: datetime
    ended_at: datetime
    days: float


class SavingView(BaseModel):
    """Had this item met its committed limit."""

    item: str
    department: str
    late_by_days: float
    earlier_by_days: float


class Sentence(BaseModel):
    """In both languages."""

    zh: str
    en: str


class ProjectTimeline(BaseModel):
    """Where one project's time went. ``attribution_days`` sum to ``total_days``."""

    as_of: datetime
    project: ProjectCard
    sentence: Sentence
    total_days: float
    attribution_days: dict[str, float]
    attribution_by_department: dict[str, DepartmentTime]
    spans: list[SpanView]
    critical_path: list[SegmentView]
    savings: list[SavingView]
