"""Decision letters over HTTP: written at service, downloaded by some, checked by all."""

import asyncio
import io
from hashlib import sha256
from typing import Any
from uuid import UUID

import pypdf

from services.approval.domain.letter import new_code
from tests.integration.approval.after import (
    OTHER_LEAD,
    OTHER_OFFICER,
    Sponsor,
    decided,
    do,
    with_review,
)
from tests.integration.approval.scene import (
    APPROVED,
    BASE,
    DIRECTOR,
    OFFICER,
    REFUSED,
    STRANGER,
    act,
    opened_case,
)
from tests.support.service import Bench, Client

SERVED = {"how": "post", "served_on": "2026-03-02", "note": ""}


async def _served(bench: Bench, by: Sponsor, verdict: dict[str, Any]) -> UUID:
    order = await opened_case(bench, of=by.card(), on_refusal="finish", **with_review())
    await decided(bench, order, verdict)
    await act(bench.client(OFFICER), order.case_id, "service", SERVED)
    return order.case_id


async def _letter(client: Client, id_: UUID) -> tuple[bytes, str]:
    """The file, and the code in its name."""
    answer = await client.get(f"{BASE}/cases/{id_}/letter")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["etag"] == f'"{sha256(answer.content).hexdigest()}"'
    return answer.content, answer.headers["content-disposition"].split('"')[1].removesuffix(".pdf")


async def _check(bench: Bench, code: str) -> dict[str, Any]:
    answer = await bench.client(None).get(f"{BASE}/letters/{code}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_served_decision_has_a_letter_for_those_whom_it_concerns(bench: Bench) -> None:
    by = Sponsor(bench)
    id_ = await _served(bench, by, REFUSED)
    pdf, code = await _letter(by.client, id_)
    for person in (OFFICER, DIRECTOR):
        assert await _letter(bench.client(person), id_) == (pdf, code)
    text = "".join(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
    assert "2026年3月2日（邮寄送达）" in text
    assert "2026年3月9日" in text
    for client in (Sponsor(bench).client, bench.client(STRANGER)):
        assert (await client.get(f"{BASE}/cases/{id_}/letter")).status_code == 404
    life = (await by.client.get(f"{BASE}/cases/{id_}")).json()["life"]
    assert life["service"]["has_letter"]
    found = await _check(bench, code.lower())
    assert (found["state"], found["outcome"], found["item"]) == (
        "valid", "refused", "environment",
    )  # fmt: skip
    assert found["sha256"] == sha256(pdf).hexdigest()
    assert len(found["title_begins"]) <= 4
    assert "organisation" not in str(found)


async def test_before_service_there_is_no_letter_and_two_services_make_one(bench: Bench) -> None:
    by = Sponsor(bench)
    order = await opened_case(bench, of=by.card())
    await decided(bench, order, APPROVED)
    path = f"{BASE}/cases/{order.case_id}/letter"
    assert (await by.client.get(path)).status_code == 404
    serve = f"{BASE}/tasks/{order.case_id}/service"
    answers = await asyncio.gather(*(bench.client(OFFICER).post(serve, SERVED) for _ in range(3)))
    assert sorted(each.status_code for each in answers) == [200, 409, 409]
    await _letter(by.client, order.case_id)


async def test_a_new_decision_replaces_the_letter_and_a_revocation_ends_it(bench: Bench) -> None:
    by = Sponsor(bench)
    id_ = await _served(bench, by, REFUSED)
    first, code = await _letter(by.client, id_)
    seen = await do(by.client, f"cases/{id_}/reconsideration", {"text": "请复核"})
    anew = {"outcome": "approved", "reason": "数据有误"}
    review = f"reconsiderations/{seen['reconsiderations'][0]['id']}/decision"
    await do(bench.client(OTHER_OFFICER), review, anew)
    assert (await _check(bench, code))["state"] == "replaced"
    assert await _letter(by.client, id_) == (first, code)
    await act(bench.client(OFFICER), id_, "service", SERVED)
    second, other = await _letter(by.client, id_)
    assert (second != first, other != code) == (True, True)
    assert (await _check(bench, other))["outcome"] == "approved"
    await do(bench.client(OTHER_LEAD), f"cases/{id_}/revocation", {"ground": "law", "reason": "r"})
    assert (await _check(bench, other))["state"] == "revoked"
    assert (await _check(bench, code))["state"] == "replaced"


async def test_an_unknown_code_says_nothing_and_many_tries_are_held_back(bench: Bench) -> None:
    code = new_code()
    unknown = await _check(bench, code)
    assert (unknown["state"], unknown["is_mistyped"], unknown["item"]) == ("unknown", False, None)
    assert (await _check(bench, code[:-1] + ("0" if code[-1] != "0" else "1")))["is_mistyped"]
    path = f"{BASE}/letters/{code}"
    statuses = [(await bench.client(None).get(path)).status_code for _ in range(31)]
    assert statuses[-1] == 429
    del bench.app.state.letter_checks
