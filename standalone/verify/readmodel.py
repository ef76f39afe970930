"""Checks of the figures: the log is complete, the read models follow from it, the parts sum up."""

from standalone.verify.evidence import Connection, Messages
from standalone.verify.fault import Fault

_LOGGED = ("INTAKE", "LANE", "APPROVAL", "REGISTRY", "FUNDING")


async def log_is_complete(connection: Connection, messages: Messages) -> list[Fault]:
    """Every event on the bus stands in insight's log once, and nothing else does."""
    logged = {
        str(row[0]) for row in await connection.fetch("SELECT event_id FROM insight.event_log")
    }
    on_bus = {each.message_id for name in _LOGGED for each in messages.streams[name]}
    missing = [Fault("log", each, "is on the bus but not in the log") for each in on_bus - logged]
    extra = [
        Fault("log", each, "is in the log but was never on the bus") for each in logged - on_bus
    ]
    return missing + extra


async def read_models_follow(connection: Connection) -> list[Fault]:
    """Nothing waits to be worked in, and nothing failed to be."""
    rows = await connection.fetch("SELECT project_id::text, fault FROM insight.stale_project")
    return [
        Fault("read model", row[0], row[1] or "has events that it does not show yet")
        for row in rows
    ]


async def parts_sum_to_the_whole(connection: Connection) -> list[Fault]:
    """A finished project's minutes belong to the parties without remainder, to the microsecond."""
    rows = await connection.fetch(
        "SELECT f.project_id::text, sum(a.microseconds) AS parts, "
        "(extract(epoch FROM f.finished_at - f.submitted_at) * 1000000)::bigint AS whole "
        "FROM insight.project_fact f LEFT JOIN insight.attribution a USING (project_id) "
        "WHERE f.finished_at IS NOT NULL GROUP BY f.project_id, f.finished_at, f.submitted_at"
    )
    return [
        Fault("attribution", row["project_id"], f"parts {row['parts']}, whole {row['whole']} µs")
        for row in rows
        if (row["parts"] or 0) != row["whole"]
    ]


async def same_projects(connection: Connection) -> list[Fault]:
    """Intake and insight know the same projects in the same end."""
    rows = await connection.fetch(
        "SELECT coalesce(p.id, f.project_id)::text, p.outcome, f.outcome FROM intake.project p "
        "FULL JOIN insight.project_fact f ON f.project_id = p.id "
        "WHERE p.id IS NULL OR f.project_id IS NULL OR p.outcome IS DISTINCT FROM f.outcome"
    )
    return [
        Fault("read model", row[0], f"intake says {row[1]}, insight says {row[2]}") for row in rows
    ]
