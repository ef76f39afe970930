"""Reconsideration (复核): another officer looks at a decision again, once, within the limit."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Self
from uuid import UUID

from contracts.events.after_decision import ReconsiderationDecided, ReconsiderationSought
from contracts.events.approval import CaseDecided, CaseOutcome
from contracts.ids import DocumentId, PersonId
from policy.calendar import calendar_with
from policy.clock import DueDate, due_date, lane_date
from services.approval.domain.about import About
from services.approval.domain.case import Case
from services.approval.domain.case_state import check_move
from services.approval.domain.decision import Decision, Verdict
from services.approval.domain.errors.permission import (
    FirstOfficer,
    NothingToReconsider,
    ProjectHasLeft,
    ReconsiderationNotOffered,
    ReconsiderationOver,
    TooLateToReconsider,
)
from services.approval.domain.holder import Actor
from services.approval.domain.revocation import IN_FORCE, Standing

Cause = Literal["sponsor", "upstream_revoked"]


class ReconsiderationState(StrEnum):
    """Where a reconsideration stands."""

    OPEN = "open"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Reconsideration:
    """One look at one decision. ``before`` is that decision, word for word, for the record."""

    id: UUID
    about: About
    cause: Cause
    of_number: int
    before: dict[str, Any]
    first_officers: tuple[PersonId, ...]
    reason: str
    documents: tuple[DocumentId, ...]
    sought_by: Actor
    sought_at: datetime
    due_at: datetime
    state: ReconsiderationState = ReconsiderationState.OPEN
    version: int = 1

    def sought(self) -> ReconsiderationSought:
        """The fact that a decision is looked at again."""
        return ReconsiderationSought(
            project_id=self.about.project_id,
            case_id=self.about.case_id,
            item=self.about.item,
            department=self.about.department,
            reconsideration_id=self.id,
            pack=self.about.pack,
            cause=self.cause,
            due_at=self.due_at,
        )

    def check_other(self, actor: Actor) -> None:
        """Raises FirstOfficer for whoever decided first, or for whom it was decided."""
        if any(actor.acts_for(each) for each in self.first_officers):
            raise FirstOfficer()

    def uphold(self, actor: Actor, now: datetime) -> tuple[Self, ReconsiderationDecided]:
        """Let the decision stand."""
        return self._decided(actor, "upheld")

    def replace_decision(
        self, case: Case, standing: Standing, verdict: Verdict, actor: Actor, now: datetime
    ) -> tuple[Self, Case, Standing, tuple[ReconsiderationDecided, CaseDecided]]:
        """Put another decision in the place of the one before; both stay on record."""
        check_move("reconsider", case.state)
        after, told = self._decided(actor, "replaced")
        verdict.check(case.item, lane_date(now))
        first = case.decision
        assert first is not None
        decided, event = case.decided(verdict, actor, now)
        # Whether the limits were kept is of the first decision; this one is served anew.
        kept = {
            "within_committed": first.within_committed,
            "within_statutory": first.within_statutory,
        }
        again = replace(first, verdict=verdict, by=actor, at=now)
        life = replace(decided.life, service=None, told=frozenset())
        decided, next_ = replace(decided, decision=again, life=life), standing.replaced()
        event = event.model_copy(update={**kept, "number": next_.number})
        return after, decided, next_, (told, event)

    def _decided(
        self, actor: Actor, result: Literal["upheld", "replaced"]
    ) -> tuple[Self, ReconsiderationDecided]:
        if self.state is not ReconsiderationState.OPEN:
            raise ReconsiderationOver()
        self.check_other(actor)
        return replace(self, state=ReconsiderationState.DECIDED), ReconsiderationDecided(
            project_id=self.about.project_id,
            case_id=self.about.case_id,
            item=self.about.item,
            department=self.about.department,
            reconsideration_id=self.id,
            result=result,
            decided_by=actor.person,
        )


def check_may_seek(case: Case, standing: Standing, now: datetime) -> None:
    """Whether the sponsor may have the decision looked at again, now.

    The limit counts from the decision's service, from the decision while it was not served, or
    from its revocation. Raises NothingToReconsider,
    ReconsiderationNotOffered, TooLateToReconsider.
    """
    decision = case.decision
    if decision is None:
        raise NothingToReconsider()
    if decision.verdict.outcome is not CaseOutcome.REFUSED and standing.revoked is None:
        raise NothingToReconsider()
    if case.item.reconsideration is None:
        raise ReconsiderationNotOffered()
    until = seek_until(case, standing)
    if until is not None and until.is_overdue(now):
        raise TooLateToReconsider(until=until.due_on.isoformat())


def seek_until(case: Case, standing: Standing) -> DueDate | None:
    """When the right to a reconsideration of a decision ends; None where the pack sets no limit.

    Letters print its day, so that what they promise is what is granted.
    """
    plan, decision = case.item.reconsideration, case.decision
    if plan is None or plan.request is None or decision is None:
        return None
    service = case.life.service
    since = lane_date(standing.revoked.at if standing.revoked else decision.at)
    if standing.revoked is None and service is not None:
        since = service.on
    return due_date(plan.request, since, calendar=calendar_with(case.card.extra_days_off))


def check_lane(verdict: Verdict, *, has_left: bool) -> None:
    """Raises ProjectHasLeft: nothing can rest on an approval whose project is gone."""
    if has_left and verdict.outcome in IN_FORCE:
        raise ProjectHasLeft()


def snapshot(decision: Decision, number: int) -> dict[str, Any]:
    """A decision as the record of its reconsideration keeps it."""
    verdict = decision.verdict
    return {
        "number": number,
        "outcome": verdict.outcome.value,
        "ground": verdict.ground,
        "reason": verdict.reason,
        "conditions": [each.text for each in verdict.conditions],
        "decided_by_name": decision.by.name,
        "decided_at": decision.at.isoformat(),
    }


def officers_of(decision: Decision) -> tuple[PersonId, ...]:
    """Who took part in a decision."""
    behalf = decision.by.behalf
    return (decision.by.person, *((behalf.person,) if behalf else ()))
