"""One budget, many applications, anything in any order: the books stay exact."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from contracts.ids import ApplicationId, PersonId, PlatformId
from services.funding.domain.application import Application, ApplicationState
from services.funding.domain.contract import Contract, ContractState, Terms
from services.funding.domain.errors.application import BudgetExhausted
from services.funding.domain.instalment import Part, parts_of
from services.funding.domain.ledger import (
    ZERO,
    Account,
    Budget,
    Holding,
    Movement,
    committing,
    opening,
    paying,
    recovering,
)
from tests.unit.funding.test_application import APPLICATION

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
TOTAL = Decimal("5000.00")
FEN = Decimal("0.01")
AMOUNTS = st.decimals(min_value=FEN, max_value=Decimal(2000), places=2)


class Books(RuleBasedStateMachine):
    """What the handlers do, without a database: domain decides, movements are booked."""

    granted: Bundle[UUID] = Bundle("granted")
    committed: Bundle[UUID] = Bundle("committed")

    def __init__(self) -> None:
        super().__init__()
        self.budget = Budget.empty(2026).after(opening(TOTAL))
        self.known: dict[UUID, Application] = {}
        self.held: dict[UUID, Holding] = {}
        self.queue: list[UUID] = []

    def _book(self, id_: UUID, *movements: Movement) -> None:
        self.held[id_] = self.held[id_].after(*movements)
        for movement in movements:
            self.budget = self.budget.after(movement)

    @rule(target=granted, amount=AMOUNTS)
    def grant(self, amount: Decimal) -> UUID:
        id_ = UUID(int=len(self.known) + 1)
        made = replace(APPLICATION, id=ApplicationId(id_), amount=amount)
        self.held[id_] = Holding()
        fits = amount <= self.budget.available and not self.queue
        try:
            after, movement, _ = made.grant(self.budget, None, len(self.queue))
        except BudgetExhausted:
            assert not fits
            after, event = made.queue(NOW, len(self.queue))
            assert event.place == len(self.queue) + 1
            self.queue.append(id_)
        else:
            assert fits
            self._book(id_, movement)
        self.known[id_] = after
        return id_

    @rule()
    def move_the_list_on(self) -> None:
        while self.queue and self.known[self.queue[0]].sum <= self.budget.available:
            id_ = self.queue.pop(0)
            after, movement, _ = self.known[id_].grant(self.budget, None)
            self._book(id_, movement)
            self.known[id_] = after

    @rule(target=committed, id_=consumes(granted), cuts=st.lists(st.integers(1, 9), max_size=4))
    def commit(self, id_: UUID, cuts: list[int]) -> UUID:
        made = self.known[id_]
        if made.state is not ApplicationState.GRANTED:
            return id_
        share = (made.sum / (sum(cuts) + 1)).quantize(FEN) if cuts else made.sum
        given = [Part(share, str(at)) for at, _ in enumerate(cuts) if share]
        rest = made.sum - sum((part.amount for part in given), ZERO)
        parts = [*given, Part(rest, "rest")] if rest > 0 else given
        whole = parts_of(made.sum, parts, (), [()], date(2026, 3, 2), "p")
        assert sum((part.amount for part in whole), ZERO) == made.sum
        self._book(id_, committing(made.sum))
        self.known[id_] = replace(made, state=ApplicationState.COMMITTED)
        return id_

    @rule(id_=committed, percent=st.integers(1, 100))
    def pay_a_part(self, id_: UUID, percent: int) -> None:
        amount = (self.held[id_].committed * percent / 100).quantize(FEN)
        amount = min(amount, self.held[id_].committed)
        if amount:
            self._book(id_, paying(amount))

    @rule(id_=committed)
    def reverse_and_pay_again(self, id_: UUID) -> None:
        amount = self.held[id_].paid
        if amount:
            self._book(id_, paying(amount).reversed())
            self._book(id_, paying(amount))

    @rule(id_=committed, accepted=AMOUNTS, is_expired=st.booleans())
    def settle_a_contract(self, id_: UUID, accepted: Decimal, is_expired: bool) -> None:
        share = self.held[id_].committed
        if not share:
            return
        made = self.known[id_]
        terms = Terms(
            PlatformId("p"),
            made.organisation_id,
            "HT",
            share + accepted,
            date(2026, 3, 2),
            date(2026, 3, 3),
            "a" * 64,
        )
        filed = Contract(
            UUID(int=9), made.id, made.project_id, "v", terms, share, NOW, PersonId("p")
        )
        filed = replace(filed, state=ContractState.FILED)
        both = filed.accept("sponsor", accepted, "A" * 64).accept("platform", accepted, "a" * 64)
        settled, movements = both.settle(accepted, NOW, is_expired=is_expired)
        self._book(id_, *movements)
        assert settled.paid is not None
        assert settled.paid <= share

    @rule(id_=committed, percent=st.integers(1, 100))
    def recover(self, id_: UUID, percent: int) -> None:
        amount = min((self.held[id_].paid * percent / 100).quantize(FEN), self.held[id_].paid)
        if amount:
            self._book(id_, recovering(amount))

    @rule(id_=granted)
    def leave(self, id_: UUID) -> None:
        self._book(id_, *self.held[id_].letting_go())
        self.known[id_] = self.known[id_].ended(ApplicationState.CLOSED, NOW)
        self.queue = [each for each in self.queue if each != id_]

    @invariant()
    def accounts_sum_to_zero_and_none_is_overdrawn(self) -> None:
        balances = self.budget.balances
        assert sum(balances.values()) == 0
        assert all(balances[name] >= 0 for name in Account if name is not Account.APPROPRIATION)
        assert self.budget.total == TOTAL

    @invariant()
    def applications_hold_what_the_budget_says(self) -> None:
        for name in ("reserved", "committed", "paid", "equity"):
            held = sum((getattr(each, name) for each in self.held.values()), ZERO)
            assert held == self.budget.balances[Account(name)]

    @invariant()
    def nobody_holds_more_than_was_granted(self) -> None:
        for id_, held in self.held.items():
            together = held.reserved + held.committed + held.paid + held.equity
            assert together <= self.known[id_].sum


TestBooks = Books.TestCase
