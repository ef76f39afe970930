"""Whatever is done to a case in whatever order, what must hold of it holds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from contracts.errors import DomainError
from contracts.events import case_life
from contracts.events.approval import (
    CaseClosed,
    CaseDecided,
    CaseOutcome,
    InformationRequested,
    InformationSupplied,
    TaskClaimed,
    TaskEscalated,
    TaskReleased,
    TaskReminded,
)
from contracts.process import Limit, ProjectOutcome
from policy.clock import lane_date
from services.approval.domain import case_clock, case_end, case_receipt, hands
from services.approval.domain.case import Case
from services.approval.domain.case_state import MOVES, OPEN, CaseState
from services.approval.domain.case_timer import act_when_due, acts_at
from services.approval.domain.decision import Condition, Trigger, Verdict
from services.approval.domain.holder import Actor
from services.approval.domain.information import Answer
from services.approval.domain.lease import Lease
from tests.support.order import open_case
from tests.unit.approval.cases import AN, BO, LEAD, SPONSOR, WHOLE

ACTORS = (None, None, None, AN, BO)
"""None: whoever holds the case, so that long lives are often reached."""
limits = st.builds(
    Limit,
    figure=st.integers(1, 30),
    unit=st.sampled_from(["working_day", "calendar_day"]),
    roll=st.sampled_from(["next_working_day", "none"]),
)
VERDICTS = (
    Verdict(CaseOutcome.APPROVED, "r"),
    Verdict(CaseOutcome.REFUSED, "r", "sensitive_area"),
    Verdict(CaseOutcome.REFUSED, "r", "bad_mood"),
    Verdict(CaseOutcome.APPROVED_WITH_CONDITIONS, "r", None, (Condition("c", Trigger.STANDING),)),
)
keys = st.sampled_from(["remind_50", "remind_80", "remind_100", "due_committed", "due_statutory"])
WHYS = ("", "r")
CLOCK_MOVES = (
    InformationRequested,
    InformationSupplied,
    case_life.CaseAccepted,
    case_life.CaseNotAccepted,
    case_life.CaseLapsed,
    case_life.CaseAppliedAgain,
    case_life.LimitExtended,
)
RESTS = (case_life.CaseNotAccepted, case_life.CaseLapsed)


ACTS: dict[str, list[tuple[Callable[..., None], dict[str, Any]]]] = {}
F = TypeVar("F", bound=Callable[..., None])


def act(name: str, **drawn: Any) -> Callable[[F], F]:
    """A move of the table, tried where the state allows it; elsewhere it is tested by itself."""

    def keep(function: F) -> F:
        ACTS.setdefault(name, []).append((function, drawn))
        return function

    return keep


class CaseMachine(RuleBasedStateMachine):
    """Moves of officers, sponsor, lane and time; refused moves must change nothing."""

    @initialize(
        committed=limits,
        statutory=limits,
        hours=st.integers(0, 24 * 400),
        rounds=st.integers(0, 3),
        four_eyes=st.booleans(),
        knows_acceptance=st.booleans(),
    )
    def open(
        self,
        committed: Limit,
        statutory: Limit,
        hours: int,
        rounds: int,
        four_eyes: bool,
        knows_acceptance: bool,
    ) -> None:
        self.now = datetime(2025, 12, 1, tzinfo=UTC) + timedelta(hours=hours)
        item = {
            **WHOLE,
            "committed": committed,
            "statutory": statutory,
            "max_information_rounds": rounds,
            "four_eyes": four_eyes,
        }
        if not knows_acceptance:
            item["deemed_acceptance"] = None
        self.case, _ = Case.open(open_case(**item), self.now)
        self.first = self.case
        self.told: list[object] = []
        self.spoke: list[str] = []

    @rule(seed=st.integers(0, 2**32), hours=st.sampled_from([0, 0, 8, 48]))
    def somebody_acts(self, seed: int, hours: int) -> None:
        """Several in a row, by a chance of their own: step by step few lives grow long."""
        chance = Random(seed)
        for _ in range(8):
            names = sorted(name for name in ACTS if self.case.state in MOVES[name].sources)
            if names:
                for function, drawn in ACTS[chance.choice(names)]:
                    function(self, **{key: chance.choice(each) for key, each in drawn.items()})
                self._check_every_invariant()
            self.now += timedelta(hours=hours)

    @rule(hours=st.sampled_from([1, 8, 24, 24, 72, 24 * 20]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @act("claim", actor=ACTORS)
    def claim(self, actor: Actor | None) -> None:
        who = self._who(actor)
        self._try(lambda case: hands.claim(case, who, self.now, Lease()))

    @act("release", actor=ACTORS, is_lead=(True, False), reason=WHYS)
    def release(self, actor: Actor | None, is_lead: bool, reason: str) -> None:
        who = self._who(actor)
        self._try(lambda case: hands.release(case, who, reason, is_lead=is_lead))

    @rule()
    def run_out(self) -> None:
        before = self.case
        if self._try(lambda case: hands.lapse(case, self.now)):
            assert before.holder is not None
            assert before.holder.until <= self.now
            assert not before.is_stopped

    @act("accept", actor=ACTORS)
    def accept(self, actor: Actor | None) -> None:
        who = self._who(actor)
        self._try(lambda case: case_receipt.accept(case, who, self.now))

    @act("accept_with_gaps", actor=ACTORS, commits=(True, False))
    def accept_with_gaps(self, actor: Actor | None, commits: bool) -> None:
        who = self._who(actor)
        if commits:
            self._try(lambda case: case_receipt.commit_to_gaps(case, "t", SPONSOR, self.now))
        self._try(lambda case: case_receipt.accept_with_gaps(case, ["a", "b"], who, self.now))

    @act("decline", actor=ACTORS)
    def decline(self, actor: Actor | None) -> None:
        who = self._who(actor)
        self._try(lambda case: case_receipt.decline(case, "not_competent", "r", who, self.now))

    @act("supply_gaps", numbers=([1], [2], [1, 2], [3]))
    def supply_gaps(self, numbers: list[int]) -> None:
        self._try(lambda case: case_receipt.supply_gaps(case, numbers, (), self.now))

    @act("apply_again")
    def apply_again(self) -> None:
        if self._try(lambda case: case_receipt.apply_again(case, self.now)):
            self.spoke.clear()

    @rule()
    def the_lane_acts(self) -> None:
        due_at = acts_at(self.case)
        has_acted = self._try(lambda case: act_when_due(case, self.now) or (case, None))
        assert has_acted == (due_at is not None and due_at <= self.now)

    @act(
        "request_information",
        actor=ACTORS,
        ground=["information_requested", "lunch"],
    )
    def ask(self, actor: Actor | None, ground: str) -> None:
        who = self._who(actor)
        self._try(lambda case: case.request_information(who, ground, "?", self.now))

    @act("supply")
    def supply(self) -> None:
        self._try(lambda case: case.supply(Answer("a", (), SPONSOR, self.now)))

    @act(
        "open_stop",
        actor=ACTORS,
        what=[
            ("expert_review", None),
            (None, "site_visit"),
            (None, "notice_to_public"),
            ("information_requested", None),
            ("lunch", None),
            (None, None),
        ],
        days=range(31),
    )
    def open_stop(
        self, actor: Actor | None, what: tuple[str | None, str | None], days: int
    ) -> None:
        who = self._who(actor)
        until = lane_date(self.now) + timedelta(days=days)
        self._try(lambda case: case_clock.open_stop(case, *what, until, "r", who, self.now))

    @act("end_stop", actor=ACTORS, number=range(1, 4), reason=WHYS)
    def end_stop(self, actor: Actor | None, number: int, reason: str) -> None:
        who = self._who(actor)
        self._try(lambda case: case_clock.end_stop(case, number, reason, who, self.now))

    @act("extend", figure=range(1, 13), approval=["", "a"])
    def extend(self, figure: int, approval: str) -> None:
        by = Limit(figure=figure, unit="working_day")
        before = self.case
        if self._try(lambda case: case_clock.extend(case, by, approval, "r", LEAD, self.now)):
            assert self.case.statutory_due_at >= before.statutory_due_at

    @act("recommend", actor=ACTORS, verdict=VERDICTS)
    def recommend(self, actor: Actor | None, verdict: Verdict) -> None:
        who = self._who(actor)

        def move(case: Case) -> tuple[Case, Any]:
            after, proposed, released = case_end.recommend(case, verdict, who, self.now)
            self.told.append(proposed)
            return after, released

        self._try(move)

    @act("confirm", actor=ACTORS)
    def confirm(self, actor: Actor | None) -> None:
        who = self._who(actor)
        before = self.case.life.recommendation
        if self._try(lambda case: case_end.confirm(case, who, self.now)):
            assert before is not None
            assert before.by != actor
            assert self.case.decision is not None
            assert self.case.decision.verdict == before.verdict

    @act("challenge", actor=ACTORS)
    def challenge(self, actor: Actor | None) -> None:
        who = self._who(actor)
        self._try(lambda case: case_end.challenge(case, who, self.now, Lease()))

    @act("decide", actor=ACTORS, verdict=VERDICTS)
    def decide(self, actor: Actor | None, verdict: Verdict) -> None:
        who = self._who(actor)
        if self._try(lambda case: case.decide(who, verdict, self.now)):
            assert not self.case.item.four_eyes

    @act("serve", ago=range(4))
    def serve(self, ago: int) -> None:
        on = lane_date(self.now) - timedelta(days=ago)
        self._try(lambda case: case_end.serve(case, "post", on, "", AN, self.now))

    @rule(outcome=st.sampled_from(list(ProjectOutcome)), chance=st.integers(0, 30))
    def close(self, outcome: ProjectOutcome, chance: int) -> None:
        if chance == 0:
            self._try(lambda case: case.close(outcome, self.now))

    @rule(key=keys, behind=st.sampled_from([0, 0, 0, 1]))
    def ring(self, key: str, behind: int) -> None:
        version = self.case.clock_version - behind
        if self._try(lambda case: case.ring(key, version, self.now)):
            self.spoke.append(key)

    def _check_every_invariant(self) -> None:
        for each in self.invariants:
            each.function(self)

    def _who(self, actor: Actor | None) -> Actor:
        return actor or self.case.holder or AN

    def _try(self, move: Callable[[Case], tuple[Case, object | None]]) -> bool:
        before = self.case
        try:
            self.case, event = move(before)
        except DomainError:
            assert self.case is before
            return False
        if event is not None:
            self.told.append(event)
        return event is not None

    def _count(self, *types: type) -> int:
        return sum(isinstance(event, types) for event in self.told)

    @invariant()
    def it_ends_at_most_once_and_then_rests(self) -> None:
        ends = self._count(CaseDecided, CaseClosed)
        rests = self._count(*RESTS) - self._count(case_life.CaseAppliedAgain)
        assert ends <= 1
        assert rests in (0, 1)
        assert self.case.is_open == (ends == rests == 0)
        assert (self.case.ended_at is None) == self.case.is_open
        assert self._count(CaseDecided) <= 1
        is_decided = self.case.state in (CaseState.DECIDED, CaseState.SERVED)
        assert (self.case.decision is not None) == is_decided
        assert self._count(case_life.CaseServed) == (self.case.state is CaseState.SERVED)
        if ends:
            after = (CaseDecided, CaseClosed, case_life.CaseServed, case_life.ServiceLate)
            assert isinstance(self.told[-1], after)

    @invariant()
    def one_person_holds_it_exactly_while_it_is_in_hand(self) -> None:
        in_hand = False
        for event in self.told:
            if isinstance(event, TaskClaimed):
                in_hand = True
            elif isinstance(event, (TaskReleased, *RESTS)):
                in_hand = False
        assert in_hand == (self.case.holder is not None)
        if self.case.state in (CaseState.ACCEPTED, CaseState.ACCEPTED_WITH_GAPS):
            assert self.case.holder is None
        if self.case.state in (CaseState.UNDER_REVIEW, CaseState.AWAITING_INFORMATION):
            assert self.case.holder is not None

    @invariant()
    def its_state_says_what_its_life_is(self) -> None:
        case, life = self.case, self.case.life
        if case.state in OPEN and case.state is not CaseState.AWAITING_INFORMATION:
            assert (case.state is CaseState.RECEIVED) == (life.acceptance is None)
            assert (case.state is CaseState.RECOMMENDED) == (life.recommendation is not None)
        if case.state is CaseState.ACCEPTED_WITH_GAPS:
            assert life.open_gaps
        if case.decision is not None and case.decision.verdict.outcome is not CaseOutcome.REFUSED:
            assert not life.open_gaps
        assert len(life.extensions) <= 1

    @invariant()
    def while_it_is_stopped_nothing_is_overdue_and_nothing_rings(self) -> None:
        case = self.case
        asked = bool(case.rounds) and case.rounds[-1].answer is None
        halted = any(each.stops_clock for each in case.life.open_halts)
        assert case.is_stopped == ((asked or halted) and case.is_open)
        assert (case.state is CaseState.AWAITING_INFORMATION) == (asked and case.is_open)
        if case.is_stopped:
            assert case.alarms(self.now) == ()
            assert not case.timing(self.now).committed.is_overdue(self.now)
        assert len(case.rounds) <= case.item.max_information_rounds

    @invariant()
    def stops_are_united(self) -> None:
        stops = self.case.timing(self.now).committed.stops
        assert all(a.end_on < b.from_on for a, b in pairwise(stops))

    @invariant()
    def nothing_ever_brings_a_due_date_forward(self) -> None:
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
        assert self._count(TaskReminded, TaskEscalated) >= len(self.spoke)

    @invariant()
    def every_change_of_the_clock_has_a_version(self) -> None:
        halts = sum(
            isinstance(each, case_life.ClockStopped | case_life.ClockResumed)
            and each.ground is not None
            for each in self.told
        )
        assert self.case.clock_version == 1 + self._count(*CLOCK_MOVES) + halts


CaseMachine.TestCase.settings = settings(max_examples=150, stateful_step_count=16, derandomize=True)
TestCaseSequences = CaseMachine.TestCase
