"""The ledger: money moves between the accounts of a budget, and every movement sums to zero.

    appropriation -> budget -> reserved -> budget (released)

``appropriation`` is the outside: it stands at minus the year's total, so that a budget's accounts
always sum to zero. No other account is ever negative. The database holds the same rules again
(migrations), so that nobody can get round them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from contracts.money import FEN
from services.funding.domain.errors import BudgetExhausted

ZERO: Final = Decimal(0)


class Account(StrEnum):
    """Where money of one budget can stand."""

    APPROPRIATION = "appropriation"
    BUDGET = "budget"
    RESERVED = "reserved"


class MovementKind(StrEnum):
    """Why money moves."""

    OPENED = "opened"
    RESERVED = "reserved"
    RELEASED = "released"


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


def opening(total: Decimal) -> Movement:
    """The year's money arrives; a policy's figure with more decimals counts to the fen."""
    money = total.quantize(FEN, rounding=ROUND_DOWN)
    return Movement(MovementKind.OPENED, Account.APPROPRIATION, Account.BUDGET, money)


def releasing(amount: Decimal) -> Movement:
    """A reservation goes back."""
    return Movement(MovementKind.RELEASED, Account.RESERVED, Account.BUDGET, amount)


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

    def reserving(self, amount: Decimal) -> Movement:
        """The movement that reserves an amount. Raises BudgetExhausted when it does not fit."""
        if amount > self.available:
            raise BudgetExhausted(year=self.year, available=self.available, amount=amount)
        return Movement(MovementKind.RESERVED, Account.BUDGET, Account.RESERVED, amount)

    def after(self, movement: Movement) -> "Budget":
        """The accounts when the movement has been booked. ValueError when one would be negative."""
        balances = dict(self.balances)
        for account, amount in movement.entries:
            balances[account] += amount
            if balances[account] < ZERO and account is not Account.APPROPRIATION:
                raise ValueError(f"{account} would stand at {balances[account]}")
        return Budget(self.year, MappingProxyType(balances))
