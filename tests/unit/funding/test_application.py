"""An application's course, and what makes two contracts the same."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from contracts.ids import ApplicationId, OrganisationId, PersonId, ProjectId
from contracts.process import ProjectOutcome
from services.funding.domain.application import Application, ApplicationState, lane_year
from services.funding.domain.contract_key import contract_key
from services.funding.domain.errors.application import (
    AlreadyDecided,
    BadContractReference,
    BudgetExhausted,
    FactsMissing,
    GroundMissing,
    GroundNotTaken,
    HeldByAnother,
    NotHeld,
    ProjectIsOver,
    SameOfficer,
)
from services.funding.domain.ground import NAMES, RefusalGround
from services.funding.domain.ledger import Budget, MovementKind, opening
from services.funding.domain.person import LEASE, Officer
from services.funding.domain.project import AFTER_THE_END, Project
from services.funding.domain.quote import VOUCHER

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
BUDGET = Budget.empty(2026).after(opening(Decimal(1000)))
APPLICATION = Application(
    id=ApplicationId(UUID(int=1)),
    project_id=ProjectId(UUID(int=2)),
    project_title="样例项目",
    organisation_id=OrganisationId("91440101MA5000001X"),
    organisation_name="样例",
    pack="meadow",
    programme="bread_voucher",
    authority="treasury",
    contract_amount=Decimal(3000),
    contract_reference="HT-1",
    contract_key="ht-1",
    purpose="样例用途",
    sponsor_kind="baker",
    amount=Decimal(900),
    working={},
    submitted_at=NOW,
    submitted_by=PersonId("p"),
    due_at=NOW,
)
FIRST, SECOND = Officer(PersonId("one"), "甲"), Officer(PersonId("two"), "乙")
PROJECT = Project(
    id=APPLICATION.project_id,
    organisation_id=APPLICATION.organisation_id,
    organisation_name="样例",
    title="样例项目",
    pack="meadow",
    sponsor_kind="baker",
    ended_as=None,
)


def test_a_grant_reserves_its_amount_in_the_budgets_year() -> None:
    after, movement, event = APPLICATION.grant(BUDGET, None)
    assert (after.state, after.budget_year) == (ApplicationState.GRANTED, 2026)
    assert (movement.kind, movement.amount, event.amount) == (MovementKind.RESERVED, 900, 900)


def test_a_grant_that_does_not_fit_is_none() -> None:
    with pytest.raises(BudgetExhausted):
        replace(APPLICATION, amount=Decimal("1000.01")).grant(BUDGET, None)


def test_a_grant_takes_no_ground_and_a_refusal_needs_one() -> None:
    with pytest.raises(GroundNotTaken):
        APPLICATION.grant(BUDGET, RefusalGround.BUDGET_EXHAUSTED)
    with pytest.raises(GroundMissing):
        APPLICATION.refuse(None)


_DECIDABLE = ("awaiting_facts", "submitted", "first_signed", "queued")


@pytest.mark.parametrize("state", [s for s in ApplicationState if s not in _DECIDABLE])
def test_an_application_is_decided_once(state: ApplicationState) -> None:
    decided = replace(APPLICATION, state=state)
    with pytest.raises(AlreadyDecided):
        decided.grant(BUDGET, None)
    with pytest.raises(AlreadyDecided):
        decided.refuse(RefusalGround.BUDGET_EXHAUSTED)


def test_an_amount_that_waits_for_a_grade_is_not_decided_but_may_be_refused() -> None:
    waiting = replace(
        APPLICATION,
        amount=None,
        missing=["performance_grade"],
        state=ApplicationState.AWAITING_FACTS,
    )
    with pytest.raises(FactsMissing, match="performance_grade"):
        waiting.grant(BUDGET, None)
    refused, _ = waiting.refuse(RefusalGround.EVIDENCE_INSUFFICIENT)
    assert refused.state is ApplicationState.REFUSED


def test_a_small_amount_needs_one_officer_and_a_large_one_two() -> None:
    one, event = APPLICATION.signed(FIRST, NOW, "同意", Decimal("900.01"))
    assert (one.state, event) == (ApplicationState.SUBMITTED, None)
    signed, event = APPLICATION.signed(FIRST, NOW, "同意", Decimal(900))
    assert signed.state is ApplicationState.FIRST_SIGNED
    assert event is not None
    assert event.amount == 900
    after, event = signed.signed(SECOND, NOW, "同意", Decimal(900))
    assert event is None
    assert after.grant(BUDGET, None)[0].state is ApplicationState.GRANTED


def test_the_second_officer_is_never_the_first() -> None:
    signed, _ = APPLICATION.signed(FIRST, NOW, "同意", Decimal(1))
    with pytest.raises(SameOfficer):
        signed.signed(FIRST, NOW, "再同意", Decimal(1))


def test_nobody_overtakes_those_who_wait() -> None:
    with pytest.raises(BudgetExhausted):
        APPLICATION.grant(BUDGET, None, ahead=1)
    queued, event = APPLICATION.queue(NOW, ahead=2)
    assert (queued.state, event.place) == (ApplicationState.QUEUED, 3)
    assert queued.grant(BUDGET, None)[0].state is ApplicationState.GRANTED


def test_a_claim_holds_until_its_lease_ends() -> None:
    held = APPLICATION.claimed(FIRST, NOW)
    held.check_free_for(FIRST, NOW)
    with pytest.raises(HeldByAnother):
        held.claimed(SECOND, NOW)
    assert held.claimed(SECOND, NOW + LEASE).holder == SECOND.id
    with pytest.raises(NotHeld):
        held.put_back(SECOND)
    assert held.put_back(FIRST).holder is None


@pytest.mark.parametrize(
    "written", ["HT-2026/01", "ht-2026/01", " HT‐2026/01 ", "ＨＴ－２０２６／０１", "HT - 2026/01"]
)
def test_one_reference_has_one_key_however_it_is_written(written: str) -> None:
    assert contract_key(written) == "ht-2026/01"


def test_different_references_have_different_keys() -> None:
    written = ["HT-1-23", "HT-12-3", "HT-123", "合同-123", "合同〔2026〕1号", "合同〔2026〕11号"]
    assert len({contract_key(each) for each in written}) == len(written)


@pytest.mark.parametrize("written", ["", "  ", "--", "。"])
def test_a_reference_without_letter_or_digit_is_none(written: str) -> None:
    with pytest.raises(BadContractReference):
        contract_key(written)


def test_the_year_is_the_lanes_own() -> None:
    assert lane_year(datetime(2026, 12, 31, 16, 0, tzinfo=UTC)) == 2027


@pytest.mark.parametrize("outcome", ProjectOutcome)
def test_a_project_that_ends_applies_for_nothing_more_on_the_way(outcome: ProjectOutcome) -> None:
    PROJECT.check_may_apply(VOUCHER)
    with pytest.raises(ProjectIsOver):
        replace(PROJECT, ended_as=outcome).check_may_apply(VOUCHER)


def test_awards_follow_industrialisation_and_nothing_else() -> None:
    for kind in AFTER_THE_END:
        replace(PROJECT, ended_as=ProjectOutcome.INDUSTRIALISED).check_may_apply(kind)
        with pytest.raises(ProjectIsOver):
            replace(PROJECT, ended_as=ProjectOutcome.WITHDRAWN).check_may_apply(kind)


@pytest.mark.parametrize("outcome", ProjectOutcome)
def test_only_who_reached_the_aim_still_receives(outcome: ProjectOutcome) -> None:
    ended = replace(PROJECT, ended_as=outcome)
    if outcome is ProjectOutcome.INDUSTRIALISED:
        ended.check_may_receive()
    else:
        with pytest.raises(ProjectIsOver):
            ended.check_may_receive()


def test_every_ground_has_both_names() -> None:
    assert set(NAMES) == set(RefusalGround)
    assert all(zh and en for zh, en in NAMES.values())
