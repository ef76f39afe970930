"""A decision can be followed as one trace, from the call to the next service's effect."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Literal

import asyncpg
import httpx
import pytest

from benchmarks.crew import Crew, listen
from benchmarks.throughput import Projects
from chassis.database import asyncpg_url
from standalone.stack import Stack, running_stack
from tests.support.waiting import eventually

pytestmark = [pytest.mark.stack, pytest.mark.timeout(200)]


@pytest.fixture(scope="module")
async def walked() -> AsyncIterator[tuple[Stack, str]]:
    """A lane on which one project has gone all the way, and that project."""
    async with AsyncExitStack() as opened:
        stack = await opened.enter_async_context(running_stack(day_seconds=86_400.0))
        http = await opened.enter_async_context(
            httpx.AsyncClient(base_url=stack.gateway_url, timeout=60)
        )
        crew = Crew(stack, http)
        await crew.prepare()
        projects = Projects(crew)
        await listen(opened, stack, projects.on_event)
        project = await asyncio.wait_for(projects.one("one trace"), 120)
        yield stack, project


def _spans(stack: Stack) -> list[dict[str, Any]]:
    files = [file.read_text("utf-8") for file in stack.state.traces.glob("*.jsonl")]
    return [json.loads(line) for text in files for line in text.splitlines()]


async def test_a_decision_is_one_trace_from_http_to_the_next_service(
    walked: tuple[Stack, str],
) -> None:
    stack, project = walked

    async def chain() -> list[tuple[str, str]] | Literal[False]:
        spans = _spans(stack)
        by_id = {each["span_id"]: each for each in spans}
        # A planning decision lets the land case open: the longest chain there is.
        last = next(
            each
            for each in spans
            if each["name"] == "handle fastlane.cmd.approval.open_case.v1"
            and each["attributes"].get("aggregate.id") == project
            and "fastlane.approval.case_decided.v1" in _names(each, by_id)
        )
        path = []
        step: dict[str, Any] | None = last
        while step is not None:
            assert step["trace_id"] == last["trace_id"]
            path.append((step["service"], step["name"]))
            if step["parent_id"] and step["parent_id"] not in by_id:
                return False  # Its process has not written it yet.
            step = by_id.get(step["parent_id"])
        return path[::-1]

    path = await eventually(chain, within_s=15)
    assert path == [
        ("approval", "POST /api/approval/v1/tasks/{id_}/decision"),
        ("approval", "command decide_task"),
        ("approval", "publish fastlane.approval.case_decided.v1"),
        ("bridge", "handle fastlane.approval.case_decided.v1"),
        ("worker", "announce fastlane.cmd.approval.open_case.v1"),
        ("approval", "handle fastlane.cmd.approval.open_case.v1"),
    ]


def _names(span: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> str:
    names = [span["name"]]
    while span["parent_id"] in by_id:
        span = by_id[span["parent_id"]]
        names.append(span["name"])
    return " ".join(names)


async def test_the_command_shows_a_projects_traces(walked: tuple[Stack, str]) -> None:
    stack, project = walked
    command = [sys.executable, "-m", "standalone", "trace", project, "--last", "200"]

    async def shows_both_ends() -> bool:
        shown = await asyncio.to_thread(
            subprocess.run,
            [*command, "--state", str(stack.state.root)],
            capture_output=True,
            text=True,
            cwd=Path(__file__).parents[2],
            check=True,
        )
        first = "POST /api/intake/v1/projects " in shown.stdout
        return first and "announce fastlane.lane.project_finished.v1" in shown.stdout

    await eventually(shows_both_ends, within_s=15)


async def test_a_role_of_one_service_can_touch_no_other_schema(walked: tuple[Stack, str]) -> None:
    stack, _ = walked
    services = ("intake", "approval", "registry", "funding", "notify", "insight")
    for role in services:
        connection = await asyncpg.connect(asyncpg_url(stack.database_url(role)))
        try:
            await connection.fetchval(f"SELECT count(*) FROM {role}.outbox")
            for other in set(services) - {role}:
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.fetchval(f"SELECT count(*) FROM {other}.outbox")
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(f"CREATE TABLE {other}.mine (id int)")
        finally:
            await connection.close()
