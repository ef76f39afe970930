"""Whatever is done to a case in whatever order, what must hold of it holds."""

from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from contracts.errors import DomainError
from contracts.events.approval import (
    CaseClosed,
    CaseDecided,
    CaseOutcome,
    TaskClaimed,
    TaskEscalated,
    TaskReleased,
    TaskReminded,
)
from contracts.ids import PersonId
from contracts.process import Limit, ProjectOutcome
from services.approval.domain import hands
from services.approval.domain.case import Case, CaseState
from services.approval.domain.decision import Condition, Trigger, Verdict
from services.approval.domain.holder import Actor
from services.approval.domain.information import Answer
from services.approval.domain.lease import Lease
from tests.support.order import open_case

ACTORS = [Actor(PersonId(name), name) for name in ("an", "bo", "chen")]
actors = st.sampled_from(ACTORS)
limits = st.builds(
    Limit,
    figure=st.integers(1, 30),
    unit=st.sampled_from(["working_day", "calendar_day"]),
    roll=st.sampled_from(["next_working_day", "none"]),
)
verdicts = st.sampled_from(
    [
        Verdict(CaseOutcome.APPROVED, "r"),
        Verdict(CaseOutcome.REFUSED, "r", "sensitive_area"),
        Verdict(CaseOutcome.REFUSED, "r", "bad_mood"),
        Verdict(
            CaseOutcome.APPROVED_WITH_CONDITIONS, "r", None, (Condition("c", Trigger.STANDING),)
        ),
    ]
)
keys = st.sampled_from(["remind_50", "remind_80", "remind_100", "due_committed", "due_statutory"])


class CaseMachine(RuleBasedStateMachine):
    """Moves of officers, sponsor, lane and time; refused moves must change nothing."""

    @initialize(
        committed=limits,
        statutory=limits,
        hours=st.integers(0, 24 * 400),
        rounds=st.integers(0, 3),
    )
    def open(self, committed: Limit, statutory: Limit, hours: int, rounds: int) -> None:
        self.now = datetime(2025, 12, 1, tzinfo=UTC) + timedelta(hours=hours)
        order = open_case(committed=committed, statutory=statutory, max_information_rounds=rounds)
        self.case, _ = Case.open(order, self.now)
        self.first = self.case
        self.told: list[object] = []
        self.spoke: list[str] = []

    @rule(hours=st.integers(1, 24 * 20))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(actor=actors)
    def claim(self, actor: Actor) -> None:
        self._try(lambda case: hands.claim(case, actor, self.now, Lease()))

    @rule(actor=actors, is_lead=st.booleans(), reason=st.sampled_from(["", "away"]))
    def release(self, actor: Actor, is_lead: bool, reason: str) -> None:
        self._try(lambda case: hands.release(case, actor, reason, is_lead=is_lead))

    @rule()
    def run_out(self) -> None:
        before = self.case
        if self._try(lambda case: hands.lapse(case, self.now)):
            assert before.holder is not None
            assert before.holder.until <= self.now
            assert not before.is_stopped

    @rule(actor=actors, ground=st.sampled_from(["information_requested", "lunch"]))
    def ask(self, actor: Actor, ground: str) -> None:
        self._try(lambda case: case.request_information(actor, ground, "?", self.now))

    @rule()
    def ask_as_holder(self) -> None:
        if self.case.holder is not None:
            self.ask(self.case.holder, "information_requested")

    @rule()
    def supply(self) -> None:
        self._try(lambda case: case.supply(Answer("a", (), ACTORS[0], self.now)))

    @rule(actor=actors, verdict=verdicts)
    def decide(self, actor: Actor, verdict: Verdict) -> None:
        self._try(lambda case: case.decide(actor, verdict, self.now))

    @rule(outcome=st.sampled_from(list(ProjectOutcome)), chance=st.integers(0, 4))
    def close(self, outcome: ProjectOutcome, chance: int) -> None:
        if chance == 0:
            self._try(lambda case: case.close(outcome, self.now))

    @rule(key=keys, behind=st.integers(0, 2))
    def ring(self, key: str, behind: int) -> None:
        version = self.case.clock_version - behind
        if self._try(lambda case: case.ring(key, version, self.now)):
            self.spoke.append(key)

    def _try(self, move) -> bool:  # type: ignore[no-untyped-def]
        try:
            self.case, event = move(self.case)
        except DomainError:
            return False
        if event is not None:
            self.told.append(event)
        return event is not None

    def _count(self, *types: type) -> int:
        return sum(isinstance(event, types) for event in self.told)

    @invariant()
    def it_ends_at_most_once_and_then_rests(self) -> None:
        ends = self._count(CaseDecided, CaseClosed)
        assert ends == (0 if self.case.is_open else 1)
        assert (self.case.ended_at is None) == self.case.is_open
        assert (self.case.decision is not None) == (self.case.state is CaseState.DECIDED)
        if ends:
            assert isinstance(self.told[-1], CaseDecided | CaseClosed)

    @invariant()
    def one_person_holds_it_exactly_while_it_is_in_hand(self) -> None:
        in_hand = self._count(TaskClaimed) - self._count(TaskReleased)
        assert in_hand == (0 if self.case.holder is None else 1)
        if self.case.state is CaseState.ACCEPTED:
            assert self.case.holder is None
        if self.case.state in (CaseState.UNDER_REVIEW, CaseState.AWAITING_INFORMATION):
            assert self.case.holder is not None

    @invariant()
    def while_the_sponsor_is_asked_the_clock_stands_still(self) -> None:
        asked = bool(self.case.rounds) and self.case.rounds[-1].answer is None
        assert self.case.is_stopped == (asked and self.case.is_open)
        if self.case.is_stopped:
            assert self.case.alarms(self.now) == ()
            assert not self.case.timing(self.now).committed.is_overdue(self.now)
        assert len(self.case.rounds) <= self.case.item.max_information_rounds

    @invariant()
    def stops_never_bring_a_due_date_forward(self) -> None:
        assert self.case.due_at >= self.first.due_at
        assert self.case.statutory_due_at >= self.first.statutory_due_at

    @invariant()
    def the_stored_dates_are_those_worked_out_from_the_anchor(self) -> None:
        if not self.case.is_stopped and self.case.is_open:
            timing = self.case.timing(self.now)
            assert self.case.due_at == timing.committed.due_at
            assert self.case.statutory_due_at == timing.statutory_due_at

    @invariant()
    def each_alarm_speaks_at_most_once_and_never_of_a_limit_that_holds(self) -> None:
        assert len(self.spoke) == len(set(self.spoke))
        assert self.case.rung == frozenset(self.spoke)
        assert self._count(TaskReminded, TaskEscalated) == len(self.spoke)

    @invariant()
    def every_change_of_the_clock_has_a_version(self) -> None:
        answered = sum(each.answer is not None for each in self.case.rounds)
        assert self.case.clock_version == 1 + len(self.case.rounds) + answered


CaseMachine.TestCase.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, derandomize=True
)
TestCaseSequences = CaseMachine.TestCase
