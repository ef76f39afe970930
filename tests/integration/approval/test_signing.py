"""Signers on a real database: asked, signing, taken off, against decisions at the same moment."""

import asyncio
from uuid import UUID

from contracts.events.approval import CaseDecided, SignerAdded, SignerRemoved, TaskSigned
from tests.integration.approval.scene import (
    APPROVED,
    BASE,
    act,
    opened_case,
    team,
)
from tests.support.order import open_case
from tests.support.person import OWN_USCC, lead, officer
from tests.support.service import Bench, Client

DESK = "signing"
AN, BO, CHEN = (officer(name, DESK) for name in ("an", "bo", "chen"))
BOSS = lead("boss", DESK)
ASK = {"to": "bo", "note": "请看排放部分"}
AGREE, OBJECT = {"agrees": True}, {"agrees": False, "opinion": "缺监测方案"}


async def _asked(client: Client, bench: Bench) -> UUID:
    order = await opened_case(bench, department=DESK)
    await act(client, order.case_id, "claim")
    await act(client, order.case_id, "signers", ASK)
    return order.case_id


async def _refused(client: Client, id_: UUID, what: str, body: object) -> str:
    answer = await client.post(f"{BASE}/tasks/{id_}/{what}", body)
    assert answer.status_code in (409, 422), answer.text
    return str(answer.json()["code"])


async def test_a_decision_waits_for_the_signature_and_all_of_it_is_recorded(bench: Bench) -> None:
    an, bo, chen = await team(bench, AN, BO, CHEN)
    order = await opened_case(bench, department=DESK)
    id_ = order.case_id
    await act(an, order.case_id, "claim")
    task = await act(an, order.case_id, "signers", ASK)
    assert (task["signatures_missing"], task["asks_my_signature"]) == (1, False)
    assert await _refused(an, id_, "decision", APPROVED) == "signatures_missing"
    assert await _refused(chen, id_, "signature", AGREE) == "not_a_signer"
    page = (await bo.get(f"{BASE}/tasks", to_sign=True)).json()["items"]
    assert [each["id"] for each in page] == [str(id_)]
    assert page[0]["asks_my_signature"]
    assert (await bo.get(f"{BASE}/tasks/counts")).json()["to_sign"] == 1
    await act(bo, order.case_id, "signature", OBJECT)
    assert await _refused(an, id_, "decision", APPROVED) == "signatures_missing"
    await act(bo, order.case_id, "signature", AGREE)
    (signer,) = (await an.get(f"{BASE}/tasks/{id_}")).json()["signers"]
    assert (signer["name"], signer["agrees"], signer["note"]) == ("bo", True, "请看排放部分")
    assert (await bo.get(f"{BASE}/tasks", to_sign=True)).json()["items"] == []
    await act(an, order.case_id, "decision", APPROVED)
    history = (await an.get(f"{BASE}/tasks/{id_}")).json()["history"]
    told = [(each["what"], each["actor_name"]) for each in history[-4:]]
    assert told == [
        ("signer_added", "an"), ("objected", "bo"), ("signed", "bo"), ("decided", "an"),
    ]  # fmt: skip
    assert len(await bench.told(SignerAdded, order.project_id)) == 1
    assert [e.agrees for e in await bench.told(TaskSigned, order.project_id)] == [False, True]


async def test_a_confirmation_waits_for_the_signature_too(bench: Bench) -> None:
    an, bo, chen = await team(bench, AN, BO, CHEN)
    order = await opened_case(bench, department=DESK, four_eyes=True)
    id_ = order.case_id
    await act(an, id_, "claim")
    await act(an, id_, "signers", ASK)
    await act(an, id_, "recommendation", APPROVED)
    await act(chen, id_, "claim")
    assert await _refused(chen, id_, "confirmation", None) == "signatures_missing"
    assert await bench.told(CaseDecided, order.project_id) == []
    await act(bo, id_, "signature", AGREE)
    assert (await act(chen, id_, "confirmation"))["state"] == "decided"


async def test_a_signer_neither_claims_nor_gets_the_task(bench: Bench) -> None:
    an, bo, boss = await team(bench, AN, BO, BOSS)
    id_ = await _asked(an, bench)
    to_bo = {"to": "bo", "reason": "出差"}
    for client, what in ((an, "transfer"), (an, "delegation"), (boss, "reassignment")):
        assert await _refused(client, id_, what, to_bo) == "signer_cannot_decide"
    await act(an, id_, "release")
    assert await _refused(bo, id_, "claim", None) == "signer_cannot_decide"
    answer = await bo.post(f"{BASE}/tasks/claim-next")
    assert answer.json().get("id") != str(id_)
    body = {"person": "bo", "reason": "改由他办"}
    await act(boss, id_, "signers/removal", body)
    await act(bo, id_, "claim")


async def test_an_interest_bars_signing_and_takes_a_signature_away(bench: Bench) -> None:
    an, bo, _chen = await team(bench, AN, BO, CHEN)
    id_ = await _asked(an, bench)
    await act(bo, id_, "signature", AGREE)
    answer = await bo.post(f"{BASE}/conflicts", {"organisation_id": OWN_USCC, "reason": "亲属"})
    assert answer.status_code == 201
    detail = (await an.get(f"{BASE}/tasks/{id_}")).json()
    assert detail["signers"] == []
    assert detail["history"][-1]["what"] == "signer_removed"
    assert await _refused(an, id_, "signers", ASK) == "conflict_of_interest"
    project = detail["task"]["project_id"]
    (told,) = await bench.told(SignerRemoved, project)
    assert (told.reason, told.by) == ("conflict_of_interest", None)


async def test_an_absent_signers_stand_in_signs_for_them(bench: Bench) -> None:
    an, bo, chen = await team(bench, AN, BO, CHEN)
    away = {"from_on": "2026-03-02", "until_on": "2026-03-06", "reason": "休假"}
    stand_ins = {"stand_ins": [{"person": "chen"}]}
    assert (await bo.post(f"{BASE}/absences", away | stand_ins)).status_code == 201
    id_ = await _asked(an, bench)
    assert (await chen.get(f"{BASE}/tasks", to_sign=True)).json()["items"][0]["id"] == str(id_)
    assert (await chen.get(f"{BASE}/tasks/{id_}")).json()["signing_for"] == "bo"
    await act(chen, id_, "signature", AGREE)
    detail = (await chen.get(f"{BASE}/tasks/{id_}")).json()
    assert detail["signers"][0]["signed_by_name"] == "chen"
    assert detail["history"][-1]["behalf_name"] == "bo"


async def test_signers_against_a_decision_and_each_other_leave_one_truth(bench: Bench) -> None:
    an, bo, boss = await team(bench, AN, BO, BOSS)
    for _ in range(5):
        order = open_case(department=DESK)
        await bench.hear(order)
        await act(an, order.case_id, "claim")
        path = f"{BASE}/tasks/{order.case_id}"
        asked, decided = await asyncio.gather(
            an.post(f"{path}/signers", ASK), an.post(f"{path}/decision", APPROVED)
        )
        assert sorted((asked.status_code, decided.status_code)) == [200, 409]
        assert len(await bench.told(CaseDecided, order.project_id)) == decided.is_success
    for _ in range(5):
        id_ = await _asked(an, bench)
        body = {"person": "bo", "reason": "调岗"}
        signed, removed = await asyncio.gather(
            bo.post(f"{BASE}/tasks/{id_}/signature", AGREE),
            boss.post(f"{BASE}/tasks/{id_}/signers/removal", body),
        )
        assert sorted((signed.status_code, removed.status_code)) == [200, 409]
        await act(an, id_, "decision", APPROVED)
    twice = await opened_case(bench, department=DESK)
    await act(an, twice.case_id, "claim")
    path = f"{BASE}/tasks/{twice.case_id}/signers"
    answers = await asyncio.gather(*(an.post(path, ASK) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
