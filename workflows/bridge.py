"""The bridge: brings what services tell to the courses it concerns.

A message is acknowledged once Temporal has accepted it. It keeps nothing, and may tell a course
the same fact again: the course does not mind.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import structlog
from fastapi import FastAPI
from prometheus_client import Counter
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from chassis.bus import PermanentFault, listen, make_broker
from chassis.run import serve_until_stopped
from chassis.web import create_app
from contracts.commands.approval import ProjectCard
from contracts.envelope import Envelope, Message, ProjectMessage
from contracts.errors import DomainError
from contracts.events.intake import ProjectSubmitted
from contracts.lane_time import LaneClock
from contracts.process import Plan, workflow_id
from contracts.topology import Consumer, consumers_of
from policy.problem import PackRefused, UnknownPack
from policy.submitted import submitted_plan
from policy.tools.version import DigestDiffers, UnknownVersion, load_pinned
from workflows.connection import PATIENCE_S, connect_temporal, patiently, temporal_answers
from workflows.course import Phase
from workflows.fast_lane import FastLane
from workflows.messages import Fact, LaneInput
from workflows.search import attributes
from workflows.settings import WorkflowSettings
from workflows.tracing import current_traceparent

log = structlog.get_logger()

LATE = Counter("fastlane_facts_late_total", "Facts about projects whose course is over", ["type"])


class CourseNotBegun(Exception):
    """A fact came before the project's submission did; it is to be told again later."""


class Bridge:
    """Starts courses and tells them facts."""

    def __init__(self, temporal: Client, task_queue: str, clock: LaneClock) -> None:
        self._temporal = temporal
        self._task_queue = task_queue
        self._clock = clock

    async def hear(self, message: Message, envelope: Envelope, consumer: Consumer) -> None:
        """Pass one message on; returns once Temporal has it.

        Raises PermanentFault when the course can never start, anything else to be tried again.
        """
        if isinstance(message, ProjectSubmitted):
            await self._begin(message)
        else:
            await self._tell(cast(ProjectMessage, message), envelope)

    async def _begin(self, submitted: ProjectSubmitted) -> None:
        plan = pinned_plan(submitted)
        start = LaneInput(
            project_id=submitted.project_id,
            card=card_of(submitted, plan),
            plan=plan,
            entry_stage=submitted.entry_stage,
            clock=self._clock,
            traceparent=current_traceparent(),
        )
        try:
            await self._temporal.start_workflow(
                FastLane.run,
                start,
                id=workflow_id(submitted.project_id),
                task_queue=self._task_queue,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                search_attributes=attributes(plan.pack, start.entry_stage, Phase.OPEN),
            )
        except WorkflowAlreadyStartedError:
            log.info("course had begun already", project_id=str(submitted.project_id))

    async def _tell(self, message: ProjectMessage, envelope: Envelope) -> None:
        course = self._temporal.get_workflow_handle_for(
            FastLane.run, workflow_id(message.project_id)
        )
        try:
            await course.signal(FastLane.hear, Fact.of(envelope, current_traceparent()))
        except RPCError as refused:
            if refused.status is not RPCStatusCode.NOT_FOUND:
                raise
            await self._note_late(course, envelope)

    async def _note_late(self, course: WorkflowHandle[FastLane, str], envelope: Envelope) -> None:
        """Accept a fact that no course wants any more. Raises CourseNotBegun if none ever was."""
        try:
            described = await course.describe()
        except RPCError as unknown:
            if unknown.status is RPCStatusCode.NOT_FOUND:
                raise CourseNotBegun(f"no course of project {envelope.subject} yet") from unknown
            raise
        if described.status is WorkflowExecutionStatus.RUNNING:
            raise CourseNotBegun(f"the course of project {envelope.subject} was just beginning")
        LATE.labels(envelope.type).inc()
        log.info("course is over", project_id=envelope.subject, type=envelope.type)


def pinned_plan(submitted: ProjectSubmitted) -> Plan:
    """The plan of exactly the pack that the project was submitted under.

    The pack may have moved on meanwhile: released versions are kept (ADR 0210). Raises
    PermanentFault when this process has not that one: a course on other rules than promised would
    be worse than one that waits in the dead letters for the right pack.
    """
    version, digest = submitted.pack_version, submitted.pack_digest
    try:
        pack = load_pinned(submitted.pack, version, digest).pack
    except (UnknownPack, UnknownVersion, PackRefused, DigestDiffers) as fault:
        raise PermanentFault(
            f"project {submitted.project_id} is pinned to {submitted.pack} {version} "
            f"({digest[:19]}): {fault}; install that version, then redrive the dead letter"
        ) from fault
    try:
        return submitted_plan(
            pack,
            industry=submitted.industry,
            sponsor_kind=submitted.sponsor_kind,
            subject=submitted.subject,
            entry_stage=submitted.entry_stage,
            facts=submitted.facts,
        )
    except DomainError as fault:
        raise PermanentFault(
            f"project {submitted.project_id} does not fit pack {pack.id} {pack.version}: {fault}"
        ) from fault


def card_of(submitted: ProjectSubmitted, plan: Plan) -> ProjectCard:
    """What queues show of the project."""
    return ProjectCard(
        organisation_id=submitted.organisation_id,
        organisation_name=submitted.organisation_name,
        title=submitted.title,
        industry=submitted.industry,
        key_project=submitted.key_project,
        pack=plan.pack,
        pack_version=plan.version,
        pack_digest=plan.digest,
        calendar=plan.calendar,
        extra_days_off=plan.extra_days_off,
        stages=tuple(each.stage for each in plan.stages),
        sponsor_kind=submitted.sponsor_kind,
        subject=submitted.subject,
        entry_stage=submitted.entry_stage,
        facts=submitted.facts,
    )


async def run_bridge(settings: WorkflowSettings) -> None:
    """Run until stopped; health and metrics on the HTTP port."""
    temporal = await connect_temporal(settings)
    bridge = Bridge(temporal, settings.task_queue, settings.lane_clock)
    broker = make_broker(settings.nats_url)
    listen(broker, consumers_of("bridge"), bridge.hear)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield

    app = create_app(
        "bridge",
        routers=(),
        lifespan=lifespan,
        checks={"temporal": lambda: temporal_answers(temporal), "bus": lambda: broker.ping(2.0)},
        max_body_bytes=settings.max_body_bytes,
    )
    # Bounded from outside: the client itself goes on trying without an end.
    await patiently(
        "NATS (FASTLANE_NATS_URL)", lambda: asyncio.wait_for(broker.start(), PATIENCE_S), 0
    )
    try:
        await serve_until_stopped(app, settings, [])
    finally:
        await broker.stop()
