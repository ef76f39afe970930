"""Reservations against one hot budget with real commits, as a ratio to the bare guarded UPDATE.

``reservations`` is the service's own way: budget locked, balances read, movement and entries booked
with every trigger. ``bare`` subtracts from one row if enough is there. Both with as many
connections, and both never overspend.
"""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.database import UnitOfWork
from chassis.identity import new_id
from services.funding import repository
from services.funding.app import make_service
from services.funding.domain.errors.application import BudgetExhausted
from services.funding.repository.ledger import Booking, BudgetKey
from tests.support.postgres import running_postgres
from tests.support.service import Bench, bench_of

AT_ONCE = 12
SECONDS = 5.0
KEY = BudgetKey("guangzhou", "pilot_service_voucher", 2026)
ONE = Decimal("1.00")
_BARE = text("UPDATE funding.bare SET left_over = left_over - 1 WHERE left_over >= 1")


async def _reserve(uow: UnitOfWork) -> bool:
    locked = await repository.lock_budget(uow.connection, KEY)
    assert locked is not None
    budget_id, budget = locked
    try:
        movement = budget.reserving(ONE)
    except BudgetExhausted:
        return False
    await repository.book(
        uow.connection, budget_id, movement, uow.now, Booking(f"bench/{new_id()}")
    )
    return True


async def _bare(connection: AsyncConnection) -> bool:
    return (await connection.execute(_BARE)).rowcount == 1


async def _rate(bench: Bench, work: Callable[[UnitOfWork], Awaitable[bool]]) -> float:
    """Commits a second."""
    count, ends = 0, time.perf_counter() + SECONDS

    async def one() -> None:
        nonlocal count
        while time.perf_counter() < ends:
            async with bench.runtime.database.unit_of_work() as uow:
                done = await work(uow)
            count += done

    await asyncio.gather(*(one() for _ in range(AT_ONCE)))
    return count / SECONDS


async def measure() -> dict[str, float]:
    """Commits a second each way, and their ratio; raises if a fen was overspent."""
    with tempfile.TemporaryDirectory() as folder:
        return await _measure(Path(folder))


async def _measure(folder: Path) -> dict[str, float]:
    async with (
        running_postgres(folder) as server,
        bench_of(make_service(), server, database_pool=AT_ONCE) as bench,
    ):
        async with bench.runtime.database.unit_of_work() as uow:
            total = Decimal(20_000_000)
            await repository.open_budget(uow.connection, KEY, "authority", total, uow.now)
            await uow.connection.execute(text("CREATE TABLE funding.bare (left_over numeric)"))
            await uow.connection.execute(text("INSERT INTO funding.bare VALUES (20000000)"))
        bare = await _rate(bench, lambda uow: _bare(uow.connection))
        ours = await _rate(bench, _reserve)
        async with bench.runtime.database.unit_of_work() as uow:
            locked = await repository.lock_budget(uow.connection, KEY)
            assert locked is not None
            assert locked[1].available + locked[1].reserved == total
    return {"bare guarded update (1/s)": bare, "reservations (1/s)": ours, "ratio": ours / bare}
