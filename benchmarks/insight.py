"""Insight: a rebuild, hearing, and every panel of a full lane against the query written by hand.

Milliseconds unless named otherwise. ``http`` is the whole answer of the application in its own
process (token, rules, JSON; no network); each panel is asked with every single filter. The query
by hand computes the same figures of the cases panel from the same tables.
"""

import os
import tempfile
import time
from pathlib import Path
from typing import Any

import asyncpg

from benchmarks import lane_history
from benchmarks.decisions import percentile
from chassis.database import asyncpg_url
from contracts.people import Role
from services.insight.app import make_service
from services.insight.consumer import refresh_all
from services.insight.rebuild import rebuild
from tests.support.person import worker_of_pack
from tests.support.postgres import running_postgres
from tests.support.service import Bench, bench_of
from tests.support.story import straight

LIVES = 400
REBUILT = 4_000
REPEATS = 12
DIRECTOR = worker_of_pack("director", Role.DIRECTOR, pack=None)
BASE = "/api/insight/v1"
PANELS = ("", "/trend", "/flow", "/work", "/cases", "/bottlenecks", "/platforms", "/choices")
FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"pack": "elsewhere"},
    {"stage": "pilot_maturation"},
    {"item": "environment"},
    {"department": "natural_resources"},
    {"industry": "materials"},
    {"route": "simplified"},
    {"platform": "platform-c"},
    {"quarter": "2027-Q3"},
    {"from": "2027-01-15", "to": "2028-02-20"},
)
_BY_HAND = """
SELECT c.item, count(c.days),
       percentile_disc(ARRAY[0.5, 0.85, 0.95]) WITHIN GROUP (ORDER BY c.days),
       percentile_disc(ARRAY[0.5, 0.85]) WITHIN GROUP (ORDER BY c.working_days),
       avg(c.within_committed::int), avg(c.within_statutory::int),
       avg((c.information_rounds = 0)::int), sum(c.information_rounds)
FROM insight.case_fact c JOIN insight.project_fact p USING (project_id)
WHERE c.decided_at IS NOT NULL GROUP BY c.item
"""


async def measure(projects: int, events: int) -> dict[str, float]:
    """Figures by name, with so many projects, and about so many events in the log."""
    with tempfile.TemporaryDirectory(prefix="fastlane-bench-") as folder:
        os.chmod(folder, 0o711)  # PostgreSQL's own account has to pass.
        async with running_postgres(Path(folder) / "state") as server:
            async with bench_of(make_service(), server) as bench:
                figures = await _hearing(bench)
                figures |= await _rebuilding(bench)
            async with bench_of(make_service(), server) as bench:
                bench.travel_to(lane_history.NOW)
                return figures | await _panels(bench, projects, events)


async def _hearing(bench: Bench) -> dict[str, float]:
    """CPU of one process per project of 15 events, worked out anew after every one of them."""
    stories = [straight(number) for number in range(20)]
    began = time.process_time()
    for story in stories:
        for told in story:
            await bench.hear(told.message, id_=told.id, sequence=told.sequence, time=told.at)
            await refresh_all(bench.runtime)
    used = (time.process_time() - began) / len(stories)
    return {"cpu per project, refreshed after each event": used * 1000}


async def _rebuilding(bench: Bench) -> dict[str, float]:
    events = await lane_history.log(bench.runtime.database, lane_history.lives(REBUILT, seed=2))
    began, cpu = time.perf_counter(), time.process_time()
    await rebuild(bench.runtime)
    return {
        "rebuild, events a second": events / (time.perf_counter() - began),
        "rebuild, events a second of its own cpu": events / (time.process_time() - cpu),
    }


async def _panels(bench: Bench, projects: int, events: int) -> dict[str, float]:
    database = bench.runtime.database
    lives = lane_history.lives(LIVES)
    told = await lane_history.log(database, lives)
    await lane_history.work_out(database, lives)
    began = time.perf_counter()
    await lane_history.multiply(database, max(projects // LIVES - 1, 0), events // told)
    figures = {"filling, s": time.perf_counter() - began}
    connection = await asyncpg.connect(asyncpg_url(database.engine.url))
    try:
        for table in ("project_fact", "case_fact", "event_log"):
            count = await connection.fetchval(f"SELECT count(*) FROM insight.{table}")
            figures[f"rows of {table}"] = count
        by_hand = await _timed(5, lambda: connection.fetch(_BY_HAND))
    finally:
        await connection.close()
    figures["cases by hand p50"] = percentile(by_hand, 0.5)
    client = bench.client(DIRECTOR)
    began = time.perf_counter()
    (await client.get(f"{BASE}/lead-time")).raise_for_status()
    figures["first answer after a start, s"] = time.perf_counter() - began
    worst = 0.0
    for panel in PANELS:
        taken = await _asked(client, f"{BASE}/lead-time{panel}")
        name = panel.strip("/") or "summary"
        figures[f"{name}, http p50"] = percentile(taken, 0.50)
        figures[f"{name}, http p99"] = percentile(taken, 0.99)
        worst = max(worst, percentile(taken, 0.99))
    figures["worst panel, http p99"] = worst
    figures["cases, to the query by hand"] = (
        figures["cases, http p50"] / figures["cases by hand p50"]
    )
    waterfalls = [f"{BASE}/projects/{story.project}" for story in lives]
    taken = [await _once(client, path, {}) for path in waterfalls]
    figures["waterfall, http p99"] = percentile(taken, 0.99)
    return figures


async def _asked(client: Any, path: str) -> list[float]:
    filters = FILTERS if not path.endswith("/choices") else ({},)
    return [await _once(client, path, each) for _ in range(REPEATS) for each in filters]


async def _once(client: Any, path: str, query: dict[str, str]) -> float:
    began = time.perf_counter()
    (await client.get(path, **query)).raise_for_status()
    return (time.perf_counter() - began) * 1000


async def _timed(repeats: int, act: Any) -> list[float]:
    taken = []
    for _ in range(repeats):
        began = time.perf_counter()
        await act()
        taken.append((time.perf_counter() - began) * 1000)
    return taken
