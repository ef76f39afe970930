"""Instalments: in which parts an agreed amount is paid, and what each part has to show first.

planned -> evidenced -> paid
       <- returned        -> (its payment reversed) evidenced
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from contracts.ids import ApplicationId
from services.funding.domain.errors.application import EvidenceMissing, EvidenceNotKnown
from services.funding.domain.errors.money import (
    InstalmentOutOfOrder,
    InstalmentsDoNotSum,
    InstalmentsFixed,
    InstalmentTooEarly,
)
from services.funding.domain.standing import check_state

Evidence = list[dict[str, str]]


class InstalmentState(StrEnum):
    """How far an instalment is."""

    PLANNED = "planned"
    EVIDENCED = "evidenced"
    PAID = "paid"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Part:
    """A part as it is planned: how much, for what, from which day."""

    amount: Decimal
    milestone: str
    due_on: date | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part of an application's money. The number begins at 1 and is the order of payment."""

    id: UUID
    application_id: ApplicationId
    number: int
    amount: Decimal
    milestone: str
    due_on: date | None
    needed: list[str]
    evidence: Evidence
    note: str | None
    state: InstalmentState = InstalmentState.PLANNED
    evidenced_at: datetime | None = None
    paid_at: datetime | None = None
    payment_reference: str | None = None

    def show(self, evidence: Evidence, at: datetime) -> "Instalment":
        """With the milestone's evidence. Raises EvidenceNotKnown and EvidenceMissing."""
        check_state(self.state, InstalmentState.PLANNED, InstalmentState.EVIDENCED)
        check_evidence(evidence, self.needed)
        state = InstalmentState.EVIDENCED
        return replace(self, evidence=evidence, evidenced_at=at, state=state, note=None)

    def send_back(self, reason: str) -> "Instalment":
        """Not good enough: the sponsor shows it again."""
        check_state(self.state, InstalmentState.EVIDENCED)
        return replace(self, state=InstalmentState.PLANNED, note=reason)

    def pay(
        self, reference: str, at: datetime, today: date, before: Sequence["Instalment"]
    ) -> "Instalment":
        """Paid, in order and not before its day: InstalmentOutOfOrder, InstalmentTooEarly."""
        check_state(self.state, InstalmentState.EVIDENCED)
        if any(each.state is not InstalmentState.PAID for each in before):
            raise InstalmentOutOfOrder(number=self.number)
        if self.due_on is not None and today < self.due_on:
            raise InstalmentTooEarly(number=self.number, due_on=self.due_on)
        return replace(self, state=InstalmentState.PAID, paid_at=at, payment_reference=reference)

    def unpay(self) -> "Instalment":
        """Its payment was booked by mistake."""
        check_state(self.state, InstalmentState.PAID)
        return replace(self, state=InstalmentState.EVIDENCED, paid_at=None, payment_reference=None)

    def cancel(self) -> "Instalment":
        """Nothing will be paid of it any more; what is paid stays paid."""
        if self.state is InstalmentState.PAID:
            return self
        return replace(self, state=InstalmentState.CANCELLED)


def check_evidence(evidence: Evidence, needed: Sequence[str]) -> None:
    """Every needed kind and no other."""
    shown = [each["kind"] for each in evidence]
    for kind in shown:
        if kind not in needed:
            raise EvidenceNotKnown(given=kind, known=", ".join(needed) or "-")
    missing = [kind for kind in needed if kind not in shown]
    if missing:
        raise EvidenceMissing(missing=", ".join(missing))


def check_parts(parts: Sequence[Part], amount: Decimal) -> None:
    """They come to the amount, to the fen, and their days do not run backwards."""
    total = sum((each.amount for each in parts), Decimal(0))
    days = [each.due_on for each in parts if each.due_on]
    if total != amount or any(later < earlier for earlier, later in pairwise(days)):
        raise InstalmentsDoNotSum(total=total, amount=amount)


def parts_of(
    amount: Decimal,
    given: Sequence[Part],
    by_year: Sequence[Decimal],
    evidence: Sequence[Sequence[str]],
    begins_on: date,
    programme: str,
) -> tuple[Part, ...]:
    """The parts of an agreed amount.

    A schedule of the policy is fixed: year n from its anniversary on, each with its own evidence
    (mechanisms M57). Otherwise the authority's own milestones, or everything at once.
    """
    if by_year:
        if given:
            raise InstalmentsFixed(programme=programme)
        return tuple(
            Part(each, f"{year}", _anniversary(begins_on, year - 1), tuple(kinds))
            for year, (each, kinds) in enumerate(zip(by_year, evidence, strict=False), start=1)
        )
    kinds = tuple(evidence[0]) if evidence else ()
    parts = tuple(given) or (Part(amount, "1"),)
    check_parts(parts, amount)
    return tuple(replace(each, evidence=kinds) for each in parts)


def _anniversary(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
