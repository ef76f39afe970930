"""An open project page is told that something was noted, and by whom it may be seen."""

import asyncio
from uuid import UUID

import pytest

from contracts.ids import ProjectId
from contracts.people import Role
from services.intake.live import Watch
from tests.support.person import OWN_USCC, Person, officer, sponsor
from tests.support.service import Bench, Client
from tests.support.waiting import eventually

BASE = "/api/intake/v1"
LOOK_S = 0.02


async def _submitted(bench: Bench, title: str = "放大") -> tuple[Client, ProjectId]:
    client = bench.client(sponsor())
    body = {"name": "样例单位", "contact_email": "a@sample.example"}
    await client.put(f"{BASE}/organisations/{OWN_USCC}", body)
    application = {
        "title": title,
        "summary": "s",
        "pack": "guangzhou",
        "industry": "biomedicine_health",
        "sponsor_kind": "startup_team",
    }
    answer = await client.post(f"{BASE}/projects", application)
    return client, ProjectId(UUID(answer.json()["id"]))


async def _withdraw(client: Client, project: ProjectId) -> None:
    answer = await client.post(f"{BASE}/projects/{project}/withdrawal", {"reason": "另有安排"})
    assert answer.status_code == 200


async def test_every_listener_is_told_once_what_is_committed(bench: Bench) -> None:
    client, project = await _submitted(bench)
    watch = Watch(bench.runtime.database, LOOK_S)
    async with watch.listening(project) as first, watch.listening(project) as second:
        await _withdraw(client, project)
        await asyncio.wait_for(asyncio.gather(first.more(), second.more()), 5)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(first.more(), 10 * LOOK_S)
    await watch.close()


async def test_what_happens_elsewhere_is_not_told(bench: Bench) -> None:
    _, project = await _submitted(bench)
    client, other = await _submitted(bench, "另一个")
    watch = Watch(bench.runtime.database, LOOK_S)
    async with watch.listening(project) as listener:
        await _withdraw(client, other)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(listener.more(), 10 * LOOK_S)
    await watch.close()


async def test_nobody_looks_when_nobody_watches(bench: Bench) -> None:
    _, project = await _submitted(bench)
    watch = Watch(bench.runtime.database, LOOK_S)
    async with watch.listening(project):
        assert watch.seen(project) > 0
        assert watch.is_looking

    async def has_stopped() -> bool:
        return not watch.is_looking

    await eventually(has_stopped)
    assert watch.seen(project) == 0


async def test_the_stream_tells_and_ends(bench: Bench) -> None:
    client, project = await _submitted(bench)

    async def meanwhile() -> None:
        await asyncio.sleep(0.2)
        await _withdraw(client, project)

    answer, _ = await asyncio.gather(client.get(f"{BASE}/projects/{project}/events"), meanwhile())
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert "event: noted" in answer.text


async def test_who_may_not_see_the_project_may_not_follow_it(bench: Bench) -> None:
    _, project = await _submitted(bench)
    path = f"{BASE}/projects/{project}/events"
    elsewhere = bench.client(officer("o", "ecology", pack="dongguan"))
    assert (await elsewhere.get(path)).status_code == 404
    assert (await bench.client(Person("director", (Role.DIRECTOR,))).get(path)).status_code == 200
