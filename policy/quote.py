"""What a programme would pay to a project, with the working, in every reading of its text."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal, localcontext
from typing import Literal

from contracts.errors import DomainError, ErrorKind
from contracts.money import FEN
from policy.expression import DECIMALS, MissingFact
from policy.grading import closed_by_credit
from policy.known import Known
from policy.model import Grant, Pack, Rate, Reading, Referral, Stacking, Voucher

LARGEST = Decimal(10) ** 15  # a thousand times the largest programme that any policy names
Standing = Literal["open", "closed", "unknown"]
ClosedBecause = Literal["subject", "sponsor_kind", "credit", "condition"]
"""Of another subject, for other kinds of sponsor, by the credit grade, by its own condition."""


class AmountTooLarge(DomainError):
    """The facts of the project give an amount that nobody can mean."""

    code = "amount_too_large"
    kind = ErrorKind.INVALID
    field = "facts"
    zh = "算出的金额超过 {largest} 元，请核对项目要素。"
    en = "The facts give an amount above CNY {largest}; check them."


@dataclass(frozen=True, slots=True)
class ReadingQuote:
    """One reading worked out: base, share, the cap if it bit, what is paid and in which years."""

    reading: Reading | None
    rate: Rate
    base: Decimal | None
    """None for a fixed amount."""
    share: Decimal
    """Before the cap."""
    is_capped: bool
    amount: Decimal
    by_year: tuple[Decimal, ...] = ()
    to_equity: Decimal | None = None

    @property
    def is_indicative(self) -> bool:
        """Whether a figure of it is not the policy's own."""
        figures = (self.rate.percent, self.rate.cap, self.rate.amount)
        return any(each is not None and each.basis == "set_by_authority" for each in figures)


@dataclass(frozen=True, slots=True)
class ProgrammeQuote:
    """A programme for one project: whether it is open to it, and each reading's amount."""

    programme: Voucher | Grant | Referral
    standing: Standing
    missing: tuple[str, ...] = ()
    readings: tuple[ReadingQuote, ...] = ()
    closed_because: ClosedBecause | None = None

    @property
    def amount(self) -> Decimal | None:
        """Of the first reading; None while it is not known, or nothing is paid."""
        return self.readings[0].amount if self.readings else None


@dataclass(frozen=True, slots=True)
class StackingQuote:
    """What several programmes come to together: less than their sum when the rule bites."""

    stacking: Stacking
    separately: Decimal
    together: Decimal | None
    missing: tuple[str, ...] = ()


def quote(pack: Pack, programme: Voucher | Grant | Referral, known: Known) -> ProgrammeQuote:
    """Whether the project may have it, and how much; facts that are missing are named."""
    because = _closed_because(pack, programme, known)
    if because is not None:
        return ProgrammeQuote(programme, "closed", closed_because=because)
    verdict = known.verdict(programme.when)
    if verdict.answer == "unknown":
        return ProgrammeQuote(programme, "unknown", verdict.missing)
    if isinstance(programme, Referral):
        return ProgrammeQuote(programme, "open")
    if isinstance(programme, Voucher):
        return _voucher(programme, known)
    try:
        with localcontext(DECIMALS):
            readings = tuple(
                quoted
                for reading in programme.readings or (None,)
                if (quoted := _reading(programme, reading, known)) is not None
            )
    except MissingFact as fact:
        return ProgrammeQuote(programme, "open", (fact.fact,))
    if not readings:
        return ProgrammeQuote(programme, "closed", closed_because="condition")
    return ProgrammeQuote(programme, "open", (), readings)


def stack(
    rule: Stacking, quotes: Mapping[str, ProgrammeQuote], known: Known
) -> StackingQuote | None:
    """The programmes of a stacking rule taken together; None unless two of them pay."""
    amounts = [
        amount
        for id_ in rule.programmes
        if id_ in quotes and (amount := quotes[id_].amount) is not None
    ]
    if len(amounts) < 2:
        return None
    separately = sum(amounts, Decimal(0))
    if rule.rule == "highest_only" or rule.base is None or rule.percent_at_most is None:
        return StackingQuote(rule, separately, max(amounts))
    try:
        base = known.amount(rule.base)
    except MissingFact as fact:
        return StackingQuote(rule, separately, None, (fact.fact,))
    with localcontext(DECIMALS):
        ceiling = _to_fen(base * rule.percent_at_most.value / 100)
    return StackingQuote(rule, separately, min(separately, ceiling))


def _closed_because(
    pack: Pack, programme: Voucher | Grant | Referral, known: Known
) -> ClosedBecause | None:
    kinds = programme.eligible_sponsor_kinds
    if known.get("subject") not in programme.subjects:
        return "subject"
    if kinds and known.get("sponsor_kind") not in kinds:
        return "sponsor_kind"
    if "funding" in closed_by_credit(pack, known):
        return "credit"
    return "condition" if known.verdict(programme.when).answer == "no" else None


def _voucher(voucher: Voucher, known: Known) -> ProgrammeQuote:
    contract = known.get("contract_amount")
    if not isinstance(contract, Decimal):
        return ProgrammeQuote(voucher, "open", ("contract_amount",))
    rate = Rate(id=voucher.id, percent=voucher.share_percent, cap=voucher.cap_per_application)
    share = voucher.share_of(contract)
    amount = voucher.amount(contract)
    worked = ReadingQuote(None, rate, contract, share, amount < share, amount)
    return ProgrammeQuote(voucher, "open", (), (worked,))


def _reading(grant: Grant, reading: Reading | None, known: Known) -> ReadingQuote | None:
    for rate in grant.rates:
        if reading is not None and rate.readings and reading.id not in rate.readings:
            continue
        found = known.verdict(rate.when)
        if found.answer == "unknown":
            raise MissingFact(found.missing[0])
        if found.answer == "yes":
            return _worked(grant, reading, rate, known)
    return None


def _worked(grant: Grant, reading: Reading | None, rate: Rate, known: Known) -> ReadingQuote:
    base: Decimal | None = None
    share = Decimal(0)
    if rate.amount is not None:
        share = rate.amount.value
    elif rate.percent is not None:
        formula = rate.base or grant.base or "0"
        base = known.amount(formula)
        base = max(base, Decimal(0))
        share = _to_fen(base * rate.percent.value / 100)
    cap = rate.cap.value if rate.cap is not None else None
    amount = _to_fen(share if cap is None else min(share, cap))
    is_capped = cap is not None and cap < share
    turned = grant.conversion
    equity = None if turned is None else _to_fen(amount * turned.percent.value / 100)
    return ReadingQuote(
        reading, rate, base, share, is_capped, amount, _by_year(grant, amount), equity
    )


def _by_year(grant: Grant, amount: Decimal) -> tuple[Decimal, ...]:
    """The schedule in fen; the last year takes what rounding left, so that the sum is exact."""
    if not grant.schedule:
        return ()
    years = [_to_fen(amount * each.percent.value / 100) for each in grant.schedule[:-1]]
    return (*years, amount - sum(years, Decimal(0)))


def _to_fen(amount: Decimal) -> Decimal:
    if abs(amount) >= LARGEST:
        raise AmountTooLarge(largest=f"{LARGEST:,f}")
    return amount.quantize(FEN, rounding=ROUND_DOWN)
