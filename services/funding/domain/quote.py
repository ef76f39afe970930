"""What an applicant would get, with the working: base, share, cap, and the source of each."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Literal

from contracts.money import FEN
from services.funding.domain.errors import AmountTooSmall, SponsorKindNotEligible

Basis = Literal["given", "set_by_authority"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a programme: given by a clause, or set by the authority for a reason."""

    value: Decimal
    basis: Basis
    clause: str | None
    reason_zh: str | None
    reason_en: str | None


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme as the pack declares it, and the version of the pack that does."""

    id: str
    pack: str
    pack_version: str
    pack_digest: str
    clause: str
    authority: str
    eligible_sponsor_kinds: tuple[str, ...]
    share_percent: Figure
    cap: Figure
    yearly_budget: Figure

    def check_sponsor_kind(self, given: str) -> None:
        """Refuse a kind of sponsor that the programme is not for."""
        if given not in self.eligible_sponsor_kinds:
            raise SponsorKindNotEligible(
                programme=self.id, given=given, known=", ".join(self.eligible_sponsor_kinds)
            )

    def quote(self, contract_amount: Decimal) -> "Quote":
        """The share of the contract, at most the cap, rounded down to the fen."""
        share = contract_amount * self.share_percent.value / 100
        amount = min(share, self.cap.value).quantize(FEN, rounding=ROUND_DOWN)
        if amount < FEN:
            raise AmountTooSmall(amount=contract_amount, share=f"{self.share_percent.value:f}")
        return Quote(
            programme=self,
            base=contract_amount,
            share_amount=share.quantize(FEN, rounding=ROUND_DOWN),
            is_capped=share > self.cap.value,
            amount=amount,
        )


@dataclass(frozen=True, slots=True)
class Quote:
    """An amount and how it came about."""

    programme: Programme
    base: Decimal
    share_amount: Decimal
    is_capped: bool
    amount: Decimal

    @property
    def is_indicative(self) -> bool:
        """Whether a figure of the formula is not the policy's own."""
        figures = (self.programme.share_percent, self.programme.cap)
        return any(figure.basis == "set_by_authority" for figure in figures)

    def working(self) -> dict[str, object]:
        """The quote as it is kept with an application: plain JSON, amounts as text."""
        programme = self.programme
        return {
            "programme": programme.id,
            "pack": programme.pack,
            "pack_version": programme.pack_version,
            "pack_digest": programme.pack_digest,
            "clause": programme.clause,
            "base": f"{self.base:.2f}",
            "share_percent": _plain(programme.share_percent),
            "share_amount": f"{self.share_amount:.2f}",
            "cap": _plain(programme.cap),
            "is_capped": self.is_capped,
            "amount": f"{self.amount:.2f}",
            "is_indicative": self.is_indicative,
        }


def _plain(figure: Figure) -> dict[str, object]:
    return {
        "value": f"{figure.value:f}",
        "basis": figure.basis,
        "clause": figure.clause,
        "reason_zh": figure.reason_zh,
        "reason_en": figure.reason_en,
    }
