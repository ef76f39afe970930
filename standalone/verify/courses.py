"""Checks of the workflows: each project has one, and none waits for what has already happened."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowQueryFailedError
from temporalio.service import RPCError, RPCStatusCode

from contracts.ids import ProjectId, gate_id
from contracts.process import workflow_id
from contracts.topology import consumers_of
from standalone.verify.evidence import Connection, Messages
from standalone.verify.fault import Fault

LATE_BY = timedelta(days=3)
"""An alarm may be late by a few lane days on a scaled clock; one missed is late for ever."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the services have recorded of a project."""

    id: ProjectId
    state: str
    outcome: str | None
    evidence: frozenset[str]
    tasks: dict[str, asyncpg.Record]
    placements: list[asyncpg.Record]
    is_work_closed: bool
    has_left_registry: bool
    has_left_funding: bool


async def recorded_projects(connection: Connection) -> list[Recorded]:
    """Every project of intake with what approval, registry and funding hold of it."""
    projects = await connection.fetch("SELECT id, state, outcome FROM intake.project")
    evidence = await _by_project(
        connection,
        "SELECT DISTINCT project_id, stage || '/' || attempt AS at FROM intake.evidence",
    )
    tasks = await _by_project(
        connection, "SELECT id, project_id, kind, name, stage, state, is_open FROM approval.task"
    )
    placements = await _by_project(
        connection, "SELECT project_id, stage, state FROM registry.placement"
    )
    closed = await _by_project(
        connection, "SELECT project_id FROM approval.project_work WHERE is_closed"
    )
    left = await _by_project(
        connection, "SELECT id AS project_id FROM registry.project WHERE has_left"
    )
    ended = await _by_project(
        connection,
        "SELECT (envelope->>'subject')::uuid AS project_id FROM funding.outbox "
        "WHERE subject = 'fastlane.funding.project_funding_released.v1'",
    )
    return [
        Recorded(
            id=ProjectId(row["id"]),
            state=row["state"],
            outcome=row["outcome"],
            evidence=frozenset(each["at"] for each in evidence.get(row["id"], ())),
            tasks={str(each["id"]): each for each in tasks.get(row["id"], ())},
            placements=placements.get(row["id"], []),
            is_work_closed=row["id"] in closed,
            has_left_registry=row["id"] in left,
            has_left_funding=row["id"] in ended,
        )
        for row in projects
    ]


async def _by_project(connection: Connection, query: str) -> dict[UUID, list[asyncpg.Record]]:
    """The rows of a query that gives a ``project_id`` in each, by that id."""
    found: dict[UUID, list[asyncpg.Record]] = {}
    for row in await connection.fetch(query):
        found.setdefault(row["project_id"], []).append(row)
    return found


async def courses_go_on(
    temporal: Client, projects: list[Recorded], messages: Messages, lane_now: datetime
) -> list[Fault]:
    """Compare each project's workflow with what the services have recorded, and with the bus."""
    faults: list[Fault] = []
    on_bus = Counter(
        each.envelope().get("subject")
        for name in ("LANE", "COMMANDS")
        for each in messages.streams[name]
    )
    for project in projects:
        handle = temporal.get_workflow_handle(workflow_id(project.id))
        try:
            described = await handle.describe()
        except RPCError as fault:
            if fault.status is not RPCStatusCode.NOT_FOUND:
                raise
            faults.append(Fault("course", str(project.id), "has no workflow"))
            continue
        is_running = described.status is WorkflowExecutionStatus.RUNNING
        if not is_running and described.status is not WorkflowExecutionStatus.COMPLETED:
            name = described.status.name if described.status else "unknown"
            faults.append(Fault("course", str(project.id), f"its workflow has {name}"))
            continue
        try:
            standing = await handle.query("standing", result_type=dict)
        except WorkflowQueryFailedError as fault:
            matter = f"its workflow cannot say where it stands: {fault}"
            faults.append(Fault("course", str(project.id), matter))
            continue
        if (told := on_bus[str(project.id)]) != standing["issued"]:
            matter = f"its workflow told {standing['issued']} messages, the bus has {told}"
            faults.append(Fault("course", str(project.id), matter))
        if is_running:
            faults += _still_waiting(project, standing, lane_now)
        else:
            faults += _over(project, await handle.result())
    return faults


def _over(project: Recorded, outcome: str) -> list[Fault]:
    matters = []
    if (project.state, project.outcome) != ("finished", outcome):
        matters.append(f"ended {outcome}, intake says {project.state} {project.outcome}")
    if still := [task["name"] for task in project.tasks.values() if task["is_open"]]:
        matters.append(f"is over, but open in a queue: {', '.join(still)}")
    if any(each["state"] in ("open", "asked") for each in project.placements):
        matters.append("is over, but a platform is still sought")
    return [Fault("course", str(project.id), matter) for matter in matters]


def _still_waiting(project: Recorded, standing: dict[str, Any], lane_now: datetime) -> list[Fault]:
    matters = []
    if project.state == "finished":
        matters.append("intake says finished, but its workflow runs")
    for awaited in standing["waiting_for"]:
        if _has_happened(project, standing, awaited):
            matters.append(f"waits for {awaited}, which has already happened")
        elif _was_never_asked(project, standing, awaited):
            matters.append(f"waits for {awaited}, of which nobody was told")
    instant = standing.get("next_instant")
    if instant is not None and lane_now - datetime.fromisoformat(instant) > LATE_BY:
        matters.append(f"an alarm of {instant} has not rung")
    return [Fault("course", str(project.id), matter) for matter in matters]


def _case(project: Recorded, standing: dict[str, Any], item: str) -> asyncpg.Record | None:
    return next(
        (
            task
            for task in project.tasks.values()
            if (task["kind"], task["name"], task["stage"]) == ("case", item, standing["stage"])
        ),
        None,
    )


def _gate(project: Recorded, standing: dict[str, Any]) -> asyncpg.Record | None:
    id_ = gate_id(project.id, standing["stage"], standing["attempt"], standing["round"])
    return project.tasks.get(str(id_))


def _has_happened(project: Recorded, standing: dict[str, Any], awaited: str) -> bool:
    kind, _, name = awaited.partition(":")
    happened: dict[str, Callable[[], bool]] = {
        "evidence": lambda: f"{standing['stage']}/{standing['attempt']}" in project.evidence,
        "platform": lambda: any(
            (each["stage"], each["state"]) == (standing["stage"], "confirmed")
            for each in project.placements
        ),
        "case": lambda: bool((case := _case(project, standing, name)) and not case["is_open"]),
        "gate": lambda: bool((gate := _gate(project, standing)) and not gate["is_open"]),
        "closing": lambda: {
            "work": project.is_work_closed,
            "placements": project.has_left_registry,
            "funding": project.has_left_funding,
        }.get(name, False),
    }
    return kind in happened and happened[kind]()


def _was_never_asked(project: Recorded, standing: dict[str, Any], awaited: str) -> bool:
    kind, _, name = awaited.partition(":")
    if kind == "case":
        return _case(project, standing, name) is None
    if kind == "gate":
        return _gate(project, standing) is None
    if kind == "platform":
        return not any(each["stage"] == standing["stage"] for each in project.placements)
    return False


async def histories_hold_the_facts(
    temporal: Client, projects: list[Recorded], messages: Messages
) -> list[Fault]:
    """Every event meant for a course is in its histories, or came after its end."""
    faults: list[Fault] = []
    wanted = _facts_by_project(messages)
    for project in projects:
        history = await _read_histories(temporal, project.id)
        if history is None:
            continue  # Said already: it has no workflow.
        for event_id, subject in wanted.get(str(project.id), {}).items():
            if event_id not in history.heard and not history.is_over:
                faults.append(Fault("history", event_id, f"{subject} never reached the course"))
    return faults


def _facts_by_project(messages: Messages) -> dict[str, dict[str, str]]:
    wanted: dict[str, dict[str, str]] = {}
    for consumer in consumers_of("bridge"):
        for each in messages.streams[consumer.stream]:
            # A submission starts the course; it is not signalled.
            if each.subject in consumer.subjects and "project_submitted" not in each.subject:
                project = each.envelope().get("subject", "")
                wanted.setdefault(project, {})[each.message_id] = each.subject
    return wanted


@dataclass(frozen=True, slots=True)
class _History:
    heard: frozenset[str]
    is_over: bool


async def _read_histories(temporal: Client, project: ProjectId) -> _History | None:
    """All runs of a project's workflow, from the newest back."""
    heard: set[str] = set()
    run_id: str | None = None
    is_over = False
    is_newest = True
    while True:
        handle = temporal.get_workflow_handle(workflow_id(project), run_id=run_id)
        try:
            history = await handle.fetch_history()
        except RPCError:
            return None if is_newest else _History(frozenset(heard), is_over)
        earlier: str | None = None
        for event in history.events:
            if event.HasField("workflow_execution_started_event_attributes"):
                started = event.workflow_execution_started_event_attributes
                earlier = started.continued_execution_run_id or None
            elif event.HasField("workflow_execution_signaled_event_attributes"):
                payloads = event.workflow_execution_signaled_event_attributes.input.payloads
                heard.update(json.loads(each.data)["id"] for each in payloads)
            elif event.HasField("workflow_execution_completed_event_attributes"):
                is_over = True
        if earlier is None:
            return _History(frozenset(heard), is_over)
        run_id, is_newest = earlier, False
