"""The ledger: nothing is lost, nothing is overspent, whatever is tried in whatever order."""

from decimal import Decimal

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.funding.domain.errors.application import BudgetExhausted
from services.funding.domain.ledger import (
    Account,
    Budget,
    Movement,
    MovementKind,
    opening,
    releasing,
)

AMOUNTS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(2000), places=2)
TOTAL = Decimal("5000.00")


@pytest.mark.parametrize("amount", ["0", "-0.01"])
def test_a_movement_moves_a_positive_amount(amount: str) -> None:
    with pytest.raises(ValueError, match="no movement"):
        Movement(MovementKind.RESERVED, Account.BUDGET, Account.RESERVED, Decimal(amount))


def test_a_movement_has_two_different_ends() -> None:
    with pytest.raises(ValueError, match="no movement"):
        Movement(MovementKind.RESERVED, Account.BUDGET, Account.BUDGET, Decimal(1))


def test_a_years_money_counts_to_the_fen() -> None:
    assert opening(Decimal("100.0099")).amount == Decimal("100.00")


def test_exactly_what_is_left_can_be_reserved_and_not_a_fen_more() -> None:
    budget = Budget.empty(2026).after(opening(TOTAL))
    with pytest.raises(BudgetExhausted):
        budget.reserving(TOTAL + Decimal("0.01"))
    assert budget.after(budget.reserving(TOTAL)).available == 0


def test_more_than_was_reserved_cannot_go_back() -> None:
    budget = Budget.empty(2026).after(opening(TOTAL))
    with pytest.raises(ValueError, match="would stand at"):
        budget.after(releasing(Decimal(1)))


class AnyOrder(RuleBasedStateMachine):
    """Reservations and releases in any order keep the books."""

    def __init__(self) -> None:
        super().__init__()
        self.budget = Budget.empty(2026).after(opening(TOTAL))
        self.reserved: list[Decimal] = []
        self.journal: list[Movement] = [opening(TOTAL)]

    def _book(self, movement: Movement) -> None:
        self.budget = self.budget.after(movement)
        self.journal.append(movement)

    @rule(amount=AMOUNTS)
    def reserve(self, amount: Decimal) -> None:
        fits = sum(self.reserved) + amount <= TOTAL
        try:
            self._book(self.budget.reserving(amount))
        except BudgetExhausted:
            assert not fits
        else:
            assert fits
            self.reserved.append(amount)

    @precondition(lambda self: self.reserved)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        amount = data.draw(st.sampled_from(self.reserved))
        self._book(releasing(amount))
        self.reserved.remove(amount)

    @invariant()
    def accounts_sum_to_zero(self) -> None:
        assert sum(self.budget.balances.values()) == 0

    @invariant()
    def no_money_stands_below_zero(self) -> None:
        assert self.budget.available >= 0
        assert self.budget.reserved >= 0

    @invariant()
    def what_is_reserved_is_what_was_granted(self) -> None:
        assert self.budget.reserved == sum(self.reserved)
        assert self.budget.total == TOTAL

    @invariant()
    def balances_are_the_sums_of_the_journal(self) -> None:
        for account, balance in self.budget.balances.items():
            entries = (entry for movement in self.journal for entry in movement.entries)
            assert balance == sum(amount for name, amount in entries if name is account)


TestAnyOrder = AnyOrder.TestCase
