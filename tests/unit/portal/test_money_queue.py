"""The funding officers' queue: many agreed to at once, and a list that follows by itself."""

import json

from fastapi import FastAPI

from tests.unit.portal.browser import Backstage, Browser, person_of
from tests.unit.portal.money_samples import APPLICATION


async def test_many_agreed_to_at_once_tells_how_many_and_why_not_the_others(
    portal: FastAPI, backstage: Backstage
) -> None:
    results = [
        {"id": str(APPLICATION), "done": True, "state": "granted", "code": None, "detail": None},
        {
            "id": str(APPLICATION),
            "done": False,
            "state": "submitted",
            "code": "budget_exhausted",
            "detail": "预算余额不足。",
        },
    ]
    backstage.answers["POST funding/v1/queue/agreements"] = (200, {"items": results})
    browser = Browser(portal, person_of("funding"))
    answer = await browser.post(
        "/funding/agreements",
        application=[str(APPLICATION)] * 2,
        reason="集体研究",
        wait="yes",
        back="/funding?view=mine",
    )
    assert answer.headers["location"] == "/funding?view=mine"
    [sent] = backstage.sent("POST", "funding/v1/queue/agreements")
    assert json.loads(sent.content) == {
        "applications": [str(APPLICATION)] * 2,
        "reason": "集体研究",
        "if_exhausted": "wait",
    }
    assert "完成 1 件，未完成 1 件。 预算余额不足。" in (await browser.get("/funding")).text


async def test_nothing_chosen_asks_for_a_choice(portal: FastAPI, backstage: Backstage) -> None:
    browser = Browser(portal, person_of("funding"))
    assert (await browser.post("/funding/agreements", reason="x")).status_code == 303
    assert backstage.sent("POST", "funding/v1/queue/agreements") == []


async def test_only_an_officer_chooses_and_the_list_looks_again_by_itself(
    portal: FastAPI, backstage: Backstage
) -> None:
    for role, chooses in (("funding", True), ("director", False)):
        page = (await Browser(portal, person_of(role)).get("/funding?view=todo")).text
        assert ('form="agree"' in page) is chooses
        assert 'hx-select="#money-queue"' in page
    sponsors = (await Browser(portal, person_of("sponsor")).get("/funding")).text
    assert 'hx-trigger="every 10s"' not in sponsors
