"""A lane with a real workflow and a bus that answers: for the tests and for recording histories."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID, uuid4

from temporalio import activity
from temporalio.api.testservice.v1 import LockTimeSkippingRequest, UnlockTimeSkippingRequest
from temporalio.client import Client, WorkflowHandle
from temporalio.common import TypedSearchAttributes
from temporalio.worker import Worker

from contracts.catalogue import parse
from contracts.envelope import Envelope, Message
from contracts.ids import EventId, ProjectId
from contracts.lane_time import LaneClock
from contracts.process import Plan, workflow_id
from tests.support.lane_world import World
from tests.support.plans import BEGIN, card, clock, plan
from workflows.course import Phase
from workflows.fast_lane import FastLane
from workflows.messages import Fact, LaneInput, Standing, receipt
from workflows.policies import ANNOUNCE
from workflows.registry import WORKFLOWS, sandboxed_runner
from workflows.search import PROJECT_STATE, attributes

T = TypeVar("T")
Course = WorkflowHandle[FastLane, str]


class Bus:
    """Takes what is announced, once per id, and wakes whoever waits for it."""

    def __init__(self) -> None:
        self.told: list[Envelope] = []
        self.calls = 0
        self.telling = 0
        """Calls that are not done yet."""
        self.faults = 0
        """So many calls still fail, after the first message has gone through."""
        self.before_telling: Callable[[], Awaitable[None]] | None = None
        self._changed = asyncio.Condition()

    @activity.defn(name=ANNOUNCE)
    async def announce(self, envelopes: list[Envelope]) -> str:
        self.calls += 1
        self.telling += 1
        try:
            if self.before_telling is not None:
                await self.before_telling()
            self._take(envelopes)
        finally:
            self.telling -= 1
            async with self._changed:
                self._changed.notify_all()
        return receipt(envelopes)

    def _take(self, envelopes: list[Envelope]) -> None:
        for envelope in envelopes:
            if envelope.id not in {each.id for each in self.told}:
                self.told.append(envelope)
            if self.faults:
                self.faults -= 1
                raise ConnectionError("the bus is away")

    async def until(self, enough: Callable[[], bool]) -> None:
        """Wait for something to have been told; the test's timeout is the deadline."""
        async with self._changed:
            await self._changed.wait_for(enough)


@dataclass
class Lane:
    """One project: its course on Temporal, and the world that answers it."""

    client: Client
    task_queue: str
    bus: Bus
    world: World
    plan: Plan = field(default_factory=plan)
    clock: LaneClock = field(default_factory=clock)
    answered: int = 0
    _begun: Course | None = None
    _stops: int = 0

    @property
    def project(self) -> ProjectId:
        return self.world.project

    @property
    def course(self) -> Course:
        """The course, whichever run it is in."""
        return self.client.get_workflow_handle_for(FastLane.run, workflow_id(self.project))

    async def begin(self) -> Course:
        """Start the course."""
        entry = self.plan.stages[0].stage
        self._begun = await self.client.start_workflow(
            FastLane.run,
            LaneInput(
                project_id=self.project,
                card=card(),
                plan=self.plan,
                entry_stage=entry,
                clock=self.clock,
                traceparent=traceparent(1),
            ),
            id=workflow_id(self.project),
            task_queue=self.task_queue,
            search_attributes=attributes(self.plan.pack, entry, Phase.OPEN),
        )
        return self.course

    async def result(self) -> str:
        """The outcome. Only the handle of the start lets time skip while it waits."""
        assert self._begun is not None
        return await self._begun.result()

    async def tell(self, message: Message, trace: int = 2) -> None:
        """Tell the course a fact, as the bridge does."""
        fact = Fact(
            id=EventId(uuid4()),
            type=message.TYPE,
            time=BEGIN,
            traceparent=traceparent(trace),
            data=message.model_dump(mode="json"),
        )
        await self.course.signal(FastLane.hear, fact)

    async def _answer_all(self) -> None:
        while True:
            await self.bus.until(lambda: self._is_asked() or self._may_time_pass())
            if not self._is_asked():
                await self._let_time_pass()
                continue
            message = self.messages[self.answered]
            self.answered += 1
            for fact in self.world.answer(message):
                await self.tell(fact)

    def _is_asked(self) -> bool:
        return len(self.messages) > self.answered

    def _may_time_pass(self) -> bool:
        # What is just being told has stopped the time for its own answer.
        return self._stops > 0 and self.bus.telling == 0

    @asynccontextmanager
    async def answering(self) -> AsyncIterator[None]:
        """Meanwhile the course is told what the world answers.

        Time stands still from a message until it is answered: else a slow machine would find it
        skipped to the course's own time-out.
        """
        self.bus.before_telling = self._stop_time
        task = asyncio.create_task(self._answer_all())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            self.bus.before_telling = None
            await self._let_time_pass()

    async def _stop_time(self) -> None:
        self._stops += 1
        await self.client.test_service.lock_time_skipping(LockTimeSkippingRequest())

    async def _let_time_pass(self) -> None:
        ended, self._stops = self._stops, 0
        for _ in range(ended):
            await self.client.test_service.unlock_time_skipping(UnlockTimeSkippingRequest())

    async def play(self) -> str:
        """Begin, answer everything, return the outcome; time skips to the next timer."""
        async with self.answering():
            await self.begin()
            return await self.result()

    async def standing(self) -> Standing:
        """What the query says."""
        return await self.course.query(FastLane.standing)

    async def until_waiting_for(self, word: str) -> Standing:
        """Where the course stands once it waits for ``word``."""
        return await once(self.standing, lambda standing: word in standing.waiting_for)

    async def until_shown(self, phase: Phase) -> TypedSearchAttributes:
        """The search attributes once ``ProjectState`` is ``phase``."""

        async def shown() -> TypedSearchAttributes:
            return (await self.course.describe()).typed_search_attributes

        return await once(shown, lambda found: found[PROJECT_STATE] == phase.value)

    async def until_told(self, kind: type[Message], count: int = 1) -> list[Any]:
        """The messages of a type, once there are so many."""
        await self.bus.until(lambda: len(self.said(kind)) >= count)
        return self.said(kind)

    @property
    def first_run(self) -> str | None:
        """The run in which the course began."""
        return self._begun.first_execution_run_id if self._begun else None

    @property
    def envelopes(self) -> list[Envelope]:
        """What this project's course has told."""
        return [each for each in self.bus.told if each.subject == str(self.project)]

    @property
    def messages(self) -> list[Message]:
        return [parse(each) for each in self.envelopes]

    def said(self, kind: type[Message]) -> list[Any]:
        """The messages of one type, in order."""
        return [each for each in self.messages if isinstance(each, kind)]


@asynccontextmanager
async def lane(
    client: Client,
    world: World | None = None,
    *,
    plan: Plan | None = None,
    clock: LaneClock | None = None,
    cached_workflows: int = 100,
) -> AsyncIterator[Lane]:
    """A lane of its own: project, task queue and worker."""
    world = world or World()
    world.project = ProjectId(UUID(int=uuid4().int))
    bus, task_queue = Bus(), f"lane-{world.project}"
    one = Lane(client, task_queue, bus, world)
    one.plan = plan or one.plan
    one.clock = clock or one.clock
    async with Worker(
        client,
        task_queue=task_queue,
        workflows=WORKFLOWS,
        activities=[bus.announce],
        workflow_runner=sandboxed_runner(),
        max_cached_workflows=cached_workflows,
    ):
        yield one


async def once(ask: Callable[[], Awaitable[T]], good: Callable[[T], bool]) -> T:
    """The first good answer; the test's timeout is the deadline."""
    while not good(answer := await ask()):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    return answer


def traceparent(number: int) -> str:
    """A W3C traceparent with a number one can recognise."""
    return f"00-{number:032x}-{number:016x}-01"
