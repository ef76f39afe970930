"""What insight's HTTP API gives of single projects. Days are elapsed days of 24 hours."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel


class DepartmentTime(BaseModel):
    """Days on the critical path: worked on, and waiting unclaimed in the queue."""

    department_days: float
    queue_days: float


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


class BarView(BaseModel):
    """A line of the waterfall: a stage, a span of waiting, or a hand-over on the critical path."""

    kind: str
    name: str
    stage: str
    party: str | None
    """None for a stage as a whole."""
    department: str | None
    started_at: datetime
    ended_at: datetime | None
    days: float
    working_days: int | None
    """By the pack's calendar, from date to date; None beyond the calendar."""
    is_critical: bool


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
    total_working_days: int | None
    attribution_days: dict[str, float]
    attribution_by_department: dict[str, DepartmentTime]
    bars: list[BarView]
    spans: list[SpanView]
    critical_path: list[SegmentView]
    savings: list[SavingView]
