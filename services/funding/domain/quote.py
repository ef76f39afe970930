"""What an applicant would get, with the working: base, rate, cap, stacking, and each source.

The figures come from the pack's own formulas (``policy.quote``); here they are what is kept with an
application, shown, and decided on. Amounts are exact CNY.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final, Literal

from contracts.money import FEN
from services.funding.domain.errors.application import (
    AmountTooSmall,
    CreditClosesFunding,
    ProgrammeNotForSubject,
    SponsorKindNotEligible,
    StackingExhausted,
    UnknownReading,
)

Basis = Literal["given", "set_by_authority"]
VOUCHER: Final = "voucher"
AWARD: Final = "performance_award"
MATCH: Final = "match_funding"
REFERRALS: Final = frozenset({"equity_referral", "loan_referral"})
ONCE: Final = frozenset(
    {
        "capital_subsidy",
        "post_subsidy",
        "one_off",
        "tapering_subsidy",
        "subsidy_to_equity",
        "match_funding",
    }
)
"""Kinds that a project gets once; the others come back, year by year or loan by loan."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a programme: given by a clause, or set by the authority for a reason."""

    value: Decimal
    basis: Basis
    clause: str | None = None
    reason_zh: str | None = None
    reason_en: str | None = None

    def plain(self) -> dict[str, object]:
        """As JSON."""
        return {
            "value": f"{self.value:f}",
            "basis": self.basis,
            "clause": self.clause,
            "reason_zh": self.reason_zh,
            "reason_en": self.reason_en,
        }


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme as the pack declares it, and the version of the pack that does."""

    id: str
    kind: str
    pack: str
    pack_version: str
    pack_digest: str
    clause: str
    authority: str
    eligible_sponsor_kinds: tuple[str, ...] = ()
    """All when empty."""
    subjects: tuple[str, ...] = ("project",)
    stages: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    yearly_evidence: tuple[tuple[str, ...], ...] = ()
    """Of a schedule: what each year has to show."""
    share_percent: Figure | None = None
    cap: Figure | None = None
    yearly_budget: Figure | None = None
    two_people_from: Figure | None = None
    facts: tuple[str, ...] = ()
    """What the conditions and formulas need to know, by the pack's names."""
    assessed_facts: tuple[str, ...] = ()
    """Grades that only an assessor gives."""
    closing_grades: tuple[str, ...] = ()
    """Credit grades that the pack closes its funding to."""

    def check_open_to(self, *, subject: str, sponsor_kind: str, credit: str | None) -> None:
        """Refuse those whom the programme is not for."""
        if subject not in self.subjects:
            raise ProgrammeNotForSubject(
                programme=self.id, given=subject, known=", ".join(self.subjects)
            )
        self.check_sponsor_kind(sponsor_kind)
        self.check_credit(credit)

    def check_sponsor_kind(self, given: str) -> None:
        """Refuse a kind of sponsor that the programme is not for."""
        if self.eligible_sponsor_kinds and given not in self.eligible_sponsor_kinds:
            raise SponsorKindNotEligible(
                programme=self.id, given=given, known=", ".join(self.eligible_sponsor_kinds)
            )

    def check_credit(self, grade: str | None) -> None:
        """Refuse a sponsor in a grade that closes funding; D always does (domain.md section 3)."""
        if grade is not None and (grade == "D" or grade in self.closing_grades):
            raise CreditClosesFunding(grade=grade)


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the policy worked out."""

    id: str | None
    name_zh: str | None
    name_en: str | None
    rate: str
    base: Decimal | None
    """None for a fixed amount."""
    share_percent: Figure | None
    fixed: Figure | None
    share_amount: Decimal
    """Before the cap."""
    cap: Figure | None
    is_capped: bool
    amount: Decimal
    by_year: tuple[Decimal, ...] = ()
    to_equity: Decimal | None = None

    @property
    def is_indicative(self) -> bool:
        """Whether a figure of it is not the policy's own."""
        figures = (self.share_percent, self.fixed, self.cap)
        return any(each is not None and each.basis == "set_by_authority" for each in figures)

    def plain(self) -> dict[str, object]:
        """As JSON, amounts as text."""
        return {
            "id": self.id,
            "name_zh": self.name_zh,
            "name_en": self.name_en,
            "rate": self.rate,
            "base": _text(self.base),
            "share_percent": self.share_percent.plain() if self.share_percent else None,
            "fixed": self.fixed.plain() if self.fixed else None,
            "share_amount": f"{self.share_amount:.2f}",
            "cap": self.cap.plain() if self.cap else None,
            "is_capped": self.is_capped,
            "amount": f"{self.amount:.2f}",
            "by_year": [f"{each:.2f}" for each in self.by_year],
            "to_equity": _text(self.to_equity),
            "is_indicative": self.is_indicative,
        }


@dataclass(frozen=True, slots=True)
class Stacked:
    """A stacking rule, with what was granted under it already and the room that is left."""

    rule: str
    name_zh: str
    name_en: str
    already: Decimal
    ceiling: Decimal
    clause: str | None = None

    @property
    def room(self) -> Decimal:
        """What may still be granted under the rule."""
        return max(self.ceiling - self.already, Decimal(0))

    def plain(self) -> dict[str, object]:
        """As JSON, amounts as text."""
        return {
            "rule": self.rule,
            "name_zh": self.name_zh,
            "name_en": self.name_en,
            "already": f"{self.already:.2f}",
            "ceiling": f"{self.ceiling:.2f}",
            "room": f"{self.room:.2f}",
            "clause": self.clause,
        }


@dataclass(frozen=True, slots=True)
class Quote:
    """An amount and how it came about: the chosen reading first, the others beside it."""

    programme: Programme
    readings: tuple[Reading, ...]
    stacking: tuple[Stacked, ...] = ()
    missing: tuple[str, ...] = field(default=())
    """Facts without which nothing can be worked out yet."""

    @property
    def chosen(self) -> Reading:
        """The reading that is paid by."""
        return self.readings[0]

    @property
    def amount(self) -> Decimal:
        """Of the chosen reading, within the room that stacking leaves."""
        return min((self.chosen.amount, *(each.room for each in self.stacking)))

    def choosing(self, reading: str | None) -> "Quote":
        """With another reading first. Raises UnknownReading."""
        if reading is None:
            return self
        found = [each for each in self.readings if each.id == reading]
        if not found:
            known = ", ".join(each.id for each in self.readings if each.id) or "-"
            raise UnknownReading(given=reading, known=known)
        rest = tuple(each for each in self.readings if each.id != reading)
        return replace(self, readings=(found[0], *rest))

    def check_payable(self) -> None:
        """Refuse what comes to nothing, and say whether stacking took it."""
        if self.chosen.amount < FEN:
            raise AmountTooSmall(amount=self.chosen.base or self.chosen.amount)
        for each in self.stacking:
            if each.room < FEN:
                raise StackingExhausted(rule=each.name_zh, already=each.already)

    def by_year(self) -> tuple[Decimal, ...]:
        """The schedule of what is paid; cut by stacking, the last years are cut first."""
        left, years = self.amount, []
        for each in self.chosen.by_year:
            years.append(min(each, left))
            left -= years[-1]
        return tuple(each for each in years if each)

    def working(self) -> dict[str, object]:
        """The quote as it is kept with an application: plain JSON, amounts as text."""
        programme, chosen = self.programme, self.chosen
        shown = chosen.plain()
        return {
            "programme": programme.id,
            "kind": programme.kind,
            "pack": programme.pack,
            "pack_version": programme.pack_version,
            "pack_digest": programme.pack_digest,
            "clause": programme.clause,
            "reading": chosen.id,
            **{key: shown[key] for key in _SHOWN},
            "readings": [each.plain() for each in self.readings],
            "stacking": [each.plain() for each in self.stacking],
            "by_year": [f"{each:.2f}" for each in self.by_year()],
            "amount": f"{self.amount:.2f}",
        }


_SHOWN: Final = (
    "base",
    "share_percent",
    "fixed",
    "share_amount",
    "cap",
    "is_capped",
    "to_equity",
    "is_indicative",
)


def room_under(
    rule: Literal["highest_only", "together_at_most"],
    own: Decimal,
    granted: Mapping[str, Decimal],
    ceiling: Decimal | None,
) -> tuple[Decimal, Decimal]:
    """(granted already, ceiling) under a stacking rule.

    ``highest_only``: all together never come to more than the highest of them.
    ``together_at_most``: all together stay within the ceiling.
    """
    already = sum(granted.values(), Decimal(0))
    if rule == "together_at_most" and ceiling is not None:
        return already, ceiling
    return already, max((own, *granted.values()))


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
