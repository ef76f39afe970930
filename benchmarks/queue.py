"""A queue's pages by every filter, the first and the thousandth, against the bare indexed query.

Percentiles in milliseconds. ``database`` is the query alone, ``http`` the whole answer of the
application in its own process (token, rules, JSON; no network). The bare query takes a page's rows
by the index, from the same place, without any filter.
"""

import asyncio
import gc
import os
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from benchmarks import filled
from benchmarks.decisions import percentile
from chassis import paging
from chassis.auth import Principal
from chassis.database import asyncpg_url
from contracts.people import Role
from services.approval import queries
from services.approval.app import make_service
from services.approval.queries import Filter
from tests.support.person import PACK, Person, officer, worker_of_pack
from tests.support.postgres import running_postgres
from tests.support.service import Bench, bench_of

PAGE = 20
THOUSANDTH = 999 * PAGE
REPEATS = 150
HTTP_REPEATS = 200
Key = tuple[datetime, UUID]
_BARE = """
SELECT * FROM approval.task WHERE pack = $1 AND department = $2 AND is_open
AND (due_at, id) > ($3, $4) ORDER BY due_at, id LIMIT $5
"""
_START = (datetime.fromisoformat("1970-01-01T00:00:00+00:00"), UUID(int=0))


@dataclass(frozen=True)
class Wanted:
    """A filter as the database and as HTTP know it."""

    name: str
    filter: Filter
    query: dict[str, Any]


FILTERS = (
    Wanted("all open", Filter(), {}),
    Wanted("item", Filter(kind="case", name="land"), {"item": "land"}),
    Wanted("stage", Filter(stage="small_trial"), {"stage": "small_trial"}),
    Wanted("industry", Filter(industry="materials"), {"industry": "materials"}),
    Wanted("overdue", Filter(overdue=True), {"overdue": True}),
    Wanted("mine", Filter(mine=True), {"mine": True}),
    Wanted("unclaimed", Filter(unclaimed=True), {"unclaimed": True}),
    Wanted("on hold", Filter(on_hold=True), {"on_hold": True}),
    Wanted("text", Filter(text="放大 19"), {"text": "放大 19"}),
    Wanted("text (none)", Filter(text="没有这样的项目"), {"text": "没有这样的项目"}),
    Wanted("decided", Filter(state="decided"), {"state": "decided"}),
)


async def measure(tasks: int, open_: int) -> dict[str, float]:
    """p99 by reader and filter, and ratios of the thousandth page to the first and to the bare."""
    with tempfile.TemporaryDirectory(prefix="fastlane-bench-") as folder:
        os.chmod(folder, 0o711)  # PostgreSQL's own account has to pass.
        async with (
            running_postgres(Path(folder) / "state") as server,
            bench_of(make_service(), server) as bench,
        ):
            # The rows are due around the machine's own now.
            bench.travel_to(bench.runtime.clock.real_now())
            await filled.fill(bench.runtime.database, tasks, open_)
            return await _measured(bench)


async def _measured(bench: Bench) -> dict[str, float]:
    figures: dict[str, float] = {}
    bare = await _bare(bench)
    figures["bare p50"], figures["bare p99"] = bare
    readers = (
        ("officer", officer("person-7", filled.DEPARTMENTS[0])),
        ("director", worker_of_pack("director", Role.DIRECTOR)),
    )
    worst = {"database": 0.0, "http": 0.0}
    for name, person in readers:
        for wanted in FILTERS:
            label = f"{name}: {wanted.name}"
            first = await _database(bench, person, wanted, None)
            worst["database"] = max(worst["database"], first[1])
            figures[f"{label}, database p50"], figures[f"{label}, database p99"] = first
            figures[f"{label}, to bare"] = first[0] / bare[0]
            key = await _key_of_thousandth(bench, person, wanted)
            if key is not None:
                deep = await _database(bench, person, wanted, key)
                figures[f"{label}, page 1000 to page 1"] = deep[0] / first[0]
                worst["database"] = max(worst["database"], deep[1])
            http = await _http(bench, person, wanted)
            worst["http"] = max(worst["http"], http[1])
            figures[f"{label}, http p99"] = http[1]
    figures["worst database p99"], figures["worst http p99"] = worst["database"], worst["http"]
    return figures


async def _timed(repeats: int, act: Callable[[], Awaitable[Any]]) -> tuple[float, float]:
    loop = asyncio.get_running_loop()
    # What the measurement itself left behind is not to be swept up during it.
    gc.collect()
    taken = []
    for _ in range(repeats):
        started = loop.time()
        await act()
        taken.append((loop.time() - started) * 1000)
    return percentile(taken, 0.50), percentile(taken, 0.99)


async def _bare(bench: Bench) -> tuple[float, float]:
    connection = await asyncpg.connect(asyncpg_url(bench.runtime.database.engine.url))
    try:
        given = (PACK, filled.DEPARTMENTS[0], *_START, PAGE + 1)
        return await _timed(REPEATS, lambda: connection.fetch(_BARE, *given))
    finally:
        await connection.close()


async def _rows(
    bench: Bench, person: Person, wanted: Wanted, after: Key | None, limit: int
) -> list[Any]:
    async with bench.runtime.database.read() as connection:
        return await queries.queue_rows(
            connection, _principal(person), wanted.filter, bench.now, after=after, limit=limit
        )


async def _database(
    bench: Bench, person: Person, wanted: Wanted, after: Key | None
) -> tuple[float, float]:
    principal, now = _principal(person), bench.now
    async with bench.runtime.database.read() as connection:

        async def page() -> None:
            await queries.queue_rows(
                connection, principal, wanted.filter, now, after=after, limit=PAGE + 1
            )

        return await _timed(REPEATS, page)


async def _key_of_thousandth(bench: Bench, person: Person, wanted: Wanted) -> Key | None:
    """Where page 1,000 begins, or the last page where there are fewer."""
    rows = await _rows(bench, person, wanted, None, THOUSANDTH)
    if len(rows) <= PAGE:
        return None
    last = rows[-1] if len(rows) == THOUSANDTH else rows[-PAGE]
    return last.due_at, last.id


async def _http(bench: Bench, person: Person, wanted: Wanted) -> tuple[float, float]:
    client = bench.client(person)
    cursor = paging.encode(_START[0].isoformat(), str(_START[1]))

    async def page() -> None:
        answer = await client.get(
            "/api/approval/v1/tasks", limit=PAGE, cursor=cursor, **wanted.query
        )
        answer.raise_for_status()

    return await _timed(HTTP_REPEATS, page)


def _principal(person: Person) -> Principal:
    scopes = {"pack": person.pack, "department": person.department}
    return Principal(
        person.id,
        person.name,
        "",
        "zh-CN",
        frozenset(person.roles),
        {key: value for key, value in scopes.items() if value is not None},
    )
