"""A case's own rules, where the order of moves does not matter."""

from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.events.approval import CaseOutcome, TaskEscalated, TaskReminded
from contracts.ids import PersonId
from contracts.process import Limit, ProjectOutcome
from services.approval.domain import hands
from services.approval.domain.case import Case
from services.approval.domain.case_state import CaseState
from services.approval.domain.decision import Condition, Trigger, Verdict
from services.approval.domain.errors import (
    AlreadyDecided,
    AwaitingInformation,
    ConditionDatePassed,
    ConditionsMissing,
    ConditionsNotAllowed,
    GroundNotAllowed,
    HeldByAnother,
    NotClaimed,
    RangTooEarly,
    RefusalGroundMissing,
    ReleaseReasonMissing,
    RoundsUsedUp,
    TaskClosed,
    UnknownRefusalGround,
    UnknownStopGround,
)
from services.approval.domain.holder import Actor
from services.approval.domain.information import Answer
from services.approval.domain.lease import Lease
from tests.support.order import item, open_case

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
AN, BO = Actor(PersonId("an"), "安"), Actor(PersonId("bo"), "博")
LEASE = Lease()
YES = Verdict(CaseOutcome.APPROVED, "r")


def _open(at: datetime = MONDAY, **changes: object) -> Case:
    return Case.open(open_case(**changes), at)[0]  # type: ignore[arg-type]


def _held(**changes: object) -> Case:
    return hands.claim(_open(**changes), AN, MONDAY, LEASE)[0]  # type: ignore[arg-type]


def test_what_arrives_after_office_hours_counts_from_the_next_working_day() -> None:
    assert _open(datetime(2026, 3, 2, 9, 30, tzinfo=UTC)).anchor_on == date(2026, 3, 2)
    assert _open(datetime(2026, 3, 2, 9, 31, tzinfo=UTC)).anchor_on == date(2026, 3, 3)
    saturday = datetime(2026, 3, 7, 2, 0, tzinfo=UTC)
    assert _open(saturday).anchor_on == date(2026, 3, 9)


def test_calendar_days_count_every_day_and_roll_to_a_working_day() -> None:
    # 2026-03-02 + 60 calendar days is 05-01, a holiday: the next working day is 05-06.
    limit = Limit(figure=60, unit="calendar_day")
    assert _open(statutory=limit).timing(MONDAY).statutory.due_on == date(2026, 5, 6)  # type: ignore[union-attr]
    kept = Limit(figure=60, unit="calendar_day", roll="none")
    assert _open(statutory=kept).timing(MONDAY).statutory.due_on == date(2026, 5, 1)  # type: ignore[union-attr]


def test_two_people_never_hold_one_case() -> None:
    with pytest.raises(HeldByAnother) as refused:
        hands.claim(_held(), BO, MONDAY, LEASE)
    assert "安" in refused.value.text("zh")


def test_only_the_holder_or_a_lead_with_a_reason_puts_a_case_back() -> None:
    case = _held()
    assert hands.release(case, AN, "", is_lead=False)[0].holder is None
    with pytest.raises(HeldByAnother):
        hands.release(case, BO, "r", is_lead=False)
    with pytest.raises(ReleaseReasonMissing):
        hands.release(case, BO, "", is_lead=True)
    assert hands.release(case, BO, "away", is_lead=True)[1].holder == "an"


def test_nobody_decides_what_he_does_not_hold() -> None:
    with pytest.raises(NotClaimed):
        _open().decide(AN, YES, MONDAY)
    with pytest.raises(HeldByAnother):
        _held().decide(BO, YES, MONDAY)


def test_a_decision_stands() -> None:
    decided, _ = _held().decide(AN, YES, MONDAY)
    with pytest.raises(AlreadyDecided):
        decided.decide(AN, YES, MONDAY)
    with pytest.raises(AlreadyDecided):
        hands.claim(decided, BO, MONDAY, LEASE)
    with pytest.raises(AlreadyDecided):
        decided.close(ProjectOutcome.WITHDRAWN, MONDAY)


def test_a_closed_case_takes_nothing_more() -> None:
    closed, _ = _held().close(ProjectOutcome.STOPPED, MONDAY)
    assert closed.state is CaseState.SUPERSEDED
    with pytest.raises(TaskClosed):
        closed.decide(AN, YES, MONDAY)


@pytest.mark.parametrize(
    ("verdict", "error"),
    [
        (Verdict(CaseOutcome.REFUSED, "r"), RefusalGroundMissing),
        (Verdict(CaseOutcome.REFUSED, "r", "nonsense"), UnknownRefusalGround),
        (Verdict(CaseOutcome.APPROVED, "r", "sensitive_area"), GroundNotAllowed),
        (Verdict(CaseOutcome.APPROVED_WITH_CONDITIONS, "r"), ConditionsMissing),
        (
            Verdict(CaseOutcome.APPROVED, "r", None, (Condition("c", Trigger.STANDING),)),
            ConditionsNotAllowed,
        ),
        (
            Verdict(
                CaseOutcome.APPROVED_WITH_CONDITIONS,
                "r",
                None,
                (Condition("c", Trigger.BY_DATE, date(2026, 3, 1)),),
            ),
            ConditionDatePassed,
        ),
    ],
)
def test_a_verdict_obeys_the_items_rules(verdict: Verdict, error: type[Exception]) -> None:
    with pytest.raises(error):
        verdict.check(item(), date(2026, 3, 2))


def test_a_condition_may_be_due_today() -> None:
    today = (Condition("c", Trigger.BY_DATE, date(2026, 3, 2)),)
    verdict = Verdict(CaseOutcome.APPROVED_WITH_CONDITIONS, "r", None, today)
    verdict.check(item(), date(2026, 3, 2))


def test_a_question_needs_a_listed_ground_and_a_round_that_is_left() -> None:
    case = _held()
    with pytest.raises(UnknownStopGround):
        case.request_information(AN, "lunch", "?", MONDAY)
    asked, _ = case.request_information(AN, "information_requested", "?", MONDAY)
    with pytest.raises(AwaitingInformation):
        asked.decide(AN, YES, MONDAY)
    answered, _ = asked.supply(Answer("a", (), BO, MONDAY + DAY))
    with pytest.raises(RoundsUsedUp):
        answered.request_information(AN, "information_requested", "?", MONDAY + DAY)


def test_an_answer_on_the_same_day_costs_nothing() -> None:
    case, tuesday = _held(), MONDAY + DAY
    asked, _ = case.request_information(AN, "information_requested", "?", tuesday)
    assert asked.due_at > case.due_at
    answered, event = asked.supply(Answer("a", (), BO, tuesday + timedelta(hours=3)))
    assert answered.due_at == case.due_at == event.due_at


def test_a_weekend_inside_a_stop_is_not_counted_twice() -> None:
    # Asked Thursday 03-05, answered Tuesday 03-10: Thursday, Friday and Monday are lost.
    case = _held()
    asked, _ = case.request_information(AN, "expert_review", "?", MONDAY + 3 * DAY)
    answered, _ = asked.supply(Answer("a", (), BO, MONDAY + 8 * DAY))
    assert answered.timing(MONDAY).committed.due_on == date(2026, 3, 19)
    assert case.timing(MONDAY).committed.due_on == date(2026, 3, 16)


def test_a_reminder_that_was_given_does_not_come_back_with_new_dates() -> None:
    case = _held(max_information_rounds=3)
    when = case.alarms(MONDAY)[0].at
    case, told = case.ring("remind_50", 1, when)
    assert isinstance(told, TaskReminded)
    case, _ = case.request_information(AN, "information_requested", "?", when)
    case, event = case.supply(Answer("a", (), BO, when + 3 * DAY))
    assert [alarm.key for alarm in event.alarms] == [
        "remind_80",
        "remind_100",
        "due_committed",
        "due_statutory",
    ]


def test_reminders_come_first_and_only_a_passed_limit_is_escalated() -> None:
    case = _held()
    told = []
    for alarm in case.alarms(MONDAY):
        with pytest.raises(RangTooEarly):
            case.ring(alarm.key, 1, alarm.at - timedelta(seconds=1))
        case, event = case.ring(alarm.key, 1, alarm.at)
        told.append(event)
    reminders = [event.percent for event in told if isinstance(event, TaskReminded)]
    escalations = [event.to_role for event in told if isinstance(event, TaskEscalated)]
    assert reminders == [50, 80, 100]
    assert escalations == ["department_lead", "case_manager"]
    assert [type(event) for event in told[:3]] == [TaskReminded] * 3


def test_an_ended_case_keeps_the_dates_it_ended_with() -> None:
    case = _held()
    asked, _ = case.request_information(AN, "information_requested", "?", MONDAY)
    closed, _ = asked.close(ProjectOutcome.WITHDRAWN, MONDAY + DAY)
    later, much_later = MONDAY + 2 * DAY, MONDAY + 90 * DAY
    assert closed.timing(later).committed.due_on == closed.timing(much_later).committed.due_on
