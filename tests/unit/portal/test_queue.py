"""The queue's own forms: pulling, and declaring an interest."""

import json

from fastapi import FastAPI

from tests.support.person import OWN_USCC
from tests.unit.portal.browser import Backstage, Browser, person_of, problem
from tests.unit.portal.samples import CASE


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
