"""The gate: a sitting at the end of an attempt of a stage, in the hands of one reviewer."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from contracts.commands.approval import OpenGate, ProjectCard
from contracts.events.approval import (
    Alarm,
    GateClosed,
    GateDecided,
    GateOpened,
    TaskEscalated,
    TaskKind,
    TaskReminded,
)
from contracts.ids import GateId, ProjectId
from contracts.people import Role
from contracts.process import GateOutcome, GatePlan, ProjectOutcome
from policy.clock import day_start, lane_date
from services.approval.domain.alarm import Subject, alarms_of, judge
from services.approval.domain.errors import (
    AlreadyDecided,
    HoldDateMissing,
    HoldDateNotAllowed,
    HoldDateNotInFuture,
    HoldDateTooFar,
    NoMoreAttempts,
    OutcomeNotOffered,
    TaskClosed,
)
from services.approval.domain.holder import FREE, Actor, Holder, Holding, check_held_by
from services.approval.domain.timing import Timing, anchor_of, time_task

REMIND_AT_PERCENT: Final = (50, 80, 100)
"""A gate's plan names no thresholds of its own; these are the items' usual ones."""
LONGEST_HOLD: Final = timedelta(days=3 * 365)
"""Longer than any stage lasts: whoever means longer means stop."""


class GateState(StrEnum):
    """Where a sitting stands."""

    OPEN = "open"
    DECIDED = "decided"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """What the reviewer enters; ``hold_until`` is the day on which the gate sits again."""

    outcome: GateOutcome
    reason: str
    hold_until: date | None = None


@dataclass(frozen=True, slots=True)
class GateDecision:
    """A verdict that stands."""

    verdict: GateVerdict
    by: Actor
    at: datetime
    within_committed: bool

    @property
    def hold_until(self) -> datetime | None:
        """The instant at which that day begins."""
        until_on = self.verdict.hold_until
        return None if until_on is None else day_start(until_on)


@dataclass(frozen=True, slots=True)
class Gate:
    """A sitting. Methods return the gate after, and the fact that it makes.

    =====  =====================  ===================================
    state  on                     then
    =====  =====================  ===================================
    open   claim, release, lapse  (same; the holder changes)
    open   decide                 decided
    open   close                  closed
    =====  =====================  ===================================

    decided and closed are final. A sitting after a hold is another gate, with the next round.
    """

    id: GateId
    project_id: ProjectId
    stage: str
    attempt: int
    round: int
    plan: GatePlan
    card: ProjectCard
    unresolved: tuple[str, ...]
    state: GateState
    opened_at: datetime
    anchor_on: date
    due_at: datetime
    is_provisional: bool
    clock_version: int = 1
    holding: Holding = FREE
    rung: frozenset[str] = frozenset()
    decision: GateDecision | None = None
    ended_at: datetime | None = None
    version: int = 1

    @classmethod
    def open(cls, order: OpenGate, now: datetime) -> tuple[Self, GateOpened]:
        """Have the gate sit from ``now``."""
        days_off = order.card.extra_days_off
        anchor_on = anchor_of(now, days_off)
        timing = time_task(
            anchor_on, order.gate.limit, None, days_off=days_off, as_of=lane_date(now)
        )
        gate = cls(
            id=order.gate_id,
            project_id=order.project_id,
            stage=order.stage,
            attempt=order.attempt,
            round=order.round,
            plan=order.gate,
            card=order.card,
            unresolved=order.unresolved,
            state=GateState.OPEN,
            opened_at=now,
            anchor_on=anchor_on,
            due_at=timing.committed.due_at,
            is_provisional=timing.is_provisional,
        )
        return gate, GateOpened(
            project_id=gate.project_id,
            gate_id=gate.id,
            pack=gate.card.pack,
            stage=gate.stage,
            attempt=gate.attempt,
            round=gate.round,
            due_at=gate.due_at,
            provisional=gate.is_provisional,
            clock_version=gate.clock_version,
            alarms=gate.alarms(now),
        )

    @property
    def kind(self) -> TaskKind:
        """Which of the two kinds of task it is."""
        return "gate"

    @property
    def department(self) -> None:
        """A gate belongs to no department."""
        return None

    @property
    def name(self) -> str:
        """The stage that it ends."""
        return self.stage

    @property
    def is_open(self) -> bool:
        """Whether it still asks for an outcome."""
        return self.state is GateState.OPEN

    @property
    def is_stopped(self) -> bool:
        """A gate's clock never stops."""
        return False

    def timing(self, now: datetime) -> Timing:
        """The due date with its ledger."""
        return time_task(
            self.anchor_on,
            self.plan.limit,
            None,
            days_off=self.card.extra_days_off,
            as_of=lane_date(now),
        )

    def alarms(self, now: datetime) -> tuple[Alarm, ...]:
        """What is still to ring."""
        if not self.is_open:
            return ()
        return alarms_of(self.timing(now), REMIND_AT_PERCENT, self.rung)

    @property
    def holder(self) -> Holder | None:
        """In whose hands it is."""
        return self.holding.holder

    def held(self, holding: Holding) -> Self:
        """The gate in other hands, or in none; only ``hands`` moves it."""
        return replace(self, holding=holding)

    def decide(self, actor: Actor, verdict: GateVerdict, now: datetime) -> tuple[Self, GateDecided]:
        """Give the outcome, once. Only the holder."""
        self.check_open()
        check_held_by(self.holder, actor)
        self._check_verdict(verdict, lane_date(now))
        decision = GateDecision(verdict, actor, now, within_committed=now < self.due_at)
        after = replace(self, state=GateState.DECIDED, decision=decision, ended_at=now)
        return after, GateDecided(
            project_id=self.project_id,
            gate_id=self.id,
            stage=self.stage,
            attempt=self.attempt,
            round=self.round,
            outcome=verdict.outcome,
            hold_until=decision.hold_until,
            within_committed=decision.within_committed,
            decided_by=actor.person,
            on_behalf_of=actor.behalf.person if actor.behalf else None,
        )

    def close(self, outcome: ProjectOutcome, now: datetime) -> tuple[Self, GateClosed]:
        """End it without an outcome, since the project leaves the lane."""
        self.check_open()
        after = replace(self, state=GateState.CLOSED, ended_at=now)
        return after, GateClosed(
            project_id=self.project_id,
            gate_id=self.id,
            stage=self.stage,
            attempt=self.attempt,
            round=self.round,
        )

    def ring(
        self, key: str, clock_version: int, now: datetime
    ) -> tuple[Self, TaskReminded | TaskEscalated | None]:
        """Let an alarm speak, if it still holds; otherwise nothing changes."""
        if clock_version != self.clock_version:
            return self, None
        # A gate belongs to no department, so nobody stands between it and the case manager.
        says = judge(key, self.alarms(now), now, first_above=Role.CASE_MANAGER)
        if says is None:
            return self, None
        subject = Subject(self.project_id, self.id, self.kind, None, self.card.pack, self.stage)
        holder = self.holder.person if self.holder else None
        return replace(self, rung=self.rung | {key}), subject.fact(says, holder)

    def _check_verdict(self, verdict: GateVerdict, today: date) -> None:
        if verdict.outcome not in self.plan.outcomes:
            raise OutcomeNotOffered(
                outcome=verdict.outcome.value, known=", ".join(self.plan.outcomes)
            )
        if verdict.outcome is GateOutcome.ITERATE and self.attempt >= self.plan.max_attempts:
            raise NoMoreAttempts(most=self.plan.max_attempts)
        if verdict.outcome is not GateOutcome.HOLD:
            if verdict.hold_until is not None:
                raise HoldDateNotAllowed()
        elif verdict.hold_until is None:
            raise HoldDateMissing()
        else:
            _check_hold(verdict.hold_until, today)

    def check_open(self) -> None:
        """Raises AlreadyDecided or TaskClosed once it has ended."""
        if self.state is GateState.DECIDED:
            raise AlreadyDecided()
        if not self.is_open:
            raise TaskClosed()

    def check_may_claim(self, actor: Actor) -> None:
        """Every reviewer may."""

    def check_running(self) -> None:
        """A gate's clock never stands still."""


def _check_hold(until: date, today: date) -> None:
    if until <= today:
        raise HoldDateNotInFuture(until=until.isoformat(), today=today.isoformat())
    if until > today + LONGEST_HOLD:
        raise HoldDateTooFar(latest=(today + LONGEST_HOLD).isoformat())
