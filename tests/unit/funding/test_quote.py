"""What an applicant would get."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.money import FEN
from policy.loader import load_pack
from services.funding.domain.errors import AmountTooSmall, SponsorKindNotEligible
from services.funding.domain.quote import Figure, Programme


def figure(value: str, basis: str = "given") -> Figure:
    """A figure; the reason only where the authority set it."""
    is_set = basis == "set_by_authority"
    return Figure(
        Decimal(value),
        basis,  # type: ignore[arg-type]
        None if is_set else "7",
        "未给出" if is_set else None,
        "not given" if is_set else None,
    )


PROGRAMME = Programme(
    id="bread_voucher",
    pack="meadow",
    pack_version="1",
    pack_digest="sha256:0",
    clause="7",
    authority="treasury",
    eligible_sponsor_kinds=("baker",),
    share_percent=figure("33.3333"),
    cap=figure("1000"),
    yearly_budget=figure("5000"),
)
AMOUNTS = st.decimals(min_value=FEN, max_value=Decimal(10**12), places=2)


def test_the_share_is_rounded_down_to_the_fen() -> None:
    quote = PROGRAMME.quote(Decimal("100.01"))
    assert (quote.amount, quote.is_capped) == (Decimal("33.33"), False)


def test_the_cap_bites_only_when_the_share_exceeds_it() -> None:
    exact = replace(PROGRAMME, share_percent=figure("50"))
    assert exact.quote(Decimal(2000)).is_capped is False
    beyond = exact.quote(Decimal("2000.02"))
    assert (beyond.amount, beyond.is_capped, beyond.share_amount) == (
        Decimal(1000),
        True,
        Decimal("1000.01"),
    )


def test_less_than_a_fen_is_no_amount() -> None:
    with pytest.raises(AmountTooSmall):
        PROGRAMME.quote(Decimal("0.03"))


def test_one_figure_of_the_authority_makes_the_quote_indicative() -> None:
    assert PROGRAMME.quote(Decimal(100)).is_indicative is False
    for changed in (
        replace(PROGRAMME, share_percent=figure("30", "set_by_authority")),
        replace(PROGRAMME, cap=figure("30", "set_by_authority")),
    ):
        assert changed.quote(Decimal(100)).is_indicative is True


def test_the_working_shows_base_share_cap_and_their_sources() -> None:
    programme = replace(PROGRAMME, cap=figure("1000", "set_by_authority"))
    working = programme.quote(Decimal("9000")).working()
    assert working["base"] == "9000.00"
    assert working["share_percent"] == {
        "value": "33.3333",
        "basis": "given",
        "clause": "7",
        "reason_zh": None,
        "reason_en": None,
    }
    assert (working["share_amount"], working["amount"], working["is_capped"]) == (
        "2999.99",
        "1000.00",
        True,
    )


def test_only_eligible_kinds_of_sponsor_may_apply() -> None:
    PROGRAMME.check_sponsor_kind("baker")
    with pytest.raises(SponsorKindNotEligible):
        PROGRAMME.check_sponsor_kind("miller")


@given(AMOUNTS)
def test_an_amount_never_exceeds_share_cap_or_contract(contract: Decimal) -> None:
    try:
        quote = PROGRAMME.quote(contract)
    except AmountTooSmall:
        assert contract * PROGRAMME.share_percent.value / 100 < FEN
        return
    assert FEN <= quote.amount <= min(contract, PROGRAMME.cap.value)
    assert quote.amount == quote.amount.quantize(FEN)
    assert quote.share_amount - quote.amount >= 0


@given(AMOUNTS)
def test_a_quote_says_what_the_policys_own_formula_says(contract: Decimal) -> None:
    loaded = load_pack("guangzhou").pack
    voucher = loaded.programmes[0]
    same = replace(
        PROGRAMME,
        share_percent=replace(figure("1"), value=voucher.share_percent.value),
        cap=replace(figure("1"), value=voucher.cap_per_application.value),
    )
    expected = voucher.amount(contract)
    if expected >= FEN:
        assert same.quote(contract).amount == expected
