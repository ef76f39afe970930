"""Handing over: whatever is done in whatever order, one person holds it, and it is never lost."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from contracts.errors import DomainError
from contracts.events.approval import TaskClaimed, TaskReleased, TaskTransferred
from contracts.ids import PersonId
from services.approval.domain import handing, hands
from services.approval.domain.case import Case
from services.approval.domain.errors import (
    HoldsItAlready,
    NotDelegated,
    NothingToRecall,
    OwnerDecides,
    ReturnInstead,
)
from services.approval.domain.gate import Gate
from services.approval.domain.holder import Actor
from services.approval.domain.lease import Lease
from tests.support.order import open_case, open_gate

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
AN, BO, CHEN = (Actor(PersonId(name), name) for name in ("an", "bo", "chen"))
LEASE = Lease()
Task = Case | Gate


def _held(kind: str) -> Task:
    free: Task = (
        Case.open(open_case(), NOW)[0] if kind == "case" else Gate.open(open_gate(), NOW)[0]
    )
    return hands.claim(free, AN, NOW, LEASE)[0]


both_kinds = pytest.mark.parametrize("task", [_held("case"), _held("gate")], ids=["case", "gate"])


def _holder(task: Task) -> str:
    assert task.holder is not None
    return task.holder.person


@both_kinds
def test_a_transfer_is_for_good_and_may_be_taken_back_before_work_begins(task: Task) -> None:
    after, event = handing.transfer(task, AN, BO, NOW, LEASE)
    assert (event.how, event.from_holder, event.holder, event.by) == (
        "transferred", "an", "bo", "an",
    )  # fmt: skip
    assert _holder(handing.recall(after, AN, NOW, LEASE)[0]) == "an"
    begun = hands.renew(after, NOW, LEASE)
    for who, at in ((AN, begun), (CHEN, after), (BO, after)):
        with pytest.raises(NothingToRecall):
            handing.recall(at, who, NOW, LEASE)


@both_kinds
def test_what_is_delegated_comes_back_and_is_decided_by_its_owner(task: Task) -> None:
    given, _ = handing.delegate(task, AN, BO, NOW, LEASE)
    with pytest.raises(OwnerDecides):
        handing.check_may_decide(given)
    with pytest.raises(ReturnInstead):
        hands.release(given, BO, "", is_lead=False)
    with pytest.raises(ReturnInstead):
        handing.transfer(given, BO, CHEN, NOW, LEASE)
    back, event = handing.give_back(given, BO, NOW, LEASE)
    assert (_holder(back), event.how) == ("an", "returned")
    handing.check_may_decide(back)
    with pytest.raises(NotDelegated):
        handing.give_back(back, AN, NOW, LEASE)


@both_kinds
def test_the_lead_gives_it_to_anybody_and_a_delegation_ends_with_it(task: Task) -> None:
    given, _ = handing.delegate(task, AN, BO, NOW, LEASE)
    after, event = handing.reassign(given, CHEN, CHEN, NOW, LEASE)
    assert isinstance(event, TaskTransferred)
    assert (_holder(after), after.holding.owner, event.from_holder) == ("chen", None, "bo")
    with pytest.raises(HoldsItAlready):
        handing.reassign(after, AN, CHEN, NOW, LEASE)
    free, _ = hands.release(after, CHEN, "", is_lead=False)
    taken, claimed = handing.reassign(free, CHEN, BO, NOW, LEASE)
    assert isinstance(claimed, TaskClaimed)
    assert (_holder(taken), claimed.given_by) == ("bo", "chen")


def test_who_acts_for_the_absent_holder_hands_over_in_their_place() -> None:
    stand_in = Actor(PersonId("bo"), "bo", behalf=AN)
    after, event = handing.transfer(_held("case"), stand_in, CHEN, NOW, LEASE)
    assert (_holder(after), event.by, event.from_holder) == ("chen", "bo", "an")
    assert after.holding.giver == AN


people = st.sampled_from([AN, BO, CHEN])


class HandsMachine(RuleBasedStateMachine):
    """All moves between hands; refused ones change nothing."""

    @initialize()
    def open(self) -> None:
        self.now = NOW
        self.case, _ = Case.open(open_case(), NOW)
        self.told: list[object] = []

    @rule(hours=st.integers(1, 80))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(who=people)
    def claim(self, who: Actor) -> None:
        self._try(lambda case: hands.claim(case, who, self.now, LEASE))

    @rule(who=people, is_lead=st.booleans())
    def release(self, who: Actor, is_lead: bool) -> None:
        self._try(lambda case: hands.release(case, who, "r", is_lead=is_lead))

    @rule(who=people, to=people)
    def transfer(self, who: Actor, to: Actor) -> None:
        self._try(lambda case: handing.transfer(case, who, to, self.now, LEASE))

    @rule(who=people, to=people)
    def delegate(self, who: Actor, to: Actor) -> None:
        self._try(lambda case: handing.delegate(case, who, to, self.now, LEASE))

    @rule(who=people)
    def give_back(self, who: Actor) -> None:
        self._try(lambda case: handing.give_back(case, who, self.now, LEASE))

    @rule(who=people)
    def recall(self, who: Actor) -> None:
        self._try(lambda case: handing.recall(case, who, self.now, LEASE))

    @rule(who=people, to=people)
    def reassign(self, who: Actor, to: Actor) -> None:
        self._try(lambda case: handing.reassign(case, who, to, self.now, LEASE))

    @rule()
    def run_out(self) -> None:
        if self.case.holding.owner is None:
            self._try(lambda case: hands.lapse(case, self.now))

    @rule()
    def work(self) -> None:
        self.case = hands.renew(self.case, self.now, LEASE)

    def _try(self, move) -> None:  # type: ignore[no-untyped-def]
        try:
            self.case, event = move(self.case)
        except DomainError:
            return
        if event is not None:
            self.told.append(event)

    @invariant()
    def the_events_say_who_holds_it(self) -> None:
        holder = None
        for event in self.told:
            match event:
                case TaskClaimed():
                    assert holder is None
                    holder = event.holder
                case TaskReleased():
                    assert holder == event.holder
                    holder = None
                case TaskTransferred():
                    assert holder == event.from_holder
                    holder = event.holder
        assert holder == (self.case.holder.person if self.case.holder else None)

    @invariant()
    def what_stands_around_a_holder_goes_with_the_holder(self) -> None:
        holding = self.case.holding
        if holding.holder is None:
            assert (holding.owner, holding.giver) == (None, None)
        else:
            for other in (holding.owner, holding.giver):
                assert other is None or other.person != holding.holder.person


HandsMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=30, derandomize=True)
TestHands = HandsMachine.TestCase
