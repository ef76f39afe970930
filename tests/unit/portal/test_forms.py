"""What a form sends to the services, and what comes back when they refuse."""

import json
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.unit.portal.browser import PUBLIC, Backstage, Browser, person_of, problem
from tests.unit.portal.samples import APPLICATION, CASE, DOCUMENT, PLACEMENT, PROJECT, Samples

PDF = b"%PDF-1.7 sample"


def _body(request: httpx.Request) -> Any:
    return json.loads(request.content)


async def test_evidence_is_handed_in_with_old_and_new_files(
    portal: FastAPI, backstage: Backstage
) -> None:
    file = ("upload__pilot_run_report", ("报告.pdf", PDF, "application/pdf"))
    answer = await Browser(portal, person_of("sponsor")).post(
        f"/projects/{PROJECT}/evidence",
        stage="pilot_maturation",
        attempt="2",
        kind=["pilot_service_contract", "pilot_run_report"],
        documents__pilot_service_contract="old-document",
        note__pilot_run_report="说明",
        files=[file],
    )
    assert answer.status_code == 303
    (upload,) = backstage.sent("POST", f"intake/v1/projects/{PROJECT}/documents")
    assert PDF in upload.content
    assert upload.headers["idempotency-key"].startswith("key-1-")
    (sent,) = backstage.sent("POST", f"intake/v1/projects/{PROJECT}/evidence")
    body = _body(sent)
    assert (body["stage"], body["attempt"]) == ("pilot_maturation", 2)
    contract, report = body["items"]
    assert contract["documents"] == ["old-document"]
    assert (report["note"], len(report["documents"])) == ("说明", 1)


async def test_a_file_that_is_too_large_is_refused_kindly(
    portal: FastAPI, backstage: Backstage
) -> None:
    files = [("file", ("大.pdf", b"%PDF-" + b"x" * 20_000_001, "application/pdf"))]
    answer = await Browser(portal, person_of("sponsor")).post(
        f"/projects/{PROJECT}/documents", files=files
    )
    assert answer.status_code == 413
    assert "“大.pdf”超过 20 MB" in answer.text
    assert backstage.sent("POST", f"intake/v1/projects/{PROJECT}/documents") == []


async def test_claiming_from_a_row_comes_back_to_the_queue(
    portal: FastAPI, backstage: Backstage
) -> None:
    browser = Browser(portal, person_of("officer"))
    answer = await browser.post(f"/tasks/{CASE}/claim", back="/tasks?view=unclaimed")
    assert answer.headers["location"] == "/tasks?view=unclaimed"
    assert "已领取，现在由您办理。" in (await browser.get("/tasks")).text
    assert "已领取，现在由您办理。" not in (await browser.get("/tasks")).text


async def test_who_comes_second_reads_that_another_holds_it(
    portal: FastAPI, backstage: Backstage
) -> None:
    refusal = problem("held_by_another", "任务正由叶青川办理。")
    backstage.answers[f"approval/v1/tasks/{CASE}/claim"] = (409, refusal)
    browser = Browser(portal, person_of("officer"))
    answer = await browser.post(f"/tasks/{CASE}/claim")
    assert answer.status_code == 303
    assert "任务正由叶青川办理。" in (await browser.get(f"/tasks/{CASE}")).text


async def test_a_decision_with_conditions_carries_version_and_conditions(
    portal: FastAPI, backstage: Backstage
) -> None:
    await Browser(portal, person_of("officer")).post(
        f"/tasks/{CASE}/decision",
        version="4",
        outcome="approved_with_conditions",
        reason="理由",
        refusal_ground="sensitive_area",
        condition_0="先建事故池",
        trigger_0="before_start",
        due_0="2026-06-01",
        condition_3="限期补测",
        trigger_3="by_date",
        due_3="2026-06-01",
    )
    (sent,) = backstage.sent("POST", f"approval/v1/tasks/{CASE}/decision")
    assert sent.headers["if-match"] == '"4"'
    assert _body(sent) == {
        "outcome": "approved_with_conditions",
        "reason": "理由",
        "conditions": [
            {"text": "先建事故池", "trigger": "before_start", "due_on": None},
            {"text": "限期补测", "trigger": "by_date", "due_on": "2026-06-01"},
        ],
    }


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        (
            {"outcome": "refused", "refusal_ground": "sensitive_area", "condition_0": "x"},
            {"outcome": "refused", "reason": "理由", "ground": "sensitive_area"},
        ),
        (
            {"outcome": "hold", "hold_until": "2026-05-01", "refusal_ground": "x"},
            {"outcome": "hold", "reason": "理由", "hold_until": "2026-05-01"},
        ),
        (
            {"outcome": "advance", "hold_until": "2026-05-01"},
            {"outcome": "advance", "reason": "理由"},
        ),
    ],
)
async def test_a_decision_sends_only_what_belongs_to_its_outcome(
    portal: FastAPI, backstage: Backstage, fields: dict[str, str], body: dict[str, str]
) -> None:
    await Browser(portal, person_of("officer")).post(
        f"/tasks/{CASE}/decision", reason="理由", **fields
    )
    (sent,) = backstage.sent("POST", f"approval/v1/tasks/{CASE}/decision")
    assert _body(sent) == body


@pytest.mark.parametrize(
    ("status", "code"), [(412, "stale_version"), (409, "already_decided"), (422, "ground_missing")]
)
async def test_a_refused_decision_comes_back_as_it_was_typed(
    portal: FastAPI, backstage: Backstage, status: int, code: str
) -> None:
    backstage.answers[f"approval/v1/tasks/{CASE}/decision"] = (status, problem(code, "不行。"))
    answer = await Browser(portal, person_of("officer")).post(
        f"/tasks/{CASE}/decision", outcome="refused", reason="写了很久的理由"
    )
    assert answer.status_code == status
    assert "不行。" in answer.text
    assert "写了很久的理由" in answer.text
    assert 'value="refused" required checked' in answer.text


async def test_a_question_to_the_sponsor_names_its_ground(
    portal: FastAPI, backstage: Backstage
) -> None:
    await Browser(portal, person_of("officer")).post(
        f"/tasks/{CASE}/question", ground="information_requested", question="请补充监测数据"
    )
    (sent,) = backstage.sent("POST", f"approval/v1/tasks/{CASE}/information-request")
    assert _body(sent) == {"ground": "information_requested", "question": "请补充监测数据"}


@pytest.mark.parametrize(("is_sent", "told"), [(True, "计时停止。"), (False, "在此之前计时照常。")])
async def test_whoever_asks_is_told_whether_the_clock_stands_still(
    portal: FastAPI, backstage: Backstage, is_sent: bool, told: str
) -> None:
    task = Samples().task().model_copy(update={"is_stopped": is_sent})
    path = f"approval/v1/tasks/{CASE}/information-request"
    backstage.answers[path] = (200, task.model_dump(mode="json"))
    browser = Browser(portal, person_of("officer"))
    await browser.post(f"/tasks/{CASE}/question", ground="information_requested", question="数据")
    assert told in (await browser.get(f"/tasks/{CASE}")).text


async def test_a_foreign_departments_task_is_a_page_that_does_not_exist(portal: FastAPI) -> None:
    answer = await Browser(portal, person_of("officer")).get(f"/tasks/{PROJECT}")
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.text


async def test_a_platform_answers_with_or_without_a_ground(
    portal: FastAPI, backstage: Backstage
) -> None:
    browser = Browser(portal, person_of("platform"))
    await browser.post(f"/placements/{PLACEMENT}/answer", answer="no", ground="no_capacity")
    await browser.post(f"/placements/{PLACEMENT}/answer", answer="yes", ground="no_capacity")
    no, yes = backstage.sent("POST", f"registry/v1/placements/{PLACEMENT}/answer")
    assert _body(no) == {"accept": False, "note": "", "ground": "no_capacity"}
    assert _body(yes) == {"accept": True, "note": ""}


async def test_a_full_platform_is_said_on_the_list(portal: FastAPI, backstage: Backstage) -> None:
    path = f"registry/v1/placements/{PLACEMENT}/choice"
    backstage.answers[path] = (409, problem("platform_full", "本月容量已满。"))
    answer = await Browser(portal, person_of("sponsor")).post(
        f"/placements/{PLACEMENT}/choice", platform_id="gz-biopharma-pilot"
    )
    assert answer.status_code == 409
    assert "本月容量已满。" in answer.text


async def test_the_own_platform_is_published_with_its_version(
    portal: FastAPI, backstage: Backstage
) -> None:
    await Browser(portal, person_of("platform")).post(
        "/platform",
        version="1",
        pack="guangzhou",
        platform_type="leading",
        name_zh="平台",
        name_en="Platform",
        industries=["biomedicine_health", "artificial_intelligence"],
        place_zh="黄埔区",
        place_en="Huangpu",
        longitude="113.484",
        latitude="北",
        monthly_capacity="6",
    )
    (sent,) = backstage.sent("PUT", "registry/v1/platforms/gz-biopharma-pilot")
    body = _body(sent)
    assert sent.headers["if-match"] == '"1"'
    assert body["industries"] == ["biomedicine_health", "artificial_intelligence"]
    assert (body["place"]["longitude"], body["place"]["latitude"]) == (113.484, "北")
    assert body["contact"] is None


async def test_an_amount_that_is_none_stands_at_its_field(
    portal: FastAPI, backstage: Backstage
) -> None:
    refusal = problem("invalid_input", "请更正。", amount="应为数字。")
    backstage.answers["funding/v1/quote"] = (422, refusal)
    answer = await Browser(portal, person_of("sponsor")).get(
        f"/projects/{PROJECT}/funding?programme=pilot_service_voucher&contract_amount=abc&quote=1"
    )
    assert answer.status_code == 422
    assert "应为数字。" in answer.text
    assert 'value="abc"' in answer.text


async def test_a_funding_decision_carries_its_version(
    portal: FastAPI, backstage: Backstage
) -> None:
    await Browser(portal, person_of("funding")).post(
        f"/funding/applications/{APPLICATION}/decision",
        version="1",
        grant="yes",
        reason="符合",
        ground="x",
    )
    (sent,) = backstage.sent("POST", f"funding/v1/applications/{APPLICATION}/decision")
    assert sent.headers["if-match"] == '"1"'
    assert _body(sent) == {
        "grant": True,
        "ground": None,
        "reason": "符合",
        "if_exhausted": "refuse",
    }


async def test_withdrawing_asks_first_and_needs_a_reason(
    portal: FastAPI, backstage: Backstage
) -> None:
    refusal = problem("invalid_input", "请更正。", reason="必填。")
    backstage.answers[f"intake/v1/projects/{PROJECT}/withdrawal"] = (422, refusal)
    browser = Browser(portal, person_of("sponsor"))
    asked = await browser.get(f"/projects/{PROJECT}/withdrawal")
    assert "撤回以后不能恢复" in asked.text
    answer = await browser.post(f"/projects/{PROJECT}/withdrawal", reason=" ")
    assert answer.status_code == 422
    assert "必填。" in answer.text


async def test_a_document_is_handed_on_as_a_download(portal: FastAPI) -> None:

    answer = await Browser(portal, person_of("sponsor")).get(
        f"/projects/{PROJECT}/documents/{DOCUMENT}"
    )
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "%E6%A0%B7%E4%BE%8B" in answer.headers["content-disposition"]


async def test_the_unread_count_is_a_small_badge(portal: FastAPI) -> None:
    answer = await Browser(portal, person_of("sponsor")).get("/messages/unread")
    assert answer.text == '<span class="count">3</span>'


async def test_the_address_of_a_forms_answer_leads_to_the_forms_page(portal: FastAPI) -> None:
    browser = Browser(portal, person_of("officer"))
    answer = await browser.get(f"/tasks/{CASE}/decision")
    assert answer.headers["location"] == f"/tasks/{CASE}"
    answer = await browser.get(f"/placements/{PLACEMENT}/answer")
    assert answer.headers["location"] == "/placements"


async def test_changing_the_language_on_a_refused_form_leads_back_to_its_page(
    portal: FastAPI, backstage: Backstage
) -> None:
    backstage.answers[f"approval/v1/tasks/{CASE}/decision"] = (409, problem("no", "不行。"))
    headers = {"origin": PUBLIC, "referer": f"{PUBLIC}/tasks/{CASE}"}
    answer = await Browser(portal, person_of("officer")).post(
        f"/tasks/{CASE}/decision", headers=headers, outcome="approved"
    )
    assert f'href="/language/en?next=/tasks/{CASE}"' in answer.text
