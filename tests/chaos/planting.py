"""Faults for the verifier to find, planted past every guard that the lane has against them."""

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

import asyncpg
from nats.aio.client import Client as Nats

from standalone.databases import DATABASE
from standalone.servers import postgres
from standalone.stack import Stack
from standalone.state import Secrets

Plant = Callable[[asyncpg.Connection, Nats], Awaitable[str]]
"""Plants one fault; answers with a part of the subject under which it must be found."""


async def _lost_on_the_bus(database: asyncpg.Connection, nats: Nats) -> str:
    stream = nats.jetstream()
    info = await stream.stream_info("REGISTRY")
    message = await stream.get_msg("REGISTRY", seq=info.state.last_seq)
    await stream.delete_msg("REGISTRY", info.state.last_seq)
    return (message.headers or {})["Nats-Msg-Id"]


async def _never_committed(database: asyncpg.Connection, nats: Nats) -> str:
    id_ = str(uuid.uuid4())
    headers = {"Nats-Msg-Id": id_}
    await nats.jetstream().publish("fastlane.funding.forged.v1", b"{}", headers=headers)
    return id_


async def _never_handled(database: asyncpg.Connection, nats: Nats) -> str:
    row = await database.fetchrow(
        "DELETE FROM notify.inbox WHERE message_id = "
        "(SELECT message_id FROM notify.inbox ORDER BY message_id LIMIT 1) RETURNING message_id"
    )
    return str(row["message_id"])


async def _gap_in_a_sequence(database: asyncpg.Connection, nats: Nats) -> str:
    row = await database.fetchrow(
        "UPDATE intake.outbox SET sequence = sequence + 50 WHERE id = "
        "(SELECT max(id) FROM intake.outbox WHERE sequence > 1) RETURNING aggregate"
    )
    return str(row["aggregate"])


async def _record_without_event(database: asyncpg.Connection, nats: Nats) -> str:
    row = await database.fetchrow(
        "UPDATE approval.task SET outcome = 'approved_with_conditions' WHERE id = "
        "(SELECT id FROM approval.task WHERE outcome = 'approved' ORDER BY id LIMIT 1) RETURNING id"
    )
    return f"{row['id']}/approved_with_conditions"


async def _event_without_record(database: asyncpg.Connection, nats: Nats) -> str:
    row = await database.fetchrow(
        "DELETE FROM approval.information_round WHERE task_id = "
        "(SELECT task_id FROM approval.information_round ORDER BY task_id LIMIT 1) "
        "RETURNING task_id, number"
    )
    return f"{row['task_id']}/{row['number']}"


async def _told_twice(database: asyncpg.Connection, nats: Nats) -> str:
    row = await database.fetchrow(
        "INSERT INTO registry.outbox (message_id, subject, aggregate, sequence, envelope, "
        "recorded_at, published_at) SELECT gen_random_uuid(), subject, aggregate, sequence, "
        "envelope, recorded_at, published_at FROM registry.outbox "
        "WHERE subject = 'fastlane.registry.platform_confirmed.v1' ORDER BY id LIMIT 1 "
        "RETURNING envelope->'data'->>'placement_id' AS placement"
    )
    return str(row["placement"])


async def _half_an_answer(database: asyncpg.Connection, nats: Nats) -> str:
    await database.execute(
        "INSERT INTO intake.reply (person, key, fingerprint, replied_at) "
        "VALUES ('nobody', 'half-an-answer', '', now())"
    )
    return "half-an-answer"


async def _answer_about_nothing(database: asyncpg.Connection, nats: Nats) -> str:
    id_ = str(uuid.uuid4())
    await database.execute(
        "INSERT INTO intake.reply (person, key, fingerprint, status, body, replied_at) "
        "VALUES ('nobody', $1, '', 201, jsonb_build_object('id', $1::text, 'pack_digest', ''), "
        "now())",
        id_,
    )
    return id_


async def _order_without_effect(database: asyncpg.Connection, nats: Nats) -> str:
    row = await database.fetchrow(
        "DELETE FROM registry.placement WHERE id = (SELECT p.id FROM registry.placement p "
        "WHERE NOT EXISTS (SELECT FROM registry.decline d WHERE d.placement_id = p.id) "
        "AND NOT EXISTS (SELECT FROM approval.project_work w "
        "WHERE w.project_id = p.project_id AND w.is_closed) ORDER BY p.id DESC LIMIT 1) "
        "RETURNING id"
    )
    return str(row["id"])


async def _forged_entry(database: asyncpg.Connection, nats: Nats) -> str:
    row = await database.fetchrow(
        "UPDATE funding.entry SET amount = amount + 0.01 WHERE (movement_id, account) = "
        "(SELECT movement_id, account FROM funding.entry ORDER BY movement_id LIMIT 1) "
        "RETURNING movement_id"
    )
    return str(row["movement_id"])


async def _grant_without_money(database: asyncpg.Connection, nats: Nats) -> str:
    # One more, so that it needs none in a certain state; alone in its project and its contract.
    id_ = uuid.uuid4()
    await database.execute(
        "INSERT INTO funding.application SELECT (jsonb_populate_record(a, jsonb_build_object("
        "'id', $1::text, 'project_id', $1::text, 'state', 'granted', 'contract_key', NULL))).* "
        "FROM funding.application a WHERE amount IS NOT NULL LIMIT 1",
        str(id_),
    )
    return str(id_)


async def _lost_from_the_log(database: asyncpg.Connection, nats: Nats) -> str:
    row = await database.fetchrow(
        "DELETE FROM insight.event_log WHERE event_id = "
        "(SELECT event_id FROM insight.event_log ORDER BY event_id DESC LIMIT 1) "
        "RETURNING event_id"
    )
    return str(row["event_id"])


async def _read_model_off(database: asyncpg.Connection, nats: Nats) -> str:
    await database.execute("UPDATE insight.project_fact SET decisions = decisions + 1")
    return "insight"


async def _minute_too_many(database: asyncpg.Connection, nats: Nats) -> str:
    row = await database.fetchrow(
        "UPDATE insight.attribution SET microseconds = microseconds + 1 "
        "WHERE (project_id, number) = (SELECT project_id, number FROM insight.attribution "
        "JOIN insight.project_fact USING (project_id) WHERE finished_at IS NOT NULL "
        "ORDER BY project_id, number LIMIT 1) RETURNING project_id"
    )
    return str(row["project_id"])


async def _open_after_the_end(database: asyncpg.Connection, nats: Nats) -> str:
    row = await database.fetchrow(
        "UPDATE approval.task SET is_open = true WHERE id = (SELECT t.id FROM approval.task t "
        "JOIN intake.project p ON p.id = t.project_id WHERE p.state = 'finished' "
        "ORDER BY t.id DESC LIMIT 1) RETURNING project_id"
    )
    return str(row["project_id"])


async def _different_ends(database: asyncpg.Connection, nats: Nats) -> str:
    row = await database.fetchrow(
        "UPDATE intake.project SET outcome = 'stopped' WHERE id = (SELECT id FROM intake.project "
        "WHERE outcome = 'industrialised' ORDER BY id LIMIT 1) RETURNING id"
    )
    return str(row["id"])


async def _without_workflow(database: asyncpg.Connection, nats: Nats) -> str:
    id_ = uuid.uuid4()
    await database.execute(
        "INSERT INTO intake.project SELECT (jsonb_populate_record(p, "
        "jsonb_build_object('id', $1::text))).* FROM intake.project p LIMIT 1",
        str(id_),
    )
    return str(id_)


async def _dead_letter(database: asyncpg.Connection, nats: Nats) -> str:
    await nats.jetstream().publish("dlq.planted", b"nobody can read this")
    return "dlq.planted"


PLANTS: Final[dict[str, tuple[str, Plant]]] = {
    "a message that its stream has lost": ("stream", _lost_on_the_bus),
    "a message that nobody committed": ("stream", _never_committed),
    "a message that a consumer never handled": ("inbox", _never_handled),
    "a gap in a sequence": ("sequence", _gap_in_a_sequence),
    "a record of which nothing was told": ("effect", _record_without_event),
    "an event without its record": ("effect", _event_without_record),
    "an effect told twice": ("effect", _told_twice),
    "a command committed without its answer": ("reply", _half_an_answer),
    "an answer about nothing": ("reply", _answer_about_nothing),
    "an order without effect": ("command", _order_without_effect),
    "a forged ledger entry": ("ledger", _forged_entry),
    "a grant without money": ("ledger", _grant_without_money),
    "an event lost from the log": ("log", _lost_from_the_log),
    "a read model that differs from a rebuild": ("rebuild", _read_model_off),
    "a minute too many": ("attribution", _minute_too_many),
    "work still open after the end": ("course", _open_after_the_end),
    "two ends of one project": ("read model", _different_ends),
    "a project without a workflow": ("course", _without_workflow),
    "a dead letter": ("dead letter", _dead_letter),
}
"""By name the check that has to find it, and how it is planted."""
PLANTED: Final = tuple(PLANTS)


async def plant_all(stack: Stack) -> dict[str, tuple[str, str]]:
    """Plant one of each; by name the check and the subject that must be found."""
    async with _past_every_guard(stack) as (database, nats):
        return {
            name: (check, await plant(database, nats)) for name, (check, plant) in PLANTS.items()
        }


@asynccontextmanager
async def _past_every_guard(stack: Stack) -> AsyncIterator[tuple[asyncpg.Connection, Nats]]:
    nats = Nats()
    await nats.connect(stack.nats_url)
    secrets = Secrets.load(stack.state)
    database = await postgres.connect(stack.ports, secrets, DATABASE)
    # Triggers and foreign keys would refuse most of this: they are the lane's own guards.
    await database.execute("SET session_replication_role = replica")
    try:
        yield database, nats
    finally:
        await database.close()
        await nats.close()
