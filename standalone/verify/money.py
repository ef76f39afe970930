"""Checks of the books: they balance, nothing is overspent, states and entries agree."""

from typing import Final

from standalone.verify.evidence import Connection
from standalone.verify.fault import Fault

_HELD: Final = """
    SELECT a.id, a.state, a.kind, a.amount, a.contract_amount, a.working,
        coalesce(sum(e.amount) FILTER (WHERE e.account = 'reserved'), 0) AS reserved,
        coalesce(sum(e.amount) FILTER (WHERE e.account = 'committed'), 0) AS committed,
        coalesce(sum(e.amount) FILTER (WHERE e.account = 'paid'), 0) AS paid,
        coalesce(sum(e.amount) FILTER (WHERE e.account = 'equity'), 0) AS equity,
        coalesce(sum(e.amount) FILTER (WHERE e.account = 'paid' AND m.kind = 'paid'), 0) AS outlay
    FROM funding.application a
    LEFT JOIN funding.movement m ON m.application_id = a.id
    LEFT JOIN funding.entry e ON e.movement_id = m.id
    GROUP BY a.id
"""
"""What each application holds, by its entries alone."""

_QUERIES = {
    "a movement does not sum to zero": "SELECT movement_id::text FROM funding.entry "
    "GROUP BY movement_id HAVING sum(amount) <> 0 OR count(*) < 2",
    "the whole ledger does not sum to zero": "SELECT 'all' FROM funding.entry "
    "HAVING coalesce(sum(amount), 0) <> 0",
    "an account's balance is not the sum of its entries": "SELECT a.budget_id::text || a.name "
    "FROM funding.account a LEFT JOIN funding.entry e "
    "ON e.budget_id = a.budget_id AND e.account = a.name "
    "GROUP BY a.budget_id, a.name, a.balance HAVING a.balance <> coalesce(sum(e.amount), 0)",
    "an account is overdrawn": "SELECT budget_id::text || '/' || name FROM funding.account "
    "WHERE balance < 0 AND name <> 'appropriation'",
    "an application holds less than nothing or more than was granted": f"SELECT id::text "
    f"FROM ({_HELD}) AS held WHERE least(reserved, committed, paid, equity) < 0 "
    "OR reserved + committed + paid + equity > coalesce(amount, 0)",
    "an amount that nobody knows was granted": "SELECT id::text FROM funding.application "
    "WHERE amount IS NULL AND state NOT IN ('awaiting_facts', 'refused', 'closed')",
    "a granted application has not exactly its amount": f"SELECT id::text FROM ({_HELD}) AS held "
    "WHERE state = 'granted' AND kind <> 'voucher' AND reserved <> amount",
    "a committed application has not exactly its amount": f"SELECT id::text FROM ({_HELD}) AS held "
    "WHERE state = 'committed' AND (reserved <> 0 OR committed + outlay <> amount "
    "AND NOT EXISTS (SELECT FROM funding.movement m WHERE m.application_id = held.id "
    "AND m.kind IN ('recovered', 'reversed')))",
    "an issued voucher has nothing left to promise": f"SELECT id::text FROM ({_HELD}) AS held "
    "WHERE state = 'granted' AND kind = 'voucher' AND reserved + committed = 0",
    "an application that is over is still promised money": "SELECT id::text "
    f"FROM ({_HELD}) AS held "
    "WHERE state NOT IN ('granted', 'committed') AND reserved + committed <> 0",
    "an application that nobody granted was paid": f"SELECT id::text FROM ({_HELD}) AS held "
    "WHERE state IN ('awaiting_facts', 'submitted', 'first_signed', 'queued', 'refused') "
    "AND paid + equity <> 0",
    "a paid instalment has no payment that stands": "SELECT i.id::text FROM funding.instalment i "
    "WHERE (i.state = 'paid') <> EXISTS (SELECT FROM funding.movement m "
    "WHERE m.about = i.id AND m.kind = 'paid' AND NOT EXISTS "
    "(SELECT FROM funding.movement r WHERE r.reverses = m.id))",
    "instalments do not come to what is committed": "SELECT a.id::text FROM funding.application a "
    "JOIN funding.instalment i ON i.application_id = a.id "
    "GROUP BY a.id, a.amount HAVING sum(i.amount) <> a.amount",
    "a settled contract was not paid as it says": "SELECT c.id::text FROM funding.contract c "
    "WHERE c.state = 'accepted' AND c.paid <> coalesce((SELECT sum(e.amount) "
    "FROM funding.movement m JOIN funding.entry e ON e.movement_id = m.id "
    "WHERE m.about = c.id AND m.kind = 'paid' AND e.account = 'paid'), 0)",
    "an amount is above its programme's cap": "SELECT id::text FROM funding.application "
    "WHERE amount > (working->'cap'->>'value')::numeric "
    "OR amount > coalesce(contract_amount, amount)",
    "a reversal is not the mirror of what it reverses": "SELECT r.id::text "
    "FROM funding.movement r JOIN funding.entry e ON e.movement_id = r.id "
    "LEFT JOIN funding.entry o ON o.movement_id = r.reverses AND o.account = e.account "
    "WHERE r.reverses IS NOT NULL AND e.amount + coalesce(o.amount, 0) <> 0",
    "what left a year by carrying over arrived nowhere": "SELECT coalesce(o.id, i.id)::text "
    "FROM (SELECT m.*, split_part(cause, '/', 2) AS mark FROM funding.movement m "
    "WHERE kind = 'carried_out') o FULL JOIN "
    "(SELECT m.*, split_part(cause, '/', 2) AS mark FROM funding.movement m "
    "WHERE kind = 'carried_in') i ON i.mark = o.mark WHERE o.id IS NULL OR i.id IS NULL",
    "a contract is subsidised twice": "SELECT contract_key FROM funding.application "
    "WHERE contract_key IS NOT NULL AND state IN ('granted', 'completed') "
    "GROUP BY organisation_id, contract_key HAVING count(*) > 1",
    "a service contract is filed twice": "SELECT min(id::text) FROM funding.contract "
    "WHERE state IN ('proposed', 'filed', 'accepted') "
    "GROUP BY sponsor_id, platform_id, starts_on, ends_on, amount HAVING count(*) > 1",
    "one officer decided alone where two are needed": "SELECT id::text FROM funding.application "
    "WHERE first_by = decided_by AND state <> 'refused'",
}


async def books_balance(connection: Connection) -> list[Fault]:
    """All of the above, in SQL, over the ledger itself."""
    return [
        Fault("ledger", str(row[0]), matter)
        for matter, query in _QUERIES.items()
        for row in await connection.fetch(query)
    ]
