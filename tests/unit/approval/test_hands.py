"""From hand to hand: who may move a task, and what a claim lasts. The same for cases and gates."""

from datetime import UTC, datetime, timedelta

import pytest

from contracts.events.approval import TaskReleased
from contracts.ids import PersonId
from services.approval.domain import hands
from services.approval.domain.case import Case
from services.approval.domain.case_state import CaseState
from services.approval.domain.errors import HeldByAnother
from services.approval.domain.gate import Gate
from services.approval.domain.holder import Actor
from services.approval.domain.information import Answer
from services.approval.domain.lease import Lease
from tests.support.order import open_case, open_gate

FRIDAY = datetime(2026, 3, 6, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
AN, BO = Actor(PersonId("an"), "安"), Actor(PersonId("bo"), "博")
LEASE = Lease()
Task = Case | Gate


def _case() -> Case:
    return hands.claim(Case.open(open_case(), FRIDAY)[0], AN, FRIDAY, LEASE)[0]


def _gate() -> Gate:
    return hands.claim(Gate.open(open_gate(), FRIDAY)[0], AN, FRIDAY, LEASE)[0]


both_kinds = pytest.mark.parametrize("task", [_case(), _gate()], ids=["case", "gate"])


@both_kinds
def test_a_claim_lasts_three_working_days_and_not_over_the_weekend(task: Task) -> None:
    # Friday, then Monday to Wednesday; it ends at midnight in Shanghai.
    assert task.holder is not None
    assert task.holder.until == datetime(2026, 3, 11, 16, 0, tzinfo=UTC)


def test_a_claim_over_a_long_holiday_waits_for_the_working_days_after_it() -> None:
    before = datetime(2026, 9, 30, 2, 0, tzinfo=UTC)
    # October 1 to 7 off, the 10th a make-up day: 8, 9 and 10 October.
    assert LEASE.until(before, ()) == datetime(2026, 10, 10, 16, 0, tzinfo=UTC)


@both_kinds
def test_a_claim_that_ran_out_frees_the_task_and_says_why(task: Task) -> None:
    assert task.holder is not None
    until = task.holder.until
    assert hands.lapse(task, until - timedelta(milliseconds=1)) == (task, None)
    after, event = hands.lapse(task, until)
    assert after.holder is None
    assert isinstance(event, TaskReleased)
    assert (event.holder, event.reason) == ("an", "lease_ran_out")
    assert hands.lapse(after, until) == (after, None)


def test_a_freed_case_is_again_waiting_to_be_claimed() -> None:
    assert hands.lapse(_case(), FRIDAY + 30 * DAY)[0].state is CaseState.ACCEPTED


@both_kinds
def test_work_renews_the_claim_and_never_shortens_it(task: Task) -> None:
    later = hands.renew(task, FRIDAY + 4 * DAY, LEASE)
    assert task.holder is not None
    assert later.holder is not None
    assert later.holder.until > task.holder.until
    assert hands.renew(later, FRIDAY, LEASE) == later


@both_kinds
def test_claiming_again_renews_and_tells_nothing(task: Task) -> None:
    after, event = hands.claim(task, AN, FRIDAY + 4 * DAY, LEASE)
    assert event is None
    assert after == hands.renew(task, FRIDAY + 4 * DAY, LEASE)


@both_kinds
def test_a_claim_that_ran_out_still_bars_others_until_it_has_lapsed(task: Task) -> None:
    with pytest.raises(HeldByAnother):
        hands.claim(task, BO, FRIDAY + 30 * DAY, LEASE)
    freed, _ = hands.lapse(task, FRIDAY + 30 * DAY)
    assert hands.claim(freed, BO, FRIDAY + 30 * DAY, LEASE)[0].holder is not None


def test_while_the_sponsor_is_asked_no_claim_runs_out() -> None:
    asked, _ = _case().request_information(AN, "information_requested", "?", FRIDAY)
    assert hands.lapse(asked, FRIDAY + 90 * DAY) == (asked, None)
    answered, _ = asked.supply(Answer("a", (), BO, FRIDAY + 90 * DAY))
    renewed = hands.renew(answered, FRIDAY + 90 * DAY, LEASE)
    assert hands.lapse(renewed, FRIDAY + 91 * DAY) == (renewed, None)
