"""Fifty officers pull at once from one queue: is any task given twice, and what does it cost?

Three measures in one run, best of several rounds each:

- ``bare``: nothing but the indexed query of the row and the update, fifty connections, one queue.
- ``ours``: the same two statements as claim-next makes them, conflicts of interest included.
- whole commands (history, outbox, rules), on one queue and on fifty queues of their own: what is
  lost by contending is what the first has less than the second.
"""

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import and_, text
from sqlalchemy.dialects import postgresql

from benchmarks import filled
from chassis.auth import Principal
from chassis.database import asyncpg_url
from contracts.people import Role
from services.approval import queries
from services.approval.app import make_service
from services.approval.domain.lease import Lease
from services.approval.handlers import hands
from services.approval.handlers.desk import Desk
from services.approval.repository.choosing import next_task
from tests.support.person import PACK
from tests.support.postgres import running_postgres
from tests.support.service import Bench, bench_of

OFFICERS = 50
CLAIMS_EACH = 12
ROUNDS = 3
ONE_QUEUE = filled.DEPARTMENTS[0]
_BARE = """
SELECT * FROM approval.task
WHERE pack = $1 AND department = $2 AND is_open AND holder IS NULL
ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
_TAKE = "UPDATE approval.task SET holder = $1, version = version + 1 WHERE id = $2"
Pull = Callable[[int], Awaitable[UUID]]


async def measure(tasks: int, open_: int) -> dict[str, float]:
    """Claims per second, and the ratios that matter."""
    with tempfile.TemporaryDirectory(prefix="fastlane-bench-") as folder:
        os.chmod(folder, 0o711)  # PostgreSQL's own account has to pass.
        async with running_postgres(Path(folder) / "state") as server:
            more = {"database_pool": OFFICERS, "most_in_hand": 1000}
            async with bench_of(make_service(), server, **more) as bench:
                await filled.fill(bench.runtime.database, tasks, open_)
                return await _measured(bench)


async def _measured(bench: Bench) -> dict[str, float]:
    found: dict[str, list[float]] = {"bare": [], "ours": [], "one": [], "own": []}
    for _ in range(ROUNDS):
        found["bare"].append(await _statements(bench, _BARE, (PACK, ONE_QUEUE)))
        found["ours"].append(await _statements(bench, *_ours()))
        found["one"].append(await _commands(bench, lambda _: ONE_QUEUE))
        found["own"].append(await _commands(bench, lambda n: f"queue-{n}"))
    best = {name: max(values) for name, values in found.items()}
    return {
        "bare_claims_per_s": best["bare"],
        "statements_per_s": best["ours"],
        "statements_to_bare": best["ours"] / best["bare"],
        "commands_one_queue_per_s": best["one"],
        "commands_own_queues_per_s": best["own"],
        "kept_under_contention": best["one"] / best["own"],
        "given_twice": 0.0,
    }


async def _statements(bench: Bench, query: str, given: tuple[Any, ...]) -> float:
    """Select and update on connections of their own; claims per second."""
    await _refill(bench, lambda _: ONE_QUEUE)
    address = asyncpg_url(bench.runtime.database.engine.url)
    connections = await asyncio.gather(*(asyncpg.connect(address) for _ in range(OFFICERS)))

    async def pull(number: int) -> UUID:
        connection = connections[number]
        async with connection.transaction():
            id_: UUID = (await connection.fetchrow(query, *given))["id"]
            await connection.execute(_TAKE, f"bench-{number}", id_)
        return id_

    try:
        return await _rate(pull)
    finally:
        await asyncio.gather(*(connection.close() for connection in connections))


async def _commands(bench: Bench, queue_of: Callable[[int], str]) -> float:
    """Whole claim-next commands; claims per second."""
    await _refill(bench, queue_of)
    desks = [_desk(number, queue_of(number)) for number in range(OFFICERS)]

    async def pull(number: int) -> UUID:
        async with bench.runtime.database.unit_of_work() as uow:
            return await hands.claim_next(None, desks[number], uow)

    return await _rate(pull)


async def _rate(pull: Pull) -> float:
    loop = asyncio.get_running_loop()

    async def one(number: int) -> list[UUID]:
        return [await pull(number) for _ in range(CLAIMS_EACH)]

    started = loop.time()
    given = [id_ for ids in await asyncio.gather(*map(one, range(OFFICERS))) for id_ in ids]
    seconds = loop.time() - started
    if len(set(given)) != len(given):
        raise RuntimeError("a task was given twice")
    return len(given) / seconds


async def _refill(bench: Bench, queue_of: Callable[[int], str]) -> None:
    """Everything free again, and enough of it in every queue that is pulled from."""
    queues = [queue_of(number) for number in range(OFFICERS)]
    async with bench.runtime.database.engine.connect() as connection:
        free = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await free.execute(
            text(
                "UPDATE approval.task SET holder = NULL, department = :queue WHERE is_open AND "
                "(holder LIKE 'bench-%' OR department LIKE 'queue-%')"
            ),
            {"queue": ONE_QUEUE},
        )
        if len(set(queues)) > 1:
            await free.execute(
                text(
                    "UPDATE approval.task SET department = 'queue-' || n % :queues FROM ("
                    "SELECT id, row_number() OVER (ORDER BY due_at) AS n FROM approval.task "
                    "WHERE is_open AND holder IS NULL AND department = :queue LIMIT :wanted"
                    ") AS chosen WHERE task.id = chosen.id"
                ),
                {"queues": OFFICERS, "queue": ONE_QUEUE, "wanted": OFFICERS * CLAIMS_EACH * 2},
            )
        await free.execute(text("VACUUM (ANALYZE) approval.task"))


def _desk(number: int, department: str) -> Desk:
    person = Principal(
        f"bench-{number}",
        f"bench {number}",
        "",
        "zh-CN",
        frozenset({Role.OFFICER}),
        {"pack": PACK, "department": department},
    )
    return Desk(person, Lease(), most_in_hand=1_000_000)


def _ours() -> tuple[str, tuple[Any, ...]]:
    """Claim-next's own query, as the driver gets it."""
    queue = queries.in_own_queue(_desk(0, ONE_QUEUE).caller, to_work=True)
    compiled = next_task(and_(queue), "bench-0", None).compile(dialect=postgresql.asyncpg.dialect())
    names = compiled.positiontup or []
    return str(compiled), tuple(compiled.params[name] for name in names)
