"""The ledger: money moves between the accounts of a budget, and every movement sums to zero.

    appropriation -> budget -> reserved -> committed -> paid -> equity
                     budget <- reserved    committed    paid      (released, recovered)

``appropriation`` is the outside: it stands at minus the year's total, so that a budget's accounts
always sum to zero. No other account is ever negative. The database holds the same rules again
(migrations), so that nobody can get round them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from contracts.money import FEN
from services.funding.domain.errors.application import BudgetExhausted
from services.funding.domain.errors.money import BudgetBelowUse, BudgetUnchanged, NotReversible

ZERO: Final = Decimal(0)


class Account(StrEnum):
    """Where money of one budget can stand."""

    APPROPRIATION = "appropriation"
    BUDGET = "budget"
    RESERVED = "reserved"
    COMMITTED = "committed"
    PAID = "paid"
    EQUITY = "equity"


class MovementKind(StrEnum):
    """Why money moves."""

    OPENED = "opened"
    RAISED = "raised"
    LOWERED = "lowered"
    CARRIED_OUT = "carried_out"
    CARRIED_IN = "carried_in"
    RESERVED = "reserved"
    RELEASED = "released"
    COMMITTED = "committed"
    UNCOMMITTED = "uncommitted"
    PAID = "paid"
    RECOVERED = "recovered"
    CONVERTED = "converted"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class Movement:
    """A positive amount leaves one account and arrives in another."""

    kind: MovementKind
    source: Account
    target: Account
    amount: Decimal

    def __post_init__(self) -> None:
        if self.amount <= ZERO or self.source is self.target:
            raise ValueError(f"no movement: {self.amount} from {self.source} to {self.target}")

    @property
    def entries(self) -> tuple[tuple[Account, Decimal], ...]:
        """Two, which sum to zero."""
        return ((self.source, -self.amount), (self.target, self.amount))

    def reversed(self) -> "Movement":
        """Its mirror image. Raises NotReversible for what has other ways of being undone."""
        if self.kind not in _REVERSIBLE:
            raise NotReversible(kind=self.kind)
        return Movement(MovementKind.REVERSED, self.target, self.source, self.amount)


_REVERSIBLE: Final = frozenset({MovementKind.PAID, MovementKind.RECOVERED})
"""Where a slip of the hand is likely: the others are undone by a movement of their own."""


def whole_fen(amount: Decimal) -> Decimal:
    """A policy's figure with more decimals counts to the fen."""
    return amount.quantize(FEN, rounding=ROUND_DOWN)


def opening(total: Decimal) -> Movement:
    """The year's money arrives."""
    money = whole_fen(total)
    return Movement(MovementKind.OPENED, Account.APPROPRIATION, Account.BUDGET, money)


def carrying(amount: Decimal) -> tuple[Movement, Movement]:
    """What a year has left over leaves it, and arrives in the next."""
    return (
        Movement(MovementKind.CARRIED_OUT, Account.BUDGET, Account.APPROPRIATION, amount),
        Movement(MovementKind.CARRIED_IN, Account.APPROPRIATION, Account.BUDGET, amount),
    )


def releasing(amount: Decimal, source: Account = Account.RESERVED) -> Movement:
    """Money that is no longer promised goes back."""
    return Movement(MovementKind.RELEASED, source, Account.BUDGET, amount)


def committing(amount: Decimal) -> Movement:
    """Reserved money is owed from now on."""
    return Movement(MovementKind.COMMITTED, Account.RESERVED, Account.COMMITTED, amount)


def uncommitting(amount: Decimal) -> Movement:
    """Money that a contract did not need is reserved again."""
    return Movement(MovementKind.UNCOMMITTED, Account.COMMITTED, Account.RESERVED, amount)


def paying(amount: Decimal) -> Movement:
    """Owed money leaves the till."""
    return Movement(MovementKind.PAID, Account.COMMITTED, Account.PAID, amount)


def recovering(amount: Decimal) -> Movement:
    """Paid money comes back to its budget."""
    return Movement(MovementKind.RECOVERED, Account.PAID, Account.BUDGET, amount)


def converting(amount: Decimal) -> Movement:
    """Paid money becomes equity: it is no grant any more, and stands on the other side."""
    return Movement(MovementKind.CONVERTED, Account.PAID, Account.EQUITY, amount)


@dataclass(frozen=True, slots=True)
class Holding:
    """What one application holds in each account, by its entries alone."""

    reserved: Decimal = ZERO
    committed: Decimal = ZERO
    paid: Decimal = ZERO
    equity: Decimal = ZERO

    @classmethod
    def of(cls, sums: Iterable[tuple[str, Decimal]]) -> "Holding":
        """From the sum of entries by account."""
        known = dict(sums)
        names = (Account.RESERVED, Account.COMMITTED, Account.PAID, Account.EQUITY)
        return cls(*(known.get(name, ZERO) for name in names))

    def after(self, *movements: Movement) -> "Holding":
        """With movements booked. ValueError when an account would be negative."""
        balances = {
            Account.RESERVED: self.reserved,
            Account.COMMITTED: self.committed,
            Account.PAID: self.paid,
            Account.EQUITY: self.equity,
        }
        for movement in movements:
            for account, amount in movement.entries:
                if account in balances:
                    balances[account] += amount
        if min(balances.values()) < ZERO:
            raise ValueError(f"an application cannot hold {balances}")
        return Holding.of((str(name), amount) for name, amount in balances.items())

    @property
    def open(self) -> Decimal:
        """Promised, and not yet paid."""
        return self.reserved + self.committed

    def letting_go(self) -> tuple[Movement, ...]:
        """The movements that give back what is promised: owed money first, then reserved."""
        owed = (releasing(self.committed, Account.COMMITTED),) if self.committed else ()
        return (*owed, releasing(self.reserved)) if self.reserved else owed


@dataclass(frozen=True, slots=True)
class Budget:
    """The accounts of one programme's year."""

    year: int
    balances: Mapping[Account, Decimal]

    @classmethod
    def empty(cls, year: int) -> "Budget":
        """Before the year's money arrives."""
        return cls(year, MappingProxyType(dict.fromkeys(Account, ZERO)))

    @property
    def total(self) -> Decimal:
        return -self.balances[Account.APPROPRIATION]

    @property
    def available(self) -> Decimal:
        return self.balances[Account.BUDGET]

    @property
    def reserved(self) -> Decimal:
        return self.balances[Account.RESERVED]

    def reserving(self, amount: Decimal, ahead: int = 0) -> Movement:
        """The movement that reserves an amount.

        Raises BudgetExhausted when it does not fit, and when others wait who came before.
        """
        if amount > self.available or ahead:
            raise BudgetExhausted(
                year=self.year, available=self.available, amount=amount, ahead=ahead
            )
        return Movement(MovementKind.RESERVED, Account.BUDGET, Account.RESERVED, amount)

    def setting(self, total: Decimal) -> Movement:
        """The movement that makes ``total`` the year's money.

        Raises BudgetBelowUse for less than is promised or paid, BudgetUnchanged for the same.
        """
        if total == self.total:
            raise BudgetUnchanged(total=total)
        used = self.total - self.available
        if total < used:
            raise BudgetBelowUse(used=used)
        outside, inside = Account.APPROPRIATION, Account.BUDGET
        if total > self.total:
            return Movement(MovementKind.RAISED, outside, inside, total - self.total)
        return Movement(MovementKind.LOWERED, inside, outside, self.total - total)

    def after(self, movement: Movement) -> "Budget":
        """The accounts when the movement has been booked. ValueError when one would be negative."""
        balances = dict(self.balances)
        for account, amount in movement.entries:
            balances[account] += amount
            if balances[account] < ZERO and account is not Account.APPROPRIATION:
                raise ValueError(f"{account} would stand at {balances[account]}")
        return Budget(self.year, MappingProxyType(balances))
