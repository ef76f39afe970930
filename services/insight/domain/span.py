"""What a project's time is made of: spans of waiting on one party.

Spans that follow each other without a gap within one thing (a case, a placement, a stage's
evidence, a gate, a hold) share its ``activity``; activities may overlap, spans of one do not.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from contracts.envelope import Message
from contracts.ids import EventId


class Party(StrEnum):
    """Whose turn it is (domain.md section 8). Every minute belongs to exactly one."""

    SPONSOR = "sponsor"
    DEPARTMENT = "department"
    QUEUE = "queue"
    PLATFORM = "platform"
    GATE = "gate"
    HANDOVER = "handover"
    SUSPENDED = "suspended"


class SpanKind(StrEnum):
    """What was being done."""

    EVIDENCE = "evidence"
    CASE = "case"
    INFORMATION = "information"
    GATE = "gate"
    PLACEMENT = "placement"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Heard:
    """An event as logged. Order within one publisher is that of ``sequence``."""

    id: EventId
    at: datetime
    publisher: str
    sequence: int
    message: Message


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open [started_at, ended_at); no end while it lasts."""

    activity: str
    kind: SpanKind
    party: Party
    name: str
    """Approval item, or stage."""
    stage: str
    started_at: datetime
    ended_at: datetime | None = None
    department: str | None = None
    round: int = 1
    """Attempt of the stage, or round of the information request."""


def in_order(history: Iterable[Heard]) -> list[Heard]:
    """Each event once, by time; events of one publisher never change places."""
    once = {heard.id: heard for heard in history}.values()
    return sorted(once, key=lambda each: (each.at, each.publisher, each.sequence, str(each.id)))


def bounded(spans: Iterable[Span], ending_at: datetime | None) -> list[Span]:
    """The spans that take time, cut at ``ending_at``: from then on nobody is waited for."""
    kept = []
    for span in spans:
        if ending_at is not None and (span.ended_at is None or span.ended_at > ending_at):
            span = replace(span, ended_at=ending_at)
        if span.ended_at is None or span.ended_at > span.started_at:
            kept.append(span)
    return kept


class Chain:
    """Builds the spans of one activity: a new party ends the span before."""

    def __init__(self, activity: str, name: str, stage: str, department: str | None = None) -> None:
        self._activity, self._name, self._stage = activity, name, stage
        self._department = department
        self.spans: list[Span] = []

    def turn(self, at: datetime, kind: SpanKind, party: Party, round_: int = 1) -> None:
        """From ``at`` on it is ``party``'s turn."""
        if self.spans and self.spans[-1].ended_at is None:
            last = self.spans[-1]
            if (last.kind, last.party, last.round) == (kind, party, round_):
                return
            self.end(at)
        if self.spans and self.spans[-1].ended_at is not None:
            at = max(at, self.spans[-1].ended_at)
        self.spans.append(
            Span(
                activity=self._activity,
                kind=kind,
                party=party,
                name=self._name,
                stage=self._stage,
                started_at=at,
                department=self._department,
                round=round_,
            )
        )

    def end(self, at: datetime) -> None:
        """Nobody is waited for from ``at`` on. Without effect when that is so already."""
        if self.spans and self.spans[-1].ended_at is None:
            last = self.spans[-1]
            self.spans[-1] = replace(last, ended_at=max(at, last.started_at))
