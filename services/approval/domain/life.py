"""What a case has been through besides questions and decision, as one value of the case.

It is stored whole under the case's lock (ADR 0311); who did what when and why is in the task's
history too, which is never changed.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal, get_args

from contracts.ids import DocumentId
from contracts.process import Limit, Rank
from policy.stop import Stop
from services.approval.domain.decision import Verdict
from services.approval.domain.holder import Actor

AcceptedHow = Literal["accepted", "with_gaps", "deemed", "at_once"]
"""``deemed``: by silence; ``at_once``: the item knows no acceptance, or it was acted on at once."""
NonAcceptanceGround = Literal["no_permit_needed", "not_competent", "defects_not_remedied"]
"""行政许可法 art. 32 (secondary source: facts.md)."""
NON_ACCEPTANCE_GROUNDS: Final[tuple[NonAcceptanceGround, ...]] = get_args(NonAcceptanceGround)
ServedHow = Literal["electronic", "in_person", "post", "public_notice"]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Since when, and how, the department has the case to decide. ``by`` is None for the lane."""

    how: AcceptedHow
    on: date
    at: datetime
    by: Actor | None


@dataclass(frozen=True, slots=True)
class NonAcceptance:
    """Why the department did not take the case."""

    ground: NonAcceptanceGround
    reason: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Commitment:
    """The sponsor's word to supply what is missing: acceptance with gaps rests on it."""

    text: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing at acceptance, numbered from 1; supplied later."""

    number: int
    text: str
    supplied_at: datetime | None = None
    documents: tuple[DocumentId, ...] = ()


@dataclass(frozen=True, slots=True)
class Halt:
    """A time that does not count for another reason than a question, numbered from 1.

    A procedure of the item (expert review, public notice, hearing …) may stop no clock: its
    ground is then None.
    """

    number: int
    ground: str | None
    procedure: str | None
    reason: str
    by: Actor
    at: datetime
    from_on: date
    expected_end_on: date
    ended_on: date | None = None
    end_reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.ended_on is None

    @property
    def stops_clock(self) -> bool:
        """Whether the clock stands still for it now."""
        return self.is_open and self.ground is not None

    @property
    def stop(self) -> Stop | None:
        """The days on which the clock stands still for it."""
        if self.ground is None:
            return None
        return Stop(self.from_on, self.ended_on, (self.ground,))


@dataclass(frozen=True, slots=True)
class Extension:
    """The limit made longer, by whose rank and with what reason."""

    by: Limit
    rank: Rank
    approved_by: str
    """Whose decision it was and under what number, where the rank is above the lead's."""
    reason: str
    entered_by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What an assessor proposes; a second person confirms or challenges it."""

    verdict: Verdict
    by: Actor
    at: datetime

    def is_of(self, actor: Actor) -> bool:
        """One person is one pair of eyes, for whomever they act."""
        return self.by.person == actor.person or actor.acts_for(self.by.person)


@dataclass(frozen=True, slots=True)
class Service:
    """The decision handed over. Letters and the right to reconsideration count from ``on``."""

    how: ServedHow
    on: date
    note: str
    by: Actor
    at: datetime
    within_limit: bool | None
    """None where the item sets no limit."""
    letter: str | None = None
    """The code of its letter; those served before there were letters have none."""


@dataclass(frozen=True, slots=True)
class Life:
    """See the fields. ``told`` keeps what the lane itself has spoken of once."""

    received_on: date
    acceptance: Acceptance | None = None
    non_acceptance: NonAcceptance | None = None
    commitment: Commitment | None = None
    gaps: tuple[Gap, ...] = ()
    gaps_due_at: datetime | None = None
    applications: int = 1
    halts: tuple[Halt, ...] = ()
    extensions: tuple[Extension, ...] = ()
    recommendation: Recommendation | None = None
    challenges: int = 0
    service_due_at: datetime | None = None
    service: Service | None = None
    told: frozenset[str] = field(default_factory=frozenset)

    @property
    def open_gaps(self) -> tuple[Gap, ...]:
        """What is still missing."""
        return tuple(each for each in self.gaps if each.supplied_at is None)

    @property
    def open_halts(self) -> tuple[Halt, ...]:
        """What has begun and not ended."""
        return tuple(each for each in self.halts if each.is_open)

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The stops that halts make; to be united with those of questions."""
        return tuple(each.stop for each in self.halts if each.stop is not None)

    def longer(self, limit: Limit) -> Limit:
        """A limit with every extension given in its unit: days of two kinds do not add up."""
        more = sum(each.by.figure for each in self.extensions if each.by.unit == limit.unit)
        return limit.model_copy(update={"figure": limit.figure + more}) if more else limit
