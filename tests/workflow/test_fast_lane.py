"""The course on Temporal: every way through the lane, on the real workflow."""

from datetime import timedelta

import pytest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from contracts.commands.approval import OpenCase, OpenGate
from contracts.events import approval, intake, registry
from contracts.events import lane as lane_events
from contracts.ids import step_id
from contracts.process import GateOutcome, workflow_id
from tests.support.lane_world import Hold, World, evidence, gate_decided, withdrawn
from tests.support.plans import BEGIN, STAGES, plan, stage, standard_stages
from tests.workflow.lane import Lane, lane, traceparent
from workflows.course import Phase
from workflows.search import PACK, STAGE

CLOSING = [
    "ClosingStarted",
    "CloseProjectWork",
    "ReleasePlacements",
    "ReleaseProject",
    "ProjectFinished",
]


def names(one: Lane) -> list[str]:
    """The types of everything told, in order."""
    return [type(message).__name__ for message in one.messages]


async def test_a_project_goes_through_all_stages(client: Client) -> None:
    async with lane(client) as one:
        assert await one.play() == "industrialised"

    entered = one.said(lane_events.StageEntered)
    assert [each.stage for each in entered] == list(STAGES)
    assert len(one.said(OpenCase)) == 5
    assert names(one)[-1] == "ProjectFinished"


async def test_replaying_from_the_beginning_at_every_turn_leads_to_the_same(client: Client) -> None:
    world = World(gates={"stem": [GateOutcome.ITERATE]}, asked=["soil"])
    async with lane(client, world, cached_workflows=0) as one:
        assert await one.play() == "industrialised"


async def test_a_stage_is_repeated_when_its_gate_iterates(client: Client) -> None:
    async with lane(client, World(gates={"bloom": [GateOutcome.ITERATE]})) as one:
        assert await one.play() == "industrialised"

    bloom = [each.attempt for each in one.said(lane_events.StageEntered) if each.stage == "bloom"]
    assert bloom == [1, 2]
    assert len(one.said(OpenCase)) == 5


async def test_a_hold_ends_when_its_lane_instant_comes(
    client: Client, environment: WorkflowEnvironment
) -> None:
    until = await environment.get_current_time() + timedelta(days=90)
    async with lane(client, World(gates={"stem": [Hold(until)]})) as one:
        assert await one.play() == "industrialised"

    (resumed,) = (each for each in one.envelopes if each.type.endswith("project_resumed.v1"))
    assert timedelta(0) <= resumed.time - until < timedelta(seconds=1)
    rounds = [order.round for order in one.said(OpenGate) if order.stage == "stem"]
    assert rounds == [1, 2]


async def test_a_gate_that_stops_leads_out_in_order(client: Client) -> None:
    async with lane(client, World(gates={"stem": [GateOutcome.STOP]})) as one:
        assert await one.play() == "stopped"

    assert names(one)[-5:] == CLOSING


async def test_a_refusal_leads_out_after_the_other_open_cases_are_decided(client: Client) -> None:
    async with lane(client, World(refused=["wind"])) as one:
        assert await one.play() == "refused"

    assert names(one)[-5:] == CLOSING
    state = {order.item.item for order in one.said(OpenCase)}
    assert {"soil", "light", "wind"} <= state


async def test_a_refusal_that_stops_does_not_wait_for_open_cases(client: Client) -> None:
    stopping = plan(*standard_stages(on_refusal="stop"))
    world = World(refused=["soil"], silent=[approval.CaseOpened.TYPE])
    async with lane(client, world, plan=stopping) as one:
        assert await one.play() == "refused"

    assert "water" not in {order.item.item for order in one.said(OpenCase)}


@pytest.mark.parametrize(
    ("silent", "phase", "waiting"),
    [
        (intake.EvidenceSubmitted, Phase.OPEN, "evidence"),
        (registry.PlatformConfirmed, Phase.OPEN, "platform"),
        (approval.CaseDecided, Phase.OPEN, "case:soil"),
        (approval.GateDecided, Phase.OPEN, "gate"),
        (lane_events.ProjectResumed, Phase.HELD, "hold"),
        (approval.ProjectWorkClosed, Phase.CLOSING, "closing:work"),
    ],
)
async def test_a_sponsor_may_withdraw_in_every_state(
    client: Client, silent: type, phase: Phase, waiting: str
) -> None:
    far = Hold(BEGIN + timedelta(days=36_500))
    world = World(gates={"bloom": [far if phase is Phase.HELD else GateOutcome.ADVANCE]})
    world.silent = [silent.TYPE]  # type: ignore[attr-defined]
    world.refused = ["soil"] if phase is Phase.CLOSING else ()
    bloom = standard_stages(on_refusal="stop")[2]
    async with lane(client, world, plan=plan(bloom)) as one, one.answering():
        await one.begin()
        standing = await one.until_waiting_for(waiting)
        assert standing.phase is phase
        one.world.silent = ()
        await one.tell(withdrawn(one.project))
        if phase is Phase.CLOSING:
            await one.tell(approval.ProjectWorkClosed(project_id=one.project, cases=5, gates=0))
        outcome = await one.result()

    assert outcome == ("refused" if phase is Phase.CLOSING else "withdrawn")
    assert [name for name in names(one) if name in CLOSING] == CLOSING


async def test_facts_heard_again_and_before_their_stage_change_nothing(client: Client) -> None:
    async with lane(client) as one, one.answering():
        await one.begin()
        for name in (*STAGES, *STAGES):
            await one.tell(evidence(name, 1, one.project))
        assert await one.result() == "industrialised"

    assert len(one.said(OpenGate)) == 4


async def test_what_could_not_be_told_is_told_again_and_once(client: Client) -> None:
    async with lane(client) as one:
        one.bus.faults = 3
        assert await one.play() == "industrialised"
        calls = one.bus.calls

    assert one.bus.faults == 0
    assert len({each.id for each in one.envelopes}) == len(one.envelopes)
    assert [each.stage for each in one.said(lane_events.StageEntered)] == list(STAGES)
    assert calls > 3


async def test_a_message_carries_derived_id_lane_time_and_the_trace_of_its_cause(
    client: Client,
) -> None:
    async with lane(client, World(silent=["everything"]), plan=plan(stage("sprout"))) as one:
        one.world = World(silent=[intake.EvidenceSubmitted.TYPE], project=one.project)
        await one.begin()
        await one.until_told(lane_events.StageEntered)
        await one.tell(evidence("sprout", 1, one.project), trace=77)
        (order,) = await one.until_told(OpenGate)
        await one.tell(gate_decided(order, GateOutcome.ADVANCE), trace=78)
        await one.result()

    entered, gate, completed, finished = one.envelopes
    assert gate.id == step_id(workflow_id(one.project), "sprout/1/gate/1")
    assert [each.traceparent for each in (entered, gate, completed, finished)] == [
        traceparent(number) for number in (1, 77, 78, 78)
    ]
    for envelope in one.envelopes:
        assert (envelope.publisher, envelope.sequence) == ("lane", 0)
        assert envelope.time == one.clock.to_lane(envelope.recordedtime).replace(
            microsecond=envelope.time.microsecond
        )
        assert envelope.time.microsecond % 1000 == 0


async def test_search_attributes_tell_where_a_course_stands(client: Client) -> None:
    world = World(silent=[approval.ProjectWorkClosed.TYPE])
    async with lane(client, world) as one, one.answering():
        await one.begin()
        await one.until_told(lane_events.StageEntered, 3)
        await one.tell(withdrawn(one.project))
        shown = await one.until_shown(Phase.CLOSING)
        await one.tell(approval.ProjectWorkClosed(project_id=one.project, cases=0, gates=0))
        assert await one.result() == "withdrawn"
        await one.until_shown(Phase.FINISHED)

    assert shown[PACK] == "orchard"
    assert shown[STAGE] in ("bloom", "fruit")
