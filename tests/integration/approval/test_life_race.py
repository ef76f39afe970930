"""Two at once on a case: one wins, the other is told so, and nothing is half done."""

import asyncio
from datetime import UTC, datetime

from contracts.events.approval import CaseClosed, CaseDecided, ClockRecomputed, InformationRequested
from contracts.events.case_life import (
    CaseAccepted,
    CaseAppliedAgain,
    CaseLapsed,
    CaseNotAccepted,
    CaseServed,
    ClockResumed,
    GapsSupplied,
    LimitExtended,
    NoticeSent,
)
from contracts.people import Role
from services.approval.handlers import timer
from tests.integration.approval.life import (
    FIVE,
    accepted_case,
    by_sponsor,
    detail_of,
    received_case,
    the_lane_acts,
)
from tests.integration.approval.scene import (
    APPROVED,
    BASE,
    COLLEAGUE,
    LEAD,
    OFFICER,
    QUESTION,
    REFUSED,
    SPONSOR,
    act,
    claimed_case,
)
from tests.support.order import close
from tests.support.person import Person, worker_of_pack
from tests.support.service import Bench

OPERATOR = worker_of_pack("operator", Role.OPERATOR)
PERIOD_ENDS = datetime(2026, 3, 9, 16, 0, tzinfo=UTC)


async def post(bench: Bench, who: Person, path: str, body: object = None) -> str:
    """What became of a command: ``done`` or the refusal's code."""
    answer = await bench.client(who).post(f"{BASE}/{path}", body)
    return "done" if answer.is_success else answer.json()["code"]


async def test_acceptance_and_its_opposite_at_once_are_one_of_them(bench: Bench) -> None:
    for _ in range(3):
        order = await received_case(bench)
        path = f"tasks/{order.case_id}"
        no = {"ground": "not_competent", "reason": "r"}
        results = await asyncio.gather(
            post(bench, OFFICER, f"{path}/acceptance", {}),
            post(bench, OFFICER, f"{path}/non-acceptance", no),
        )
        assert sorted(results)[1] == "done"
        assert sorted(results)[0] in ("already_accepted", "case_not_accepted")
        accepted = await bench.told(CaseAccepted, order.project_id)
        assert len(accepted) + len(await bench.told(CaseNotAccepted, order.project_id)) == 1


async def test_silence_and_an_officer_at_once_accept_once(bench: Bench) -> None:
    order = await received_case(bench)
    bench.travel_to(PERIOD_ENDS)
    await asyncio.gather(
        the_lane_acts(bench),
        the_lane_acts(bench),
        post(bench, OFFICER, f"tasks/{order.case_id}/acceptance", {}),
    )
    (told,) = await bench.told(CaseAccepted, order.project_id)
    assert told.how == "deemed"


async def test_gaps_supplied_at_the_last_moment_or_lapsed_but_not_both(bench: Bench) -> None:
    for _ in range(3):
        bench.travel_to(datetime(2026, 3, 2, 2, 0, tzinfo=UTC))
        order = await received_case(bench)
        await by_sponsor(bench, f"cases/{order.case_id}/gap-commitment", {"text": "t"})
        await act(bench.client(OFFICER), order.case_id, "acceptance", {"gaps": ["g"]})
        bench.travel_to(PERIOD_ENDS)
        body = {"numbers": [1], "documents": [str(order.case_id)]}
        result, _lane = await asyncio.gather(
            post(bench, SPONSOR, f"cases/{order.case_id}/gaps", body), the_lane_acts(bench)
        )
        supplied = await bench.told(GapsSupplied, order.project_id)
        lapsed = await bench.told(CaseLapsed, order.project_id)
        assert (len(supplied), len(lapsed)) == ((1, 0) if result == "done" else (0, 1))


async def test_two_officers_confirm_and_challenge_at_once(bench: Bench) -> None:
    order = await accepted_case(bench, four_eyes=True)
    await act(bench.client(OFFICER), order.case_id, "recommendation", APPROVED)
    await act(bench.client(COLLEAGUE), order.case_id, "claim")
    path = f"tasks/{order.case_id}"
    results = await asyncio.gather(
        post(bench, COLLEAGUE, f"{path}/confirmation"),
        post(bench, COLLEAGUE, f"{path}/challenge", {"reason": "r"}),
        post(bench, COLLEAGUE, f"{path}/confirmation"),
    )
    assert results.count("done") == 1
    decided = await bench.told(CaseDecided, order.project_id)
    assert len(decided) == (results[1] != "done")


async def test_an_officer_and_a_withdrawal_at_once_while_the_case_is_stopped(
    bench: Bench,
) -> None:
    for _ in range(3):
        order = await accepted_case(bench)
        stop = {"ground": "expert_review", "expected_end_on": "2026-03-10", "reason": "r"}
        await act(bench.client(OFFICER), order.case_id, "stops", stop)
        end = {"number": 1, "reason": "r"}
        result, _ = await asyncio.gather(
            post(bench, OFFICER, f"tasks/{order.case_id}/stops/end", end),
            bench.hear(close(order.project_id)),
        )
        assert result in ("done", "task_closed")
        resumed = await bench.told(ClockResumed, order.project_id)
        assert len(resumed) == (result == "done")
        assert len(await bench.told(CaseClosed, order.project_id)) == 1
        task = (await detail_of(bench, order))["task"]
        assert (task["state"], task["is_stopped"]) == ("withdrawn", False)


async def test_applying_again_and_a_withdrawal_at_once_leave_nothing_open(bench: Bench) -> None:
    for _ in range(3):
        order = await received_case(bench)
        no = {"ground": "not_competent", "reason": "r"}
        await act(bench.client(OFFICER), order.case_id, "non-acceptance", no)
        result, _ = await asyncio.gather(
            post(bench, SPONSOR, f"cases/{order.case_id}/reapplication", {"reason": "r"}),
            bench.hear(close(order.project_id)),
        )
        assert result in ("done", "task_closed")
        assert len(await bench.told(CaseAppliedAgain, order.project_id)) == (result == "done")
        assert not (await detail_of(bench, order))["task"]["is_open"]


async def test_a_decision_while_the_calendar_changes_is_by_one_of_the_two_dates(
    bench: Bench,
) -> None:
    order = await accepted_case(bench)
    recompute = {"after": None, "limit": 1000}
    results = await asyncio.gather(
        post(bench, OFFICER, f"tasks/{order.case_id}/decision", APPROVED),
        post(bench, OPERATOR, "clocks/recompute", recompute),
        post(bench, OFFICER, f"tasks/{order.case_id}/decision", REFUSED),
    )
    assert sorted(results) == ["already_decided", "done", "done"]
    assert len(await bench.told(CaseDecided, order.project_id)) == 1
    assert await bench.told(ClockRecomputed, order.project_id) == []
    detail = await detail_of(bench, order)
    assert detail["task"]["due_at"] == detail["committed"]["due_at"]


async def test_two_extensions_at_once_are_one(bench: Bench) -> None:
    order = await accepted_case(bench)
    body = {"figure": 5, "approved_by": "a", "reason": "r"}
    results = await asyncio.gather(
        *(post(bench, LEAD, f"tasks/{order.case_id}/extension", body) for _ in range(4))
    )
    assert sorted(results) == ["done", *["no_extension_left"] * 3]
    assert len(await bench.told(LimitExtended, order.project_id)) == 1


async def test_a_decision_is_served_once(bench: Bench) -> None:
    order = await accepted_case(bench)
    await act(bench.client(OFFICER), order.case_id, "decision", APPROVED)
    body = {"how": "post", "served_on": "2026-03-02", "note": ""}
    path = f"tasks/{order.case_id}/service"
    results = await asyncio.gather(
        *(post(bench, who, path, body) for who in (OFFICER, COLLEAGUE, LEAD))
    )
    assert sorted(results) == ["already_served", "already_served", "done"]
    assert len(await bench.told(CaseServed, order.project_id)) == 1


async def test_questions_noted_as_the_window_closes_are_sent_or_asked_and_never_lost(
    bench: Bench,
) -> None:
    order = await claimed_case(bench, request_window=FIVE, max_information_rounds=3)
    await act(bench.client(OFFICER), order.case_id, "information-request", QUESTION)
    bench.travel_to(datetime(2026, 3, 9, 9, 30, tzinfo=UTC))
    late = QUESTION | {"question": "再补一份"}
    result, *_ = await asyncio.gather(
        post(bench, OFFICER, f"tasks/{order.case_id}/information-request", late),
        the_lane_acts(bench),
        the_lane_acts(bench),
    )
    (asked,) = await bench.told(InformationRequested, order.project_id)
    (sent,) = await bench.told(NoticeSent, order.project_id)
    assert asked.notice_id == sent.notice_id
    assert sent.questions == (2 if result == "done" else 1)
    assert result in ("done", "awaiting_information")


async def test_what_the_lane_does_by_itself_is_done_once_by_many_sweeps(bench: Bench) -> None:
    order = await received_case(bench)
    bench.travel_to(PERIOD_ENDS)

    async def look() -> bool:
        async with bench.runtime.database.unit_of_work() as uow:
            return await timer.act_on_time(order.case_id, uow)

    assert sorted(await asyncio.gather(*(look() for _ in range(4)))) == [False, False, False, True]
