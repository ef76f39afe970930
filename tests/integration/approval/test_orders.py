"""What the lane orders of approval: open, ring, close; once, twice, late, out of order."""

from datetime import UTC, date, datetime

import pytest

from chassis.identity import new_id
from contracts.commands.approval import RingAlarm
from contracts.events.approval import (
    CaseClosed,
    CaseOpened,
    GateClosed,
    GateOpened,
    ProjectWorkClosed,
    TaskEscalated,
    TaskReminded,
)
from contracts.ids import CaseId, GateId, ProjectId
from contracts.process import Limit, ProjectOutcome
from services.approval import tables
from services.approval.domain.errors import RangTooEarly
from tests.integration.approval.scene import (
    BASE,
    DAY,
    OFFICER,
    QUESTION,
    act,
    claimed_case,
    opened_case,
    opened_gate,
    supplied,
)
from tests.support.order import close, new_project, open_case, open_gate
from tests.support.schema import schema_differences
from tests.support.service import Bench


def _ring(project: ProjectId, task: CaseId | GateId, key: str, version: int = 1) -> RingAlarm:
    return RingAlarm(
        project_id=project, task_id=task, task_kind="case", key=key, clock_version=version
    )


async def test_the_migrations_make_what_the_tables_say(bench: Bench) -> None:
    assert await schema_differences(bench.runtime.database, tables.metadata) == []


async def test_a_case_is_due_by_its_limits_counted_from_the_day_after_receipt(
    bench: Bench,
) -> None:
    # 2026-03-02 + 10 working days is 03-16, + 20 is 03-30; overdue from the midnight that follows.
    order = await opened_case(bench)
    (told,) = await bench.told(CaseOpened, order.project_id)
    assert told.due_at == datetime(2026, 3, 16, 16, 0, tzinfo=UTC)
    assert told.statutory_due_at == datetime(2026, 3, 30, 16, 0, tzinfo=UTC)
    assert [alarm.key for alarm in told.alarms] == [
        "remind_50",
        "remind_80",
        "remind_100",
        "due_committed",
        "due_statutory",
    ]
    assert told.alarms[0].at == datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
    assert (told.clock_version, told.provisional) == (1, False)


async def test_local_days_off_move_the_due_date(bench: Bench) -> None:
    from_card = open_case().card
    off = from_card.model_copy(update={"extra_days_off": (date(2026, 3, 10),)})
    order = await opened_case(bench, of=off)
    (told,) = await bench.told(CaseOpened, order.project_id)
    assert told.due_at == datetime(2026, 3, 17, 16, 0, tzinfo=UTC)


async def test_beyond_the_published_calendar_a_date_is_provisional(bench: Bench) -> None:
    order = await opened_case(bench, statutory=Limit(figure=3000, unit="working_day"))
    (told,) = await bench.told(CaseOpened, order.project_id)
    assert told.provisional


async def test_the_same_order_twice_opens_one_case(bench: Bench) -> None:
    order, id_ = open_case(), new_id()
    await bench.hear(order, id_=id_)
    await bench.hear(order, id_=id_)
    await bench.hear(order)
    assert len(await bench.published(order.project_id)) == 1


async def test_a_reminder_is_told_once_even_when_rung_again(bench: Bench) -> None:
    order = await claimed_case(bench)
    bench.travel_to(datetime(2026, 3, 9, 1, 0, tzinfo=UTC))
    await bench.hear(_ring(order.project_id, order.case_id, "remind_50"))
    await bench.hear(_ring(order.project_id, order.case_id, "remind_50"))
    (told,) = await bench.told(TaskReminded, order.project_id)
    assert (told.percent, told.holder, told.department) == (50, OFFICER.id, "ecology")


async def test_an_alarm_before_its_instant_is_heard_again_later(bench: Bench) -> None:
    order = await opened_case(bench)
    with pytest.raises(RangTooEarly):
        await bench.hear(_ring(order.project_id, order.case_id, "remind_50"))
    assert await bench.told(TaskReminded, order.project_id) == []


@pytest.mark.parametrize(
    ("key", "at", "limit", "to_role"),
    [
        ("due_committed", datetime(2026, 3, 16, 16, tzinfo=UTC), "committed", "department_lead"),
        ("due_statutory", datetime(2026, 3, 30, 16, tzinfo=UTC), "statutory", "case_manager"),
    ],
)
async def test_a_passed_limit_is_escalated_to_the_role_above(
    bench: Bench, key: str, at: datetime, limit: str, to_role: str
) -> None:
    order = await opened_case(bench)
    bench.travel_to(at)
    await bench.hear(_ring(order.project_id, order.case_id, key))
    (told,) = await bench.told(TaskEscalated, order.project_id)
    assert (told.limit, told.to_role, told.name) == (limit, to_role, "environment")


@pytest.mark.parametrize("key", ["remind_50", "due_committed", "due_statutory"])
async def test_no_alarm_speaks_while_the_sponsor_is_asked(bench: Bench, key: str) -> None:
    order = await claimed_case(bench)
    await act(bench.client(OFFICER), order.case_id, "information-request", QUESTION)
    bench.travel(60 * DAY)
    for version in (1, 2):
        await bench.hear(_ring(order.project_id, order.case_id, key, version))
    assert await bench.told(TaskReminded, order.project_id) == []
    assert await bench.told(TaskEscalated, order.project_id) == []


async def test_alarms_of_an_earlier_clock_are_silent(bench: Bench) -> None:
    order = await claimed_case(bench)
    await act(bench.client(OFFICER), order.case_id, "information-request", QUESTION)
    bench.travel(3 * DAY)
    await supplied(bench, order.case_id)
    bench.travel(60 * DAY)
    await bench.hear(_ring(order.project_id, order.case_id, "remind_50", 1))
    assert await bench.told(TaskReminded, order.project_id) == []
    await bench.hear(_ring(order.project_id, order.case_id, "remind_50", 3))
    assert len(await bench.told(TaskReminded, order.project_id)) == 1


@pytest.mark.parametrize("key", ["remind_33", "nonsense", "remind_x", ""])
async def test_an_alarm_that_nobody_set_is_silent(bench: Bench, key: str) -> None:
    order = await opened_case(bench)
    bench.travel(60 * DAY)
    await bench.hear(_ring(order.project_id, order.case_id, key))
    await bench.hear(_ring(order.project_id, CaseId(new_id()), key))
    assert len(await bench.published(order.project_id)) == 1


async def test_a_gate_sits_with_its_own_limit_and_escalates_to_the_case_manager(
    bench: Bench,
) -> None:
    order = await opened_gate(bench, unresolved=("land",))
    (told,) = await bench.told(GateOpened, order.project_id)
    assert told.due_at == datetime(2026, 3, 9, 16, 0, tzinfo=UTC)
    bench.travel_to(told.due_at)
    await bench.hear(_ring(order.project_id, order.gate_id, "due_committed"))
    (escalated,) = await bench.told(TaskEscalated, order.project_id)
    assert (escalated.to_role, escalated.department) == ("case_manager", None)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(ProjectOutcome.WITHDRAWN, "withdrawn"), (ProjectOutcome.REFUSED, "superseded")],
)
async def test_closing_ends_everything_open_and_answers(
    bench: Bench, outcome: ProjectOutcome, state: str
) -> None:
    project = new_project()
    case = await opened_case(bench, project=project)
    await opened_case(bench, project=project, item="registration")
    await opened_gate(bench, project=project)
    await bench.hear(close(project, outcome))
    closed = await bench.told(CaseClosed, project)
    assert {each.state for each in closed} == {state}
    assert len(await bench.told(GateClosed, project)) == 1
    (answer,) = await bench.told(ProjectWorkClosed, project)
    assert (answer.cases, answer.gates) == (2, 1)
    detail = (await bench.client(OFFICER).get(f"{BASE}/tasks/{case.case_id}")).json()
    assert detail["task"]["state"] == state
    assert detail["history"][-1]["what"] == "closed"


async def test_a_decided_case_stays_decided_when_the_project_leaves(bench: Bench) -> None:
    order = await claimed_case(bench)
    body = {"outcome": "approved", "reason": "r"}
    await act(bench.client(OFFICER), order.case_id, "decision", body)
    await bench.hear(close(order.project_id))
    (answer,) = await bench.told(ProjectWorkClosed, order.project_id)
    assert answer.cases == 0
    assert await bench.told(CaseClosed, order.project_id) == []


async def test_nothing_is_opened_for_a_closed_project(bench: Bench) -> None:
    project = new_project()
    await bench.hear(close(project))
    await bench.hear(open_case(project))
    await bench.hear(open_gate(project))
    told = await bench.published(project)
    assert [envelope.type for envelope in told] == [ProjectWorkClosed.TYPE]


async def test_an_alarm_of_a_closed_case_is_silent(bench: Bench) -> None:
    order = await opened_case(bench)
    await bench.hear(close(order.project_id))
    before = len(await bench.published(order.project_id))
    bench.travel(60 * DAY)
    await bench.hear(_ring(order.project_id, order.case_id, "due_committed"))
    assert len(await bench.published(order.project_id)) == before


async def test_messages_about_a_project_are_counted_without_gaps(bench: Bench) -> None:
    order = await claimed_case(bench)
    await bench.hear(close(order.project_id))
    told = await bench.published(order.project_id)
    assert [envelope.sequence for envelope in told] == list(range(1, len(told) + 1))
