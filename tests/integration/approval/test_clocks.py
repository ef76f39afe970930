"""The operator has open clocks worked out again, after a year of the calendar was published."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from contracts.commands.approval import RingAlarm
from contracts.events.approval import CaseOpened, ClockRecomputed, TaskReminded
from contracts.people import Role
from tests.integration.approval.scene import (
    APPROVED,
    BASE,
    OFFICER,
    QUESTION,
    act,
    claimed_case,
    opened_case,
    opened_gate,
)
from tests.support.person import Person
from tests.support.service import Bench

OPERATOR = Person(id="operator-1", roles=(Role.OPERATOR,), pack=None)


async def plant_older_calendar(bench: Bench, ids: Sequence[UUID]) -> None:
    """Dates as another calendar would have given them."""
    moved = text(
        "UPDATE approval.task SET due_at = due_at - interval '2 days', is_provisional = true"
        " WHERE id = ANY(:ids)"
    )
    async with bench.runtime.database.engine.begin() as connection:
        await connection.execute(moved, {"ids": list(ids)})


async def recompute(bench: Bench, **body: Any) -> dict[str, Any]:
    answer = await bench.client(OPERATOR).post(f"{BASE}/clocks/recompute", body)
    assert answer.status_code == 200, answer.text
    done: dict[str, Any] = answer.json()
    return done


async def recompute_all(bench: Bench, limit: int) -> int:
    changed, after = 0, None
    while True:
        done = await recompute(bench, after=after, limit=limit)
        changed, after = changed + done["changed"], done["next_after"]
        if after is None:
            return changed


async def test_open_tasks_get_the_dates_of_the_published_calendar(bench: Bench) -> None:
    case, gate = await opened_case(bench), await opened_gate(bench)
    await recompute_all(bench, 500)
    await plant_older_calendar(bench, [case.case_id, gate.gate_id])

    assert await recompute_all(bench, 500) == 2
    [told] = [each for each in await bench.told(ClockRecomputed) if each.task_id == case.case_id]
    [opened] = [each for each in await bench.told(CaseOpened) if each.case_id == case.case_id]
    assert (told.due_at, told.clock_version) == (opened.due_at, 2)
    assert told.alarms == opened.alarms
    shown = await bench.client(OFFICER).get(f"{BASE}/tasks/{case.case_id}")
    assert shown.json()["task"]["due_at"] == opened.due_at.isoformat().replace("+00:00", "Z")


async def test_a_second_time_nothing_moves(bench: Bench) -> None:
    case = await opened_case(bench)
    await plant_older_calendar(bench, [case.case_id])
    assert await recompute_all(bench, 500) >= 1
    assert await recompute_all(bench, 500) == 0


async def test_portions_cover_everything_once(bench: Bench) -> None:
    ids = [(await opened_case(bench)).case_id for _ in range(5)]
    await recompute_all(bench, 500)
    await plant_older_calendar(bench, ids)
    assert await recompute_all(bench, 2) == 5


async def test_stopped_and_decided_cases_are_left_alone(bench: Bench) -> None:
    client = bench.client(OFFICER)
    stopped, decided = await claimed_case(bench), await claimed_case(bench)
    await act(client, stopped.case_id, "information-request", QUESTION)
    await act(client, decided.case_id, "decision", APPROVED)
    await recompute_all(bench, 500)
    await plant_older_calendar(bench, [stopped.case_id, decided.case_id])
    assert await recompute_all(bench, 500) == 0


async def test_an_alarm_of_the_old_clock_says_nothing(bench: Bench) -> None:
    case = await opened_case(bench)
    await plant_older_calendar(bench, [case.case_id])
    await recompute_all(bench, 500)
    start = bench.now
    bench.travel(timedelta(days=60))
    await bench.hear(
        RingAlarm(
            project_id=case.project_id,
            task_id=case.case_id,
            task_kind="case",
            key="remind_50",
            clock_version=1,
        )
    )
    bench.travel_to(start)
    assert [e for e in await bench.told(TaskReminded) if e.task_id == case.case_id] == []


@pytest.mark.parametrize("body", [{"limit": 0}, {"limit": 1001}, {"after": "x"}, {"other": 1}])
async def test_a_wrong_portion_is_refused(bench: Bench, body: dict[str, Any]) -> None:
    answer = await bench.client(OPERATOR).post(f"{BASE}/clocks/recompute", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


async def test_only_the_operator_may(bench: Bench) -> None:
    answer = await bench.client(OFFICER).post(f"{BASE}/clocks/recompute", {})
    assert answer.status_code == 403
