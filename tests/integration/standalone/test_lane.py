"""The whole lane comes up behind one address, with its sample platforms, and comes back."""

import os
import signal
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from standalone import people, seed
from standalone.ports import SERVICES
from standalone.sign_in import sign_in
from standalone.stack import Stack, running_stack
from tests.integration.standalone.verb import all_gone, fastlane
from tests.support.waiting import eventually

pytestmark = [pytest.mark.stack, pytest.mark.timeout(180)]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stack() -> AsyncIterator[Stack]:
    async with running_stack(split=("registry",)) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def client(stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=stack.gateway_url, trust_env=False) as opened:
        yield opened


async def test_status_says_that_everything_is_ready(stack: Stack) -> None:
    code, said = await fastlane("status", "--state", str(stack.state.root))
    assert code == 0, said
    assert set(SERVICES) | {"worker", "bridge", "registry-consumer"} <= set(stack.processes)


async def test_the_gateway_leads_to_every_service(stack: Stack, client: httpx.AsyncClient) -> None:
    for service in SERVICES:
        answer = await client.get(f"/api/{service}/v1/no-such-thing")
        assert answer.status_code == httpx.codes.NOT_FOUND, service
    assert (await client.get("/")).status_code == httpx.codes.OK


async def test_every_sample_platform_is_published_once(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    person = people.load()[0]
    tokens = await sign_in(stack.issuer_url, person.user, person.password)
    answer = await client.get(f"{seed.PATH}?limit=100", headers=tokens.header)
    assert sorted(row["id"] for row in answer.json()["items"]) == sorted(
        row["id"] for row in seed.platforms()
    )
    assert await seed.publish_platforms(stack.gateway_url, stack.issuer_url) == 0


async def test_a_trace_shows_the_way_of_a_command(stack: Stack) -> None:
    async def shown() -> None:
        # Spans are written about a second late, and looking a platform up leaves traces too.
        folder = ("--state", str(stack.state.root), "--last", "50")
        code, said = await fastlane("trace", "gz-ai-assurance", *folder)
        assert code == 0, said
        assert "PUT /api/registry/v1/platforms/{id_}" in said

    await eventually(shown, within_s=15)


async def test_nothing_of_the_lane_outlives_a_killed_supervisor() -> None:
    async with running_stack() as stack:
        os.kill(stack.supervisor_pid, signal.SIGKILL)
        await all_gone(stack)
