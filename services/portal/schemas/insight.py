"""What the portal reads from insight."""

from uuid import UUID

from pydantic import AwareDatetime

from services.portal.schemas.base import Read, Words


class Measure(Read):
    """Percentiles over ``n`` things that ended."""

    n: int
    p50_days: float | None = None
    p85_days: float | None = None
    p50_working_days: float | None = None
    p85_working_days: float | None = None
    on_time_rate: float | None = None
    information_requests: int | None = None


class Age(Read):
    """Work in progress in one stage, by age."""

    n: int
    p50_age_days: float
    p85_age_days: float
    oldest_age_days: float


class Month(Read):
    """What finished in a month with one outcome."""

    month: str
    outcome: str
    n: int
    p50_days: float | None = None
    p85_days: float | None = None


class LeadTime(Read):
    """Where the time went, over the projects selected."""

    as_of: AwareDatetime
    projects: int
    projects_by_state: dict[str, int]
    lead_time: dict[str, Measure]
    stages: dict[str, Measure]
    items: dict[str, Measure]
    departments: dict[str, Measure]
    attribution_days: dict[str, float]
    attribution_total_days: float
    work_in_progress: dict[str, Age]
    throughput: list[Month]
    decisions: int
    information_requests: int
    reminders: int
    escalations: int


class Card(Read):
    """A project in a list."""

    id: UUID
    title: str
    industry: str
    key_project: bool
    pack: str
    submitted_at: AwareDatetime
    state: str
    stage: str
    finished_at: AwareDatetime | None
    outcome: str | None
    lead_days: float | None
    age_days: float


class CardPage(Read):
    """A page of projects."""

    items: list[Card]
    next_cursor: str | None


class Span(Read):
    """A bar of the waterfall."""

    kind: str
    name: str
    stage: str
    party: str
    department: str | None
    started_at: AwareDatetime
    ended_at: AwareDatetime | None
    days: float


class Saving(Read):
    """Had this item met its committed limit."""

    item: str
    department: str
    late_by_days: float
    earlier_by_days: float


class Timeline(Read):
    """Where one project's time went."""

    as_of: AwareDatetime
    project: Card
    sentence: Words
    total_days: float
    attribution_days: dict[str, float]
    spans: list[Span]
    savings: list[Saving]
