"""A lane as it is after years, straight into insight's tables: some lives, and many like them.

Every life is told, logged and worked out once; the others are the same lives under other ids, days
or years apart, copied inside the database.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import asyncpg

from chassis.database import Database, asyncpg_url
from services.insight import handlers
from tests.support.person import PACK
from tests.support.season import random_story
from tests.support.story import Story

NOW = datetime(2029, 6, 1, 2, tzinfo=UTC)
YEARS_DAYS = 950
"""Finished lives are spread over so many days."""
RUNNING = 0.1
_LOG = (
    "event_id",
    "happened_at",
    "project_id",
    "type",
    "publisher",
    "subject",
    "sequence",
    "recorded_at",
    "heard_at",
    "data",
)
_PARTS = {
    "stage_fact": ("entered_at", "ended_at"),
    "case_fact": ("opened_at", "due_at", "closed_at", "decided_at"),
    "span": ("started_at", "ended_at"),
    "attribution": ("since",),
    "step_fact": (),
    "project_fact": ("submitted_at", "finished_at"),
}


def lives(count: int, seed: int = 1) -> list[Story]:
    """``count`` different lives; a tenth of them goes on."""
    chance = Random(seed)
    found = []
    for number in range(count):
        running = number < count * RUNNING
        begin = NOW - timedelta(days=75 if running else YEARS_DAYS + 220)
        story = random_story(
            number, chance, running=running, pack=PACK if number % 4 else "elsewhere"
        )
        story.begin = begin
        found.append(retold(story, begin))
    return found


def retold(story: Story, begin: datetime) -> Story:
    """The same life from another day on."""
    by = begin - story.told[0].at
    story.told = [type(t)(t.id, t.at + by, t.message, t.sequence) for t in story.told]
    return story


async def log(database: Database, stories: Iterable[Story]) -> int:
    """Log what was told; how many events."""
    connection = await asyncpg.connect(asyncpg_url(database.engine.url))
    try:
        await _partitions(connection)
        records = [
            (
                told.id,
                told.at,
                story.project,
                told.message.TYPE,
                told.publisher,
                str(story.project),
                told.sequence,
                told.at,
                told.at,
                json.dumps(told.message.model_dump(mode="json"), ensure_ascii=False),
            )
            for story in stories
            for told in story
        ]
        await connection.copy_records_to_table(
            "event_log", schema_name="insight", columns=_LOG, records=records
        )
        return len(records)
    finally:
        await connection.close()


async def _partitions(connection: asyncpg.Connection) -> None:
    month = datetime(2025, 11, 1, tzinfo=UTC)
    while month < NOW + timedelta(days=100):
        following = (month + timedelta(days=32)).replace(day=1)
        await connection.execute(
            f"CREATE TABLE IF NOT EXISTS insight.event_log_{month:%Y_%m} "
            f"PARTITION OF insight.event_log "
            f"FOR VALUES FROM ('{month.isoformat()}') TO ('{following.isoformat()}')"
        )
        month = following


async def work_out(database: Database, stories: Iterable[Story]) -> None:
    """Bring the lives into the read models."""
    ids: list[UUID] = [story.project for story in stories]
    for first in range(0, len(ids), 200):
        async with database.unit_of_work() as uow:
            await handlers.fill(uow, ids[first : first + 200], suffix="")


async def multiply(database: Database, copies: int, copies_logged: int) -> None:
    """So many more of each life, and of so many of these their events, too."""
    connection = await asyncpg.connect(asyncpg_url(database.engine.url))
    try:
        await connection.execute("SET synchronous_commit = off")
        await connection.execute(
            "CREATE TEMP TABLE life AS SELECT project_id, "
            f"CASE WHEN finished_at IS NULL THEN 30 ELSE {YEARS_DAYS} END AS days "
            "FROM insight.project_fact"
        )
        await connection.execute(
            "CREATE TEMP TABLE twin AS SELECT project_id, n, "
            "md5(project_id::text || n)::uuid AS id, "
            "make_interval(days => abs(hashtext(project_id::text || n)) % days) AS later "
            f"FROM life, generate_series(1, {copies}) n"
        )
        await connection.execute("ANALYZE twin")
        for table, times in _PARTS.items():
            await _copy(connection, table, times)
        await connection.execute(f"DELETE FROM twin WHERE n > {copies_logged}")
        await _copy(connection, "event_log", ("happened_at",))
        await connection.execute("VACUUM (ANALYZE)")
    finally:
        await connection.close()


async def _copy(connection: asyncpg.Connection, table: str, times: tuple[str, ...]) -> None:
    columns = [
        row[0]
        for row in await connection.fetch(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'insight' "
            "AND table_name = $1 ORDER BY ordinal_position",
            table,
        )
    ]
    made = {
        "project_id": "twin.id",
        "event_id": "md5(t.event_id::text || twin.id)::uuid",
        **{name: f"t.{name} + twin.later" for name in times},
    }
    if table == "event_log":
        made["data"] = "jsonb_set(t.data, '{project_id}', to_jsonb(twin.id))"
    values = ", ".join(made.get(name, f"t.{name}") for name in columns)
    await connection.execute(
        f"INSERT INTO insight.{table} ({', '.join(columns)}) "
        f"SELECT {values} FROM twin JOIN insight.{table} t USING (project_id)"
    )
