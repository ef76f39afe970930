"""The forms of a case between its receipt and its service: what is shown when, what is sent."""

import json
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI

from services.approval.schemas import life
from tests.unit.portal.browser import Backstage, Browser, person_of, problem
from tests.unit.portal.case_samples import life_of, recommendation
from tests.unit.portal.samples import CASE, DOCUMENT, PROJECT

TASK = f"/tasks/{CASE}"


def show(backstage: Backstage, state: str, *, mine: bool = True, **changes: Any) -> None:
    """The task's page shows the case in a state."""
    detail = backstage.samples.detail(mine=mine)
    detail.task.state = state
    detail.task.four_eyes = changes.pop("four_eyes", False)
    detail.acting_for = None
    detail.life = life_of("样例", **({"halts": []} | changes))
    backstage.answers[f"GET approval/v1/tasks/{CASE}"] = (200, detail.model_dump(mode="json"))


def show_case(backstage: Backstage, state: str, **changes: Any) -> None:
    """The project's page shows the case in a state."""
    work = backstage.samples.work()
    work.items = [backstage.samples.case("environment", state, None)]
    work.items[0].life = life_of("样例", **changes)
    path = f"GET approval/v1/projects/{PROJECT}/cases"
    backstage.answers[path] = (200, work.model_dump(mode="json"))


async def page(portal: FastAPI, role: str, path: str) -> str:
    answer = await Browser(portal, person_of(role)).get(path)
    assert answer.status_code == 200
    return answer.text


async def test_a_received_case_can_be_accepted_declined_or_decided_at_once(
    portal: FastAPI, backstage: Backstage
) -> None:
    show(backstage, "received", silence_accepts_after=date(2026, 3, 9))
    text = await page(portal, "officer", TASK)
    for what in ("acceptance", "non-acceptance", "decision", "question"):
        assert f'action="{TASK}/{what}"' in text
    assert 'value="with_gaps"' in text
    assert "disabled" not in text.split('value="with_gaps"')[1].split(">")[0]
    show(backstage, "received", commitment=None)
    text = await page(portal, "officer", TASK)
    assert "disabled" in text.split('value="with_gaps"')[1].split(">")[0]


async def test_a_recommendation_is_confirmed_by_its_holder_and_not_by_who_made_it(
    portal: FastAPI, backstage: Backstage
) -> None:
    show(backstage, "recommended", recommendation=recommendation("样例"))
    text = await page(portal, "officer", TASK)
    assert f'action="{TASK}/confirmation"' in text
    assert f'action="{TASK}/decision"' not in text
    show(backstage, "recommended", recommendation=recommendation("样例", is_mine=True))
    assert f'action="{TASK}/confirmation"' not in await page(portal, "officer", TASK)
    show(backstage, "under_review", four_eyes=True)
    text = await page(portal, "officer", TASK)
    assert f'action="{TASK}/recommendation"' in text


@pytest.mark.parametrize(
    ("form", "typed", "path", "sent"),
    [
        ("acceptance", {"how": "accept", "gaps": "x"}, "acceptance", {}),
        (
            "acceptance",
            {"how": "with_gaps", "gaps": " 检测报告\n\n用地证明 "},
            "acceptance",
            {"gaps": ["检测报告", "用地证明"]},
        ),
        (
            "non-acceptance",
            {"ground": "not_competent", "reason": "r"},
            "non-acceptance",
            {"ground": "not_competent", "reason": "r"},
        ),
        (
            "stops",
            {"what": "procedure/hearing", "expected_end_on": "2026-03-20", "reason": "r"},
            "stops",
            {"procedure": "hearing", "expected_end_on": "2026-03-20", "reason": "r"},
        ),
        (
            "stops",
            {"what": "ground/testing", "expected_end_on": "2026-03-20", "reason": "r"},
            "stops",
            {"ground": "testing", "expected_end_on": "2026-03-20", "reason": "r"},
        ),
        ("stops/end", {"number": "2", "reason": ""}, "stops/end", {"number": 2, "reason": ""}),
        (
            "extension",
            {"figure": "5", "unit": "working_day", "approved_by": "a", "reason": "r"},
            "extension",
            {"figure": 5, "unit": "working_day", "approved_by": "a", "reason": "r"},
        ),
        ("confirmation", {}, "confirmation", {}),
        ("challenge", {"reason": "r"}, "challenge", {"reason": "r"}),
        (
            "service",
            {"how": "post", "served_on": "2026-03-12", "note": "n"},
            "service",
            {"how": "post", "served_on": "2026-03-12", "note": "n"},
        ),
        ("noted-question/removal", {"number": "1"}, "noted-question/removal", {"number": 1}),
        (
            "recommendation",
            {"outcome": "refused", "refusal_ground": "sensitive_area", "reason": "r"},
            "recommendation",
            {"outcome": "refused", "ground": "sensitive_area", "reason": "r"},
        ),
    ],
)
async def test_a_form_sends_what_was_typed(
    portal: FastAPI,
    backstage: Backstage,
    form: str,
    typed: dict[str, str],
    path: str,
    sent: dict[str, Any],
) -> None:
    browser = Browser(portal, person_of("officer"))
    answer = await browser.post(f"{TASK}/{form}", **typed, version="4")
    assert (answer.status_code, answer.headers["location"]) == (303, TASK)
    (request,) = backstage.sent("POST", f"approval/v1/tasks/{CASE}/{path}")
    assert json.loads(request.content) == sent


async def test_a_refused_stop_shows_the_form_as_it_was(
    portal: FastAPI, backstage: Backstage
) -> None:
    told = problem("stop_too_long", "最迟到 2026-03-16。", expected_end_on="请改日期。")
    backstage.answers[f"POST approval/v1/tasks/{CASE}/stops"] = (422, told)
    typed = {"what": "ground/expert_review", "expected_end_on": "2026-05-01", "reason": "论证<b>"}
    answer = await Browser(portal, person_of("officer")).post(f"{TASK}/stops", **typed)
    assert answer.status_code == 422
    assert "请改日期。" in answer.text
    assert 'value="2026-05-01"' in answer.text
    assert "论证&lt;b&gt;" in answer.text


async def test_the_sponsor_answers_several_departments_in_one_place(
    portal: FastAPI, backstage: Backstage
) -> None:
    text = await page(portal, "sponsor", f"/projects/{PROJECT}")
    assert f'action="/projects/{PROJECT}/answers"' in text
    assert "一次性告知" in text
    other = str(DOCUMENT)
    typed = {"case": str(CASE), f"answer__{CASE}": "答", f"documents__{CASE}": other}
    answer = await Browser(portal, person_of("sponsor")).post(
        f"/projects/{PROJECT}/answers", **typed
    )
    assert answer.status_code == 303
    (request,) = backstage.sent("POST", f"approval/v1/projects/{PROJECT}/information")
    assert json.loads(request.content) == {
        "answers": [{"case_id": str(CASE), "answer": "答", "documents": [other]}]
    }


@pytest.mark.parametrize(
    ("state", "verb", "typed", "sent"),
    [
        ("received", "gap-commitment", {"text": "补齐"}, {"text": "补齐"}),
        (
            "under_review",
            "gaps",
            {"number": "1", "documents": str(DOCUMENT)},
            {"numbers": [1], "documents": [str(DOCUMENT)]},
        ),
        ("lapsed", "reapplication", {"reason": "补正"}, {"reason": "补正"}),
        ("not_accepted", "reapplication", {"reason": "补正"}, {"reason": "补正"}),
    ],
)
async def test_the_sponsor_can_do_what_the_case_waits_for(
    portal: FastAPI,
    backstage: Backstage,
    state: str,
    verb: str,
    typed: dict[str, str],
    sent: dict[str, Any],
) -> None:
    changes = {"commitment": None} if state == "received" else {}
    show_case(backstage, state, **changes)
    path = f"/projects/{PROJECT}/cases/{CASE}/{verb}"
    assert f'action="{path}"' in await page(portal, "sponsor", f"/projects/{PROJECT}")
    answer = await Browser(portal, person_of("sponsor")).post(path, **typed, version="2")
    assert answer.status_code == 303
    (request,) = backstage.sent("POST", f"approval/v1/cases/{CASE}/{verb}")
    assert json.loads(request.content) == sent


async def test_a_decision_shows_its_service_or_the_form_for_it(
    portal: FastAPI, backstage: Backstage
) -> None:
    detail = backstage.samples.detail(is_open=False)
    path = f"GET approval/v1/tasks/{CASE}"
    backstage.answers[path] = (200, detail.model_dump(mode="json"))
    assert f'action="{TASK}/service"' in await page(portal, "officer", TASK)
    served = life.ServiceView(how="post", served_on=date(2026, 3, 3), note=None, within_limit=False)
    detail.life = life_of("样例", service=served)
    detail.task.state = "served"
    backstage.answers[path] = (200, detail.model_dump(mode="json"))
    text = await page(portal, "officer", TASK)
    assert f'action="{TASK}/service"' not in text
    assert "邮寄送达" in text
