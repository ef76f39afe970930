"""A task table as it is after years: many tasks that ended, some open ones."""

import json

import asyncpg

from chassis.database import Database, asyncpg_url
from tests.support.order import card, item
from tests.support.person import PACK

DEPARTMENTS = (
    "natural_resources",
    "ecology",
    "emergency_management",
    "market_regulation",
    "energy",
)
STAGES = ("small_trial", "pilot_maturation", "industrialisation")
INDUSTRIES = ("biomedicine_health", "new_energy_storage", "information_technology", "materials")

_FILL = """
INSERT INTO approval.task (
    id, kind, project_id, pack, department, name, stage, state, is_open, is_stopped, holder,
    holder_name, claimed_at, lease_until, organisation_id, organisation_name, title, industry,
    sought, card, plan, unresolved, opened_at, anchor_on, due_at, statutory_due_at,
    is_provisional, clock_version, rung, ended_at, outcome, reason, decided_by,
    decided_by_name, within_committed, within_statutory, version)
SELECT
    gen_random_uuid(), 'case', gen_random_uuid(), $1, ($2::text[])[1 + n % 5],
    CASE WHEN n / 5 % 4 = 0 THEN 'land' ELSE 'environment' END,
    ($3::text[])[1 + n / 7 % 3],
    CASE WHEN n > $4 THEN 'decided' WHEN n % 3 = 0 THEN 'under_review' ELSE 'accepted' END,
    n <= $4, n <= $4 AND n % 60 = 0,
    CASE WHEN n > $4 OR n % 3 = 0 THEN 'person-' || n / 3 % 60 END,
    CASE WHEN n > $4 OR n % 3 = 0 THEN '承办人 ' || n / 3 % 60 END,
    now(), now() + interval '3 days',
    '91440101MA5' || lpad((n % 5000)::text, 6, '0') || 'X', '样例单位 ' || n % 5000,
    '连续流合成中试放大 ' || n, ($6::text[])[1 + n / 11 % 4],
    '连续流合成中试放大 ' || n || ' 样例单位 ' || n % 5000,
    jsonb_set($5::jsonb, '{industry}', to_jsonb(($6::text[])[1 + n / 11 % 4])), $7::jsonb,
    '[]', now() - interval '20 days', current_date - 20,
    CASE WHEN n > $4 THEN now() - random() * interval '1500 days'
         ELSE now() + (random() * 60 - 10) * interval '1 day' END,
    now() + interval '30 days', false, 1, '[]',
    CASE WHEN n > $4 THEN now() - random() * interval '1500 days' END,
    CASE WHEN n > $4 THEN 'approved' END, CASE WHEN n > $4 THEN '符合要求' END,
    CASE WHEN n > $4 THEN 'person-1' END, CASE WHEN n > $4 THEN '承办人 1' END,
    CASE WHEN n > $4 THEN true END, CASE WHEN n > $4 THEN true END, 2
FROM generate_series($8::bigint, $9::bigint) AS n
"""
_CHUNK = 50_000


async def fill(database: Database, tasks: int, open_: int) -> None:
    """Insert ``tasks``, of which ``open_`` are open; a third of those held by sixty people."""
    project = card().model_dump(mode="json")
    plan = item().model_dump(mode="json")
    connection = await asyncpg.connect(asyncpg_url(database.engine.url))
    try:
        for first in range(1, tasks + 1, _CHUNK):
            await connection.execute(
                _FILL,
                PACK,
                list(DEPARTMENTS),
                list(STAGES),
                open_,
                json.dumps(project, ensure_ascii=False),
                list(INDUSTRIES),
                json.dumps(plan, ensure_ascii=False),
                first,
                min(first + _CHUNK - 1, tasks),
            )
        await connection.execute("VACUUM (ANALYZE) approval.task")
    finally:
        await connection.close()
