"""Acceptance, gaps, stops, extension, four eyes and service: one rule a test."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.errors import DomainError
from contracts.process import ExtensionPlan, Limit, ProcedurePlan, RoundPlan
from policy.limit_change import ExtensionTooLong, NoExtensionLeft
from services.approval.domain import case_clock, case_end, case_receipt
from services.approval.domain.case import Case
from services.approval.domain.case_state import CaseState
from services.approval.domain.case_timer import act_when_due, acts_at
from services.approval.domain.errors import life as errors
from tests.unit.approval.cases import (
    AN,
    BO,
    DAY,
    FIVE_DAYS,
    LEAD,
    LEASE,
    MONDAY,
    NO,
    SPONSOR,
    YES,
    accepted,
    answered,
    asked,
    decided,
    held,
    lapsed,
    not_accepted,
    received,
    recommended,
    stopped,
    with_gaps,
)

FEBRUARY = datetime(2026, 2, 10, 2, 0, tzinfo=UTC)
TWENTY = Limit(figure=20, unit="working_day")


def on(month: int, day: int, hour: int = 2) -> datetime:
    """A moment of 2026."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def test_limits_count_from_the_day_of_acceptance() -> None:
    case = held(received(statutory=TWENTY))
    after, told = case_receipt.accept(case, AN, on(3, 4))
    assert (told.how, told.accepted_on) == ("accepted", date(2026, 3, 4))
    assert after.timing(on(3, 4)).statutory == replace(
        case.timing(on(3, 4)).statutory,  # type: ignore[type-var]
        due_on=date(2026, 4, 1),
        anchor_on=date(2026, 3, 4),
    )


def test_silence_accepts_from_the_day_of_receipt_once_five_working_days_are_over() -> None:
    # Facts: 2026-02-10 + 5 working days is 02-24, the holiday between.
    case = received(FEBRUARY)
    assert acts_at(case) == datetime(2026, 2, 24, 16, tzinfo=UTC)
    assert act_when_due(case, on(2, 24, 15)) is None
    found = act_when_due(case, on(2, 24, 16))
    assert found is not None
    after, told = found
    assert (told.how, told.accepted_on) == ("deemed", date(2026, 2, 10))  # type: ignore[union-attr]
    assert after.state is CaseState.ACCEPTED
    assert after.anchor_on == date(2026, 2, 10)
    assert acts_at(after) is None


@pytest.mark.parametrize("late", [True, False])
def test_what_the_law_has_done_by_silence_is_not_done_otherwise(late: bool) -> None:
    case = case_receipt.commit_to_gaps(
        held(received(FEBRUARY), at=FEBRUARY), "t", SPONSOR, FEBRUARY
    )[0]
    at = on(2, 24, 16 if late else 15)
    decline = [
        lambda: case_receipt.decline(case, "not_competent", "r", AN, at),
        lambda: case_receipt.accept_with_gaps(case, ["g"], AN, at),
    ]
    for move in decline:
        if late:
            with pytest.raises(errors.DeemedAccepted) as refused:
                move()
            assert "2026-02-10" in refused.value.text("zh")
        else:
            move()
    assert case_receipt.accept(case, AN, at)[1].how == ("deemed" if late else "accepted")


def test_a_question_keeps_silence_from_accepting_until_it_is_answered() -> None:
    case = asked(held(received()), on(3, 4))
    assert acts_at(case) is None
    assert act_when_due(case, on(4, 1)) is None
    again = answered(case, on(4, 1))
    assert again.state is CaseState.RECEIVED
    # Two of five days were used by 03-03; the stop begins on 03-04 and the end counts again.
    assert acts_at(again) == datetime(2026, 4, 7, 16, tzinfo=UTC)


def test_an_item_without_acceptance_is_accepted_with_its_receipt_and_so_is_a_filing() -> None:
    assert received(deemed_acceptance=None).state is CaseState.ACCEPTED
    filed = received(route="commitment_and_filing")
    assert filed.state is CaseState.ACCEPTED
    assert filed.life.acceptance is not None
    assert filed.life.acceptance.how == "at_once"


def test_gaps_need_an_item_that_allows_them_a_commitment_and_a_list() -> None:
    case = held(received())
    with pytest.raises(errors.CommitmentMissing):
        case_receipt.accept_with_gaps(case, ["g"], AN, MONDAY)
    with pytest.raises(errors.GapsMissing):
        case_receipt.accept_with_gaps(case, [], AN, MONDAY)
    closed = held(received(accepts_gaps=False))
    with pytest.raises(errors.GapsNotAllowed):
        case_receipt.accept_with_gaps(closed, ["g"], AN, MONDAY)
    with pytest.raises(errors.GapsNotAllowed):
        case_receipt.commit_to_gaps(closed, "t", SPONSOR, MONDAY)
    committed = case_receipt.commit_to_gaps(case, "t", SPONSOR, MONDAY)[0]
    with pytest.raises(errors.CommittedAlready):
        case_receipt.commit_to_gaps(committed, "t", SPONSOR, MONDAY)


def test_nothing_is_approved_while_something_is_missing_but_it_may_be_refused() -> None:
    case = with_gaps()
    with pytest.raises(errors.GapsUnfilled) as refused:
        case.decide(AN, YES, MONDAY)
    assert "1, 2" in refused.value.text("en")
    assert case.decide(AN, NO, MONDAY)[0].state is CaseState.DECIDED
    part, told = case_receipt.supply_gaps(case, [2], (), MONDAY)
    assert (told.supplied, told.missing) == (1, 1)
    with pytest.raises(errors.UnknownGap):
        case_receipt.supply_gaps(part, [2], (), MONDAY)
    whole = case_receipt.supply_gaps(part, [1], (), MONDAY)[0]
    assert whole.decide(AN, YES, MONDAY)[0].state is CaseState.DECIDED


def test_gaps_that_are_not_filled_in_time_end_the_case() -> None:
    case = with_gaps()
    due_at = datetime(2026, 3, 9, 16, tzinfo=UTC)
    assert (case.life.gaps_due_at, acts_at(case)) == (due_at, due_at)
    assert act_when_due(case, due_at - timedelta(seconds=1)) is None
    found = act_when_due(case, due_at)
    assert found is not None
    assert (found[0].state, found[0].holder) == (CaseState.LAPSED, None)
    supplied = case_receipt.supply_gaps(case, [1, 2], (), MONDAY)[0]
    assert acts_at(supplied) is None
    assert act_when_due(supplied, due_at) is None


@pytest.mark.parametrize("ended", [lapsed, not_accepted])
def test_applied_for_again_it_is_received_anew_with_all_its_time(ended: object) -> None:
    case = ended()  # type: ignore[operator]
    at = on(4, 1)
    after, told = case_receipt.apply_again(replace(case, rung=frozenset({"remind_50"})), at)
    fresh = received(at)
    assert (after.state, after.anchor_on, after.due_at) == (
        CaseState.RECEIVED,
        date(2026, 4, 1),
        fresh.due_at,
    )
    assert (told.application, told.alarms) == (2, fresh.alarms(at))
    assert after.clock_version == case.clock_version + 1
    assert acts_at(after) == acts_at(fresh)


def test_applying_again_buys_no_further_rounds() -> None:
    once = answered(asked(held(received(max_information_rounds=1))), MONDAY)
    again = case_receipt.apply_again(
        case_receipt.decline(once, "defects_not_remedied", "r", AN, MONDAY)[0], on(4, 1)
    )[0]
    with pytest.raises(DomainError) as refused:
        asked(held(again, at=on(4, 1)), on(4, 1))
    assert refused.value.code == "information_rounds_used_up"


def test_stops_that_overlap_are_united_and_not_added() -> None:
    # Facts: 2026-02-10 + 20 with [02-12, 03-03) and [02-25, 03-10) is 04-03.
    case = stopped(accepted(FEBRUARY, statutory=TWENTY), on(2, 12), date(2026, 3, 3))
    case = asked(case, on(2, 25))
    case = case_clock.end_stop(case, 1, "", AN, on(3, 3))[0]
    assert case.is_stopped
    case = answered(case, on(3, 10))
    assert not case.is_stopped
    assert case.timing(on(3, 10)).statutory.due_on == date(2026, 4, 3)  # type: ignore[union-attr]


def test_a_stopped_case_is_not_decided_and_the_error_names_the_ground() -> None:
    case = stopped(accepted())
    with pytest.raises(errors.ClockStandsStill) as refused:
        case.decide(AN, NO, MONDAY)
    assert "expert_review" in refused.value.text("en")
    assert case.stopped_at == MONDAY
    assert case_clock.expected_end_on(case) == date(2026, 3, 20)


def test_an_early_end_says_why() -> None:
    case = stopped(accepted())
    with pytest.raises(errors.EarlyEndReasonMissing):
        case_clock.end_stop(case, 1, "", AN, on(3, 19))
    assert case_clock.end_stop(case, 1, "提前完成", AN, on(3, 19))[1].is_early
    assert not case_clock.end_stop(case, 1, "", AN, on(3, 20))[1].is_early
    with pytest.raises(errors.NoSuchStop):
        case_clock.end_stop(case, 2, "r", AN, on(3, 20))


@pytest.mark.parametrize(
    ("ground", "procedure", "until", "error"),
    [
        (None, None, date(2026, 3, 20), "stop_needs_ground"),
        ("expert_review", "site_visit", date(2026, 3, 20), "stop_needs_ground"),
        ("lunch", None, date(2026, 3, 20), "unknown_stop_ground"),
        (None, "picnic", date(2026, 3, 20), "unknown_procedure"),
        ("information_requested", None, date(2026, 3, 20), "ground_asks_sponsor"),
        ("expert_review", None, date(2026, 3, 2), "stop_end_not_in_future"),
        ("expert_review", None, date(2026, 3, 31), "stop_too_long"),
        (None, "site_visit", date(2026, 3, 17), "stop_too_long"),
    ],
)
def test_a_stop_that_the_item_does_not_know_or_allow_is_refused(
    ground: str | None, procedure: str | None, until: date, error: str
) -> None:
    with pytest.raises(DomainError) as refused:
        case_clock.open_stop(accepted(), ground, procedure, until, "r", AN, MONDAY)
    assert refused.value.code == error


def test_one_ground_stops_the_clock_once_at_a_time() -> None:
    case = stopped(accepted())
    with pytest.raises(errors.StopRunsAlready):
        stopped(case)
    other = case_clock.open_stop(case, None, "notice_to_public", date(2026, 3, 9), "r", AN, MONDAY)
    assert other[1].ground == "public_notice"
    ended = case_clock.end_stop(case, 1, "r", AN, on(3, 3))[0]
    assert stopped(ended, on(3, 4)).is_stopped


def test_a_procedure_without_a_ground_stops_nothing() -> None:
    case = accepted()
    after, told = case_clock.open_stop(case, None, "site_visit", date(2026, 3, 6), "r", AN, MONDAY)
    assert not told.stops_clock
    assert not after.is_stopped
    assert after.clock_version == case.clock_version
    assert after.decide(AN, YES, MONDAY)[0].state is CaseState.DECIDED


def test_a_required_procedure_comes_before_the_decision() -> None:
    plan = ProcedurePlan(procedure="hearing", kind="hearing", limit=TWENTY, is_required=True)
    case = accepted(procedures=(plan,))
    with pytest.raises(errors.ProcedureNotHeld):
        case.decide(AN, NO, MONDAY)
    begun = case_clock.open_stop(case, None, "hearing", date(2026, 3, 9), "r", AN, MONDAY)[0]
    with pytest.raises(errors.ProcedureNotHeld):
        begun.decide(AN, NO, MONDAY)
    ended = case_clock.end_stop(begun, 1, "r", AN, on(3, 5))[0]
    assert ended.decide(AN, NO, on(3, 5))[0].state is CaseState.DECIDED


def test_a_stop_that_lasts_longer_than_expected_is_spoken_of_once() -> None:
    case = stopped(accepted())
    due_at = datetime(2026, 3, 20, 16, tzinfo=UTC)
    assert acts_at(case) == due_at
    found = act_when_due(case, due_at)
    assert found is not None
    assert found[1].holder == "an"  # type: ignore[union-attr]
    assert act_when_due(found[0], due_at) is None
    assert acts_at(found[0]) is None


def test_an_extension_is_worked_out_from_the_anchor_and_needs_the_rank() -> None:
    case = accepted(statutory=TWENTY)
    with pytest.raises(errors.ExtensionApprovalMissing) as refused:
        case_clock.extend(case, FIVE_DAYS, "", "r", LEAD, MONDAY)
    assert "agency" in refused.value.text("en")
    after, told = case_clock.extend(case, FIVE_DAYS, "张局长 2026-7", "r", LEAD, MONDAY)
    longer = accepted(statutory=Limit(figure=25, unit="working_day"))
    assert after.statutory_due_at == longer.statutory_due_at == told.statutory_due_at
    assert after.due_at > case.due_at
    assert told.clock_version == case.clock_version + 1
    with pytest.raises(NoExtensionLeft):
        case_clock.extend(after, FIVE_DAYS, "a", "r", LEAD, MONDAY)


def test_an_extension_has_a_bound_and_comes_before_the_limit_ends() -> None:
    case = accepted()
    with pytest.raises(ExtensionTooLong):
        case_clock.extend(case, TWENTY, "a", "r", LEAD, MONDAY)
    with pytest.raises(errors.ExtensionAfterLimit):
        case_clock.extend(case, FIVE_DAYS, "a", "r", LEAD, case.statutory_due_at)
    with pytest.raises(errors.NoExtension):
        case_clock.extend(accepted(extension=None), FIVE_DAYS, "a", "r", LEAD, MONDAY)
    own = ExtensionPlan(at_most=FIVE_DAYS, approver="department_lead")
    case_clock.extend(accepted(extension=own), FIVE_DAYS, "", "r", LEAD, MONDAY)


def test_days_of_another_kind_lengthen_only_the_limit_of_their_own() -> None:
    case = accepted(committed=Limit(figure=10, unit="calendar_day"))
    after = case_clock.extend(case, FIVE_DAYS, "a", "r", LEAD, MONDAY)[0]
    assert after.due_at == case.due_at
    assert after.statutory_due_at > case.statutory_due_at


def test_a_recommendation_is_confirmed_by_somebody_else() -> None:
    case = recommended()
    assert case.holder is not None
    mine = replace(case, holding=held(accepted()).holding)
    for move in (case_end.confirm, lambda c, who, at: case_end.challenge(c, who, at, LEASE)):
        with pytest.raises(errors.SameOfficer):
            move(mine, AN, MONDAY)
    acting = replace(BO, behalf=AN)
    with pytest.raises(errors.SameOfficer):
        case_end.confirm(case, acting, MONDAY)
    after, told = case_end.confirm(case, BO, MONDAY)
    assert after.decision is not None
    assert (after.decision.by, told.decided_by) == (BO, "bo")


def test_whoever_recommended_does_not_get_it_to_confirm() -> None:
    free = case_end.recommend(accepted(four_eyes=True), YES, AN, MONDAY)[0]
    assert (free.state, free.holder) == (CaseState.RECOMMENDED, None)
    with pytest.raises(errors.SameOfficer):
        held(free, AN)


def test_a_challenge_gives_it_back_to_whoever_recommended() -> None:
    after, told = case_end.challenge(recommended(), BO, MONDAY, LEASE)
    assert (after.state, told.recommended_by) == (CaseState.UNDER_REVIEW, "an")
    assert after.holder is not None
    assert after.holder.person == "an"
    assert after.life.challenges == 1


def test_four_eyes_are_needed_where_the_item_asks_for_them_and_only_there() -> None:
    with pytest.raises(errors.FourEyesNeeded):
        accepted(four_eyes=True).decide(AN, YES, MONDAY)
    with pytest.raises(errors.NoFourEyes):
        case_end.recommend(accepted(), YES, AN, MONDAY)


def test_service_counts_ten_working_days_from_the_decision() -> None:
    case = decided()
    due_at = datetime(2026, 3, 16, 16, tzinfo=UTC)
    assert (case.life.service_due_at, acts_at(case)) == (due_at, due_at)
    in_time = case_end.serve(case, "post", date(2026, 3, 16), "", AN, on(3, 20))[1]
    late = case_end.serve(case, "post", date(2026, 3, 17), "", AN, on(3, 20))[1]
    assert (in_time.within_limit, late.within_limit) == (True, False)
    for day in (date(2026, 3, 1), date(2026, 3, 21)):
        with pytest.raises(errors.ServiceDateWrong):
            case_end.serve(case, "post", day, "", AN, on(3, 20))


def test_a_decision_that_is_not_served_in_time_is_spoken_of_once() -> None:
    case = decided()
    due_at = case.life.service_due_at
    assert due_at is not None
    found = act_when_due(case, due_at)
    assert found is not None
    assert act_when_due(found[0], due_at + DAY) is None
    served = case_end.serve(case, "electronic", MONDAY.date(), "", AN, MONDAY)[0]
    assert act_when_due(served, due_at) is None
    assert acts_at(served) is None


def test_a_round_has_limits_of_its_own_where_the_item_sets_them() -> None:
    rounds = (
        RoundPlan(round=1, answer=FIVE_DAYS),
        RoundPlan(round=2, answer=TWENTY, review=FIVE_DAYS),
    )
    case: Case = asked(accepted(rounds=rounds), on(3, 3))
    assert case_clock.answers_due_on(case) == {1: date(2026, 3, 10)}
    case = answered(case, on(3, 5))
    kept = case.timing(on(3, 5)).committed
    assert (kept.limit.figure, kept.anchor_on) == (10, date(2026, 3, 2))
    case = answered(asked(case, on(3, 6)), on(3, 11))
    anew = case.timing(on(3, 11)).committed
    assert (anew.limit.figure, anew.anchor_on) == (5, date(2026, 3, 11))
    assert anew.due_on == date(2026, 3, 18)
    # The third round goes by the last limits that are set.
    assert case_clock.answers_due_on(asked(case, on(3, 12)))[3] == date(2026, 4, 10)
