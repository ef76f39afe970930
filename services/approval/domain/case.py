"""The case: one approval item of one project, in the hands of one department."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Literal, Self

from contracts.commands.approval import OpenCase, ProjectCard
from contracts.events.approval import (
    Alarm,
    CaseClosed,
    CaseDecided,
    CaseOpened,
    InformationRequested,
    InformationSupplied,
    TaskEscalated,
    TaskKind,
    TaskReminded,
)
from contracts.ids import CaseId, ProjectId
from contracts.people import Role
from contracts.process import ItemPlan, ProjectOutcome
from policy.clock import lane_date
from services.approval.domain.alarm import Subject, alarms_of, judge
from services.approval.domain.decision import Decision, Verdict
from services.approval.domain.errors import (
    AlreadyDecided,
    AwaitingInformation,
    NothingAsked,
    RoundsUsedUp,
    TaskClosed,
    UnknownStopGround,
)
from services.approval.domain.holder import FREE, Actor, Holder, Holding, check_held_by
from services.approval.domain.information import Answer, Round
from services.approval.domain.timing import Timing, anchor_of, time_task


class CaseState(StrEnum):
    """Where a case stands; apart from its project's stage and from its own outcome."""

    ACCEPTED = "accepted"
    UNDER_REVIEW = "under_review"
    AWAITING_INFORMATION = "awaiting_information"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


_OPEN: Final = (CaseState.ACCEPTED, CaseState.UNDER_REVIEW, CaseState.AWAITING_INFORMATION)


@dataclass(frozen=True, slots=True)
class Case:
    """A case. Methods return the case after, and the fact that it makes.

    ====================  ==========================  ======================
    state                 on                          then
    ====================  ==========================  ======================
    accepted              claim                       under_review
    under_review          release, lease runs out     accepted
    under_review          request_information         awaiting_information
    awaiting_information  supply                      under_review
    under_review          decide                      decided
    any of these          close, project withdrawn    withdrawn
    any of these          close, other end            superseded
    ====================  ==========================  ======================

    decided, withdrawn and superseded are final. In under_review and awaiting_information somebody
    holds it, in accepted nobody. The clock stands still in awaiting_information and runs in the
    two others; ``clock_version`` grows whenever it stops or runs again.
    """

    id: CaseId
    project_id: ProjectId
    stage: str
    item: ItemPlan
    card: ProjectCard
    state: CaseState
    opened_at: datetime
    anchor_on: date
    due_at: datetime
    statutory_due_at: datetime
    is_provisional: bool
    clock_version: int = 1
    holding: Holding = FREE
    rounds: tuple[Round, ...] = ()
    rung: frozenset[str] = frozenset()
    decision: Decision | None = None
    ended_at: datetime | None = None
    version: int = 1

    @classmethod
    def open(cls, order: OpenCase, now: datetime) -> tuple[Self, CaseOpened]:
        """Receive a case at ``now``: its limits count from the day of receipt."""
        anchor_on = anchor_of(now, order.card.extra_days_off)
        timing = _time(anchor_on, order.item, order.card, (), lane_date(now))
        assert timing.statutory is not None
        case = cls(
            id=order.case_id,
            project_id=order.project_id,
            stage=order.stage,
            item=order.item,
            card=order.card,
            state=CaseState.ACCEPTED,
            opened_at=now,
            anchor_on=anchor_on,
            due_at=timing.committed.due_at,
            statutory_due_at=timing.statutory.due_at,
            is_provisional=timing.is_provisional,
        )
        return case, CaseOpened(
            project_id=case.project_id,
            case_id=case.id,
            item=case.item.item,
            department=case.item.department,
            pack=case.card.pack,
            stage=case.stage,
            due_at=case.due_at,
            statutory_due_at=case.statutory_due_at,
            provisional=case.is_provisional,
            clock_version=case.clock_version,
            alarms=case.alarms(now),
            route=case.item.route,
        )

    @property
    def kind(self) -> TaskKind:
        """Which of the two kinds of task it is."""
        return "case"

    @property
    def department(self) -> str:
        """Whose queue it is in."""
        return self.item.department

    @property
    def name(self) -> str:
        """The approval item."""
        return self.item.item

    @property
    def is_open(self) -> bool:
        """Whether it still asks for a decision."""
        return self.state in _OPEN

    @property
    def is_stopped(self) -> bool:
        """Whether the clock stands still: nothing is overdue meanwhile."""
        return self.state is CaseState.AWAITING_INFORMATION

    def timing(self, now: datetime) -> Timing:
        """Both due dates with their ledgers; for an ended case as of its end."""
        as_of = lane_date(self.ended_at or now)
        return _time(self.anchor_on, self.item, self.card, self.rounds, as_of)

    def alarms(self, now: datetime) -> tuple[Alarm, ...]:
        """What is still to ring; nothing while the clock stands still."""
        if self.is_stopped or not self.is_open:
            return ()
        return alarms_of(self.timing(now), self.item.remind_at_percent, self.rung)

    @property
    def holder(self) -> Holder | None:
        """In whose hands it is."""
        return self.holding.holder

    def held(self, holding: Holding) -> Self:
        """The case in other hands, or in none; only ``hands`` moves it."""
        state = self.state
        if not self.is_stopped:
            state = CaseState.UNDER_REVIEW if holding.holder else CaseState.ACCEPTED
        return replace(self, state=state, holding=holding)

    def request_information(
        self, actor: Actor, ground: str, question: str, now: datetime
    ) -> tuple[Self, InformationRequested]:
        """Ask the sponsor; the clock stands still from today until the answer."""
        self._check_in_hand(actor)
        if ground not in self.item.stop_grounds:
            raise UnknownStopGround(ground=ground, known=", ".join(self.item.stop_grounds))
        if len(self.rounds) >= self.item.max_information_rounds:
            raise RoundsUsedUp(most=self.item.max_information_rounds)
        asked = Round(len(self.rounds) + 1, ground, question, actor, now)
        after = replace(
            self,
            state=CaseState.AWAITING_INFORMATION,
            rounds=(*self.rounds, asked),
            clock_version=self.clock_version + 1,
        )._timed(now)
        return after, InformationRequested(
            project_id=self.project_id,
            case_id=self.id,
            item=self.item.item,
            department=self.item.department,
            round=asked.number,
            ground=ground,
            clock_version=after.clock_version,
        )

    def supply(self, answer: Answer) -> tuple[Self, InformationSupplied]:
        """Take the sponsor's answer; the clock runs again, its dates worked out anew."""
        self.check_open()
        if self.state is not CaseState.AWAITING_INFORMATION:
            raise NothingAsked()
        *earlier, asked = self.rounds
        after = replace(
            self,
            state=CaseState.UNDER_REVIEW,
            rounds=(*earlier, asked.answered(answer)),
            clock_version=self.clock_version + 1,
        )._timed(answer.at)
        return after, InformationSupplied(
            project_id=self.project_id,
            case_id=self.id,
            item=self.item.item,
            department=self.item.department,
            round=asked.number,
            due_at=after.due_at,
            statutory_due_at=after.statutory_due_at,
            provisional=after.is_provisional,
            clock_version=after.clock_version,
            alarms=after.alarms(answer.at),
        )

    def decide(self, actor: Actor, verdict: Verdict, now: datetime) -> tuple[Self, CaseDecided]:
        """Decide, once. Only the holder, and only while the clock runs."""
        self._check_in_hand(actor)
        verdict.check(self.item, lane_date(now))
        decision = Decision(
            verdict,
            actor,
            now,
            within_committed=now < self.due_at,
            within_statutory=now < self.statutory_due_at,
        )
        after = replace(self, state=CaseState.DECIDED, decision=decision, ended_at=now)
        return after, CaseDecided(
            project_id=self.project_id,
            case_id=self.id,
            item=self.item.item,
            department=self.item.department,
            stage=self.stage,
            outcome=verdict.outcome,
            ground=verdict.ground,
            conditions=len(verdict.conditions),
            within_committed=decision.within_committed,
            within_statutory=decision.within_statutory,
            decided_by=actor.person,
            on_behalf_of=actor.behalf.person if actor.behalf else None,
        )

    def close(self, outcome: ProjectOutcome, now: datetime) -> tuple[Self, CaseClosed]:
        """End it without a decision, since the project leaves the lane."""
        self.check_open()
        state: Literal["withdrawn", "superseded"] = (
            "withdrawn" if outcome is ProjectOutcome.WITHDRAWN else "superseded"
        )
        after = replace(self, state=CaseState(state), ended_at=now)
        return after, CaseClosed(
            project_id=self.project_id,
            case_id=self.id,
            item=self.item.item,
            department=self.item.department,
            state=state,
        )

    def ring(
        self, key: str, clock_version: int, now: datetime
    ) -> tuple[Self, TaskReminded | TaskEscalated | None]:
        """Let an alarm speak, if it still holds; otherwise nothing changes."""
        if clock_version != self.clock_version:
            return self, None
        says = judge(key, self.alarms(now), now, first_above=Role.DEPARTMENT_LEAD)
        if says is None:
            return self, None
        subject = Subject(
            self.project_id,
            self.id,
            self.kind,
            self.item.department,
            self.card.pack,
            self.item.item,
        )
        holder = self.holder.person if self.holder else None
        return replace(self, rung=self.rung | {key}), subject.fact(says, holder)

    def _timed(self, now: datetime) -> Self:
        timing = self.timing(now)
        assert timing.statutory is not None
        return replace(
            self,
            due_at=timing.committed.due_at,
            statutory_due_at=timing.statutory.due_at,
            is_provisional=timing.is_provisional,
        )

    def check_open(self) -> None:
        """Raises AlreadyDecided or TaskClosed once it has ended."""
        if self.state is CaseState.DECIDED:
            raise AlreadyDecided()
        if not self.is_open:
            raise TaskClosed()

    def _check_in_hand(self, actor: Actor) -> None:
        self.check_open()
        check_held_by(self.holder, actor)
        self.check_running()

    def check_running(self) -> None:
        """Raises AwaitingInformation while the clock stands still."""
        if self.is_stopped:
            raise AwaitingInformation()


def _time(
    anchor_on: date, item: ItemPlan, card: ProjectCard, rounds: Iterable[Round], as_of: date
) -> Timing:
    return time_task(
        anchor_on,
        item.committed,
        item.statutory,
        days_off=card.extra_days_off,
        stops=(each.stop for each in rounds),
        as_of=as_of,
    )
