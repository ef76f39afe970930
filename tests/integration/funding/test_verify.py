"""The independent checker of the books finds every kind of fault, and none where there is none."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import asyncpg
import pytest
from nats.aio.client import Client as Nats
from sqlalchemy.engine import make_url

from services.funding.domain.application import ApplicationState
from standalone.verify.money import books_balance
from tests.chaos.planting import PLANTS
from tests.integration.funding.scene import granted, new_project
from tests.integration.funding.test_kinds import done, paid_award, terms, voucher
from tests.support.person import sponsor
from tests.support.postgres import PostgresServer
from tests.support.service import Bench

FAULTS: Final = {
    "a movement does not sum to zero": "UPDATE funding.entry SET amount = amount + 0.01 "
    "WHERE (movement_id, account) = (SELECT movement_id, account FROM funding.entry LIMIT 1)",
    "the whole ledger does not sum": "UPDATE funding.entry SET amount = amount - 0.01 "
    "WHERE (movement_id, account) = (SELECT movement_id, account FROM funding.entry LIMIT 1)",
    "an account's balance": "UPDATE funding.account SET balance = balance + 1 WHERE name = 'paid'",
    "an account is overdrawn": "UPDATE funding.account SET balance = -1 WHERE name = 'equity'",
    "an amount that nobody knows was granted": "UPDATE funding.application SET amount = NULL "
    "WHERE state = 'completed'",
    "less than nothing or more": "UPDATE funding.application SET amount = 0.01 "
    "WHERE state = 'granted'",
    "a granted application has not": "UPDATE funding.application SET kind = 'one_off', "
    "amount = amount + 1 WHERE state = 'granted'",
    "a committed application has not": "UPDATE funding.application SET state = 'committed' "
    "WHERE state = 'granted'",
    "an issued voucher has nothing": "UPDATE funding.application SET kind = 'voucher', "
    "state = 'granted' WHERE state = 'completed'",
    "over is still promised": "UPDATE funding.application SET state = 'closed' "
    "WHERE state = 'granted'",
    "nobody granted was paid": "UPDATE funding.application SET state = 'refused' "
    "WHERE state = 'completed'",
    "a paid instalment has no payment": "UPDATE funding.instalment SET state = 'evidenced'",
    "instalments do not come to": "UPDATE funding.instalment SET amount = amount + 1",
    "a settled contract was not paid": "UPDATE funding.contract SET state = 'accepted', paid = 1",
    "above its programme's cap": "UPDATE funding.application SET amount = 500000.01, "
    "contract_amount = 9999999 WHERE state = 'granted'",
    "a reversal is not the mirror": "UPDATE funding.movement SET reverses = "
    "(SELECT id FROM funding.movement WHERE kind = 'opened' LIMIT 1) WHERE id = "
    "(SELECT id FROM funding.movement WHERE kind = 'reserved' LIMIT 1)",
    "arrived nowhere": "UPDATE funding.movement SET kind = 'carried_out' WHERE id = "
    "(SELECT id FROM funding.movement WHERE kind = 'reserved' LIMIT 1)",
    "a contract is subsidised twice": "UPDATE funding.application SET contract_key = 'one' "
    "WHERE state = 'granted'",
    "a service contract is filed twice": "UPDATE funding.contract SET amount = 1, "
    "starts_on = '2026-03-01', ends_on = '2026-03-02'",
    "one officer decided alone": "UPDATE funding.application SET first_by = decided_by "
    "WHERE state = 'granted'",
}


@pytest.fixture(scope="module")
async def books(bench: Bench, postgres_server: PostgresServer) -> str:
    """Books with a voucher, two contracts, and a paid award; the owner's way into them."""
    for _ in range(2):
        _, path = await voucher(bench)
        await done(bench, sponsor(), f"{path}/contracts", terms())
    await granted(bench, await new_project(bench))
    await paid_award(bench)
    url = make_url(bench.runtime.settings.database_url)
    secret = postgres_server.secrets.postgres
    owner = url.set(drivername="postgresql", username="postgres", password=secret)
    return owner.render_as_string(hide_password=False)


async def test_books_that_are_right_have_no_faults(books: str) -> None:
    connection = await asyncpg.connect(books)
    try:
        assert await books_balance(connection) == []
    finally:
        await connection.close()


@asynccontextmanager
async def _past_every_guard(books: str) -> AsyncIterator[asyncpg.Connection]:
    """The database's own guards would refuse all of this; undone at the end."""
    connection = await asyncpg.connect(books)
    try:
        await connection.execute("SET session_replication_role = replica")
        undone = connection.transaction()
        await undone.start()
        yield connection
        await undone.rollback()
    finally:
        await connection.close()


@pytest.mark.parametrize("matter", FAULTS)
async def test_a_planted_fault_is_found_by_name(books: str, matter: str) -> None:
    async with _past_every_guard(books) as connection:
        for index in ("contract_once", "contract_same_terms"):
            await connection.execute(f"DROP INDEX funding.{index}")
        for table, rule in (
            ("account", "account_not_negative"),
            ("application", "application_amount_known"),
            ("application", "application_two_people"),
            ("contract", "contract_share"),
            ("contract", "contract_paid"),
            ("movement", "reversed_once"),
        ):
            await connection.execute(f"ALTER TABLE funding.{table} DROP CONSTRAINT {rule}")
        await connection.execute(FAULTS[matter])
        found = await books_balance(connection)
        assert any(matter in fault.matter for fault in found), [f.matter for f in found]


@pytest.mark.parametrize("name", [name for name, (check, _) in PLANTS.items() if check == "ledger"])
@pytest.mark.parametrize("state", ApplicationState)
async def test_what_the_kill_test_plants_in_the_books_is_found_whatever_state_they_are_in(
    books: str, name: str, state: ApplicationState
) -> None:
    async with _past_every_guard(books) as connection:
        everything = "UPDATE funding.application SET state = $1, contract_key = id::text"
        await connection.execute(everything, state.value)
        subject = await PLANTS[name][1](connection, Nats())
        found = await books_balance(connection)
        assert any(subject in fault.subject for fault in found), [str(f) for f in found]
