"""What programmes pay: base, rate, cap, both readings, schedules to the fen, stacking."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.known import Known
from policy.model import Pack
from policy.project_facts import ProjectFacts, known_of
from policy.quote import AmountTooLarge, ProgrammeQuote, quote, stack
from policy.structure import build_pack
from policy.vocabulary import vocabulary_of
from tests.unit.policy.builder import Values, meadow, meadow_values


def asked(
    programme: str, facts: dict[str, Any], pack: Pack | None = None, **told: Any
) -> ProgrammeQuote:
    pack = pack or meadow()
    known = {"industry": "cheese", "sponsor_kind": "farm", "facts": facts, **told}
    stated = known_of(pack, ProjectFacts.model_validate(known))
    return quote(pack, pack.programme(programme), stated)


def knowing(pack: Pack, **values: Decimal) -> Known:
    return Known(vocabulary_of(pack), values)


def pack_with(**programme: Any) -> Pack:
    """The made-up pack with one more programme."""
    values = meadow_values()
    extra: Values = {
        "id": "extra",
        "name": {"zh": "另一项", "en": "Extra"},
        "clause": "4",
        "authority": "treasury",
        "pays_for": {"zh": "其他", "en": "Other"},
        **programme,
    }
    values["programmes"].append(extra)
    pack = build_pack(values)
    assert isinstance(pack, Pack), pack
    return pack


def given_(value: str) -> dict[str, Any]:
    return {"value": Decimal(value), "basis": "given", "clause": "4"}


def test_the_cap_bites_in_one_reading_and_not_in_the_other() -> None:
    found = asked("barn_subsidy", {"barn_investment": 123456})
    capped, uncapped = found.readings
    assert (capped.base, capped.share) == (Decimal(123456), Decimal("49382.40"))
    assert (capped.amount, capped.is_capped) == (Decimal(20000), True)
    assert (uncapped.amount, uncapped.is_capped) == (Decimal("49382.40"), False)
    assert found.amount == capped.amount
    assert not capped.is_indicative


def test_the_tier_of_the_industry_chooses_the_rate() -> None:
    found = asked("barn_subsidy", {"barn_investment": 8000}, industry="wool")
    assert [each.rate.id for each in found.readings] == ["others", "others"]
    assert found.amount == Decimal(2000)
    assert found.readings[0].is_indicative


def test_whom_the_door_shuts_out_gets_nothing_and_a_missing_fact_is_named() -> None:
    assert asked("barn_subsidy", {"barn_investment": 999}).standing == "closed"
    unknown = asked("barn_subsidy", {})
    assert (unknown.standing, unknown.missing) == ("unknown", ("barn_investment",))
    assert asked("butter_token", {}, sponsor_kind="guild").standing == "closed"
    assert asked("hay_taper", {}, subject="pilot_line").standing == "closed"
    open_ = asked("hay_taper", {})
    assert (open_.standing, open_.amount, open_.missing) == ("open", None, ("barn_investment",))


def test_a_referral_pays_nothing() -> None:
    found = asked("cow_fund", {})
    assert (found.standing, found.amount) == ("open", None)


@given(st.decimals("0.01", "100000000", places=2))
def test_the_years_of_a_schedule_sum_to_the_whole_to_the_fen(investment: Decimal) -> None:
    found = asked("hay_taper", {"barn_investment": investment})
    [reading] = found.readings
    assert sum(reading.by_year) == reading.amount
    assert all(year >= 0 for year in reading.by_year)
    assert reading.amount <= 5000


def test_bad_credit_closes_funding_where_the_pack_says_so() -> None:
    values = meadow_values()
    values["credit"][0]["closes"] = ["funding"]
    pack = build_pack(values)
    assert isinstance(pack, Pack)
    known = {"barn_investment": 5000}
    assert asked("barn_subsidy", known, pack, credit_grade="D").standing == "closed"
    assert asked("barn_subsidy", known, pack, credit_grade="A").standing == "open"


@pytest.mark.parametrize(
    "kind",
    [
        "post_subsidy",
        "match_funding",
        "premium_subsidy",
        "guarantee_award",
        "interest_subsidy",
        "risk_compensation",
    ],
)
def test_a_share_never_exceeds_its_base(kind: str) -> None:
    rates = [{"id": "one", "percent": given_("100")}]
    pack = pack_with(kind=kind, base="barn_investment", rates=rates)
    assert asked("extra", {"barn_investment": 77}, pack).amount == Decimal(77)


@pytest.mark.parametrize("kind", ["one_off", "performance_award"])
def test_a_fixed_sum_is_paid_as_it_stands(kind: str) -> None:
    rates = [
        {"id": "big", "when": "wheels_per_week > 100", "amount": given_("300")},
        {"id": "small", "amount": given_("100.50")},
    ]
    pack = pack_with(kind=kind, rates=rates)
    assert asked("extra", {"wheels_per_week": 101}, pack).amount == Decimal(300)
    assert asked("extra", {"wheels_per_week": 100}, pack).amount == Decimal("100.50")


def test_part_of_a_grant_turns_into_equity() -> None:
    conversion = {
        "percent": given_("60"),
        "when_reached": {"zh": "开始盈利", "en": "first profit"},
        "basis": "given",
        "clause": "4",
    }
    rates = [{"id": "one", "percent": given_("10")}]
    pack = pack_with(
        kind="subsidy_to_equity", base="barn_investment", rates=rates, conversion=conversion
    )
    [reading] = asked("extra", {"barn_investment": 1000}, pack).readings
    assert (reading.amount, reading.to_equity) == (Decimal(100), Decimal(60))


def test_a_negative_base_pays_nothing_and_an_absurd_one_is_refused() -> None:
    rates = [{"id": "one", "percent": given_("10")}]
    pack = pack_with(kind="post_subsidy", base="barn_investment - 50", rates=rates)
    assert asked("extra", {"barn_investment": 10}, pack).amount == Decimal(0)
    with pytest.raises(AmountTooLarge):
        asked("extra", {"barn_investment": Decimal(10) ** 17}, pack)


def test_of_programmes_that_exclude_each_other_the_highest_counts() -> None:
    pack = meadow()
    quotes = {
        "butter_token": asked("butter_token", {}, contract_amount=Decimal(100)),
        "barn_subsidy": asked("barn_subsidy", {"barn_investment": 1000}),
    }
    found = stack(pack.stacking[0], quotes, knowing(pack))
    assert found is not None
    assert (found.separately, found.together) == (Decimal(450), Decimal(400))


def test_programmes_together_stay_below_their_share_of_the_base() -> None:
    values = meadow_values()
    values["stacking"][0] |= {
        "rule": "together_at_most",
        "base": "barn_investment",
        "percent_at_most": given_("42"),
    }
    pack = build_pack(values)
    assert isinstance(pack, Pack)
    quotes = {
        "butter_token": asked("butter_token", {}, contract_amount=Decimal(100)),
        "barn_subsidy": asked("barn_subsidy", {"barn_investment": 1000}),
    }
    found = stack(pack.stacking[0], quotes, knowing(pack, barn_investment=Decimal(1000)))
    assert found is not None
    assert found.together == Decimal(420)
    unknown = stack(pack.stacking[0], quotes, knowing(pack))
    assert unknown is not None
    assert (unknown.together, unknown.missing) == (None, ("barn_investment",))


def test_one_programme_alone_needs_no_stacking() -> None:
    pack = meadow()
    assert stack(pack.stacking[0], {}, knowing(pack)) is None
