"""People for measurements: they act the moment the lane tells that it is their turn."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any

import httpx
from nats.aio.client import Client as Nats
from nats.aio.msg import Msg

from standalone import people
from standalone.demo.actor import Actor, Tally
from standalone.stack import Stack

PACK = "guangzhou"
INDUSTRY = "new_energy_storage"
PLATFORM = "gz-energy-storage-pilot"
_ROOM_FOR_ALL = 100_000
_LATER_S = 0.02
"""The lane's pages follow its events; a step that comes too early is tried again after this."""

OnEvent = Callable[[str, dict[str, Any]], Coroutine[Any, Any, None]]


class Crew:
    """Signed-in people of every role, over the gateway."""

    def __init__(self, stack: Stack, http: httpx.AsyncClient) -> None:
        self.tally = Tally()
        self._known = {person.user: person for person in people.load()}
        self._actors: dict[str, Actor] = {}
        self._stack = stack
        self._http = http

    def actor(self, user: str) -> Actor:
        """The actor of a demo person, made once."""
        if user not in self._actors:
            person = self._known[user]
            self._actors[user] = Actor(person, self._stack.issuer_url, self._http, self.tally)
        return self._actors[user]

    def officer(self, department: str) -> Actor:
        """An officer of a department."""
        return self.actor(
            next(
                each.user
                for each in self._known.values()
                if "officer" in each.roles and each.scopes.get("department") == department
            )
        )

    @property
    def sponsor(self) -> Actor:
        return self.actor("sponsor-01")

    @property
    def reviewer(self) -> Actor:
        return self.actor("reviewer-1")

    @property
    def operator(self) -> Actor:
        """The operator of PLATFORM."""
        return self.actor(
            next(
                each.user
                for each in self._known.values()
                if each.scopes.get("platform") == PLATFORM
            )
        )

    async def prepare(self) -> None:
        """Register the organisation, and make room at the platform."""
        place = self.sponsor.person
        organisation = place.scopes["organisation"]
        body = {"name": place.place["zh-CN"], "contact_email": place.email}
        await self.sponsor.do("PUT", f"/api/intake/v1/organisations/{organisation}", body)
        path = f"/api/registry/v1/platforms/{PLATFORM}"
        entry = await self.operator.get(path)
        kept = ("pack", "platform_type", "name", "industries", "place")
        body = {key: entry[key] for key in kept} | {"monthly_capacity": _ROOM_FOR_ALL}
        answer = await self.operator.do("PUT", path, body)
        if not answer.is_done:
            raise RuntimeError(f"no room at the platform: {answer.body}")

    async def submit(self, title: str, *, enter_at: str | None = None) -> str:
        """A new project; its id."""
        body = {
            "title": title,
            "summary": "measurement",
            "pack": PACK,
            "industry": INDUSTRY,
            "sponsor_kind": "small_medium_enterprise",
            "entry_stage": enter_at,
            "entry_grounds": "earlier stages were done elsewhere" if enter_at else None,
        }
        answer = await self.sponsor.do("POST", "/api/intake/v1/projects", body)
        if not answer.is_done:
            raise RuntimeError(f"not submitted: {answer.body}")
        return str(answer.body["id"])

    async def until_done(self, act: Callable[[], Awaitable[Any]], *, tries: int = 500) -> None:
        """Repeat a step that the lane refuses because its own page is a moment behind."""
        for _ in range(tries):
            answer = await act()
            if answer.is_done:
                return
            if answer.status not in (404, 409):
                raise RuntimeError(f"{answer.status} {answer.body}")
            await asyncio.sleep(_LATER_S)
        raise RuntimeError(f"still refused: {answer.body}")


async def listen(
    opened: AsyncExitStack, stack: Stack, on_event: OnEvent
) -> set[asyncio.Task[None]]:
    """Call ``on_event`` with type and data of everything the lane tells; the tasks at work."""
    nats = Nats()
    await nats.connect(stack.nats_url)
    opened.push_async_callback(nats.close)
    tasks: set[asyncio.Task[None]] = set()

    async def hear(message: Msg) -> None:
        envelope = json.loads(message.data)
        task = asyncio.create_task(on_event(envelope["type"], envelope["data"]))
        tasks.add(task)
        task.add_done_callback(_done)

    def _done(task: asyncio.Task[None]) -> None:
        tasks.discard(task)
        if not task.cancelled() and (fault := task.exception()) and not nats.is_closed:
            # A step that nobody takes would let the measurement wait for ever.
            print(f"broken off: {fault!r}", file=sys.stderr, flush=True)
            os._exit(1)

    for publisher in ("lane", "approval", "registry"):
        await nats.subscribe(f"fastlane.{publisher}.>", cb=hear)
    return tasks
