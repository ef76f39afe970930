"""Tells open queues what happens to tasks, while they are looked at. Hints, not records.

One plain subscription per process to what the relays publish; nothing is kept for who is not
listening, and a listener that falls behind is told to look again. Whoever misses a hint sees the
truth at the next look.
"""

import asyncio
import json
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

import structlog
from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from chassis.auth import Principal
from chassis.database import Database
from chassis.service import Runtime
from services.approval import queries
from services.approval.queries import Place

log = structlog.get_logger()

SUBJECTS = "fastlane.approval.>"
BEHIND = 200
"""Hints that wait for one listener; more are one hint to look at everything again."""
KNOWN_TASKS = 20_000
RETRY_S = 2.0


@dataclass(frozen=True, slots=True)
class Hint:
    """Something happened to a task; without a task, to more than can be told one by one."""

    task_id: str | None
    what: str
    holder: str | None = None


@dataclass(eq=False)
class _Listener:
    caller: Principal
    hints: asyncio.Queue[Hint] = field(default_factory=lambda: asyncio.Queue(BEHIND))

    def tell(self, hint: Hint) -> None:
        try:
            self.hints.put_nowait(hint)
        except asyncio.QueueFull:
            while not self.hints.empty():
                self.hints.get_nowait()
            self.hints.put_nowait(Hint(None, "behind"))


class Hub:
    """Found as ``app.state.resources``. Connects to the bus when somebody first listens."""

    def __init__(self, nats_url: str, database: Database) -> None:
        self._url = nats_url
        self._database = database
        self._listeners: set[_Listener] = set()
        self._places: OrderedDict[UUID, Place] = OrderedDict()
        self._following: asyncio.Task[None] | None = None
        self.is_following = asyncio.Event()

    @asynccontextmanager
    async def listening(self, caller: Principal) -> AsyncIterator[asyncio.Queue[Hint]]:
        """The hints about tasks in the caller's queue, for as long as the block lasts."""
        self._begin()
        listener = _Listener(caller)
        self._listeners.add(listener)
        try:
            yield listener.hints
        finally:
            self._listeners.discard(listener)

    async def is_ready(self, within_s: float) -> bool:
        """Follow the bus; whether what happens from now on is heard."""
        self._begin()
        try:
            await asyncio.wait_for(self.is_following.wait(), within_s)
        except TimeoutError:
            return False
        return True

    def _begin(self) -> None:
        if self._following is None or self._following.done():
            self._following = asyncio.create_task(self._follow())

    async def close(self) -> None:
        """Leave the bus."""
        if self._following is not None:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)

    async def _follow(self) -> None:
        """Hear the bus until cancelled; a bus that cannot be reached is tried again."""
        while True:
            nats = Nats()
            try:
                await nats.connect(
                    self._url,
                    max_reconnect_attempts=-1,
                    reconnect_time_wait=1,
                    allow_reconnect=True,
                    reconnected_cb=self._look_again,
                    error_cb=_ignore,
                )
                await nats.subscribe(SUBJECTS, cb=self._hear)
                await nats.flush()
                self.is_following.set()
                await asyncio.Event().wait()
            except (NatsError, OSError, TimeoutError) as fault:
                log.warning("no live hints, will try again", fault=repr(fault)[:300])
                await asyncio.sleep(RETRY_S)
            finally:
                self.is_following.clear()
                if not nats.is_closed:
                    await nats.close()

    async def _look_again(self) -> None:
        for listener in tuple(self._listeners):
            listener.tell(Hint(None, "reconnected"))

    async def _hear(self, message: Msg) -> None:
        if not self._listeners:
            return
        try:
            await self._tell(message)
        except Exception as fault:
            # A hint that cannot be told is a hint less; the subscription has to go on.
            log.warning("hint lost", subject=message.subject, fault=repr(fault)[:300])

    async def _tell(self, message: Msg) -> None:
        data = json.loads(message.data)["data"]
        id_ = data.get("task_id") or data.get("case_id") or data.get("gate_id")
        if id_ is None:
            return
        place = await self._place(UUID(id_))
        if place is None:
            return
        what = message.subject.split(".")[2]
        for listener in tuple(self._listeners):
            if place.is_in_queue_of(listener.caller):
                listener.tell(Hint(id_, what, data.get("holder")))

    async def _place(self, id_: UUID) -> Place | None:
        """Whose queue a task is in; that never changes, so it is asked once."""
        if id_ in self._places:
            self._places.move_to_end(id_)
            return self._places[id_]
        async with self._database.read() as connection:
            place = await queries.place_of(connection, id_)
        if place is not None:
            self._places[id_] = place
            while len(self._places) > KNOWN_TASKS:
                self._places.popitem(last=False)
        return place


async def _ignore(fault: Exception) -> None:
    log.warning("bus", fault=repr(fault)[:300])


@asynccontextmanager
async def open_hub(runtime: Runtime) -> AsyncIterator[Hub]:
    """The hub of a process."""
    hub = Hub(runtime.settings.nats_url, runtime.database)
    try:
        yield hub
    finally:
        await hub.close()
