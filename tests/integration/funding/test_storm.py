"""A storm on one hot budget, with kill -9 in the middle, ends with exact books."""

import asyncio
import signal
import sys

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from standalone.verify.money import books_balance
from tests.integration.funding.scene import BASE, OFFICER, apply, new_project
from tests.support.postgres import PostgresServer
from tests.support.service import Bench
from tests.support.waiting import eventually

MOVEMENTS = 8
"""So many bookings of a round, and the processes are killed while more are under way."""
LONGEST_S = 30
APPLICATIONS = 24
BUDGET = {"programme": "pilot_service_voucher", "total": "1500000", "reason": "只够五张券"}

_COUNT = "SELECT count(*) FROM funding.movement"


async def _storm(url: str, seed: int, connection: asyncpg.Connection) -> None:
    """Two processes storm; both are killed in the middle of it."""
    started = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.integration.funding.storm", url, str(seed + each)),
            stdout=asyncio.subprocess.PIPE,
        )
        for each in range(2)
    ]
    for each in started:
        assert each.stdout is not None
        assert (await each.stdout.readline()).strip() == b"storming"
    before = await connection.fetchval(_COUNT)

    async def has_moved() -> bool:
        return bool(await connection.fetchval(_COUNT) >= before + MOVEMENTS)

    await eventually(has_moved, within_s=LONGEST_S)
    for each in started:
        each.send_signal(signal.SIGKILL)
    assert [await each.wait() for each in started] == [-signal.SIGKILL] * 2


@pytest.mark.timeout(90)
async def test_a_storm_with_kills_ends_with_exact_books(
    bench: Bench, postgres_server: PostgresServer
) -> None:
    for _ in range(APPLICATIONS):
        await apply(bench, await new_project(bench))
    officer = bench.client(OFFICER)
    assert (await officer.post(f"{BASE}/budgets", BUDGET)).status_code == 200
    url = make_url(bench.runtime.settings.database_url)
    address = url.render_as_string(hide_password=False)
    secret = postgres_server.secrets.postgres
    owner = url.set(drivername="postgresql", username="postgres", password=secret)
    connection = await asyncpg.connect(owner.render_as_string(hide_password=False))
    try:
        for round_ in (1, 2):
            await _storm(address, round_ * 10, connection)
            assert await books_balance(connection) == []
    finally:
        await connection.close()
    [stands] = (await officer.get(f"{BASE}/budgets", programme=BUDGET["programme"])).json()
    assert stands["total"] == "1500000.00"
