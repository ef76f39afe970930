"""Checks of the books: they balance, nothing is overspent, states and entries agree."""

from standalone.verify.evidence import Connection
from standalone.verify.fault import Fault

_QUERIES = {
    "a movement does not sum to zero": "SELECT movement_id::text FROM funding.entry "
    "GROUP BY movement_id HAVING sum(amount) <> 0",
    "an account's balance is not the sum of its entries": "SELECT a.budget_id::text || a.name "
    "FROM funding.account a LEFT JOIN funding.entry e "
    "ON e.budget_id = a.budget_id AND e.account = a.name "
    "GROUP BY a.budget_id, a.name, a.balance HAVING a.balance <> coalesce(sum(e.amount), 0)",
    "an account is overdrawn": "SELECT budget_id::text || '/' || name FROM funding.account "
    "WHERE balance < 0 AND name <> 'appropriation'",
    "a granted application has not exactly its amount reserved": "SELECT a.id::text "
    "FROM funding.application a LEFT JOIN funding.movement m ON m.application_id = a.id "
    "LEFT JOIN funding.entry e ON e.movement_id = m.id AND e.account = 'reserved' "
    "WHERE a.state = 'granted' GROUP BY a.id, a.amount "
    "HAVING coalesce(sum(e.amount), 0) <> a.amount",
    "an application that is not granted holds money": "SELECT a.id::text "
    "FROM funding.application a JOIN funding.movement m ON m.application_id = a.id "
    "JOIN funding.entry e ON e.movement_id = m.id AND e.account = 'reserved' "
    "WHERE a.state <> 'granted' GROUP BY a.id HAVING sum(e.amount) <> 0",
    "a contract is subsidised twice": "SELECT contract_key FROM funding.application "
    "WHERE state = 'granted' GROUP BY organisation_id, contract_key HAVING count(*) > 1",
}


async def books_balance(connection: Connection) -> list[Fault]:
    """All of the above, in SQL, over the ledger itself."""
    return [
        Fault("ledger", str(row[0]), matter)
        for matter, query in _QUERIES.items()
        for row in await connection.fetch(query)
    ]
