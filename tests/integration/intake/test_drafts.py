"""Applications are kept as they are typed, for their writer alone, and become one project."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from chassis.identity import new_id
from tests.support.person import OWN_USCC, sponsor
from tests.support.service import Bench, Client

BASE = "/api/intake/v1"
TYPED = {"pack": "guangzhou", "title": "写到一半", "facts.uses_hazardous_process": "no"}


@pytest.fixture
def draft() -> UUID:
    """The id of a draft that nobody has written yet."""
    return new_id()


async def _sponsor(bench: Bench) -> Client:
    """Somebody who has written nothing yet."""
    client = bench.client(sponsor(str(new_id())))
    body = {"name": "样例单位", "contact_email": "a@sample.example"}
    await client.put(f"{BASE}/organisations/{OWN_USCC}", body)
    return client


def _application(draft: UUID, **changes: Any) -> dict[str, Any]:
    return {
        "title": "放大",
        "summary": "s",
        "pack": "guangzhou",
        "industry": "biomedicine_health",
        "sponsor_kind": "startup_team",
        "draft_id": str(draft),
    } | changes


async def test_a_draft_is_read_back_as_it_was_typed_and_by_its_writer_alone(
    bench: Bench, draft: UUID
) -> None:
    path = f"{BASE}/drafts/{draft}"
    writer, colleague = await _sponsor(bench), await _sponsor(bench)
    saved = await writer.put(path, {"fields": TYPED})
    assert (saved.status_code, saved.json()["version"]) == (200, 1)
    assert (await writer.get(path)).json()["fields"] == TYPED
    assert [each["id"] for each in (await writer.get(f"{BASE}/drafts")).json()["items"]] == [
        str(draft)
    ]
    assert (await colleague.get(path)).status_code == 404
    assert (await colleague.put(path, {"fields": {}})).status_code == 404
    assert (await colleague.request("DELETE", path)).status_code == 404
    assert (await colleague.get(f"{BASE}/drafts")).json()["items"] == []


async def test_two_windows_do_not_overwrite_each_other(bench: Bench, draft: UUID) -> None:
    path = f"{BASE}/drafts/{draft}"
    writer = await _sponsor(bench)
    await writer.put(path, {"fields": TYPED})
    first = await writer.put(path, {"fields": {"title": "甲"}}, if_match=1)
    second = await writer.put(path, {"fields": {"title": "乙"}}, if_match=1)
    assert (first.status_code, second.status_code) == (200, 412)
    assert (await writer.get(path)).json()["fields"] == {"title": "甲"}


async def test_a_draft_becomes_one_project_however_often_it_is_sent(
    bench: Bench, draft: UUID
) -> None:
    path = f"{BASE}/drafts/{draft}"
    writer = await _sponsor(bench)
    await writer.put(path, {"fields": TYPED})
    answers = await asyncio.gather(
        *(writer.post(f"{BASE}/projects", _application(draft, title=str(n))) for n in range(4))
    )
    codes = sorted(each.status_code for each in answers)
    assert codes == [201, 409, 409, 409]
    made = next(each.json()["id"] for each in answers if each.status_code == 201)
    assert (await writer.get(path)).json() | {"saved_at": ""} == {
        "id": str(draft),
        "fields": {},
        "saved_at": "",
        "version": 2,
        "project_id": made,
    }
    assert (await writer.put(path, {"fields": TYPED})).json()["code"] == "draft_submitted"
    assert (await writer.get(f"{BASE}/drafts")).json()["items"] == []


async def test_a_refused_application_leaves_its_draft_open(bench: Bench, draft: UUID) -> None:
    path = f"{BASE}/drafts/{draft}"
    writer = await _sponsor(bench)
    await writer.put(path, {"fields": TYPED})
    refused = await writer.post(f"{BASE}/projects", _application(draft, industry="nothing"))
    assert refused.status_code == 422
    assert (await writer.get(path)).json()["fields"] == TYPED


async def test_forgotten_drafts_have_an_end(bench: Bench, draft: UUID) -> None:
    path = f"{BASE}/drafts/{draft}"
    writer = await _sponsor(bench)
    for number in range(20):
        answer = await writer.put(f"{BASE}/drafts/{UUID(int=number + 1)}", {"fields": {}})
        assert answer.status_code == 200
    one_more = await writer.put(path, {"fields": {}})
    assert (one_more.status_code, one_more.json()["code"]) == (409, "too_many_drafts")
    left = await writer.request("DELETE", f"{BASE}/drafts/{UUID(int=1)}")
    assert len(left.json()["items"]) == 19
    assert (await writer.put(path, {"fields": {}})).status_code == 200
