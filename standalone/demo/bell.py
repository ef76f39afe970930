"""Tells the season's people that there may be something for them, as a phone or a mail would.

Heard on the bus, and good for nothing but when to look: what people then see and do goes over the
public API. A bell that is missed costs time only, since everybody looks now and then anyway.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

from nats.aio.client import Client as Nats
from nats.aio.msg import Msg

from contracts.events import approval, funding, intake, lane, registry

_PUBLISHERS = ("intake", "lane", "approval", "registry", "funding")


def desk(pack: str, department: str | None) -> str:
    """The queue of a department; without one, that of the pack's gates."""
    return f"desk/{pack}/{department or 'gates'}"


def money(pack: str) -> str:
    """Applications for a pack's programmes."""
    return f"money/{pack}"


def key_projects(pack: str) -> str:
    """A pack's key projects."""
    return f"key/{pack}"


class Bell:
    """Who waits for what. A matter is a desk, money, key projects, or the id of a project or of a
    platform."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, list[asyncio.Event]] = defaultdict(list)
        self._desks: dict[str, str] = {}
        self._key_projects: dict[str, str] = {}

    def ring_for(self, matter: str, listener: asyncio.Event) -> None:
        """Set ``listener`` whenever something happens about a matter."""
        self._listeners[matter].append(listener)

    def hear(self, type_: str, data: dict[str, Any]) -> None:
        """Ring for everybody whom an event may concern."""
        for matter in self._matters(type_, data):
            for listener in self._listeners.get(matter, ()):
                listener.set()

    def _matters(self, type_: str, data: dict[str, Any]) -> Iterator[str]:
        project = data.get("project_id", "")
        match type_:
            case intake.ProjectSubmitted.TYPE if data["key_project"]:
                self._key_projects[project] = key_projects(data["pack"])
            case approval.CaseOpened.TYPE:
                self._desks[data["case_id"]] = desk(data["pack"], data["department"])
                yield self._desks[data["case_id"]]
            case approval.GateOpened.TYPE:
                self._desks[data["gate_id"]] = desk(data["pack"], None)
                yield self._desks[data["gate_id"]]
            case approval.InformationSupplied.TYPE | approval.TaskReleased.TYPE:
                yield self._desks.get(data.get("case_id") or data["task_id"], "")
            case approval.InformationRequested.TYPE:
                yield project
            case registry.PlatformChosen.TYPE:
                yield data["platform_id"]
            case registry.PlacementOpened.TYPE | registry.PlatformDeclined.TYPE:
                yield project
            case registry.PlatformConfirmed.TYPE | lane.ProjectFinished.TYPE:
                yield project
            case funding.ApplicationSubmitted.TYPE | funding.ApplicationFirstSigned.TYPE:
                yield money(data["pack"])
            case lane.StageEntered.TYPE:
                yield project
                yield self._key_projects.pop(project, "")


@asynccontextmanager
async def ringing(nats_url: str) -> AsyncIterator[Bell]:
    """A bell that hears the bus while the block lasts."""
    bell, nats = Bell(), Nats()

    async def hear(message: Msg) -> None:
        bell.hear(message.subject, json.loads(message.data)["data"])

    await nats.connect(nats_url, max_reconnect_attempts=-1, reconnect_time_wait=1)
    try:
        for publisher in _PUBLISHERS:
            await nats.subscribe(f"fastlane.{publisher}.>", cb=hear)
        yield bell
    finally:
        await nats.close()
