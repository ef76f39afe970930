"""Requests for information: each is a round, and a stop of the case's clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from contracts.ids import DocumentId, NoticeId
from contracts.process import ItemPlan, Limit, RoundPlan
from policy.clock import lane_date
from policy.stop import Stop
from services.approval.domain.holder import Actor
from services.approval.domain.timing import anchor_of


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
    notice: NoticeId | None = None
    """The one request of all departments that it is part of."""

    @property
    def stop(self) -> Stop:
        """The days on which the clock stands still for it; open until answered."""
        until_on = None if self.answer is None else lane_date(self.answer.at)
        return Stop(lane_date(self.at), until_on, (self.ground,))

    def answered(self, answer: Answer) -> "Round":
        """The round with its answer."""
        return replace(self, answer=answer)


def plan_of(round_: Round, item: ItemPlan) -> RoundPlan | None:
    """The limits of a round; those of the last one named hold for later ones (facts.md U10)."""
    begun = [each for each in item.rounds if each.round <= round_.number]
    return max(begun, key=lambda each: each.round, default=None)


def review_of(
    rounds: Sequence[Round], item: ItemPlan, days_off: Iterable[date]
) -> tuple[date, Limit] | None:
    """From which day and in what time an answered round is reviewed, where that is set apart."""
    if not rounds or rounds[-1].answer is None:
        return None
    plan = plan_of(rounds[-1], item)
    if plan is None or plan.review is None:
        return None
    return anchor_of(rounds[-1].answer.at, days_off), plan.review
