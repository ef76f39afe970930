"""What follows a decision, on its pages: each form sends what it says, refused it stands again."""

import json
from typing import Any

import pytest
from fastapi import FastAPI

from policy.item_plan import commitment_digest
from policy.loader import load_pack
from tests.unit.portal.browser import Backstage, Browser, person_of, problem
from tests.unit.portal.follow_up_samples import LETTER, PACK
from tests.unit.portal.samples import CASE, MESSAGE, PROJECT

PART = {"subject": str(MESSAGE), "version": "2"}
FORMS: list[tuple[str, str, dict[str, Any], str, dict[str, Any]]] = [
    (
        "officer",
        "inspection",
        PART | {"finding": "rectify", "text": "t", "rectify_by": "2026-03-19"},
        f"inspections/{MESSAGE}/finding",
        {"finding": "rectify", "text": "t", "rectify_by": "2026-03-19"},
    ),
    (
        "sponsor",
        "rectification",
        PART | {"text": "t", "documents": ["d"]},
        f"inspections/{MESSAGE}/rectification",
        {"text": "t", "documents": ["d"]},
    ),
    (
        "lead",
        "revocation",
        {"ground": "law", "reason": "r"},
        f"cases/{CASE}/revocation",
        {"ground": "law", "reason": "r"},
    ),
    (
        "lead",
        "credit",
        {"how": "repair", "grade": "B", "reason": "r"},
        f"cases/{CASE}/credit",
        {"grade": "B", "is_repair": True, "reason": "r"},
    ),
    (
        "officer",
        "facts",
        {
            "before__batch_kg": "20",
            "fact__batch_kg": "80",
            "before__is_listed_process": "false",
            "fact__is_listed_process": "false",
            "reason": "r",
        },
        f"cases/{CASE}/facts",
        {"facts": {"batch_kg": "80"}, "reason": "r"},
    ),
    (
        "officer",
        "grade-consent",
        {"given": "no", "reason": "r"},
        f"cases/{CASE}/grade-consent",
        {"given": False, "reason": "r"},
    ),
    (
        "officer",
        "replacement",
        PART | {"text": "t", "trigger": "by_date", "due_on": "2026-04-01", "reason": "r"},
        f"conditions/{MESSAGE}/replacement",
        {
            "condition": {"text": "t", "trigger": "by_date", "due_on": "2026-04-01"},
            "reason": "r",
        },
    ),
    (
        "officer",
        "permission-end",
        PART | {"how": "sealed", "reason": "r"},
        f"permissions/{MESSAGE}/end",
        {"how": "sealed", "reason": "r"},
    ),
    (
        "officer",
        "reconsidered",
        PART | {"outcome": "refused", "ground": "sensitive_area", "reason": "r"},
        f"reconsiderations/{MESSAGE}/decision",
        {"outcome": "refused", "reason": "r", "ground": "sensitive_area"},
    ),
]


@pytest.mark.parametrize(
    ("role", "form", "typed", "path", "sent"), FORMS, ids=lambda e: str(e)[:20]
)
async def test_a_form_of_the_file_sends_what_it_says_and_comes_back(
    portal: FastAPI,
    backstage: Backstage,
    role: str,
    form: str,
    typed: dict[str, Any],
    path: str,
    sent: dict[str, Any],
) -> None:
    answer = await Browser(portal, person_of(role)).post(f"/cases/{CASE}/{form}", **typed)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/cases/{CASE}")
    (request,) = backstage.sent("POST", f"approval/v1/{path}")
    assert json.loads(request.content) == sent


@pytest.mark.parametrize(
    ("role", "form", "typed", "path", "sent"), FORMS, ids=lambda e: str(e)[:20]
)
async def test_a_refused_form_of_the_file_says_why_and_keeps_what_was_typed(
    portal: FastAPI,
    backstage: Backstage,
    role: str,
    form: str,
    typed: dict[str, Any],
    path: str,
    sent: dict[str, Any],
) -> None:
    backstage.answers[f"POST approval/v1/{path}"] = (409, problem("no", "现在不行，请稍后再试。"))
    answer = await Browser(portal, person_of(role)).post(f"/cases/{CASE}/{form}", **typed)
    assert answer.status_code == 409
    assert "现在不行，请稍后再试。" in answer.text


async def test_a_commitment_is_signed_as_it_was_read_and_only_when_agreed(
    portal: FastAPI, backstage: Backstage
) -> None:
    browser = Browser(portal, person_of("sponsor"))
    text = load_pack(PACK).pack.commitment_texts[0]
    page = await browser.get(f"/cases/{CASE}")
    assert commitment_digest(text) in page.text
    path = f"/cases/{CASE}/commitment"
    refused = await browser.post(path, sha256=commitment_digest(text))
    assert refused.status_code == 422
    assert backstage.sent("POST", f"approval/v1{path}") == []
    await browser.post(path, sha256=commitment_digest(text), agreed="yes", version="3")
    (sent,) = backstage.sent("POST", f"approval/v1{path}")
    assert json.loads(sent.content) == {"sha256": commitment_digest(text)}
    assert sent.headers["if-match"] == '"3"'


async def test_a_sitting_is_called_in_shanghai_time_and_minuted(
    portal: FastAPI, backstage: Backstage
) -> None:
    browser = Browser(portal, person_of("manager"))
    call = {"at": "2026-03-20T09:30", "place": "p", "agenda": "a", "cases": [str(CASE)]}
    answer = await browser.post(f"/projects/{PROJECT}/sitting", **call)
    assert answer.headers["location"] == f"/sittings/{MESSAGE}"
    (sent,) = backstage.sent("POST", f"approval/v1/projects/{PROJECT}/sittings")
    assert json.loads(sent.content) == call | {"at": "2026-03-20T09:30:00+08:00"}
    await browser.post(f"/sittings/{MESSAGE}/minutes", minutes="m", absent=["ecology"])
    (sent,) = backstage.sent("POST", f"approval/v1/sittings/{MESSAGE}/minutes")
    assert json.loads(sent.content) == {"minutes": "m", "absent": ["ecology"]}


async def test_a_decision_in_a_sitting_names_it(portal: FastAPI, backstage: Backstage) -> None:
    fields = {"outcome": "approved", "reason": "r", "sitting": str(MESSAGE)}
    await Browser(portal, person_of("officer")).post(f"/tasks/{CASE}/decision", **fields)
    (sent,) = backstage.sent("POST", f"approval/v1/tasks/{CASE}/decision")
    assert json.loads(sent.content)["sitting_id"] == str(MESSAGE)


async def test_a_letter_is_checked_without_signing_in(
    portal: FastAPI, backstage: Backstage
) -> None:
    nobody = Browser(portal, None)
    page = (await nobody.get(f"/verify?code={LETTER}")).text
    for text in ("有效", "样例…", "ab" * 32):
        assert text in page, text
    path = f"GET approval/v1/letters/{LETTER}"
    backstage.answers[path] = (200, {"state": "unknown", "is_mistyped": True})
    assert "最后一位对不上" in (await nobody.get(f"/verify?code={LETTER}")).text
    backstage.answers[path] = (429, problem("too_many_checks", "核验过于频繁，请一分钟后再试。"))
    held_back = await nobody.get(f"/verify?code={LETTER}")
    assert held_back.status_code == 429
    assert "核验过于频繁" in held_back.text
    sponsor = Browser(portal, person_of("sponsor"))
    assert (await sponsor.get(f"/cases/{CASE}/letter")).status_code == 200
