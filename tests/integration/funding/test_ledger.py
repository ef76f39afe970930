"""What the database itself refuses: nobody can get round the rules of the ledger."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Numeric, bindparam, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.identity import new_id
from tests.integration.funding.scene import granted, new_project
from tests.support.service import Bench

MOVEMENT = text(
    "INSERT INTO movement (id, budget_id, kind, moved_at, cause) "
    "VALUES (:id, :budget, 'correction', now(), gen_random_uuid()::text)"
)
ENTRY = text(
    "INSERT INTO entry (movement_id, budget_id, account, amount) "
    "VALUES (:id, :budget, :account, :amount)"
).bindparams(bindparam("amount", type_=Numeric(18, 2)))


@pytest.fixture
async def budget_id(bench: Bench) -> AsyncIterator[UUID]:
    """A budget with something reserved in it."""
    await granted(bench, await new_project(bench))
    async with bench.runtime.database.read() as connection:
        yield (await connection.execute(text("SELECT id FROM budget LIMIT 1"))).scalar_one()


async def _book(connection: AsyncConnection, budget: UUID, *entries: tuple[str, Any]) -> None:
    id_ = new_id()
    await connection.execute(MOVEMENT, {"id": id_, "budget": budget})
    for account, amount in entries:
        values = {"id": id_, "budget": budget, "account": account, "amount": amount}
        await connection.execute(ENTRY, values)


async def _execute(bench: Bench, *statements: tuple[Any, dict[str, Any]]) -> None:
    async with bench.runtime.database.unit_of_work() as uow:
        for statement, values in statements:
            await uow.connection.execute(statement, values)


async def _balances(bench: Bench) -> dict[str, Any]:
    statement = text("SELECT name, balance FROM account ORDER BY name")
    async with bench.runtime.database.read() as connection:
        return {row.name: row.balance for row in await connection.execute(statement)}


async def test_a_balanced_movement_is_booked_and_moves_its_accounts(
    bench: Bench, budget_id: UUID
) -> None:
    before = await _balances(bench)
    async with bench.runtime.database.unit_of_work() as uow:
        await _book(uow.connection, budget_id, ("budget", -5), ("reserved", 5))
    after = await _balances(bench)
    assert after["reserved"] - before["reserved"] == 5
    assert sum(after.values()) == 0


@pytest.mark.parametrize(
    "entries",
    [
        (("budget", -5), ("reserved", 4)),
        (("budget", 5),),
        (),
        (("budget", -5), ("reserved", 10**12)),
    ],
    ids=["unbalanced", "one-sided", "empty", "far off"],
)
async def test_a_movement_that_does_not_balance_cannot_be_committed(
    bench: Bench, budget_id: UUID, entries: tuple[tuple[str, Any], ...]
) -> None:
    before = await _balances(bench)
    with pytest.raises(IntegrityError, match="entries that sum to"):
        async with bench.runtime.database.unit_of_work() as uow:
            await _book(uow.connection, budget_id, *entries)
    assert await _balances(bench) == before


@pytest.mark.parametrize("account", ["budget", "reserved"])
async def test_no_account_but_the_appropriation_goes_below_zero(
    bench: Bench, budget_id: UUID, account: str
) -> None:
    other = {"budget": "reserved", "reserved": "budget"}[account]
    with pytest.raises(IntegrityError, match="account_not_negative"):
        async with bench.runtime.database.unit_of_work() as uow:
            await _book(uow.connection, budget_id, (account, -(10**9)), (other, 10**9))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET amount = amount + 1",
        "DELETE FROM entry",
        "TRUNCATE entry",
        "UPDATE movement SET kind = 'x'",
        "DELETE FROM movement",
        "TRUNCATE movement CASCADE",
        "TRUNCATE account CASCADE",
        "UPDATE account SET balance = balance + 1",
        "DELETE FROM account",
    ],
)
async def test_what_is_booked_can_be_neither_changed_nor_removed(
    bench: Bench, budget_id: UUID, statement: str
) -> None:
    before = await _balances(bench)
    with pytest.raises(IntegrityError, match=r"append-only|only by ledger entries"):
        await _execute(bench, (text(statement), {}))
    assert await _balances(bench) == before


async def test_an_account_begins_empty(bench: Bench, budget_id: UUID) -> None:
    statement = text("INSERT INTO account VALUES (:budget, 'gift', 100)")
    with pytest.raises(IntegrityError, match="only by ledger entries"):
        await _execute(bench, (statement, {"budget": budget_id}))


async def test_an_entry_of_another_budgets_movement_is_refused(
    bench: Bench, budget_id: UUID
) -> None:
    id_ = new_id()
    elsewhere = {"id": id_, "budget": new_id(), "account": "budget", "amount": 1}
    with pytest.raises(IntegrityError, match="entry_of"):
        await _execute(bench, (MOVEMENT, {"id": id_, "budget": budget_id}), (ENTRY, elsewhere))


async def test_balances_equal_the_sums_of_their_entries(bench: Bench, budget_id: UUID) -> None:
    statement = text(
        "SELECT count(*) FROM account JOIN (SELECT budget_id, account, sum(amount) AS total "
        "FROM entry GROUP BY 1, 2) AS sums ON sums.budget_id = account.budget_id "
        "AND sums.account = account.name WHERE sums.total <> account.balance"
    )
    async with bench.runtime.database.read() as connection:
        assert (await connection.execute(statement)).scalar_one() == 0
