"""Approval cases in a project's history: their spans, and what is known of each as a whole."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from contracts.events import approval
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
    """When the clock stood still: from a request for information to its answer."""
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
                self.stops.append((at, None))
                if event.ground not in self.grounds:
                    self.grounds.append(event.ground)
                self.chain.turn(at, SpanKind.INFORMATION, Party.SPONSOR, event.round)
            case approval.InformationSupplied():
                self._answered(at)
                self.due_at = event.due_at
                party = Party.DEPARTMENT if self.is_held else Party.QUEUE
                self.chain.turn(at, SpanKind.CASE, party)
            case approval.ClockRecomputed():
                self.due_at = event.due_at
            case approval.CaseDecided():
                self.decided = event
                self._ended(at)
            case approval.CaseClosed():
                self._ended(at)

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
    sponsor's; after the answer it is again its holder's.
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
        ):
            return heard.message.case_id
    return None
