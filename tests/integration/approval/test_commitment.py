"""Filing by commitment: signed, filed at once, inspected, put right, revoked, and its credit."""

import asyncio
from datetime import timedelta

from contracts.events.after_decision import (
    CaseRevoked,
    CommitmentSigned,
    CreditGraded,
    InspectionFound,
    InspectionOpened,
    ObligationDue,
)
from contracts.events.approval import CaseDecided, CaseOpened
from contracts.ids import CaseId
from services.approval.sweep import ring_due
from tests.integration.approval.after import (
    OTHER_LEAD,
    OTHER_OFFICER,
    SHA,
    Sponsor,
    at,
    code,
    do,
    file_of,
    filed,
    on_commitment,
)
from tests.integration.approval.scene import APPROVED, BASE, LEAD, OFFICER, STRANGER, opened_case
from tests.support.service import Bench

RECTIFY = {"finding": "rectify", "text": "收集池未建", "rectify_by": "2026-03-06"}
FAILED = {"finding": "failed", "text": "未按承诺建设"}


async def test_a_signed_commitment_is_filed_in_the_same_minute(bench: Bench) -> None:
    by = Sponsor(bench)
    order = await opened_case(bench, of=by.card(), **on_commitment())
    before = await file_of(by.client, order.case_id)
    assert (before["commitment"]["may_sign"], before["commitment"]["sha256"]) == (True, SHA)
    signed_at = bench.now
    after = await do(by.client, f"cases/{order.case_id}/commitment", {"sha256": SHA})
    assert after["outcome"] == "filed"
    assert after["commitment"]["signed_by_name"]
    assert after["inspection"]["state"] == "due"
    (told,) = await bench.told(CaseDecided, order.project_id)
    assert told.outcome == "filed"
    envelope = (await bench.published(order.project_id))[-1]
    assert envelope.time - signed_at < timedelta(minutes=1)
    assert len(await bench.told(CommitmentSigned, order.project_id)) == 1
    (inspection,) = await bench.told(InspectionOpened, order.project_id)
    # Twenty working days after Monday, 2 March 2026: Monday, 30 March is the last day in time.
    assert inspection.due_at.isoformat() == "2026-03-30T16:00:00+00:00"


async def test_only_the_own_text_of_an_own_open_case_is_signed(bench: Bench) -> None:
    by, stranger = Sponsor(bench), Sponsor(bench)
    order = await opened_case(bench, of=by.card(), **on_commitment())
    path = f"cases/{order.case_id}/commitment"
    assert await code(stranger.client, path, {"sha256": SHA}) == "not_found"
    assert await code(by.client, path, {"sha256": "cd" * 32}) == "other_commitment_text"
    await do(by.client, path, {"sha256": SHA})
    assert await code(by.client, path, {"sha256": SHA}) == "already_decided"
    plain = await opened_case(bench, of=by.card())
    path = f"cases/{plain.case_id}/commitment"
    assert await code(by.client, path, {"sha256": SHA}) == "not_on_commitment_route"


async def test_what_was_found_is_put_right_and_passes(bench: Bench) -> None:
    by = Sponsor(bench)
    order = await filed(bench, by)
    officer = bench.client(OFFICER)
    inspection = (await file_of(officer, order.case_id))["inspection"]["id"]
    path = f"inspections/{inspection}"
    assert await code(bench.client(STRANGER), f"{path}/finding", RECTIFY) == "not_found"
    assert await code(by.client, f"{path}/rectification", {"text": "已建成"}) == (
        "nothing_to_rectify"
    )
    late = RECTIFY | {"rectify_by": "2026-04-30"}
    assert await code(officer, f"{path}/finding", late) == "rectify_date_too_late"
    after = await do(officer, f"{path}/finding", RECTIFY, if_match=1)
    assert after["inspection"]["state"] == "rectifying"
    assert await code(officer, f"{path}/finding", FAILED) == "rectification_awaited"
    assert await code(officer, f"{path}/finding", FAILED, if_match=1) == "stale_version"
    after = await do(by.client, f"{path}/rectification", {"text": "已建成"})
    assert after["inspection"]["state"] == "reported"
    after = await do(officer, f"{path}/finding", {"finding": "passed", "text": "已整改"})
    assert after["inspection"]["state"] == "passed"
    assert after["credit"]["history"] == []
    assert await code(officer, f"{path}/finding", FAILED) == "inspection_ended"


async def test_failing_lowers_credit_and_revoking_closes_the_route_from_then_on(
    bench: Bench,
) -> None:
    by = Sponsor(bench)
    earlier = await opened_case(bench, of=by.card(), **on_commitment())
    order = await filed(bench, by)
    officer, leader = bench.client(OFFICER), bench.client(LEAD)
    inspection = (await file_of(officer, order.case_id))["inspection"]["id"]
    body = {"ground": "inspection_failed", "reason": "未整改"}
    assert await code(leader, f"cases/{order.case_id}/revocation", body) == "inspection_not_failed"
    after = await do(officer, f"inspections/{inspection}/finding", FAILED)
    assert (after["credit"]["grade"], after["credit"]["closes"]) == ("C", [])
    after = await do(leader, f"cases/{order.case_id}/revocation", body)
    assert after["standing"]["revoked_ground"] == "inspection_failed"
    assert after["credit"]["grade"] == "D"
    assert "funding" in after["credit"]["closes"]
    assert await code(leader, f"cases/{order.case_id}/revocation", body) == "nothing_to_revoke"
    graded = await bench.told(CreditGraded, order.project_id)
    assert [(each.before, each.grade, each.number) for each in graded] == [
        ("B", "C", 1),
        ("C", "D", 2),
    ]
    assert graded[-1].closes == ("commitment_and_filing", "accepted_with_gaps", "funding")
    assert (await bench.told(CaseRevoked, order.project_id))[0].number == 1
    # From then on: an open case can no longer be signed, a new one takes the stricter route.
    path = f"cases/{earlier.case_id}/commitment"
    assert await code(by.client, path, {"sha256": SHA}) == "route_closed_by_credit"
    fresh = await opened_case(bench, of=by.card(), **on_commitment())
    found = await file_of(by.client, fresh.case_id)
    assert (found["route"], found["commitment"]) == ("standard", None)
    (opened,) = await bench.told(CaseOpened, fresh.project_id)
    assert opened.due_at.isoformat() == "2026-03-30T16:00:00+00:00"


async def test_credit_is_repaired_by_another_than_who_lowered_it(bench: Bench) -> None:
    by = Sponsor(bench)
    order = await opened_case(bench, of=by.card(), **on_commitment())
    first, second = bench.client(LEAD), bench.client(OTHER_LEAD)
    path = f"cases/{order.case_id}/credit"
    low = {"grade": "D", "reason": "虚假承诺"}
    await do(first, path, low)
    assert await code(first, path, low) == "same_credit_grade"
    repair = {"grade": "B", "is_repair": True, "reason": "已整改并公示"}
    assert await code(first, path, repair) == "repairs_own_entry"
    after = await do(second, path, repair)
    assert [each["grade"] for each in after["credit"]["history"]] == ["D", "B"]
    assert await code(first, path, repair | {"grade": "C"}) == "repair_lowers"
    await do(by.client, f"cases/{order.case_id}/commitment", {"sha256": SHA})
    seen = await file_of(by.client, order.case_id)
    assert [each["entered_by_name"] for each in seen["credit"]["history"]] == [None, None]


async def test_alarms_ring_once_whatever_was_down_meanwhile(bench: Bench) -> None:
    by = Sponsor(bench)
    order = await filed(bench, by)
    bench.travel_to(at(20))
    await asyncio.gather(*(ring_due(bench.runtime) for _ in range(4)))
    told = await bench.told(ObligationDue, order.project_id)
    assert [(each.kind, each.level, each.party) for each in told] == [
        ("inspection", "soon", "department")
    ]
    bench.travel_to(at(40))
    await ring_due(bench.runtime)
    await ring_due(bench.runtime)
    told = await bench.told(ObligationDue, order.project_id)
    assert [each.level for each in told] == ["soon", "overdue"]
    mine = (await bench.client(OFFICER).get(f"{BASE}/obligations", overdue="true")).json()
    assert str(order.case_id) in [each["case_id"] for each in mine["items"]]
    others = (await bench.client(STRANGER).get(f"{BASE}/obligations")).json()
    assert others["items"] == []


async def test_an_officers_decision_and_a_signature_at_once_leave_one_end(bench: Bench) -> None:
    by = Sponsor(bench)
    for _ in range(4):
        order = await opened_case(bench, of=by.card(), **on_commitment())
        client = bench.client(OFFICER)
        await client.post(f"{BASE}/tasks/{order.case_id}/claim")
        answers = await asyncio.gather(
            client.post(f"{BASE}/tasks/{order.case_id}/decision", APPROVED),
            by.client.post(f"{BASE}/cases/{order.case_id}/commitment", {"sha256": SHA}),
        )
        assert sorted(each.status_code for each in answers) == [200, 409]
        (told,) = await bench.told(CaseDecided, order.project_id)
        opened = await bench.told(InspectionOpened, order.project_id)
        assert len(opened) == (told.outcome == "filed")


async def test_two_findings_at_once_leave_one(bench: Bench) -> None:
    by = Sponsor(bench)
    order = await filed(bench, by)
    inspection = (await file_of(bench.client(OFFICER), order.case_id))["inspection"]["id"]
    path = f"{BASE}/inspections/{inspection}/finding"
    body = {"finding": "passed", "text": "与承诺一致"}
    answers = await asyncio.gather(
        bench.client(OFFICER).post(path, body), bench.client(OTHER_OFFICER).post(path, FAILED)
    )
    assert sorted(each.status_code for each in answers) == [200, 409]
    assert len(await bench.told(InspectionFound, order.project_id)) == 1
    history = (await bench.client(OFFICER).get(f"{BASE}/tasks/{CaseId(order.case_id)}")).json()
    words = [each["what"] for each in history["history"]]
    assert words[:4] == ["opened", "commitment_signed", "filed", "inspection_opened"]
