"""Open queues hear what happens to their tasks within two seconds, and nothing of others'."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from services.approval.live import BEHIND, Hint, Hub
from tests.integration.approval.scene import (
    BASE,
    COLLEAGUE,
    DIRECTOR,
    OFFICER,
    REVIEWER,
    STRANGER,
    act,
    opened_case,
    opened_gate,
)
from tests.support.nats import NatsServer
from tests.support.person import Person, officer
from tests.support.service import Bench
from tests.support.waiting import eventually

SOON_S = 2.0


class Stream:
    """The events of an open stream."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines

    async def next(self, within_s: float = SOON_S) -> tuple[str, Any]:
        """Kind and content of the next event."""
        async with asyncio.timeout(within_s):
            kind = ""
            async for line in self._lines:
                if line.startswith("event: "):
                    kind = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    return kind, json.loads(line.removeprefix("data: "))
        raise AssertionError("the stream has ended")


@asynccontextmanager
async def following(http: httpx.AsyncClient, bench: Bench, person: Person) -> AsyncIterator[Stream]:
    """Somebody who looks at their queue."""
    headers = {"Authorization": f"Bearer {bench.token(person)}"}
    async with http.stream("GET", f"{BASE}/tasks/events", headers=headers) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.aiter_lines()
        assert await anext(lines) == "retry: 1000"
        hub: Hub = bench.app.state.resources
        await eventually(lambda: _follows(hub))
        yield Stream(lines)


async def _follows(hub: Hub) -> bool:
    return hub.is_following.is_set()


async def test_a_colleagues_claim_is_heard_within_two_seconds(
    http: httpx.AsyncClient, bench: Bench
) -> None:
    order = await opened_case(bench)
    async with following(http, bench, COLLEAGUE) as stream:
        await act(bench.client(OFFICER), order.case_id, "claim")
        kinds = [await stream.next()]
        while kinds[-1][1]["what"] != "task_claimed":
            kinds.append(await stream.next())
        kind, told = kinds[-1]
    assert kind == "task"
    assert told == {"task_id": str(order.case_id), "what": "task_claimed", "holder": "officer"}


async def test_each_hears_of_the_own_queue_only(http: httpx.AsyncClient, bench: Bench) -> None:
    async with (
        following(http, bench, officer("far", "elsewhere")) as far,
        following(http, bench, STRANGER) as other,
        following(http, bench, REVIEWER) as reviewer,
        following(http, bench, DIRECTOR) as director,
    ):
        case = await opened_case(bench)
        gate = await opened_gate(bench)
        theirs = await opened_case(bench, department="elsewhere")
        assert (await reviewer.next())[1]["task_id"] == str(gate.gate_id)
        assert (await far.next())[1]["task_id"] == str(theirs.case_id)
        seen = {(await director.next())[1]["task_id"] for _ in range(3)}
        assert seen == {str(case.case_id), str(gate.gate_id), str(theirs.case_id)}
        own = await opened_case(bench, department="market_regulation")
        assert (await other.next())[1]["task_id"] == str(own.case_id)


async def test_without_a_role_for_queues_there_is_no_stream(
    http: httpx.AsyncClient, bench: Bench
) -> None:
    assert (await http.get(f"{BASE}/tasks/events")).status_code == 401


async def test_who_falls_behind_is_told_to_look_again(
    http: httpx.AsyncClient, bench: Bench
) -> None:
    hub: Hub = bench.app.state.resources
    async with following(http, bench, officer("slow", "slow")):
        listener = next(each for each in hub._listeners if each.caller.id == "slow")
        for number in range(BEHIND + 5):
            listener.tell(Hint(str(number), "task_claimed"))
        assert listener.hints.qsize() <= BEHIND
        assert listener.hints.get_nowait().task_id is None


async def test_after_an_outage_of_the_bus_listeners_look_again_and_hear_again(
    http: httpx.AsyncClient, bench: Bench, nats: NatsServer
) -> None:
    async with following(http, bench, OFFICER) as stream:
        await nats.stop()
        await nats.start()
        assert await stream.next(within_s=15) == ("look", {"what": "reconnected"})
        order = await opened_case(bench)
        kind, told = await stream.next(within_s=15)
        while told.get("task_id") != str(order.case_id):
            kind, told = await stream.next(within_s=15)
        assert kind == "task"
