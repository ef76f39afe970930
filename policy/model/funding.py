"""Programmes: what money a policy offers, to whom, how much, and which figures it leaves open."""

from decimal import ROUND_DOWN, Decimal
from typing import Annotated, Literal, get_args

from pydantic import Field

from contracts.money import FEN
from policy.model.base import (
    Basis,
    Clause,
    Entry,
    Expression,
    Figure,
    Name,
    PackModel,
    SetPeriod,
    Slug,
)
from policy.model.subject import SubjectId

PROJECT_ONLY: tuple[SubjectId, ...] = ("project",)


class _Programme(Entry):
    """What every programme says."""

    clause: Clause
    authority: Slug
    """The department that decides, or that a referral goes to."""
    pays_for: Name
    subjects: tuple[SubjectId, ...] = PROJECT_ONLY
    when: Expression | None = None
    """Who else is shut out: the condition must hold."""


class Voucher(_Programme):
    """A share of a service contract, up to a cap, out of a yearly budget."""

    kind: Literal["voucher"]
    eligible_sponsor_kinds: tuple[Slug, ...] = Field(min_length=1)
    stages: tuple[Slug, ...] = Field(min_length=1)
    evidence: tuple[Slug, ...] = ()
    share_percent: Figure
    cap_per_application: Figure
    yearly_budget: Figure
    two_people_from: Figure | None = None
    """From this amount on two officers decide; the authority's own rule when left out."""

    @property
    def is_indicative(self) -> bool:
        """Whether a figure of the formula is not the policy's own."""
        figures = (self.share_percent, self.cap_per_application)
        return any(figure.basis == "set_by_authority" for figure in figures)

    def share_of(self, contract_amount: Decimal) -> Decimal:
        """The share of the contract before the cap, rounded down to the fen."""
        share = contract_amount * self.share_percent.value / 100
        return share.quantize(FEN, rounding=ROUND_DOWN)

    def amount(self, contract_amount: Decimal) -> Decimal:
        """The share of the contract, capped, rounded down to the fen."""
        return min(self.share_of(contract_amount), self.cap_per_application.value).quantize(
            FEN, rounding=ROUND_DOWN
        )


class Reading(PackModel):
    """One way to read a policy that can be read in more than one."""

    id: Slug
    name: Name


class Rate(PackModel):
    """What is paid while a condition holds: a share of a base up to a cap, or a fixed amount.

    The first rate of a reading that holds decides; a rate without a condition always holds.
    """

    id: Slug
    name: Name | None = None
    when: Expression | None = None
    base: Expression | None = None
    """The programme's base when left out."""
    percent: Figure | None = None
    cap: Figure | None = None
    amount: Figure | None = None
    readings: tuple[Slug, ...] = ()
    """Only in these readings; in all when left out."""


class YearShare(PackModel):
    """The part of the whole that a year of the schedule pays, and what it must show."""

    year: int = Field(ge=1, le=20)
    percent: Figure
    evidence: tuple[Slug, ...] = ()


class Conversion(Basis):
    """The part of a grant that turns into equity, and when."""

    percent: Figure
    when_reached: Name


class Grant(_Programme):
    """Money that is paid by a formula."""

    kind: Literal[
        "capital_subsidy",
        "post_subsidy",
        "one_off",
        "performance_award",
        "tapering_subsidy",
        "subsidy_to_equity",
        "match_funding",
        "premium_subsidy",
        "guarantee_award",
        "interest_subsidy",
        "risk_compensation",
    ]
    eligible_sponsor_kinds: tuple[Slug, ...] = ()
    """All kinds when left out; so for stages."""
    stages: tuple[Slug, ...] = ()
    evidence: tuple[Slug, ...] = ()
    base: Expression | None = None
    """The amount that the shares are of, such as total_investment."""
    rates: tuple[Rate, ...] = Field(min_length=1)
    readings: tuple[Reading, ...] = ()
    """The first one is what is quoted; the others are shown beside it."""
    schedule: tuple[YearShare, ...] = ()
    conversion: Conversion | None = None
    yearly_budget: Figure | None = None
    two_people_from: Figure | None = None
    """As with a voucher."""


class Referral(_Programme):
    """An introduction to somebody else's money: the lane passes on, it does not pay."""

    kind: Literal["equity_referral", "loan_referral"]
    eligible_sponsor_kinds: tuple[Slug, ...] = ()
    stages: tuple[Slug, ...] = ()
    evidence: tuple[Slug, ...] = ()
    refers_to: tuple[Name, ...] = Field(min_length=1)
    """Funds or loan products, by name."""
    size: Figure | None = None
    """Of the fund, where the policy names it."""


Programme = Annotated[Voucher | Grant | Referral, Field(discriminator="kind")]
PROGRAMME_KINDS: dict[str, type[_Programme]] = {
    kind: model
    for model in (Voucher, Grant, Referral)
    for kind in get_args(model.model_fields["kind"].annotation)
}


class Stacking(Basis):
    """What several programmes come to together."""

    id: Slug
    name: Name
    programmes: tuple[Slug, ...] = Field(min_length=2)
    rule: Literal["highest_only", "together_at_most"]
    base: Expression | None = None
    """With `together_at_most`: they may not exceed this percentage of this amount."""
    percent_at_most: Figure | None = None


class Evaluation(Entry):
    """A programme is looked at again while it runs: what was paid, and what came of it."""

    programmes: tuple[Slug, ...] = Field(min_length=1)
    authority: Slug
    every: SetPeriod
    measures: tuple[Name, ...] = Field(min_length=1)
    """What is measured, such as the cost of one launched product."""


class Advice(Entry):
    """Help that others give, such as a tax relief: told, never added into a quote."""

    clause: Clause
    authority: Name
    when: Expression | None = None
