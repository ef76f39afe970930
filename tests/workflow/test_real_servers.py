"""Provisioning, bridge and worker on a real NATS and a real Temporal server."""

import asyncio
import shutil
import sysconfig
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from chassis.bus import listen, make_broker
from chassis.provision import provision
from contracts.catalogue import parse
from contracts.envelope import Envelope, Message
from contracts.events import lane as lane_events
from contracts.events.intake import ProjectSubmitted
from contracts.ids import EventId, OrganisationId, ProjectId
from contracts.process import ProjectOutcome, workflow_id
from contracts.topology import CONSUMERS, DEAD_LETTERS, STREAMS, consumers_of
from policy.loader import PACKS_DIR_VARIABLE, load_pack
from policy.plan import compile_plan
from tests.support.lane_world import World, evidence
from tests.support.nats import NatsServer, running_nats
from tests.support.waiting import eventually
from tests.workflow.lane import traceparent
from workflows.activities import Announcer
from workflows.bridge import Bridge
from workflows.connection import DATA_CONVERTER
from workflows.provision import (
    SearchAttributeClash,
    ensure_namespace,
    ensure_search_attributes,
)
from workflows.search import STAGE
from workflows.settings import WorkflowSettings
from workflows.worker import make_worker

PACKS = Path(__file__).parents[1] / "support" / "packs"


@pytest.fixture(scope="module")
async def nats(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[NatsServer]:
    async with running_nats(tmp_path_factory.mktemp("nats") / "state") as server:
        yield server


@pytest.fixture(scope="module")
async def temporal() -> AsyncIterator[Client]:
    program = shutil.which("temporal", path=sysconfig.get_path("scripts"))
    async with await WorkflowEnvironment.start_local(
        namespace="fastlane",
        data_converter=DATA_CONVERTER,
        dev_server_existing_path=program,
        dev_server_log_level="error",
    ) as environment:
        await ensure_search_attributes(environment.client)
        yield environment.client


class Street:
    """A lane with a real bus: publishes facts, hears messages, and lets a world answer."""

    def __init__(self, client: Nats) -> None:
        self.client = client
        self.jetstream = client.jetstream()
        self.worlds: dict[str, World] = {}
        self.heard: dict[UUID, Envelope] = {}

    async def publish(self, message: Message, source: str, parent: str | None = None) -> None:
        now = datetime.now(UTC)
        envelope = Envelope.wrap(
            message,
            id_=EventId(uuid4()),
            source=source,
            time=now,
            recorded=now,
            sequence=1,
            traceparent=parent,
        )
        await self.jetstream.publish(
            envelope.type,
            envelope.model_dump_json().encode(),
            headers={"Nats-Msg-Id": str(envelope.id)},
        )

    async def hear(self, data: bytes) -> None:
        envelope = Envelope.model_validate_json(data)
        world = self.worlds.get(envelope.subject)
        if envelope.id not in self.heard:
            self.heard[envelope.id] = envelope
            for fact in world.answer(parse(envelope)) if world else ():
                await self.publish(fact, fact.TYPE.split(".")[1], envelope.traceparent)

    def of(self, project: ProjectId) -> list[Envelope]:
        return [each for each in self.heard.values() if each.subject == str(project)]

    async def finished(self, project: ProjectId) -> ProjectOutcome:
        async def outcome() -> ProjectOutcome:
            (end,) = (
                each for each in self.of(project) if each.type == lane_events.ProjectFinished.TYPE
            )
            return ProjectOutcome(end.data["outcome"])

        return await eventually(outcome, within_s=30)


@pytest.fixture
async def street(
    nats: NatsServer, temporal: Client, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Street]:
    """Worker and bridge run as their processes put them together."""
    monkeypatch.setenv(PACKS_DIR_VARIABLE, str(PACKS))
    settings = WorkflowSettings(environment="test", nats_url=nats.url, task_queue=f"lane-{uuid4()}")
    async with nats.client() as client:
        await provision(client, STREAMS, CONSUMERS, replicas=1)
        one = Street(client)

        async def on_message(message: Msg) -> None:
            await one.hear(message.data)

        await client.subscribe("fastlane.lane.>", cb=on_message)
        await client.subscribe("fastlane.cmd.>", cb=on_message)
        broker = make_broker(nats.url)
        bridge = Bridge(temporal, settings.task_queue, settings.lane_clock)
        listen(broker, consumers_of("bridge"), bridge.hear)
        async with make_worker(temporal, one.jetstream, settings), broker:
            await broker.start()
            yield one


def submission(**changed: str) -> ProjectSubmitted:
    plan = compile_plan(load_pack("meadow").pack)
    fields = {
        "pack": plan.pack,
        "pack_version": plan.version,
        "pack_digest": plan.digest,
        "entry_stage": plan.entry_stages[0],
        **changed,
    }
    return ProjectSubmitted(
        project_id=ProjectId(uuid4()),
        organisation_id=OrganisationId("91440101MA5AAAAA1X"),
        organisation_name="草地科技",
        title="一号草地",
        industry="cheese",
        sponsor_kind="farm",
        key_project=False,
        **fields,
    )


async def dead_letters(street: Street) -> int:
    return (await street.jetstream.stream_info(DEAD_LETTERS.name)).state.messages


async def test_a_project_of_a_made_up_pack_goes_through_the_whole_lane(street: Street) -> None:
    submitted = submission()
    street.worlds[str(submitted.project_id)] = World(project=submitted.project_id)
    await street.publish(submitted, "intake", traceparent(5))

    assert await street.finished(submitted.project_id) is ProjectOutcome.INDUSTRIALISED
    told = street.of(submitted.project_id)
    assert len({each.id for each in told}) == len(told)
    plan = compile_plan(load_pack("meadow").pack)
    entered = [e.data["stage"] for e in told if e.type == lane_events.StageEntered.TYPE]
    assert entered == [stage.stage for stage in plan.stages]


async def test_a_fact_that_comes_before_the_submission_is_heard_after_it(street: Street) -> None:
    submitted = submission()
    project, first = submitted.project_id, submitted.entry_stage
    await street.publish(evidence(first, 1, project), "intake")
    world = World(project=project, silent=["fastlane.intake.evidence_submitted.v1"])
    street.worlds[str(project)] = world
    await street.publish(submitted, "intake")

    async def gate_sits() -> bool:
        return any(each.type.endswith("open_gate.v1") for each in street.of(project))

    await eventually(gate_sits, within_s=20)


async def test_a_project_pinned_to_another_pack_becomes_a_dead_letter(street: Street) -> None:
    before = await dead_letters(street)
    await street.publish(submission(pack_digest="f" * 64), "intake")

    async def buried() -> bool:
        return await dead_letters(street) == before + 1

    await eventually(buried)


async def test_a_fact_about_an_ended_project_is_accepted_and_has_no_effect(
    street: Street, temporal: Client
) -> None:
    submitted = submission()
    project = submitted.project_id
    street.worlds[str(project)] = World(project=project)
    await street.publish(submitted, "intake")
    await street.finished(project)
    course = temporal.get_workflow_handle(workflow_id(project))
    await course.result()
    before, told = await dead_letters(street), len(street.of(project))
    await street.publish(evidence(submitted.entry_stage, 9, project), "intake")

    async def acknowledged() -> bool:
        info = await street.jetstream.consumer_info("INTAKE", "bridge-intake")
        return bool(info.num_pending == 0 and info.num_ack_pending == 0)

    await eventually(acknowledged)
    assert await dead_letters(street) == before
    assert len(street.of(project)) == told
    assert (await course.describe()).status is WorkflowExecutionStatus.COMPLETED


async def test_a_submission_heard_again_starts_nothing_new(street: Street) -> None:
    submitted = submission()
    project = submitted.project_id
    street.worlds[str(project)] = World(project=project)
    await asyncio.gather(*(street.publish(submitted, "intake") for _ in range(3)))

    assert await street.finished(project) is ProjectOutcome.INDUSTRIALISED
    starts = [e for e in street.of(project) if e.type == lane_events.StageEntered.TYPE]
    assert len({(e.data["stage"], e.data["attempt"]) for e in starts}) == len(starts)


async def test_what_is_announced_twice_is_on_the_bus_once(street: Street) -> None:
    now, project = datetime.now(UTC), ProjectId(uuid4())
    message = lane_events.ProjectFinished(
        project_id=project, stage="s", outcome=ProjectOutcome.STOPPED
    )
    envelope = Envelope.wrap(
        message, id_=EventId(uuid4()), source="lane", time=now, recorded=now, sequence=0
    )
    before = (await street.jetstream.stream_info("LANE")).state.messages
    announcer = Announcer(street.jetstream)
    first = await announcer.announce([envelope])
    assert await announcer.announce([envelope]) == first

    assert (await street.jetstream.stream_info("LANE")).state.messages == before + 1


async def test_provisioning_again_changes_nothing_and_a_clash_is_named(temporal: Client) -> None:
    await ensure_search_attributes(temporal)
    address = temporal.service_client.config.target_host
    other = await Client.connect(address, namespace=f"other-{uuid4()}")
    await ensure_namespace(other)
    await ensure_namespace(other)

    async def add_a_number() -> None:
        await other.operator_service.add_search_attributes(
            AddSearchAttributesRequest(
                namespace=other.namespace,
                search_attributes={STAGE.name: IndexedValueType.INDEXED_VALUE_TYPE_INT},
            )
        )

    await eventually(add_a_number, within_s=20)
    with pytest.raises(SearchAttributeClash, match="Stage"):
        await ensure_search_attributes(other)
