"""Whole projects per second through the lane, against the bare workflow on the same server."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import httpx
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from benchmarks import bare
from benchmarks.crew import PLATFORM, Crew, listen
from standalone.stack import Stack


class Projects:
    """Drives projects from event to event."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._finished: dict[str, asyncio.Future[None]] = {}
        self._kinds: dict[str, list[str]] = {}

    async def one(self, title: str) -> str:
        """From submission to the end; the project's id."""
        id_ = await self._crew.submit(title)
        future = self._finished.setdefault(id_, asyncio.get_running_loop().create_future())
        await future
        return id_

    async def on_event(self, type_: str, data: dict[str, Any]) -> None:
        """Whoever's turn it is acts at once."""
        project = data.get("project_id", "")
        match type_:
            case "fastlane.lane.stage_entered.v1":
                await self._hand_in(project, data["stage"], data["attempt"])
            case "fastlane.registry.placement_opened.v1":
                path = f"/api/registry/v1/placements/{data['placement_id']}/choice"
                body = {"platform_id": PLATFORM}
                await self._crew.until_done(lambda: self._crew.sponsor.do("POST", path, body))
            case "fastlane.registry.platform_chosen.v1":
                path = f"/api/registry/v1/placements/{data['placement_id']}/answer"
                answer = {"accept": True}
                await self._crew.until_done(lambda: self._crew.operator.do("POST", path, answer))
            case "fastlane.approval.case_opened.v1":
                await self._decide(
                    self._crew.officer(data["department"]), data["case_id"], "approved"
                )
            case "fastlane.approval.gate_opened.v1":
                await self._decide(self._crew.reviewer, data["gate_id"], "advance")
            case "fastlane.lane.project_finished.v1":
                future = self._finished.setdefault(
                    project, asyncio.get_running_loop().create_future()
                )
                future.set_result(None)

    async def _hand_in(self, project: str, stage: str, attempt: int) -> None:
        if stage not in self._kinds:
            file = await self._crew.sponsor.get(f"/api/intake/v1/projects/{project}")
            if file["project"]["stage"] == stage:
                self._kinds[stage] = file["project"]["evidence_kinds"]
        kinds = self._kinds.get(stage)
        if kinds is None:
            await asyncio.sleep(0.02)
            await self._hand_in(project, stage, attempt)
            return
        items = [{"kind": kind, "documents": [], "note": ""} for kind in kinds]
        body = {"stage": stage, "attempt": attempt, "items": items}
        path = f"/api/intake/v1/projects/{project}/evidence"
        await self._crew.until_done(lambda: self._crew.sponsor.do("POST", path, body))

    async def _decide(self, actor: Any, task: str, outcome: str) -> None:
        base = f"/api/approval/v1/tasks/{task}"
        await self._crew.until_done(lambda: actor.do("POST", f"{base}/claim", {}))
        body = {"outcome": outcome, "reason": "measurement"}
        await self._crew.until_done(lambda: actor.do("POST", f"{base}/decision", body))


async def measure(stack: Stack, count: int, at_once: int) -> dict[str, float]:
    """Both rates, and the lane's share of the bare one."""
    async with AsyncExitStack() as opened:
        limits = httpx.Limits(max_connections=at_once * 4)
        http = await opened.enter_async_context(
            httpx.AsyncClient(base_url=stack.gateway_url, timeout=60, limits=limits)
        )
        crew = Crew(stack, http)
        await crew.prepare()
        projects = Projects(crew)
        await listen(opened, stack, projects.on_event)
        free = asyncio.Semaphore(at_once)

        async def one(number: int) -> None:
            async with free:
                await projects.one(f"throughput {number}")

        loop = asyncio.get_running_loop()
        await one(-1)  # Everybody signs in outside the measurement.
        started = loop.time()
        await asyncio.gather(*(one(number) for number in range(count)))
        lane = count / (loop.time() - started)
    client = await Client.connect(
        stack.temporal_address,
        namespace=stack.temporal_namespace,
        data_converter=pydantic_data_converter,
    )
    alone = await bare.projects_per_second(client, count, at_once)
    return {"lane_per_s": lane, "bare_per_s": alone, "share_of_bare": lane / alone}
