"""A second set of the read models' tables: made, filled, and put in place of the first at once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.insight.tables import FACTS, read_model, rebuild_missed

NEXT = "_next"
"""Ends the names of the tables that are being filled."""
_LOCK = "insight/rebuild"
_NAMES = tuple(table.name for table in FACTS)


async def is_alone(connection: AsyncConnection) -> bool:
    """Whether no other rebuild is under way; then none begins while the connection is open."""
    statement = select(func.pg_try_advisory_lock(func.hashtext(_LOCK)))
    return bool((await connection.execute(statement)).scalar_one())


async def begin(connection: AsyncConnection, now: datetime) -> None:
    """Make the second set, empty; what a rebuild that was killed left behind goes."""
    for name in _NAMES:
        await connection.execute(text(f"DROP TABLE IF EXISTS insight.{name}{NEXT}"))
        await connection.execute(
            text(f"CREATE TABLE insight.{name}{NEXT} (LIKE insight.{name} INCLUDING DEFAULTS)")
        )
    await connection.execute(delete(rebuild_missed))
    await connection.execute(update(read_model).values(rebuilding_since=now))


async def index(connection: AsyncConnection) -> None:
    """Give the second set the first one's indexes; quicker than to keep them while filling."""
    await connection.execute(text("SET LOCAL statement_timeout = 0"))
    for name in _NAMES:
        found = await connection.execute(
            text(
                "SELECT i.relname, x.indisprimary, pg_get_indexdef(x.indexrelid) AS made_by "
                "FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid "
                "WHERE x.indrelid = to_regclass(:table)"
            ),
            {"table": f"insight.{name}"},
        )
        for each in found.all():
            made_by = each.made_by.replace(f" {each.relname} ", f" {each.relname}{NEXT} ", 1)
            made_by = made_by.replace(f"insight.{name} ", f"insight.{name}{NEXT} ", 1)
            await connection.execute(text(made_by))
            if each.indisprimary:
                await connection.execute(
                    text(
                        f"ALTER TABLE insight.{name}{NEXT} ADD PRIMARY KEY "
                        f"USING INDEX {each.relname}{NEXT}"
                    )
                )
        await connection.execute(text(f"ANALYZE insight.{name}{NEXT}"))


async def take_missed(connection: AsyncConnection) -> list[UUID]:
    """Projects that were worked out again since the rebuild read them; each once."""
    statement = delete(rebuild_missed).returning(rebuild_missed.c.project_id)
    return list((await connection.execute(statement)).scalars())


async def hold_still(connection: AsyncConnection) -> None:
    """Wait for whoever writes or reads the first set, and let nobody in until the switch."""
    tables = ", ".join(f"insight.{name}" for name in _NAMES)
    await connection.execute(text(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE"))


async def switch(connection: AsyncConnection, now: datetime) -> None:
    """Put the second set in place of the first, which goes; a new generation begins."""
    for name in _NAMES:
        await connection.execute(text(f"DROP TABLE insight.{name}"))
        await connection.execute(text(f"ALTER TABLE insight.{name}{NEXT} RENAME TO {name}"))
    named = await connection.execute(
        text(
            "SELECT i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid "
            "JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace "
            "WHERE n.nspname = 'insight' AND t.relname = ANY(:tables)"
        ),
        {"tables": list(_NAMES)},
    )
    for (name,) in named.all():
        rename = f"ALTER INDEX insight.{name} RENAME TO {name.removesuffix(NEXT)}"
        await connection.execute(text(rename))
    await _end(connection, generation=read_model.c.generation + 1, built_at=now)


async def give_up(connection: AsyncConnection) -> None:
    """Throw the second set away; the first one stands as it did."""
    for name in _NAMES:
        await connection.execute(text(f"DROP TABLE IF EXISTS insight.{name}{NEXT}"))
    await _end(connection)


async def _end(connection: AsyncConnection, **changed: object) -> None:
    await connection.execute(delete(rebuild_missed))
    await connection.execute(update(read_model).values(rebuilding_since=None, **changed))
