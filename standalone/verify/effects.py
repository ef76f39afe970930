"""Checks of the records: every accepted command has its effect once, and each effect was told once.

A row of a table and the message that tells of it are written in one transaction; these checks
count both sides.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from standalone.verify.evidence import SERVICES, Connection, Messages
from standalone.verify.fault import Fault


@dataclass(frozen=True, slots=True)
class Pair:
    """A query for what is recorded, and the event that must tell of each once.

    The query yields one text key per record; ``fields`` names the event's data that form the key.
    """

    what: str
    query: str
    event: str
    fields: tuple[str, ...]


_P = "fastlane."
PAIRS = (
    Pair(
        "project",
        "SELECT id::text FROM intake.project",
        _P + "intake.project_submitted.v1",
        ("project_id",),
    ),
    Pair(
        "withdrawal",
        "SELECT id::text FROM intake.project WHERE withdrawal_reason IS NOT NULL",
        _P + "intake.project_withdrawn.v1",
        ("project_id",),
    ),
    Pair(
        "evidence",
        "SELECT DISTINCT project_id::text || '/' || stage || '/' || attempt FROM intake.evidence",
        _P + "intake.evidence_submitted.v1",
        ("project_id", "stage", "attempt"),
    ),
    Pair(
        "case",
        "SELECT id::text FROM approval.task WHERE kind = 'case'",
        _P + "approval.case_opened.v1",
        ("case_id",),
    ),
    Pair(
        "decision",
        "SELECT id::text || '/' || outcome FROM approval.task "
        "WHERE kind = 'case' AND state IN ('decided', 'served')",
        _P + "approval.case_decided.v1",
        ("case_id", "outcome"),
    ),
    Pair(
        "service",
        "SELECT id::text FROM approval.task WHERE kind = 'case' AND state = 'served'",
        _P + "approval.case_served.v1",
        ("case_id",),
    ),
    Pair(
        "request of all departments",
        "SELECT id::text FROM approval.notice WHERE sent_at IS NOT NULL AND EXISTS ("
        "SELECT FROM approval.notice_question WHERE notice_id = id AND dropped_at IS NULL)",
        _P + "approval.notice_sent.v1",
        ("notice_id",),
    ),
    Pair(
        "closed case",
        "SELECT id::text FROM approval.task "
        "WHERE kind = 'case' AND state IN ('withdrawn', 'superseded')",
        _P + "approval.case_closed.v1",
        ("case_id",),
    ),
    Pair(
        "request",
        "SELECT task_id::text || '/' || number FROM approval.information_round",
        _P + "approval.information_requested.v1",
        ("case_id", "round"),
    ),
    Pair(
        "answer",
        "SELECT task_id::text || '/' || number FROM approval.information_round "
        "WHERE answered_at IS NOT NULL",
        _P + "approval.information_supplied.v1",
        ("case_id", "round"),
    ),
    Pair(
        "gate",
        "SELECT id::text FROM approval.task WHERE kind = 'gate'",
        _P + "approval.gate_opened.v1",
        ("gate_id",),
    ),
    Pair(
        "gate outcome",
        "SELECT id::text || '/' || outcome FROM approval.task "
        "WHERE kind = 'gate' AND state = 'decided'",
        _P + "approval.gate_decided.v1",
        ("gate_id", "outcome"),
    ),
    Pair(
        "placement",
        "SELECT id::text FROM registry.placement",
        _P + "registry.placement_opened.v1",
        ("placement_id",),
    ),
    Pair(
        "confirmed placement",
        "SELECT id::text FROM registry.placement WHERE confirmed_at IS NOT NULL",
        _P + "registry.platform_confirmed.v1",
        ("placement_id",),
    ),
    Pair(
        "application",
        "SELECT id::text FROM funding.application",
        _P + "funding.application_submitted.v1",
        ("application_id",),
    ),
    Pair(
        "grant",
        "SELECT application_id::text FROM funding.movement WHERE kind = 'reserved'",
        _P + "funding.application_granted.v1",
        ("application_id",),
    ),
    *(
        Pair(
            kind,
            f"SELECT id::text FROM funding.movement WHERE kind = '{kind}'",
            _P + f"funding.{event}.v1",
            ("movement_id",),
        )
        for kind, event in (
            ("released", "reservation_released"),
            ("committed", "funding_committed"),
            ("paid", "payment_made"),
            ("recovered", "money_recovered"),
            ("converted", "equity_converted"),
            ("reversed", "movement_reversed"),
        )
    ),
    Pair(
        "expiry",
        "SELECT id::text FROM funding.application WHERE expired_at IS NOT NULL",
        _P + "funding.voucher_expired.v1",
        ("application_id",),
    ),
    Pair(
        "referral",
        "SELECT id::text FROM funding.referral",
        _P + "funding.referral_consented.v1",
        ("referral_id",),
    ),
)


async def recorded_is_told_once(connection: Connection, messages: Messages) -> list[Fault]:
    """Each record has exactly one event, each event its record."""
    faults: list[Fault] = []
    for pair in PAIRS:
        recorded = {row[0] for row in await connection.fetch(pair.query)}
        told = Counter(
            "/".join(str(row.data[field]) for field in pair.fields)
            for rows in messages.told(pair.event).values()
            for row in rows
        )
        faults += _compare(pair, recorded, told)
    return faults


def _compare(pair: Pair, recorded: set[str], told: Counter[str]) -> Iterator[Fault]:
    for key in recorded - set(told):
        yield Fault("effect", key, f"the {pair.what} was recorded, but {pair.event} never told")
    for key, count in told.items():
        if key not in recorded:
            yield Fault("effect", key, f"{pair.event} was told, but there is no {pair.what}")
        elif count > 1:
            yield Fault("effect", key, f"{pair.event} was told {count} times")


async def answers_kept(connection: Connection) -> list[Fault]:
    """Every answer kept under an idempotency key is complete, and what it names exists."""
    faults: list[Fault] = []
    for service in SERVICES:
        rows = await connection.fetch(
            f"SELECT person, key FROM {service}.reply WHERE status IS NULL"
        )
        faults += [
            Fault("reply", f"{service}/{row['key']}", "was begun and committed without an answer")
            for row in rows
        ]
    for what, query in _ANSWERED.items():
        faults += [
            Fault("reply", row[0], f"answered with a {what} that does not exist")
            for row in await connection.fetch(query)
        ]
    return faults


_ANSWERED = {
    "project": "SELECT body->>'id' FROM intake.reply r WHERE status = 201 AND body ? 'pack_digest' "
    "AND NOT EXISTS (SELECT FROM intake.project p WHERE p.id::text = r.body->>'id')",
    "document": "SELECT body->>'id' FROM intake.reply r WHERE status = 201 AND body ? 'sha256' "
    "AND NOT EXISTS (SELECT FROM intake.document d WHERE d.id::text = r.body->>'id')",
    "application": "SELECT body->>'id' FROM funding.reply r WHERE status = 201 "
    "AND body ? 'contract_amount' AND NOT EXISTS "
    "(SELECT FROM funding.application a WHERE a.id::text = r.body->>'id')",
}


async def commands_have_one_effect(connection: Connection, messages: Messages) -> list[Fault]:
    """Every order on the bus to open something opened it once, unless the project had closed."""
    faults: list[Fault] = []
    opened = {str(row[0]) for row in await connection.fetch("SELECT id FROM approval.task")}
    placed = {str(row[0]) for row in await connection.fetch("SELECT id FROM registry.placement")}
    closed = {
        str(row[0])
        for row in await connection.fetch(
            "SELECT project_id FROM approval.project_work WHERE is_closed"
        )
    }
    for each in messages.streams["COMMANDS"]:
        data = each.envelope().get("data", {})
        target = data.get("case_id") or data.get("gate_id") or data.get("placement_id")
        is_opening = each.subject.split(".")[-2] in ("open_case", "open_gate", "find_platform")
        if is_opening and target not in opened | placed and data.get("project_id") not in closed:
            faults.append(Fault("command", str(target), f"{each.subject} had no effect"))
    return faults


async def messages_once_per_person(connection: Connection) -> list[Fault]:
    """Nobody was told of one event twice, and no mail was given up on."""
    twice = await connection.fetch(
        "SELECT event_id::text, person_id, count(*) FROM notify.message "
        "GROUP BY 1, 2 HAVING count(*) > 1"
    )
    return [Fault("message", row[0], f"{row[1]} was told {row[2]} times") for row in twice]
