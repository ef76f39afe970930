"""What Prometheus reads of the lane: open cases by age, overdue ones, how many were in time.

Worked out by the consumer process every quarter of a minute, of the read models as they stand.
"""

from datetime import timedelta

from prometheus_client import Gauge

from chassis.service import Runtime
from services.insight import queries

EVERY_S = 15.0
WINDOW = timedelta(days=90)
"""Lane days over which the on-time ratio is taken: a quarter, as it is reported."""

STALE = Gauge("fastlane_insight_stale_projects", "Projects not up to date", ["reason"])
LAG = Gauge("fastlane_insight_lag_seconds", "Wait of the oldest project that is not up to date")
OPEN = Gauge(
    "fastlane_open_cases", "Open approval cases by age in days", ["pack", "department", "age"]
)
OVERDUE = Gauge(
    "fastlane_overdue_cases",
    "Open beyond the committed limit, clock running",
    ["pack", "department"],
)
ON_TIME = Gauge(
    "fastlane_on_time_ratio", "Decided in time, of 90 lane days", ["pack", "department", "limit"]
)
DECIDED = Gauge("fastlane_decided_cases", "Decided in 90 lane days", ["pack", "department"])


async def show_staleness(runtime: Runtime) -> None:
    """How far the read models are behind."""
    async with runtime.database.read() as connection:
        waiting, faulty, lag_s = await queries.staleness(connection, runtime.clock.real_now())
    STALE.labels("waiting").set(waiting)
    STALE.labels("fault").set(faulty)
    LAG.set(lag_s)


async def show_lane(runtime: Runtime) -> None:
    """How the lane is doing; what is no more is not shown any more."""
    now = runtime.clock.lane_now()
    async with runtime.database.read() as connection:
        open_ = await queries.open_case_counts(connection, now)
        decided = await queries.on_time_counts(connection, now - WINDOW)
    for gauge in (OPEN, OVERDUE, ON_TIME, DECIDED):
        gauge.clear()
    for row in open_:
        OPEN.labels(row.pack, row.department, row.age).inc(row.n)
        OVERDUE.labels(row.pack, row.department).inc(row.overdue)
    for row in decided:
        DECIDED.labels(row.pack, row.department).set(row.n)
        ON_TIME.labels(row.pack, row.department, "committed").set(row.committed / row.n)
        ON_TIME.labels(row.pack, row.department, "statutory").set(row.statutory / row.n)
