"""Records histories of the workflow for the replay tests: ``python -m tests.workflow.record``.

Run it after a change of the workflow that is patched or that no running project can meet, and keep
the files that were there: they stand for projects that began under earlier code. A new version of
the corpus goes into a folder of its own, named by its argument: ``... record v2``.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from temporalio.testing import WorkflowEnvironment

from contracts.commands.approval import OpenCase, RingAlarm
from contracts.events import lane as lane_events
from contracts.events.approval import Alarm, CaseDecided, CaseOutcome
from contracts.events.intake import EvidenceSubmitted, ProjectReplanned
from contracts.process import GateOutcome, workflow_id
from tests.support.lane_world import (
    Hold,
    World,
    case_decided,
    case_opened,
    information_requested,
    information_supplied,
    withdrawn,
)
from tests.support.plans import item, plan, stage, standard_stages
from tests.workflow.lane import Lane, lane
from tests.workflow.server import time_skipping_server

HISTORIES = Path(__file__).parent / "histories"
DAY = timedelta(days=1)

Scenario = Callable[[WorkflowEnvironment], Awaitable[list[str]]]


async def approved(environment: WorkflowEnvironment) -> list[str]:
    """Everybody approves; two departments ask first."""
    async with lane(environment.client, World(asked=["soil", "wind"])) as one:
        await one.play()
        return await histories_of(one)


async def repeated_and_held(environment: WorkflowEnvironment) -> list[str]:
    """A stage is repeated, another held twice."""
    now = await environment.get_current_time()
    holds = [Hold(now + 30 * DAY), Hold(now + 60 * DAY)]
    world = World(gates={"bloom": [GateOutcome.ITERATE], "stem": holds})
    async with lane(environment.client, world) as one:
        await one.play()
        return await histories_of(one)


async def refused(environment: WorkflowEnvironment) -> list[str]:
    """A department refuses, the others go on deciding."""
    async with lane(environment.client, World(refused=["wind"])) as one:
        await one.play()
        return await histories_of(one)


async def superseded(environment: WorkflowEnvironment) -> list[str]:
    """A refusal ends the other open cases before the project leaves."""
    bloom = stage("bloom", item("soil", on_refusal="supersede"), item("light"), item("wind"))
    world = World(silent=[CaseDecided.TYPE])
    async with lane(environment.client, world, plan=plan(bloom)) as one:
        async with one.answering():
            await one.begin()
            soil, *_ = await one.until_told(OpenCase, 3)
            decided = case_decided(
                soil.case_id, "bloom", soil.item, CaseOutcome.REFUSED, one.project
            )
            await one.tell(decided)
            await one.result()
        return await histories_of(one)


async def stopped(environment: WorkflowEnvironment) -> list[str]:
    """A gate stops the project."""
    async with lane(environment.client, World(gates={"stem": [GateOutcome.STOP]})) as one:
        await one.play()
        return await histories_of(one)


async def reminded_and_withdrawn(environment: WorkflowEnvironment) -> list[str]:
    """Alarms ring, one is replaced by an earlier one, then the sponsor withdraws."""
    now = await environment.get_current_time()
    bloom = stage("bloom", item("soil"), item("light"), needs_platform=True)
    async with lane(environment.client, World(), plan=plan(bloom)) as one:
        await one.begin()
        soil, light = await one.until_told(OpenCase, 2)
        await one.tell(case_opened(soil, Alarm(key="remind_50", at=now + 20 * DAY)))
        await one.tell(case_opened(light, Alarm(key="remind_50", at=now + 10 * DAY)))
        await environment.sleep(11 * DAY)
        await one.until_told(RingAlarm)
        await one.tell(information_requested(soil))
        await one.tell(information_supplied(soil, Alarm(key="remind_80", at=now + 40 * DAY)))
        await environment.sleep(30 * DAY)
        await one.until_told(RingAlarm, 2)
        await one.tell(withdrawn(one.project))
        await one.until_told(lane_events.ClosingStarted)
        async with one.answering():
            await one.result()
        return await histories_of(one)


async def replanned(environment: WorkflowEnvironment) -> list[str]:
    """In its first stage the project is moved to a version that has one item and one stage more."""
    async with lane(environment.client, World(silent=[EvidenceSubmitted.TYPE])) as one:
        await one.begin()
        await one.until_waiting_for("evidence")
        stages = (*standard_stages(), stage("seedbed", item("compost")))
        newer = plan(*stages).model_copy(update={"version": "2", "digest": "2" * 64})
        await one.tell(
            ProjectReplanned(project_id=one.project, from_version="1", number=1, plan=newer)
        )
        one.world.silent = ()
        one.answered = 0
        async with one.answering():
            await one.result()
        return await histories_of(one)


SCENARIOS: tuple[Scenario, ...] = (
    approved,
    repeated_and_held,
    refused,
    superseded,
    stopped,
    reminded_and_withdrawn,
    replanned,
)


async def histories_of(one: Lane) -> list[str]:
    """The histories of all runs of a course as JSON, the first run first."""
    found, run_id = [], one.first_run
    while run_id:
        handle = one.client.get_workflow_handle(workflow_id(one.project), run_id=run_id)
        history = await handle.fetch_history()
        found.append(history.to_json())
        last = history.events[-1].workflow_execution_continued_as_new_event_attributes
        run_id = last.new_execution_run_id
    return found


async def play_all() -> dict[str, list[str]]:
    """The histories of every scenario, by its name."""
    async with time_skipping_server() as environment:
        return {scenario.__name__: await scenario(environment) for scenario in SCENARIOS}


def record(folder: Path) -> None:
    """Play every scenario and write its runs."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, histories in asyncio.run(play_all()).items():
        for number, history in enumerate(histories, start=1):
            file = folder / f"{name}-{number}.json"
            file.write_text(json.dumps(json.loads(history), indent=1) + "\n")
            print(file.name)


if __name__ == "__main__":
    record(HISTORIES / (sys.argv[1] if len(sys.argv) > 1 else "v1"))
