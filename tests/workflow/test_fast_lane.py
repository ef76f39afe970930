"""The course on Temporal: every way through the lane, on the real workflow."""

from datetime import timedelta

from temporalio.client import Client

from contracts.events import lane as lane_events
from contracts.process import GateOutcome
from tests.support.lane_world import World
from tests.support.plans import STAGES
from tests.workflow.lane import lane


async def test_a_project_goes_through_all_stages(client: Client) -> None:
    async with lane(client) as one:
        assert await one.play() == "industrialised"

    entered = one.said(lane_events.StageEntered)
    assert [each.stage for each in entered] == list(STAGES)
