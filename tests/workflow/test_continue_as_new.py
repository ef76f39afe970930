"""A course goes on in a new run at each stage, and loses nothing by it."""

from temporalio.client import Client, WorkflowExecutionStatus

from contracts.commands.approval import OpenCase
from contracts.events import lane as lane_events
from contracts.process import GateOutcome, workflow_id
from tests.support.lane_world import World, evidence
from tests.support.plans import STAGES
from tests.workflow.lane import Lane, lane
from workflows.messages import LaneInput


async def runs(one: Lane) -> list[tuple[WorkflowExecutionStatus | None, LaneInput]]:
    """Status and input of every run, the first one first."""
    found = []
    run_id: str | None = one.first_run
    while run_id:
        handle = one.client.get_workflow_handle(workflow_id(one.project), run_id=run_id)
        described = await handle.describe()
        history = await handle.fetch_history()
        begun = history.events[0].workflow_execution_started_event_attributes
        (start,) = await one.client.data_converter.decode(begun.input.payloads, [LaneInput])
        found.append((described.status, start))
        last = history.events[-1].workflow_execution_continued_as_new_event_attributes
        run_id = last.new_execution_run_id or None
    return found


async def test_every_later_stage_begins_in_a_run_of_its_own_with_everything_remembered(
    client: Client,
) -> None:
    async with lane(client, World(gates={"stem": [GateOutcome.ITERATE]})) as one:
        assert await one.play() == "industrialised"
        found = await runs(one)

    assert [status for status, _ in found] == [
        *[WorkflowExecutionStatus.CONTINUED_AS_NEW] * 3,
        WorkflowExecutionStatus.COMPLETED,
    ]
    states = [start.state for _, start in found]
    assert states[0] is None
    assert [state.stage for state in states[1:] if state] == list(STAGES[1:])
    assert all(start.plan == one.plan and start.clock == one.clock for _, start in found)
    last = states[3]
    assert last is not None
    assert len(last.cases) == 5
    assert len(last.gates) == 4
    assert ("stem", 2) in last.evidence
    # What was found on leaving a run is told by the next one.
    assert {each.type for each in found[1][1].pending} == {
        lane_events.StageCompleted.TYPE,
        lane_events.StageEntered.TYPE,
    }


async def test_what_was_heard_early_is_known_in_later_runs(client: Client) -> None:
    world = World(silent=["fastlane.intake.evidence_submitted.v1"])
    async with lane(client, world) as one, one.answering():
        await one.begin()
        for name in STAGES:
            await one.tell(evidence(name, 1, one.project))
        assert await one.result() == "industrialised"


async def test_no_case_is_opened_again_by_a_later_run(client: Client) -> None:
    async with lane(client) as one:
        await one.play()

    cases = [order.case_id for order in one.said(OpenCase)]
    assert len(cases) == len(set(cases)) == 5
