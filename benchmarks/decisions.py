"""Decisions at a steady rate: how long the call takes, and until the workflow has it."""

import asyncio
import json
from collections.abc import Iterable
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import httpx
from temporalio.client import Client

from benchmarks.crew import Crew, listen
from chassis.database import asyncpg_url
from contracts.events.approval import CaseDecided
from contracts.ids import ProjectId
from contracts.process import workflow_id
from standalone.stack import Stack

STAGE = "pilot_maturation"
_OPEN_AT_ONCE = 4
"""Cases without a dependency in that stage."""
_QUIET_S = 3.0


def percentile(values: Iterable[float], share: float) -> float:
    """Nearest rank."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


async def measure(stack: Stack, rate: float, seconds: float) -> dict[str, float]:
    """p50 and p99 in milliseconds."""
    wanted = int(rate * seconds)
    async with AsyncExitStack() as opened:
        limits = httpx.Limits(max_connections=200)
        http = await opened.enter_async_context(
            httpx.AsyncClient(base_url=stack.gateway_url, timeout=60, limits=limits)
        )
        crew = Crew(stack, http)
        await crew.prepare()
        tasks = await _claimed_tasks(opened, stack, crew, wanted)
        calls = await _decide_steadily(crew, tasks, rate)
        await asyncio.sleep(3)
        latencies = await _until_workflow(stack, {each["project_id"] for each in tasks})
    return {
        "decisions": float(len(calls)),
        "rate_per_s": rate,
        "call_p50_ms": percentile(calls, 0.50) * 1000,
        "call_p99_ms": percentile(calls, 0.99) * 1000,
        "to_workflow_n": float(len(latencies)),
        "to_workflow_p50_ms": percentile(latencies, 0.50) * 1000,
        "to_workflow_p99_ms": percentile(latencies, 0.99) * 1000,
    }


async def _claimed_tasks(
    opened: AsyncExitStack, stack: Stack, crew: Crew, wanted: int
) -> list[dict[str, Any]]:
    """Enough cases that open together, each claimed by an officer of its department.

    Returns once nothing is under way any more, so that only decisions are measured.
    """
    found: list[dict[str, Any]] = []
    loop = asyncio.get_running_loop()
    last_at = loop.time()

    async def on_event(type_: str, data: dict[str, Any]) -> None:
        nonlocal last_at
        last_at = loop.time()
        if type_ == "fastlane.approval.case_opened.v1" and len(found) < wanted:
            found.append(data)
            actor = crew.officer(data["department"])
            path = f"/api/approval/v1/tasks/{data['case_id']}/claim"
            await crew.until_done(lambda: actor.do("POST", path, {}))

    await listen(opened, stack, on_event)
    for number in range(wanted // _OPEN_AT_ONCE + 1):
        await crew.submit(f"decisions {number}", enter_at=STAGE)
    # Quiet is the absence of events: there is none to wait for.
    while len(found) < wanted or loop.time() - last_at < _QUIET_S:  # noqa: ASYNC110
        await asyncio.sleep(0.2)
    return found[:wanted]


async def _decide_steadily(crew: Crew, tasks: list[dict[str, Any]], rate: float) -> list[float]:
    loop = asyncio.get_running_loop()
    calls: list[float] = []

    async def decide(task: dict[str, Any]) -> None:
        actor = crew.officer(task["department"])
        body = {"outcome": "approved", "reason": "measurement"}
        started = loop.time()
        answer = await actor.do("POST", f"/api/approval/v1/tasks/{task['case_id']}/decision", body)
        calls.append(loop.time() - started)
        if not answer.is_done:
            raise RuntimeError(f"not decided: {answer.body}")

    begun = loop.time()
    async with asyncio.TaskGroup() as group:
        for number, task in enumerate(tasks):
            await asyncio.sleep(max(0.0, begun + number / rate - loop.time()))
            group.create_task(decide(task))
    return calls


async def _until_workflow(stack: Stack, projects: set[str]) -> list[float]:
    """Seconds from the transaction's own clock to the signal's entry in the history."""
    client = await Client.connect(stack.temporal_address, namespace=stack.temporal_namespace)
    recorded = await _recorded(stack)
    found: list[float] = []
    for project in projects:
        handle = client.get_workflow_handle(workflow_id(ProjectId(UUID(project))))
        history = await handle.fetch_history()
        for event in history.events:
            if not event.HasField("workflow_execution_signaled_event_attributes"):
                continue
            payload = event.workflow_execution_signaled_event_attributes.input.payloads[0]
            fact = json.loads(payload.data)
            if fact["type"] == CaseDecided.TYPE and fact["id"] in recorded:
                at = event.event_time.ToDatetime(tzinfo=recorded[fact["id"]].tzinfo)
                found.append((at - recorded[fact["id"]]).total_seconds())
    return found


async def _recorded(stack: Stack) -> dict[str, datetime]:
    connection = await asyncpg.connect(asyncpg_url(stack.database_url()))
    try:
        rows = await connection.fetch(
            "SELECT message_id::text, recorded_at FROM approval.outbox WHERE subject = $1",
            CaseDecided.TYPE,
        )
    finally:
        await connection.close()
    return {row[0]: row[1] for row in rows}
