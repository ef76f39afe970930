"""The way in: three steps, kept as they are typed, submitted once."""

import json
import re
from html import unescape
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI

from tests.unit.portal.browser import Backstage, Browser, make_portal, person_of, problem
from tests.unit.portal.samples import DRAFT, PROJECT, SUBMITTED_DRAFT

CONDITIONS = {
    "pack": "guangzhou",
    "industry": "biomedicine_health",
    "sponsor_kind": "startup_team",
    "entry_stage": "small_trial",
}
DRAFT_AT = f"intake/v1/drafts/{DRAFT}"


def _body(request: httpx.Request) -> Any:
    return json.loads(request.content)


def _drafted(backstage: Backstage, **changes: str) -> None:
    backstage.answers[f"GET {DRAFT_AT}"] = (200, backstage.samples.draft(**changes))


async def test_the_conditions_open_a_draft_and_lead_on(
    portal: FastAPI, backstage: Backstage
) -> None:
    key = "01900000-0000-7000-8000-00000000abcd"
    browser = Browser(portal, person_of("sponsor"))
    for _ in range(2):
        answer = await browser.post("/apply", **CONDITIONS, key=key, other="x")
        assert answer.headers["location"] == f"/apply/{key}"
    first, second = backstage.sent("PUT", f"intake/v1/drafts/{key}")
    assert _body(first) == _body(second) == {"fields": CONDITIONS | {"subject": "project"}}
    # Once for both clicks, and free for the submission, whose key is the draft's id.
    assert {each.headers["idempotency-key"] for each in (first, second)} == {f"{key}-begun"}


async def test_changed_conditions_keep_what_was_written(
    portal: FastAPI, backstage: Backstage
) -> None:
    answer = await Browser(portal, person_of("sponsor")).post(
        "/apply", **CONDITIONS, draft=str(DRAFT)
    )
    assert answer.headers["location"] == f"/apply/{DRAFT}"
    (sent,) = backstage.sent("PUT", DRAFT_AT)
    fields = _body(sent)["fields"]
    assert (fields["title"], fields["entry_stage"]) == ("样例", "small_trial")


async def test_what_is_typed_is_kept_by_itself_with_the_version_it_was_drawn_from(
    portal: FastAPI, backstage: Backstage
) -> None:
    headers = {"origin": "http://lane.test", "x-draft": "auto"}
    answer = await Browser(portal, person_of("sponsor")).post(
        f"/apply/{DRAFT}", title=" 新名称 ", summary="", version="3", headers=headers
    )
    assert (answer.status_code, answer.headers["x-version"]) == (204, "4")
    (sent,) = backstage.sent("PUT", DRAFT_AT)
    assert sent.headers["if-match"] == '"3"'
    fields = _body(sent)["fields"]
    assert (fields["title"], fields["pack"]) == ("新名称", "guangzhou")
    assert "summary" not in fields


async def test_another_window_that_saved_first_is_told_and_nothing_typed_is_lost(
    portal: FastAPI, backstage: Backstage
) -> None:
    backstage.answers[f"PUT {DRAFT_AT}"] = (412, problem("stale_version", "已被他人修改。"))
    browser = Browser(portal, person_of("sponsor"))
    answer = await browser.post(f"/apply/{DRAFT}", title="这里的", summary="简介", version="3")
    assert answer.status_code == 412
    assert "已被他人修改。" in answer.text
    assert 'value="这里的"' in answer.text
    by_itself = {"origin": "http://lane.test", "x-draft": "auto"}
    assert (await browser.post(f"/apply/{DRAFT}", headers=by_itself)).status_code == 412


async def test_the_button_saves_and_goes_on_to_the_check(portal: FastAPI) -> None:
    answer = await Browser(portal, person_of("sponsor")).post(f"/apply/{DRAFT}", title="名称")
    assert answer.headers["location"] == f"/apply/{DRAFT}/check"


async def test_the_check_says_what_is_missing_and_then_offers_the_button(
    portal: FastAPI, backstage: Backstage
) -> None:
    browser = Browser(portal, person_of("sponsor"))
    _drafted(backstage, entry_grounds="", summary="")
    page = (await browser.get(f"/apply/{DRAFT}/check")).text
    assert "还缺 2 项" in page
    assert "/submission" not in page
    _drafted(backstage, entry_stage="concept_verification", entry_grounds="")
    page = (await browser.get(f"/apply/{DRAFT}/check")).text
    assert f'action="/apply/{DRAFT}/submission"' in page
    assert f'name="key" value="{DRAFT}"' in page


async def test_a_draft_is_submitted_under_its_own_id(portal: FastAPI, backstage: Backstage) -> None:
    facts = {"facts.uses_listed_hazardous_process": "no"}
    _drafted(backstage, title="名称", key_project="yes", **facts)
    answer = await Browser(portal, person_of("sponsor")).post(
        f"/apply/{DRAFT}/submission", key=str(DRAFT)
    )
    assert answer.headers["location"] == f"/projects/{PROJECT}"
    (sent,) = backstage.sent("POST", "intake/v1/projects")
    assert sent.headers["idempotency-key"] == str(DRAFT)
    assert sent.headers["authorization"] == "Bearer access-token"
    assert _body(sent) == {
        "title": "名称",
        "summary": "样例",
        "pack": "guangzhou",
        "industry": "biomedicine_health",
        "sponsor_kind": "startup_team",
        "entry_stage": "pilot_maturation",
        "entry_grounds": "样例",
        "key_project": True,
        "project_code": None,
        "subject": "project",
        "facts": {},
        "draft_id": str(DRAFT),
    }


async def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(
    portal: FastAPI, backstage: Backstage
) -> None:
    refusal = problem("bad_project_code", "项目代码格式不符。", project_code="应形如 2603-…")
    backstage.answers["POST intake/v1/projects"] = (422, refusal)
    _drafted(backstage, title="名称<b>", project_code="abc")
    answer = await Browser(portal, person_of("sponsor")).post(f"/apply/{DRAFT}/submission")
    assert answer.status_code == 422
    assert "应形如 2603-…" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert 'value="名称&lt;b&gt;"' in answer.text
    assert "项目代码格式不符。" in answer.text


async def test_who_has_not_registered_is_led_to_do_so(
    portal: FastAPI, backstage: Backstage
) -> None:
    backstage.answers["POST intake/v1/projects"] = (409, problem("organisation_unknown", "未登记"))
    answer = await Browser(portal, person_of("sponsor")).post(f"/apply/{DRAFT}/submission")
    assert answer.headers["location"] == "/organisation"


async def test_a_draft_that_became_a_project_leads_to_it_from_everywhere(
    portal: FastAPI, backstage: Backstage
) -> None:
    browser = Browser(portal, person_of("sponsor"))
    address = f"/apply/{SUBMITTED_DRAFT}"
    answers = [
        await browser.get(address),
        await browser.get(f"{address}/check"),
        await browser.post(address, title="再写"),
        await browser.post(f"{address}/submission"),
    ]
    assert {each.headers["location"] for each in answers} == {f"/projects/{PROJECT}"}
    assert backstage.sent("POST", "intake/v1/projects") == []
    backstage.answers["POST intake/v1/projects"] = (409, problem("draft_submitted", "已提交"))
    meanwhile = await browser.post(f"/apply/{DRAFT}/submission")
    assert meanwhile.headers["location"] == f"/apply/{DRAFT}"


async def test_conditions_that_the_pack_no_longer_takes_are_asked_again(
    portal: FastAPI, backstage: Backstage
) -> None:
    _drafted(backstage, industry="piracy")
    answer = await Browser(portal, person_of("sponsor")).get(f"/apply/{DRAFT}")
    assert answer.headers["location"].startswith(f"/apply?draft={DRAFT}&pack=guangzhou")


async def test_drafts_stand_above_the_first_step_and_can_be_discarded(
    portal: FastAPI, backstage: Backstage
) -> None:
    browser = Browser(portal, person_of("sponsor"))
    page = unescape((await browser.get("/apply")).text)
    assert re.search(rf'href="/apply/{DRAFT}">样例</a>', page)
    backstage.answers[f"DELETE {DRAFT_AT}"] = (200, {"items": []})
    await browser.post(f"/apply/{DRAFT}/removal")
    assert len(backstage.sent("DELETE", DRAFT_AT)) == 1


async def test_a_key_that_is_no_id_opens_a_draft_all_the_same(backstage: Backstage) -> None:
    app = make_portal(backstage)
    answer = await Browser(app, person_of("sponsor")).post("/apply", **CONDITIONS, key="mine")
    assert UUID(answer.headers["location"].removeprefix("/apply/"))
