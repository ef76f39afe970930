"""The case: one approval item of one project, in the hands of one department.

What it can do is in ``case_state``. Receiving, asking and deciding are here; ``case_receipt`` has
acceptance, ``case_clock`` stops and extension, ``case_end`` four eyes and service, ``case_timer``
what the lane itself does when nobody acts.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, Self

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
from contracts.ids import CaseId, NoticeId, ProjectId
from contracts.people import Role
from contracts.process import ItemPlan, ProjectOutcome
from policy.calendar import calendar_with
from policy.clock import due_date, lane_date
from policy.stop import Stop
from services.approval.domain.alarm import Subject, alarms_of, judge
from services.approval.domain.case_state import OPEN, STANDING, CaseState, check_move
from services.approval.domain.decision import Decision, Verdict
from services.approval.domain.errors import AwaitingInformation, RoundsUsedUp, UnknownStopGround
from services.approval.domain.errors.life import ClockStandsStill, FourEyesNeeded, SameOfficer
from services.approval.domain.holder import FREE, Actor, Holder, Holding, check_held_by
from services.approval.domain.information import Answer, Round, review_of
from services.approval.domain.life import Acceptance, Life
from services.approval.domain.timing import Timing, anchor_of, time_task
from services.approval.domain.verdict_check import check_verdict


@dataclass(frozen=True, slots=True)
class Case:
    """A case. Methods return the case after, and the fact that it makes; ``MOVES`` says which may.

    Whether somebody holds it, what it waits for and how it was accepted give the state of an open
    case (``_settled``); the ends are states of their own. ``clock_version`` grows whenever the
    clock stops, runs again or is set anew.
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
    life: Life
    clock_version: int = 1
    holding: Holding = FREE
    rounds: tuple[Round, ...] = ()
    rung: frozenset[str] = frozenset()
    decision: Decision | None = None
    ended_at: datetime | None = None
    version: int = 1

    @classmethod
    def open(cls, order: OpenCase, now: datetime) -> tuple[Self, CaseOpened]:
        """Receive a case at ``now``: its limits count from the day of receipt until it is accepted.

        An item that knows no acceptance is accepted with its receipt, and so is a filing.
        """
        anchor_on = anchor_of(now, order.card.extra_days_off)
        case = cls.received(order, anchor_on, now)
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

    @classmethod
    def received(cls, order: OpenCase, anchor_on: date, now: datetime) -> Self:
        """The case as it is received, its dates worked out."""
        at_once = Acceptance("at_once", anchor_on, now, None)
        knows_acceptance = order.item.deemed_acceptance is not None
        is_filing = order.item.route == "commitment_and_filing"
        return cls(
            id=order.case_id,
            project_id=order.project_id,
            stage=order.stage,
            item=order.item,
            card=order.card,
            state=CaseState.RECEIVED,
            opened_at=now,
            anchor_on=anchor_on,
            due_at=now,
            statutory_due_at=now,
            is_provisional=False,
            life=Life(
                received_on=anchor_on,
                acceptance=at_once if is_filing or not knows_acceptance else None,
            ),
        ).settled(now)

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
        return self.state in OPEN

    @property
    def is_asked(self) -> bool:
        """Whether the sponsor is asked and has not answered."""
        return self.is_open and bool(self.rounds) and self.rounds[-1].answer is None

    @property
    def is_stopped(self) -> bool:
        """Whether the clock stands still: nothing is overdue meanwhile."""
        halted = any(each.stops_clock for each in self.life.open_halts)
        return self.is_asked or (self.is_open and halted)

    @property
    def stopped_at(self) -> datetime | None:
        """Since when the clock stands still without a break."""
        since = [each.at for each in self.life.open_halts if each.stops_clock]
        since += [self.rounds[-1].at] if self.is_asked else []
        return min(since) if self.is_stopped else None

    @property
    def stops(self) -> tuple[Stop, ...]:
        """Every stop as it was made; the clock unites them."""
        return (*(each.stop for each in self.rounds), *self.life.stops)

    def timing(self, now: datetime) -> Timing:
        """Both due dates with their ledgers; for an ended case as of its end.

        After an answer the round's own limit of review holds, where the item sets one.
        """
        review = review_of(self.rounds, self.item, self.card.extra_days_off)
        if review and review[0] < self.anchor_on:
            review = None  # answered before it was accepted, or under an earlier application
        committed = review[1] if review else self.life.longer(self.item.committed)
        return time_task(
            self.anchor_on,
            committed,
            self.life.longer(self.item.statutory),
            committed_from=review[0] if review else None,
            days_off=self.card.extra_days_off,
            stops=self.stops,
            as_of=lane_date(self.ended_at or now),
        )

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
        return replace(self, holding=holding)._settled()

    def _settled(self) -> Self:
        """An open case in the state that its facts give."""
        if not self.is_open:
            return self
        if self.is_asked:
            state = CaseState.AWAITING_INFORMATION
        elif self.life.acceptance is None:
            state = CaseState.RECEIVED
        elif self.life.recommendation is not None:
            state = CaseState.RECOMMENDED
        elif self.holder is not None:
            state = CaseState.UNDER_REVIEW
        else:
            has_gaps = bool(self.life.open_gaps)
            state = CaseState.ACCEPTED_WITH_GAPS if has_gaps else CaseState.ACCEPTED
        return replace(self, state=state)

    def settled(self, now: datetime) -> Self:
        """The same with its dates worked out anew from the anchor."""
        timing = self.timing(now)
        assert timing.statutory is not None
        return replace(
            self,
            due_at=timing.committed.due_at,
            statutory_due_at=timing.statutory.due_at,
            is_provisional=timing.is_provisional,
        )._settled()

    def reclocked(self, now: datetime) -> Self:
        """The same after a change of its clock."""
        return replace(self, clock_version=self.clock_version + 1).settled(now)

    def request_information(
        self, actor: Actor, ground: str, question: str, now: datetime
    ) -> tuple[Self, InformationRequested]:
        """Ask the sponsor; the clock stands still from today until the answer."""
        check_move("request_information", self.state)
        check_held_by(self.holder, actor)
        self.check_question(ground)
        return self.asked(actor, ground, question, now)

    def check_question(self, ground: str) -> None:
        """Raises UnknownStopGround or RoundsUsedUp."""
        if ground not in self.item.stop_grounds:
            raise UnknownStopGround(ground=ground, known=", ".join(self.item.stop_grounds))
        if len(self.rounds) >= self.item.max_information_rounds:
            raise RoundsUsedUp(most=self.item.max_information_rounds)

    def asked(
        self,
        by: Actor,
        ground: str,
        question: str,
        now: datetime,
        notice: NoticeId | None = None,
    ) -> tuple[Self, InformationRequested]:
        """The question put; by the holder at once, or by the lane in one list for all."""
        check_move("ask_together", self.state)
        asked = Round(len(self.rounds) + 1, ground, question, by, now, notice=notice)
        after = replace(self, rounds=(*self.rounds, asked)).reclocked(now)
        return after, InformationRequested(
            project_id=self.project_id,
            case_id=self.id,
            item=self.item.item,
            department=self.item.department,
            round=asked.number,
            ground=ground,
            clock_version=after.clock_version,
            notice_id=notice,
        )

    def supply(self, answer: Answer) -> tuple[Self, InformationSupplied]:
        """Take the sponsor's answer; the clock runs again, its dates worked out anew."""
        check_move("supply", self.state)
        *earlier, asked = self.rounds
        after = replace(self, rounds=(*earlier, asked.answered(answer))).reclocked(answer.at)
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
        """Decide, once. Only the holder, only while the clock runs, and not with four eyes."""
        check_move("decide", self.state)
        check_held_by(self.holder, actor)
        if self.item.four_eyes:
            raise FourEyesNeeded()
        self.check_running()
        check_verdict(verdict, self.item, self.life, lane_date(now))
        return self.decided(verdict, actor, now)

    def decided(self, verdict: Verdict, actor: Actor, now: datetime) -> tuple[Self, CaseDecided]:
        """The decision, standing; its service has a clock of its own."""
        decision = Decision(
            verdict,
            actor,
            now,
            within_committed=now < self.due_at,
            within_statutory=now < self.statutory_due_at,
        )
        limit, anchor_on = self.item.service_limit, lane_date(now)
        calendar = calendar_with(self.card.extra_days_off)
        due_at = due_date(limit, anchor_on, calendar=calendar).due_at if limit else None
        life = replace(self.life, service_due_at=due_at)
        after = replace(self, state=CaseState.DECIDED, decision=decision, ended_at=now, life=life)
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
        """End it without a decision, since the project leaves the lane; on hold too."""
        return self._closed(
            "withdrawn" if outcome is ProjectOutcome.WITHDRAWN else "superseded", now
        )

    def supersede(self, because: str, now: datetime) -> tuple[Self, CaseClosed]:
        """End it without a decision, since the item ``because`` of its project was refused."""
        return self._closed("superseded", now, because)

    def _closed(
        self, state: Literal["withdrawn", "superseded"], now: datetime, because: str | None = None
    ) -> tuple[Self, CaseClosed]:
        check_move("withdraw" if state == "withdrawn" else "supersede", self.state)
        after = replace(self, state=CaseState(state), ended_at=now)
        return after, CaseClosed(
            project_id=self.project_id,
            case_id=self.id,
            item=self.item.item,
            department=self.item.department,
            state=state,
            because=because,
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

    def check_open(self) -> None:
        """Raises what its state says once it has ended."""
        if not self.is_open:
            raise STANDING[self.state]()

    def check_may_claim(self, actor: Actor) -> None:
        """Raises SameOfficer when the actor's own recommendation waits to be confirmed."""
        proposed = self.life.recommendation
        if self.is_open and proposed is not None and proposed.is_of(actor):
            raise SameOfficer()

    def check_running(self) -> None:
        """Raises AwaitingInformation or ClockStandsStill while the clock stands still."""
        if self.is_asked:
            raise AwaitingInformation()
        ground = next((each.ground for each in self.life.open_halts if each.stops_clock), None)
        if self.is_stopped:
            raise ClockStandsStill(ground=ground)
