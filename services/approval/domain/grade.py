"""The risk grade of a case: who or what gave it, and the route that follows (风险分级)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal, Self
from uuid import UUID

from contracts.events.after_decision import RiskGraded
from contracts.events.approval import ClockRecomputed
from contracts.process import ItemPlan
from policy.calendar import calendar_with
from services.approval.domain.case import Case
from services.approval.domain.errors.standing import ConsentsToOwn, NoOverrideWaits
from services.approval.domain.holder import Actor

Cause = Literal["facts", "credit", "override"]


class GradingState(StrEnum):
    """Where a grading stands."""

    IN_FORCE = "in_force"
    PROPOSED = "proposed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Grading:
    """One grading of a case. Rows are kept: the history is all of them."""

    id: UUID
    number: int
    state: GradingState
    cause: Cause
    grade: str | None
    rule: str | None
    """The pack's rule that decided; None for an override."""
    route: str
    closed_by: tuple[str, ...]
    facts: dict[str, bool | str]
    reason: str
    by: Actor
    at: datetime
    confirmed_by: Actor | None = None
    confirmed_at: datetime | None = None

    def consent(self, by: Actor, now: datetime, *, given: bool) -> Self:
        """A second person's word. Raises ConsentsToOwn, NoOverrideWaits."""
        if self.state is not GradingState.PROPOSED:
            raise NoOverrideWaits()
        if by.acts_for(self.by.person):
            raise ConsentsToOwn()
        state = GradingState.IN_FORCE if given else GradingState.DECLINED
        return replace(self, state=state, confirmed_by=by, confirmed_at=now)


def needs_consent(item: ItemPlan) -> bool:
    """Whether an override needs a second person: where the pack asks for four eyes, or the safety
    of others is at stake (ADR 0322)."""
    return item.four_eyes or item.affects_safety


def regraded(case: Case, item: ItemPlan, cause: Cause) -> RiskGraded:
    """The fact that a case was graded anew; ``item`` is its plan from now on."""
    return RiskGraded(
        project_id=case.project_id,
        case_id=case.id,
        item=item.item,
        department=item.department,
        pack=case.card.pack,
        grade=item.grade,
        before=case.item.grade,
        rule=item.grade_rule,
        route=item.route,
        cause=cause,
    )


def rerouted(case: Case, item: ItemPlan, now: datetime) -> tuple[Case, ClockRecomputed | None]:
    """The case under another plan: its dates are worked out again from the same anchor.

    A stopped clock keeps its dates until it runs again, as with a changed calendar. The fact is
    None when no date moves.
    """
    after = replace(case, item=item)
    if case.is_stopped:
        return after, None
    moved = after.reclocked(now)
    if (moved.due_at, moved.statutory_due_at) == (case.due_at, case.statutory_due_at):
        return after, None
    after = moved
    return after, ClockRecomputed(
        project_id=after.project_id,
        task_id=after.id,
        task_kind=after.kind,
        department=item.department,
        pack=after.card.pack,
        name=item.item,
        holder=after.holder.person if after.holder else None,
        due_at=after.due_at,
        statutory_due_at=after.statutory_due_at,
        provisional=after.is_provisional,
        clock_version=after.clock_version,
        alarms=after.alarms(now),
        calendar=calendar_with(after.card.extra_days_off).version,
        cause="grade",
    )
