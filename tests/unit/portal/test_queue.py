"""The queue's own forms: pulling, and declaring an interest."""

import json

import httpx
import pytest
from fastapi import FastAPI

from services.portal.domain.queue import Shown
from tests.support.person import OWN_USCC
from tests.unit.portal.browser import PUBLIC, Backstage, Browser, person_of, problem
from tests.unit.portal.samples import CASE, MESSAGE, PROJECT


async def test_pulling_goes_to_the_task_that_was_given(
    portal: FastAPI, backstage: Backstage
) -> None:
    answer = await Browser(portal, person_of("officer")).post("/tasks/next")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/tasks/{CASE}")
    (sent,) = backstage.sent("POST", "approval/v1/tasks/claim-next")
    assert sent.headers["idempotency-key"] == "key-1"


async def test_when_nothing_is_left_the_queue_says_so(
    portal: FastAPI, backstage: Backstage
) -> None:
    told = problem("nothing_to_claim", "没有可以领取的任务。")
    backstage.answers["POST approval/v1/tasks/claim-next"] = (409, told)
    browser = Browser(portal, person_of("officer"))
    answer = await browser.post("/tasks/next")
    assert answer.headers["location"] == "/tasks"
    assert "没有可以领取的任务。" in (await browser.get("/tasks")).text


async def test_an_interest_is_declared_in_the_task_or_in_all_of_its_organisation(
    portal: FastAPI, backstage: Backstage
) -> None:
    browser = Browser(portal, person_of("officer"))
    path, given = f"/tasks/{CASE}/conflict", {"organisation_id": OWN_USCC, "reason": "亲属"}
    for scope in ("task", "all"):
        assert (await browser.post(path, scope=scope, **given)).status_code == 303
    one, all_ = (
        json.loads(each.content) for each in backstage.sent("POST", "approval/v1/conflicts")
    )
    assert one == {"task_id": str(CASE), "reason": "亲属"}
    assert all_ == {"organisation_id": OWN_USCC, "reason": "亲属"}


async def test_handing_over_is_a_transfer_or_a_delegation(
    portal: FastAPI, backstage: Backstage
) -> None:
    browser = Browser(portal, person_of("officer"))
    for how, path in (("transfer", "transfer"), ("delegate", "delegation")):
        await browser.post(f"/tasks/{CASE}/hand-over", how=how, to="colleague", reason="出差")
        (sent,) = backstage.sent("POST", f"approval/v1/tasks/{CASE}/{path}")
        assert json.loads(sent.content) == {"to": "colleague", "reason": "出差"}


async def test_a_refused_hand_over_shows_the_form_again_as_it_was(
    portal: FastAPI, backstage: Backstage
) -> None:
    told = problem("conflict_of_interest", "同事已申报利益冲突。", to="换一位")
    backstage.answers[f"POST approval/v1/tasks/{CASE}/transfer"] = (409, told)
    answer = await Browser(portal, person_of("officer")).post(
        f"/tasks/{CASE}/hand-over", how="transfer", to="colleague", reason="出差一周"
    )
    assert answer.status_code == 409
    assert "同事已申报利益冲突。" in answer.text
    assert "出差一周" in answer.text


async def test_many_at_once_tells_how_many_and_why_not_the_others(
    portal: FastAPI, backstage: Backstage
) -> None:
    results = [
        {"id": str(CASE), "done": True, "detail": None},
        {"id": str(CASE), "done": False, "detail": "正由他人办理。"},
        {"id": str(CASE), "done": False, "detail": "正由他人办理。"},
    ]
    backstage.answers["POST approval/v1/tasks/bulk"] = (200, {"items": results})
    browser = Browser(portal, person_of("officer"))
    answer = await browser.post("/tasks/bulk", action="claim", task=[str(CASE)], back="/tasks?x=1")
    assert answer.headers["location"] == "/tasks?x=1"
    page = (await browser.get("/tasks")).text
    assert "完成 1 件，未完成 2 件。 正由他人办理。" in page


async def test_many_at_once_of_nothing_asks_for_a_choice(
    portal: FastAPI, backstage: Backstage
) -> None:
    answer = await Browser(portal, person_of("officer")).post("/tasks/bulk", action="claim")
    assert answer.status_code == 303
    assert backstage.sent("POST", "approval/v1/tasks/bulk") == []


async def test_an_absence_goes_with_its_stand_ins(portal: FastAPI, backstage: Backstage) -> None:
    answer = await Browser(portal, person_of("officer")).post(
        "/tasks/absences",
        from_on="2026-03-10",
        until_on="2026-03-12",
        reason="休假",
        stand_in="colleague",
        item_0="environment",
        stand_in_0="other",
        item_1="land",
    )
    assert answer.status_code == 303
    (sent,) = backstage.sent("POST", "approval/v1/absences")
    assert json.loads(sent.content) == {
        "person": None,
        "from_on": "2026-03-10",
        "until_on": "2026-03-12",
        "reason": "休假",
        "stand_ins": [
            {"person": "colleague", "item": None},
            {"person": "other", "item": "environment"},
        ],
    }


async def test_filters_ask_the_service_what_they_say(portal: FastAPI, backstage: Backstage) -> None:
    browser = Browser(portal, person_of("officer"))
    await browser.get("/tasks?view=on_hold&name=case:land&industry=materials&text=a%25b")
    (asked,) = backstage.sent("GET", "approval/v1/tasks")
    assert dict(asked.url.params) == {
        "on_hold": "true",
        "kind": "case",
        "item": "land",
        "industry": "materials",
        "text": "a%b",
        "limit": "25",
    }


async def test_the_shown_filter_is_kept_under_a_name_and_opens_again(
    portal: FastAPI, backstage: Backstage
) -> None:
    browser = Browser(portal, person_of("officer"))
    answer = await browser.post(
        "/tasks/views", title="我的环评", shown_name="case:environment", view="mine", text="x"
    )
    (sent,) = backstage.sent("POST", "approval/v1/views")
    kept = {"kind": "case", "item": "environment", "mine": True, "text": "x"}
    assert json.loads(sent.content) == {"name": "我的环评", "filter": kept}
    assert answer.headers["location"] == f"/tasks?{Shown.of(kept).query}"
    page = (await browser.get(answer.headers["location"])).text
    assert f"/tasks/views/{MESSAGE}/removal" in page
    await browser.post(f"/tasks/views/{MESSAGE}/removal")
    assert backstage.sent("DELETE", f"approval/v1/views/{MESSAGE}")


def test_a_kept_filter_is_shown_as_it_was_kept() -> None:
    for shown in (
        Shown(),
        Shown(view="copied", name="gate:small_trial", text="x"),
        Shown(name="case:land", stage="small_trial", industry="a", state="decided"),
    ):
        assert Shown.of(shown.kept) == shown


async def test_a_draft_is_kept_without_the_forms_own_fields(
    portal: FastAPI, backstage: Backstage
) -> None:
    browser = Browser(portal, person_of("officer"))
    fields = {"outcome": "approved", "reason": "材料", "version": "4"}
    headers = {"origin": PUBLIC, "x-draft": "auto"}
    answer = await browser.post(f"/tasks/{CASE}/draft", headers=headers, **fields)
    assert answer.status_code == 204
    (sent,) = backstage.sent("PUT", f"approval/v1/tasks/{CASE}/draft")
    assert json.loads(sent.content) == {"fields": {"outcome": "approved", "reason": "材料"}}
    by_button = await browser.post(f"/tasks/{CASE}/draft", **fields)
    assert by_button.headers["location"] == f"/tasks/{CASE}"


@pytest.mark.parametrize(
    ("role", "service", "path"),
    [
        ("officer", "approval", "/tasks/events"),
        ("sponsor", "intake", f"/projects/{PROJECT}/events"),
    ],
)
async def test_a_stream_is_handed_on_as_it_comes(
    portal: FastAPI, backstage: Backstage, role: str, service: str, path: str
) -> None:
    told = b"event: task\ndata: {}\n\n"
    backstage.answers[f"{service}/v1{path}"] = lambda _: httpx.Response(200, content=told)
    answer = await Browser(portal, person_of(role)).get(path)
    assert answer.content == told
    assert answer.headers["content-type"].startswith("text/event-stream")


async def test_without_a_stream_the_browser_stops_asking_or_asks_later(
    portal: FastAPI, backstage: Backstage
) -> None:
    backstage.answers["approval/v1/tasks/events"] = (403, problem("role_required", "无权限"))
    browser = Browser(portal, person_of("officer"))
    assert (await browser.get("/tasks/events")).status_code == 204
    backstage.is_down.add("approval")
    later = await browser.get("/tasks/events")
    assert (later.status_code, later.text) == (200, "retry: 5000\n\n")


async def test_signers_are_asked_sign_and_are_taken_off(
    portal: FastAPI, backstage: Backstage
) -> None:
    browser, path = Browser(portal, person_of("officer")), f"/tasks/{CASE}"
    await browser.post(f"{path}/signers", to="bo", note="请看排放", version="4")
    (asked,) = backstage.sent("POST", f"approval/v1/tasks/{CASE}/signers")
    assert json.loads(asked.content) == {"to": "bo", "note": "请看排放"}
    assert asked.headers["if-match"] == '"4"'
    await browser.post(f"{path}/signature", agrees="no", opinion="缺监测方案")
    (signed,) = backstage.sent("POST", f"approval/v1/tasks/{CASE}/signature")
    assert json.loads(signed.content) == {"agrees": False, "opinion": "缺监测方案"}
    await browser.post(f"{path}/signers/removal", person="bo", reason="调岗")
    (removed,) = backstage.sent("POST", f"approval/v1/tasks/{CASE}/signers/removal")
    assert json.loads(removed.content) == {"person": "bo", "reason": "调岗"}
