"""Projects that began under earlier code go on under today's.

The histories were recorded by tests/workflow/record.py. One that does not replay means that the
code decides otherwise than it did: put the change behind ``workflow.patched``.
"""

from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from tests.workflow.changed_fast_lane import TellsInAnotherOrder, WaitsFirst
from tests.workflow.record import HISTORIES, SCENARIOS
from workflows.connection import DATA_CONVERTER
from workflows.registry import WORKFLOWS, sandboxed_runner

FILES = sorted(HISTORIES.glob("*/*.json"))


def history(file: Path) -> WorkflowHistory:
    """The history in a file."""
    return WorkflowHistory.from_json(file.stem, file.read_text())


def replayer(*workflows: type) -> Replayer:
    """Replays as the worker runs: same converter, same sandbox."""
    return Replayer(
        workflows=workflows, workflow_runner=sandboxed_runner(), data_converter=DATA_CONVERTER
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
async def test_a_recorded_history_replays(file: Path) -> None:
    await replayer(*WORKFLOWS).replay_workflow(history(file))


def test_every_workflow_has_recorded_histories() -> None:
    recorded = {
        history(file).events[0].workflow_execution_started_event_attributes.workflow_type.name
        for file in FILES
    }
    defined = {each.__temporal_workflow_definition.name for each in WORKFLOWS}  # type: ignore[attr-defined]
    assert defined <= recorded


def test_every_scenario_was_recorded() -> None:
    names = {file.stem.rpartition("-")[0] for file in FILES}
    assert {scenario.__name__ for scenario in SCENARIOS} <= names


@pytest.mark.parametrize("changed", [TellsInAnotherOrder, WaitsFirst])
async def test_a_changed_order_fails_replay(changed: type) -> None:
    with pytest.raises(Exception, match=r"history told something else|[Nn]on-?determinis"):
        await replayer(changed).replay_workflow(history(HISTORIES / "v1" / "approved-3.json"))
