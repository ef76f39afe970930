"""Joint sittings, and risk grades worked out anew or overridden by two people."""

import asyncio
from datetime import timedelta
from typing import Any

from contracts.commands.approval import OpenCase
from contracts.events.after_decision import RiskGraded, SittingCalled, SittingHeld
from contracts.events.approval import CaseDecided, ClockRecomputed
from policy.loader import load_pack
from policy.plan import compile_plan
from policy.project_facts import ProjectFacts
from tests.integration.approval.after import (
    MANAGER,
    OTHER_OFFICER,
    Sponsor,
    code,
    do,
    file_of,
)
from tests.integration.approval.scene import APPROVED, BASE, LEAD, OFFICER, STRANGER, act
from tests.support.order import STAGE, new_project, open_case
from tests.support.person import PACK, officer
from tests.support.service import Bench

FACTS: dict[str, bool | str] = {
    "eia_kind": "form",
    "in_assessed_area": True,
    "is_listed_process": False,
    "hazard_class": "low",
    "batch_kg": "20",
}
MARKET = officer("market", "market_regulation")


async def _project(bench: Bench, by: Sponsor) -> tuple[OpenCase, OpenCase]:
    """Two open cases of one project, in two departments."""
    project = new_project()
    first = open_case(project, of=by.card())
    second = open_case(project, of=by.card(), item="registration", department="market_regulation")
    for order in (first, second):
        await bench.hear(order)
    return first, second


def _call(bench: Bench, **more: Any) -> dict[str, Any]:
    at = (bench.now + timedelta(hours=1)).isoformat()
    return {"at": at, "place": "政务中心三楼", "agenda": "环评与注册", **more}


async def test_two_items_decided_in_one_sitting_carry_its_id_and_minutes(bench: Bench) -> None:
    by = Sponsor(bench)
    first, second = await _project(bench, by)
    manager = bench.client(MANAGER)
    path = f"projects/{first.project_id}/sittings"
    answers = await asyncio.gather(
        *(manager.post(f"{BASE}/{path}", _call(bench)) for _ in range(3))
    )
    assert sorted(each.status_code for each in answers) == [201, 409, 409]
    sitting = next(each.json() for each in answers if each.status_code == 201)
    assert {each["department"] for each in sitting["items"]} == {"ecology", "market_regulation"}
    in_it = APPROVED | {"sitting_id": sitting["id"]}
    one, other = bench.client(OFFICER), bench.client(MARKET)
    await act(one, first.case_id, "claim")
    await act(other, second.case_id, "claim")
    decision = f"tasks/{first.case_id}/decision"
    assert await code(one, decision, in_it) == "sitting_not_begun"
    minutes = f"sittings/{sitting['id']}/minutes"
    assert await code(manager, minutes, {"minutes": "m"}) == "sitting_not_begun"
    bench.travel(timedelta(hours=2))
    await act(one, first.case_id, "decision", in_it)
    await act(other, second.case_id, "decision", in_it)
    told = await bench.told(CaseDecided, first.project_id)
    assert {str(each.sitting_id) for each in told} == {sitting["id"]}
    absent = {"minutes": "各部门一致", "absent": ["ecology"]}
    assert await code(manager, minutes, absent) == "absent_decided"
    absent["absent"] = ["nobody"]
    assert await code(manager, minutes, absent) == "attendance_incomplete"
    held = await do(manager, minutes, {"minutes": "各部门一致同意"}, if_match=1)
    assert (held["state"], held["minutes"]) == ("held", "各部门一致同意")
    assert await code(manager, minutes, {"minutes": "again"}) == "sitting_over"
    (event,) = await bench.told(SittingHeld, first.project_id)
    assert (len(event.decided), event.left_open) == (2, ())
    seen = (await by.client.get(f"{BASE}/sittings", project=str(first.project_id))).json()
    assert [each["id"] for each in seen["items"]] == [sitting["id"]]
    assert (await file_of(one, first.case_id))["sittings"][0]["id"] == sitting["id"]


async def test_a_sitting_is_over_open_cases_of_the_convenors_own_projects(bench: Bench) -> None:
    by = Sponsor(bench)
    first, second = await _project(bench, by)
    path = f"projects/{first.project_id}/sittings"
    manager = bench.client(MANAGER)
    past = _call(bench, at="2026-03-01T00:00:00+08:00")
    assert await code(manager, path, past) == "sitting_in_the_past"
    strange = _call(bench, cases=[str(new_project())])
    assert await code(manager, path, strange) == "not_in_project"
    assert await code(manager, f"projects/{new_project()}/sittings", _call(bench)) == "not_found"
    only = _call(bench, cases=[str(first.case_id)])
    sitting = await do(bench.client(LEAD), path, only)
    bench.travel(timedelta(hours=2))
    other = bench.client(MARKET)
    await act(other, second.case_id, "claim")
    in_it = APPROVED | {"sitting_id": sitting["id"]}
    assert await code(other, f"tasks/{second.case_id}/decision", in_it) == "not_on_the_agenda"
    held = {"minutes": "未到", "absent": ["ecology"]}
    after = await do(bench.client(LEAD), f"sittings/{sitting['id']}/minutes", held)
    assert after["absent"] == ["ecology"]
    (told,) = await bench.told(SittingCalled, first.project_id)
    assert told.departments == ("ecology",)


def _graded(by: Sponsor) -> tuple[OpenCase, OpenCase]:
    """The environment and the safety case of a project, as the released pack plans them."""
    loaded = load_pack(PACK)
    stated = ProjectFacts.model_validate(
        {
            "industry": "biomedicine_health",
            "sponsor_kind": loaded.pack.sponsor_kinds[0].id,
            "facts": {**FACTS, "batch_kg": 20},
        }
    )
    plan = compile_plan(loaded.pack, facts=stated)
    items = {each.item: each for stage in plan.stages for each in stage.items}
    card = by.card(
        pack_version=loaded.pack.version,
        pack_digest=loaded.digest,
        sponsor_kind=stated.sponsor_kind,
        stages=tuple(each.stage for each in plan.stages),
        facts=FACTS,
    )
    project = new_project()
    made = [
        open_case(project, of=card).model_copy(update={"item": items[name]})
        for name in ("environment", "emergency_management")
    ]
    second = open_case(project, of=card, item="emergency_management")
    return made[0], made[1].model_copy(update={"case_id": second.case_id, "stage": STAGE})


async def test_a_corrected_fact_grades_every_open_case_anew_and_moves_its_dates(
    bench: Bench,
) -> None:
    by = Sponsor(bench)
    environment, safety = _graded(by)
    await bench.hear(environment)
    await bench.hear(safety)
    officer_, path = bench.client(OFFICER), f"cases/{environment.case_id}/facts"
    before = await file_of(officer_, environment.case_id)
    assert (before["grade"], before["route"]) == ("moderate", "simplified")
    assert await code(officer_, path, {"facts": FACTS, "reason": "r"}) == "nothing_changed"
    wrong = {"facts": {"hazard_class": "enormous"}, "reason": "r"}
    assert await code(officer_, path, wrong) == "fact_of_wrong_kind"
    listed = {"facts": {"is_listed_process": True}, "reason": "现场核实为重点监管工艺"}
    after = await do(officer_, path, listed)
    assert (after["grade"], after["grade_rule"], after["route"]) == (
        "major",
        "listed_process",
        "standard",
    )
    (grading,) = after["gradings"]
    assert (grading["cause"], grading["rule"]) == ("facts", "listed_process")
    told = await bench.told(RiskGraded, environment.project_id)
    assert {each.item for each in told} == {"environment", "emergency_management"}
    moved = await bench.told(ClockRecomputed, environment.project_id)
    assert {each.cause for each in moved} == {"grade"}
    assert all(each.clock_version == 2 for each in moved)
    # The floor of the law holds against any grade that somebody gives.
    low = {"grade": "low", "reason": "r"}
    await do(officer_, f"cases/{environment.case_id}/grade", low)
    given = {"given": True}
    after = await do(
        bench.client(OTHER_OFFICER), f"cases/{environment.case_id}/grade-consent", given
    )
    assert (after["grade"], after["route"]) == ("low", "standard")
    assert after["gradings"][-1]["closed_by"] == ["never_simplified"]


async def test_an_override_needs_a_second_person_and_not_oneself(bench: Bench) -> None:
    by = Sponsor(bench)
    environment, _ = _graded(by)
    await bench.hear(environment)
    one, other = bench.client(OFFICER), bench.client(OTHER_OFFICER)
    path = f"cases/{environment.case_id}"
    higher = {"grade": "considerable", "reason": "临近水源"}
    assert await code(one, f"{path}/grade", higher | {"grade": "huge"}) == "unknown_risk_grade"
    assert await code(one, f"{path}/grade", higher | {"grade": "moderate"}) == "same_risk_grade"
    assert await code(one, f"{path}/grade-consent", {"given": True}) == "no_override_waits"
    answers = await asyncio.gather(
        *(who.post(f"{BASE}/{path}/grade", higher) for who in (one, one, one))
    )
    assert sorted(each.status_code for each in answers) == [200, 409, 409]
    assert (await file_of(one, environment.case_id))["grade"] == "moderate"
    assert await code(one, f"{path}/grade-consent", {"given": True}) == "consents_to_own"
    assert await code(bench.client(STRANGER), f"{path}/grade-consent", {"given": True}) == (
        "not_found"
    )
    after = await do(other, f"{path}/grade-consent", {"given": False, "reason": "依据不足"})
    assert (after["grade"], after["gradings"][-1]["state"]) == ("moderate", "declined")
    await do(one, f"{path}/grade", higher)
    after = await do(other, f"{path}/grade-consent", {"given": True})
    assert (after["grade"], after["route"], after["grade_rule"]) == (
        "considerable",
        "standard",
        None,
    )


async def test_a_case_without_facts_or_rules_says_so(bench: Bench) -> None:
    by = Sponsor(bench)
    order = open_case(of=by.card())
    await bench.hear(order)
    grade = {"grade": "low", "reason": "r"}
    assert await code(bench.client(OFFICER), f"cases/{order.case_id}/grade", grade) == (
        "rules_not_here"
    )


async def test_what_a_decision_brings_is_said_before_it_is_made(bench: Bench) -> None:
    by = Sponsor(bench)
    loaded = load_pack(PACK)
    plan = compile_plan(loaded.pack)
    items = {each.item: each for stage in plan.stages for each in stage.items}
    project = new_project()
    planning = open_case(project, of=by.card(), item="planning").model_copy(
        update={"item": items["planning"].model_copy(update={"department": "ecology"})}
    )
    await bench.hear(planning)
    await bench.hear(open_case(project, of=by.card()))
    path = f"{BASE}/tasks/{planning.case_id}/consequences"
    found = (await bench.client(OFFICER).get(path)).json()["items"]
    words = [(each["outcome"], each["kind"], each["item"]) for each in found]
    assert ("approved", "opens", "land") in words
    assert ("refused", "stays_shut", "land") in words
    assert ("refused", "ends", "environment") in words
    assert (await bench.client(STRANGER).get(path)).status_code == 404
