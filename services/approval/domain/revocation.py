"""A decision that holds no longer, and what rests on it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self

from contracts.events.after_decision import CaseRevoked, DependantFlagged, RevocationGround
from contracts.events.approval import CaseOutcome
from services.approval.domain.case import Case
from services.approval.domain.errors.inspection import NothingToRevoke
from services.approval.domain.holder import Actor

IN_FORCE: Final = (
    CaseOutcome.APPROVED,
    CaseOutcome.APPROVED_WITH_CONDITIONS,
    CaseOutcome.FILED,
)
"""Outcomes that something can rest on."""


@dataclass(frozen=True, slots=True)
class Revocation:
    """Who took a decision back, when and on what ground."""

    ground: RevocationGround
    why: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Which of a case's decisions holds, and whether it was revoked."""

    number: int = 1
    revoked: Revocation | None = None

    def revoke(self, case: Case, revocation: Revocation) -> tuple[Self, CaseRevoked]:
        """Take back the decision that holds; once. Raises NothingToRevoke."""
        if not holds(case, self):
            raise NothingToRevoke()
        return replace(self, revoked=revocation), CaseRevoked(
            project_id=case.project_id,
            case_id=case.id,
            item=case.item.item,
            department=case.item.department,
            pack=case.card.pack,
            stage=case.stage,
            ground=revocation.ground,
            number=self.number,
            revoked_by=revocation.by.person,
        )

    def replaced(self) -> Self:
        """Another decision takes the place of the one before."""
        return replace(self, number=self.number + 1, revoked=None)


def holds(case: Case, standing: Standing) -> bool:
    """Whether an approval or filing of the case is in force."""
    decided = case.decision is not None and case.decision.verdict.outcome in IN_FORCE
    return decided and standing.revoked is None


def rests_on(case: Case, upstream: Case) -> bool:
    """Whether the case waited for the other one by the plan's graph, directly."""
    return upstream.item.item in case.item.after and upstream.stage == case.stage


def flag(case: Case, upstream: Case) -> DependantFlagged:
    """The fact that a case rests on what was revoked.

    The rule: one that is open cannot be approved until the other is decided anew; one that was
    approved is looked at again by another officer, and holds until then.
    """
    return DependantFlagged(
        project_id=case.project_id,
        case_id=case.id,
        item=case.item.item,
        department=case.item.department,
        pack=case.card.pack,
        upstream=upstream.id,
        upstream_item=upstream.item.item,
        is_reviewed=not case.is_open,
    )
