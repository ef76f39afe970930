"""Everything a worker runs, listed once: the worker and the replay tests read the same list."""

from collections.abc import Callable
from typing import Any, Final

from nats.js import JetStreamContext
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from workflows.activities import Announcer
from workflows.fast_lane import FastLane

WORKFLOWS: Final[tuple[type, ...]] = (FastLane,)


def activities(jetstream: JetStreamContext) -> list[Callable[..., Any]]:
    """The activities, over one connection to the bus."""
    return [Announcer(jetstream).announce]


def sandboxed_runner() -> SandboxedWorkflowRunner:
    """Runs workflow code shut off from clock, chance and I/O.

    What is pure anyway is not loaded again for every run of a workflow.
    """
    return SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules(
            "contracts",
            "workflows.course",
            "workflows.messages",
            "workflows.policies",
            "workflows.search",
        )
    )
