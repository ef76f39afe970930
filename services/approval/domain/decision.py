"""What a department decides on a case: outcome, ground, reason, conditions."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from contracts.events.approval import CaseOutcome
from contracts.process import ItemPlan
from services.approval.domain.errors import (
    ConditionDateMissing,
    ConditionDateNotAllowed,
    ConditionDatePassed,
    ConditionsMissing,
    ConditionsNotAllowed,
    GroundNotAllowed,
    RefusalGroundMissing,
    UnknownRefusalGround,
)
from services.approval.domain.errors.condition import GateNotForTrigger
from services.approval.domain.holder import Actor


class Trigger(StrEnum):
    """By when a condition has to be met (domain.md section 3)."""

    BEFORE_START = "before_start"
    BEFORE_USE = "before_use"
    BY_DATE = "by_date"
    STANDING = "standing"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition; ``due_on`` only with the trigger ``by_date``."""

    text: str
    trigger: Trigger
    due_on: date | None = None
    gate: str | None = None
    """The stage whose gate does not advance before it is met."""
    reason: str | None = None
    owner: str | None = None
    """Who sees to it on the sponsor's side, where that is not the sponsor as such."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the officer enters."""

    outcome: CaseOutcome
    reason: str
    ground: str | None = None
    conditions: tuple[Condition, ...] = ()

    def check(self, item: ItemPlan, today: date) -> None:
        """Refuse what the item's rules do not allow."""
        self._check_ground(item)
        if self.outcome is CaseOutcome.APPROVED_WITH_CONDITIONS:
            if not self.conditions:
                raise ConditionsMissing()
        elif self.conditions:
            raise ConditionsNotAllowed()
        for place, condition in enumerate(self.conditions):
            check_condition(condition, today, f"conditions.{place}.due_on")

    def _check_ground(self, item: ItemPlan) -> None:
        known = ", ".join(item.refusal_grounds)
        if self.outcome is not CaseOutcome.REFUSED:
            if self.ground is not None:
                raise GroundNotAllowed()
        elif self.ground is None:
            raise RefusalGroundMissing(known=known)
        elif self.ground not in item.refusal_grounds:
            raise UnknownRefusalGround(ground=self.ground, known=known)


def check_condition(condition: Condition, today: date, place: str) -> None:
    """Refuse a date or a gate that the trigger does not allow; ``place`` is the date's field."""
    blocks = (Trigger.BEFORE_START, Trigger.BEFORE_USE)
    if condition.gate is not None and condition.trigger not in blocks:
        raise GateNotForTrigger(at=place.replace("due_on", "gate"))
    if condition.trigger is not Trigger.BY_DATE:
        if condition.due_on is not None:
            raise ConditionDateNotAllowed(at=place)
    elif condition.due_on is None:
        raise ConditionDateMissing(at=place)
    elif condition.due_on < today:
        raise ConditionDatePassed(
            at=place, due_on=condition.due_on.isoformat(), today=today.isoformat()
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict that stands: by whom, when, and whether within the limits."""

    verdict: Verdict
    by: Actor
    at: datetime
    within_committed: bool
    within_statutory: bool
