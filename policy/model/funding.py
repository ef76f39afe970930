"""Programmes: what money a policy offers, to whom, how much, and which figures it leaves open."""

from decimal import ROUND_DOWN, Decimal
from typing import Literal

from pydantic import Field

from contracts.money import FEN
from policy.model.base import Clause, Entry, Figure, Name, Slug


class Voucher(Entry):
    """A share of a service contract, up to a cap, out of a yearly budget."""

    kind: Literal["voucher"]
    clause: Clause
    authority: Slug
    """The department that decides and holds the budget."""
    pays_for: Name
    eligible_sponsor_kinds: tuple[Slug, ...] = Field(min_length=1)
    stages: tuple[Slug, ...] = Field(min_length=1)
    evidence: tuple[Slug, ...] = ()
    share_percent: Figure
    cap_per_application: Figure
    yearly_budget: Figure

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
