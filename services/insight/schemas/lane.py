"""What insight's HTTP API gives of the lane. Days are elapsed days of 24 hours unless named working
days; percentiles are nearest-rank, never a mean alone; groups with nothing in them are left out.
"""

from datetime import datetime

from pydantic import BaseModel

from services.insight.schemas.project import DepartmentTime


class Measure(BaseModel):
    """Percentiles over ``n`` things that ended."""

    n: int
    p50_days: float | None
    p85_days: float | None
    p95_days: float | None
    p50_working_days: int | None
    p85_working_days: int | None


class Rate(BaseModel):
    """``hits`` of ``n``: the share, and the 95 % interval (Wilson) in which the true one lies."""

    n: int
    hits: int
    share: float | None
    low: float | None
    high: float | None
    is_small: bool
    """So few that the share alone misleads."""


class CaseMeasure(Measure):
    """Decided cases: net working days leave out the sponsor's time. Open ones are counted apart."""

    on_time: Rate
    on_time_statutory: Rate
    first_time_right: Rate
    """Decided without a request for information."""
    stopped: Rate
    """Clock stopped at least once, of all cases."""
    information_requests: int
    open: int
    overdue: int
    """Open beyond the committed limit with a running clock."""


class CasesView(BaseModel):
    """Approval cases, by item and by department."""

    as_of: datetime
    all: CaseMeasure
    items: dict[str, CaseMeasure]
    departments: dict[str, CaseMeasure]
    rounds: dict[str, int]
    """Decided cases by rounds of information requests."""
    grounds: dict[str, int]
    """Cases by ground of a clock stop; one case may have several."""
    routes: dict[str, int]


class TrendPoint(BaseModel):
    """Lead time of projects that reached their end in a lane month or quarter."""

    period: str
    n: int
    p50_days: float | None
    p85_days: float | None
    p95_days: float | None


class Bin(BaseModel):
    """How many took at least ``from_days`` and less than ``to_days``."""

    from_days: float
    to_days: float
    n: int


class LeadTimeTrendView(BaseModel):
    """Lead time over time and its distribution, of one outcome."""

    as_of: datetime
    outcome: str
    measure: Measure
    trend: list[TrendPoint]
    distribution: list[Bin]


class MonthView(BaseModel):
    """What finished in a lane month with one outcome."""

    month: str
    outcome: str
    n: int


class FlowView(BaseModel):
    """Cumulative flow: how many had got so far at the end of each week."""

    as_of: datetime
    weeks: list[str]
    """Mondays."""
    submitted: list[int]
    entered: dict[str, list[int]]
    finished: list[int]
    throughput: list[MonthView]


class StageWork(BaseModel):
    """Running projects in one stage: time in it so far, against those that completed it."""

    n: int
    p50_age_days: float | None
    p85_age_days: float | None
    p95_age_days: float | None
    completed: Measure
    within_p50: int
    within_p85: int
    within_p95: int
    beyond_p95: int


class WorkView(BaseModel):
    """Work in progress and its age."""

    as_of: datetime
    projects: int
    stages: dict[str, StageWork]


class StepView(BaseModel):
    """A step on the critical paths of finished projects."""

    stage: str
    kind: str
    name: str
    department: str | None
    projects: int
    """On whose critical path it was."""
    days: float
    """It took of their lead times, in all."""
    p50_days: float | None
    shortened: int
    """Projects that would have ended earlier, had it taken a day less."""
    gain_days: float
    """By how much in all, had it taken a day less in each."""


class BottlenecksView(BaseModel):
    """Where a day saved shortens most; the most worthwhile step first."""

    as_of: datetime
    projects: int
    steps: list[StepView]


class PlatformMeasure(Measure):
    """Stages carried out with a platform."""

    first_time_passed: Rate
    """Left with one attempt."""


class PlatformsView(BaseModel):
    """Platforms, by id."""

    as_of: datetime
    platforms: dict[str, PlatformMeasure]


class FilterChoices(BaseModel):
    """What the figures can be narrowed to: values that occur, with projects."""

    packs: dict[str, int]
    stages: dict[str, int]
    items: dict[str, int]
    departments: dict[str, int]
    industries: dict[str, int]
    routes: dict[str, int]
    platforms: dict[str, int]
    quarters: dict[str, int]


class LeadTimeView(BaseModel):
    """Where the time went, over the projects selected."""

    as_of: datetime
    projects: int
    projects_by_state: dict[str, int]
    projects_by_outcome: dict[str, int]
    lead_time: dict[str, Measure]
    stages: dict[str, Measure]
    attribution_days: dict[str, float]
    attribution_total_days: float
    attribution_by_department: dict[str, DepartmentTime]
    stale_projects: int
    """Projects of which something newer was heard than these figures show."""
    lag_seconds: float
    """How long the oldest of those has waited; 0 when there is none."""


class ApprovalMeasure(Measure):
    """Decided cases of the season; rates are 0 to 1."""

    on_time_rate: float | None
    on_time_rate_statutory: float | None
    information_requests: int


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


class ServiceTime(BaseModel):
    """How long an approval takes, as published: None where so few were decided that it says more
    about single projects than about the service.
    """

    n: int | None
    p50_working_days: int | None
    p85_working_days: int | None
    on_time_share: float | None


class ServiceTimesView(BaseModel):
    """Published service times per pack and item; ``minimum`` is what a figure needs at least."""

    as_of: datetime
    minimum: int
    packs: dict[str, dict[str, ServiceTime]]
