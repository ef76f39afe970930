"""What the portal reads from insight."""

from uuid import UUID

from pydantic import AwareDatetime

from services.portal.schemas.base import Read, Words


class Measure(Read):
    """Percentiles over ``n`` things that ended."""

    n: int
    p50_days: float | None = None
    p85_days: float | None = None
    p95_days: float | None = None
    p50_working_days: float | None = None
    p85_working_days: float | None = None


class Rate(Read):
    """A share, and the interval in which the true one lies."""

    n: int
    hits: int
    share: float | None
    low: float | None
    high: float | None
    is_small: bool


class CaseMeasure(Measure):
    """Approval cases of one item or department."""

    on_time: Rate
    on_time_statutory: Rate
    first_time_right: Rate
    stopped: Rate
    information_requests: int
    open: int
    overdue: int


class Cases(Read):
    """Approval cases."""

    all: CaseMeasure
    items: dict[str, CaseMeasure]
    departments: dict[str, CaseMeasure]
    rounds: dict[str, int]
    grounds: dict[str, int]
    routes: dict[str, int]


class TrendPoint(Read):
    """Lead time of what ended in a month or quarter."""

    period: str
    n: int
    p50_days: float | None
    p85_days: float | None
    p95_days: float | None


class Bin(Read):
    """How many took so long."""

    from_days: float
    to_days: float
    n: int


class Trend(Read):
    """Lead time over time, and its distribution."""

    measure: Measure
    trend: list[TrendPoint]
    distribution: list[Bin]


class Month(Read):
    """What finished in a month with one outcome."""

    month: str
    outcome: str
    n: int


class Flow(Read):
    """Cumulative flow."""

    weeks: list[str]
    submitted: list[int]
    entered: dict[str, list[int]]
    finished: list[int]
    throughput: list[Month]


class StageWork(Read):
    """Running projects in a stage, and their age."""

    n: int
    p50_age_days: float | None
    p85_age_days: float | None
    p95_age_days: float | None
    completed: Measure
    within_p50: int
    within_p85: int
    within_p95: int
    beyond_p95: int


class Work(Read):
    """Work in progress."""

    projects: int
    stages: dict[str, StageWork]


class Step(Read):
    """A step on critical paths."""

    stage: str
    kind: str
    name: str
    department: str | None
    projects: int
    days: float
    p50_days: float | None
    shortened: int
    gain_days: float


class Bottlenecks(Read):
    """Where a day saved shortens most."""

    projects: int
    steps: list[Step]


class PlatformMeasure(Measure):
    """Stages carried out with a platform."""

    first_time_passed: Rate


class Platforms(Read):
    """Platforms by id."""

    platforms: dict[str, PlatformMeasure]


class Choices(Read):
    """What the figures can be narrowed to."""

    packs: dict[str, int]
    stages: dict[str, int]
    items: dict[str, int]
    departments: dict[str, int]
    industries: dict[str, int]
    routes: dict[str, int]
    platforms: dict[str, int]
    quarters: dict[str, int]


class LeadTime(Read):
    """Where the time went, over the projects selected."""

    as_of: AwareDatetime
    projects: int
    projects_by_state: dict[str, int]
    projects_by_outcome: dict[str, int]
    lead_time: dict[str, Measure]
    stages: dict[str, Measure]
    attribution_days: dict[str, float]
    attribution_total_days: float
    stale_projects: int
    lag_seconds: float


class ServiceTime(Read):
    """How long an approval takes, as published; None where it is withheld."""

    n: int | None
    p50_working_days: int | None
    p85_working_days: int | None
    on_time_share: float | None


class ServiceTimes(Read):
    """Published service times, per pack and item."""

    as_of: AwareDatetime
    minimum: int
    packs: dict[str, dict[str, ServiceTime]]


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


class Bar(Read):
    """A line of the waterfall: a stage, a span of waiting, a stop of a clock or a hand-over."""

    kind: str
    name: str
    stage: str
    party: str | None
    department: str | None
    started_at: AwareDatetime
    ended_at: AwareDatetime | None
    days: float
    working_days: int | None
    is_critical: bool


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
    total_working_days: int | None
    attribution_days: dict[str, float]
    bars: list[Bar]
    savings: list[Saving]
