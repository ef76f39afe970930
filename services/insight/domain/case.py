"""Approval cases in a project's history: their spans, and what is known of each as a whole."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from contracts.events import approval, case_life
from contracts.ids import CaseId
from services.insight.domain.span import Chain, Heard, Party, Span, SpanKind


@dataclass(frozen=True, slots=True)
class CaseFact:
    """One approval case. Undecided ones lack what a decision brings."""

    id: CaseId
    item: str
    department: str
    stage: str
    opened_at: datetime
    due_at: datetime
    closed_at: datetime | None = None
    decided_at: datetime | None = None
    outcome: str | None = None
    within_committed: bool | None = None
    within_statutory: bool | None = None
    information_rounds: int = 0
    stops: tuple[tuple[datetime, datetime | None], ...] = ()
    """When the clock stood still: requests for information, procedures and the like."""
    grounds: tuple[str, ...] = ()
    """Why it stood still, each once."""
    route: str = "standard"


@dataclass(slots=True)
class _Course:
    """A case while its events are read."""

    opened: approval.CaseOpened
    opened_at: datetime
    chain: Chain
    due_at: datetime
    is_held: bool = False
    halts: set[int] = field(default_factory=set)
    """Stops for other reasons than a question that have not ended."""
    rounds: int = 0
    stops: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    grounds: list[str] = field(default_factory=list)
    decided: approval.CaseDecided | None = None
    ended_at: datetime | None = None

    def hear(self, heard: Heard) -> None:
        at, event = heard.at, heard.message
        if self.ended_at is not None:
            return
        match event:
            case approval.TaskClaimed():
                self.is_held = True
                if not self._is_stopped:
                    self.chain.turn(at, SpanKind.CASE, Party.DEPARTMENT)
            case approval.TaskReleased():
                self.is_held = False
                if not self._is_stopped:
                    self.chain.turn(at, SpanKind.CASE, Party.QUEUE)
            case approval.InformationRequested():
                self._answered(at)
                self.rounds += 1
                self._stopped(at, event.ground)
                self.chain.turn(at, SpanKind.INFORMATION, Party.SPONSOR, event.round)
            case approval.InformationSupplied():
                self._answered(at)
                self.due_at = event.due_at
                if self.halts:
                    self._stopped(at, None)
                    self.chain.turn(at, SpanKind.CASE, Party.SUSPENDED)
                else:
                    self._on_turn(at)
            case approval.ClockRecomputed():
                self.due_at = event.due_at
            case approval.CaseDecided():
                self.decided = event
                self._ended(at)
            case approval.CaseClosed():
                self._ended(at)
            case case_life.CaseFact():
                self._hear_life(at, event)

    def _hear_life(self, at: datetime, event: case_life.CaseFact) -> None:
        match event:
            case case_life.ClockStopped() if event.stops_clock:
                self.halts.add(event.number)
                if not self._is_stopped:
                    self._stopped(at, event.ground or event.procedure)
                    self.chain.turn(at, SpanKind.CASE, Party.SUSPENDED)
            case case_life.ClockResumed():
                self.halts.discard(event.number)
                self.due_at = event.due_at
                if self._is_stopped and not event.is_stopped:
                    self._answered(at)
                    self._on_turn(at)
            case case_life.CaseAccepted() | case_life.LimitExtended():
                self.due_at = event.due_at
            case case_life.CaseNotAccepted() | case_life.CaseLapsed():
                # The case rests until the sponsor applies again.
                self.is_held = False
                self.halts.clear()
                self._answered(at)
                self.chain.turn(at, SpanKind.CASE, Party.SPONSOR)
            case case_life.CaseAppliedAgain():
                self.due_at = event.due_at
                self.chain.turn(at, SpanKind.CASE, Party.QUEUE)

    def _on_turn(self, at: datetime) -> None:
        self.chain.turn(at, SpanKind.CASE, Party.DEPARTMENT if self.is_held else Party.QUEUE)

    def _stopped(self, at: datetime, ground: str | None) -> None:
        self.stops.append((at, None))
        if ground is not None and ground not in self.grounds:
            self.grounds.append(ground)

    @property
    def _is_stopped(self) -> bool:
        return bool(self.stops) and self.stops[-1][1] is None

    def _answered(self, at: datetime) -> None:
        if self._is_stopped:
            self.stops[-1] = (self.stops[-1][0], at)

    def _ended(self, at: datetime) -> None:
        self._answered(at)
        self.ended_at = at
        self.chain.end(at)

    def fact(self) -> CaseFact:
        return CaseFact(
            id=self.opened.case_id,
            item=self.opened.item,
            department=self.opened.department,
            stage=self.opened.stage,
            opened_at=self.opened_at,
            due_at=self.due_at,
            closed_at=self.ended_at,
            decided_at=self.ended_at if self.decided else None,
            outcome=self.decided.outcome.value if self.decided else None,
            within_committed=self.decided.within_committed if self.decided else None,
            within_statutory=self.decided.within_statutory if self.decided else None,
            information_rounds=self.rounds,
            stops=tuple(self.stops),
            grounds=tuple(self.grounds),
            route=self.opened.route,
        )


def cases(ordered: Iterable[Heard]) -> tuple[list[CaseFact], list[Span]]:
    """Every case whose opening was heard, and its spans.

    A case unclaimed is the queue's, claimed the department's, waiting for information the
    sponsor's; after the answer it is again its holder's. A stop for another reason belongs to
    nobody (suspended); a case that was not accepted or has lapsed waits for its sponsor.
    """
    history = list(ordered)
    courses: dict[UUID, _Course] = {}
    for heard in history:
        if isinstance(heard.message, approval.CaseOpened):
            courses.setdefault(heard.message.case_id, _begin(heard.message, heard.at))
    for heard in history:
        if (id_ := _case_of(heard)) in courses:
            courses[id_].hear(heard)
    spans = [span for course in courses.values() for span in course.chain.spans]
    return [course.fact() for course in courses.values()], spans


def _begin(event: approval.CaseOpened, at: datetime) -> _Course:
    chain = Chain(f"case/{event.case_id}", event.item, event.stage, event.department)
    chain.turn(at, SpanKind.CASE, Party.QUEUE)
    return _Course(opened=event, opened_at=at, chain=chain, due_at=event.due_at)


def _case_of(heard: Heard) -> UUID | None:
    match heard.message:
        case (
            approval.TaskClaimed(task_kind="case")
            | approval.TaskReleased(task_kind="case")
            | approval.ClockRecomputed(task_kind="case")
        ):
            return heard.message.task_id
        case (
            approval.InformationRequested()
            | approval.InformationSupplied()
            | approval.CaseDecided()
            | approval.CaseClosed()
            | case_life.CaseFact()
        ):
            return heard.message.case_id
    return None
