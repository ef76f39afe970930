"""Workflow code loads in the sandbox, and the sandbox keeps out what it should."""

import pytest
from temporalio import workflow
from temporalio.worker.workflow_sandbox import RestrictedWorkflowAccessError

from tests.workflow.careless import Careless
from workflows.registry import WORKFLOWS, sandboxed_runner


def load(workflow_class: type) -> None:
    """Prepare a workflow as a worker does, without a server."""
    definition = workflow._Definition.must_from_class(workflow_class)
    sandboxed_runner().prepare_workflow(definition)


@pytest.mark.parametrize("workflow_class", WORKFLOWS)
async def test_every_workflow_loads_in_the_sandbox(workflow_class: type) -> None:
    load(workflow_class)


async def test_a_workflow_that_draws_lots_does_not_load() -> None:
    with pytest.raises(RestrictedWorkflowAccessError):
        load(Careless)
