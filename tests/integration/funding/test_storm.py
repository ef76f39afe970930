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
"""So many bookings before each kill, and more are under way when it comes."""
LONGEST_S = 20
APPLICATIONS = 24
BUDGET = {"programme": "pilot_service_voucher", "total": "1500000", "reason": "只够五张券"}

_COUNT = "SELECT count(*) FROM funding.movement"


async def _start(url: str, seed: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.integration.funding.storm", url, str(seed)),
        stdout=asyncio.subprocess.PIPE,
    )


async def _kill_amid(storm: asyncio.subprocess.Process, connection: asyncpg.Connection) -> None:
    """Kill it after some bookings more."""
    before = await connection.fetchval(_COUNT)

    async def has_moved() -> bool:
        return bool(await connection.fetchval(_COUNT) >= before + MOVEMENTS)

    await eventually(has_moved, within_s=LONGEST_S)
    assert storm.returncode is None
    storm.send_signal(signal.SIGKILL)
    assert await storm.wait() == -signal.SIGKILL


async def _check(connection: asyncpg.Connection) -> None:
    """The books are right at one instant, whoever still writes."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        assert await books_balance(connection) == []


@pytest.mark.timeout(60)
async def test_a_storm_with_kills_ends_with_exact_books(
    bench: Bench, postgres_server: PostgresServer
) -> None:
    """Two processes storm; one is killed, the other has to get on over what it left, and is too."""
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
        storms = [await _start(address, seed) for seed in (1, 2)]
        for each in storms:
            assert each.stdout is not None
            assert (await each.stdout.readline()).strip() == b"storming"
        for each in storms:
            await _kill_amid(each, connection)
            await _check(connection)
    finally:
        await connection.close()
    [stands] = (await officer.get(f"{BASE}/budgets", programme=BUDGET["programme"])).json()
    assert stands["total"] == "1500000.00"
