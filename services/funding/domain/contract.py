"""A service contract under a voucher: filed by both parties, accepted by both, paid once.

proposed -> filed -> accepted
        -> refused   -> ended     the voucher's project left
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal
from uuid import UUID

from contracts.ids import ApplicationId, OrganisationId, PersonId, PlatformId, ProjectId
from services.funding.domain.application import Application, ApplicationState
from services.funding.domain.errors.voucher import (
    AcceptanceForged,
    AcceptancesDiffer,
    AcceptedMoreThanContract,
    DatesReversed,
    VoucherNotTransferable,
    VoucherNotValid,
    VoucherSpent,
)
from services.funding.domain.ledger import (
    Account,
    Holding,
    Movement,
    paying,
    releasing,
    uncommitting,
)
from services.funding.domain.standing import check_state

Party = Literal["sponsor", "platform"]


class ContractState(StrEnum):
    """How far a contract is."""

    PROPOSED = "proposed"
    FILED = "filed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ENDED = "ended"


OPEN = (ContractState.PROPOSED, ContractState.FILED)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the parties agreed on, as it is filed."""

    platform_id: PlatformId
    sponsor_id: OrganisationId
    reference: str
    amount: Decimal
    starts_on: date
    ends_on: date
    document_sha256: str

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise DatesReversed(starts_on=self.starts_on, ends_on=self.ends_on)


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract. ``share`` is what the voucher pays of it at most."""

    id: UUID
    application_id: ApplicationId
    project_id: ProjectId
    programme: str
    terms: Terms
    share: Decimal
    proposed_at: datetime
    proposed_by: PersonId
    state: ContractState = ContractState.PROPOSED
    filed_at: datetime | None = None
    filed_by: PersonId | None = None
    accepted_by_sponsor: Decimal | None = None
    accepted_by_platform: Decimal | None = None
    settled_at: datetime | None = None
    paid: Decimal | None = None
    reason: str | None = None

    def file(self, sha256: str, by: PersonId, at: datetime) -> "Contract":
        """The platform confirms that it is their contract. Raises AcceptanceForged."""
        check_state(self.state, ContractState.PROPOSED)
        self.check_document(sha256)
        return replace(self, state=ContractState.FILED, filed_by=by, filed_at=at)

    def refuse(self, reason: str) -> "Contract":
        """The platform says that it is none of theirs; the voucher is free for another."""
        check_state(self.state, ContractState.PROPOSED)
        return replace(self, state=ContractState.REFUSED, reason=reason)

    def end(self) -> "Contract":
        """Its project left before both had accepted."""
        return replace(self, state=ContractState.ENDED)

    def accept(self, party: Party, amount: Decimal, sha256: str) -> "Contract":
        """With one party's acceptance. The other's has to be of the same amount.

        Raises AcceptanceForged, AcceptedMoreThanContract, AcceptancesDiffer: nothing moves then,
        and either may accept again once they agree.
        """
        check_state(self.state, ContractState.FILED)
        self.check_document(sha256)
        if amount > self.terms.amount:
            raise AcceptedMoreThanContract(contract=self.terms.amount)
        other = self.accepted_by_platform if party == "sponsor" else self.accepted_by_sponsor
        if other is not None and other != amount:
            raise AcceptancesDiffer(other=other, amount=amount)
        if party == "sponsor":
            return replace(self, accepted_by_sponsor=amount)
        return replace(self, accepted_by_platform=amount)

    @property
    def accepted(self) -> Decimal | None:
        """What both accepted."""
        mine, theirs = self.accepted_by_sponsor, self.accepted_by_platform
        return mine if mine is not None and mine == theirs else None

    @property
    def awaits(self) -> Party | None:
        """Whose turn it is; None when nobody's."""
        if self.state is ContractState.PROPOSED:
            return "platform"
        if self.state is ContractState.FILED:
            return "sponsor" if self.accepted_by_sponsor is None else "platform"
        return None

    def settle(
        self, payable: Decimal, at: datetime, *, is_expired: bool
    ) -> tuple["Contract", tuple[Movement, ...]]:
        """Pay what was accepted; the rest is the voucher's again, or the budget's once expired."""
        paid = min(payable, self.share)
        rest = self.share - paid
        movements: list[Movement] = [paying(paid)] if paid else []
        if rest:
            back = releasing(rest, Account.COMMITTED) if is_expired else uncommitting(rest)
            movements.append(back)
        after = replace(self, state=ContractState.ACCEPTED, settled_at=at, paid=paid)
        return after, tuple(movements)

    def check_document(self, sha256: str) -> None:
        """The same document, by its hash."""
        if sha256.lower() != self.terms.document_sha256:
            raise AcceptanceForged()


def check_voucher(voucher: Application, holding: Holding, held: Decimal, terms: Terms) -> Decimal:
    """What of the voucher is free for a contract on these terms.

    ``held`` is the share of contracts that are proposed and not yet filed. Raises for a voucher
    that is not issued, is used up, does not cover the time, or is in other hands.
    """
    voucher.needed(ApplicationState.GRANTED)
    if terms.sponsor_id != voucher.organisation_id:
        raise VoucherNotTransferable(owner=voucher.organisation_id)
    begins, ends = voucher.valid_from, voucher.valid_until
    outside = begins is None or ends is None or not begins <= terms.starts_on <= ends
    if outside or voucher.expired_at is not None:
        raise VoucherNotValid(valid_from=begins or "—", valid_until=ends or "—")
    free = holding.reserved - held
    if free <= 0:
        raise VoucherSpent()
    return free
