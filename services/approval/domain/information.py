"""Requests for information: each is a round, and a stop of the case's clock."""

from dataclasses import dataclass, replace
from datetime import datetime

from contracts.ids import DocumentId
from policy.clock import lane_date
from policy.stop import Stop
from services.approval.domain.holder import Actor


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sponsor supplied."""

    text: str
    documents: tuple[DocumentId, ...]
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Round:
    """One question to the sponsor, numbered from 1 within its case."""

    number: int
    ground: str
    question: str
    by: Actor
    at: datetime
    answer: Answer | None = None

    @property
    def stop(self) -> Stop:
        """The days on which the clock stands still for it; open until answered."""
        until_on = None if self.answer is None else lane_date(self.answer.at)
        return Stop(lane_date(self.at), until_on, (self.ground,))

    def answered(self, answer: Answer) -> "Round":
        """The round with its answer."""
        return replace(self, answer=answer)
