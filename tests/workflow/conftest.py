"""One time-skipping server for all tests of the workflow."""

from collections.abc import AsyncIterator

import pytest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from tests.workflow.server import time_skipping_server


@pytest.fixture(scope="session")
async def environment() -> AsyncIterator[WorkflowEnvironment]:
    """The server and its clock."""
    async with time_skipping_server() as running:
        yield running


@pytest.fixture
def client(environment: WorkflowEnvironment) -> Client:
    """A client; waiting for a result lets time skip."""
    return environment.client
