"""An organisation's credit (信用监管): a dated history of grades, each with ground and reason.

A grade holds from its entry on. What was decided before stays: nothing is looked up backwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from contracts.events.after_decision import CreditGrade, CreditGraded
from contracts.ids import OrganisationId, ProjectId
from contracts.process import CreditTerms, ItemPlan
from services.approval.domain.errors.standing import (
    RepairLowers,
    RepairsOwnEntry,
    SameCreditGrade,
)
from services.approval.domain.holder import Actor

GRADES: Final[tuple[CreditGrade, ...]] = ("A", "B", "C", "D")
UNGRADED: Final[CreditGrade] = "B"
"""Of whom nothing is on record: neither rewarded nor restricted."""
Ground = Literal["inspection_failed", "filing_revoked", "authority", "repair"]
_FALLS_TO: Final[Mapping[CreditGrade, CreditGrade]] = {"A": "B", "B": "C", "C": "D", "D": "D"}
"""By one failed inspection. The policies name credit without its steps; one at a time is set here
(ADR 0322)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One grade of the history. ``closes`` is what the pack's rules close for it."""

    number: int
    grade: CreditGrade
    before: CreditGrade
    ground: Ground
    reason: str
    closes: tuple[str, ...]
    project_id: ProjectId
    case_id: UUID | None
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Credit:
    """Where an organisation stands: its last entry, None while nothing is on record."""

    organisation_id: OrganisationId
    pack: str
    last: Entry | None = None

    @property
    def grade(self) -> CreditGrade:
        """The grade that holds now."""
        return self.last.grade if self.last else UNGRADED

    def closes(self, what: str) -> bool:
        """Whether the grade closes a route, acceptance with gaps, or funding from now on."""
        return self.last is not None and what in self.last.closes

    def entered(
        self,
        grade: CreditGrade,
        ground: Ground,
        reason: str,
        terms: tuple[CreditTerms, ...],
        occasion: tuple[ProjectId, UUID | None],
        by: Actor,
        now: datetime,
    ) -> tuple[Entry, CreditGraded]:
        """The next entry. ``terms`` are the pack's, as a case of the occasion carries them.

        Raises SameCreditGrade, RepairLowers, RepairsOwnEntry.
        """
        before = self.grade
        if grade == before:
            raise SameCreditGrade(grade=grade)
        if ground == "repair":
            self._check_repair(grade, by)
        closes = next((each.closes for each in terms if each.grade == grade), ())
        number = self.last.number + 1 if self.last else 1
        project_id, case_id = occasion
        entry = Entry(number, grade, before, ground, reason, closes, project_id, case_id, by, now)
        return entry, CreditGraded(
            project_id=project_id,
            organisation_id=self.organisation_id,
            pack=self.pack,
            grade=grade,
            before=before,
            closes=closes,
            ground=ground,
            number=number,
        )

    def after_failing(self) -> CreditGrade:
        """The grade after an inspection failed."""
        return _FALLS_TO[self.grade]

    def _check_repair(self, grade: CreditGrade, by: Actor) -> None:
        if GRADES.index(grade) > GRADES.index(self.grade):
            raise RepairLowers(before=self.grade)
        if self.last is not None and self.last.by.person == by.person:
            raise RepairsOwnEntry()


def under(item: ItemPlan, credit: Credit) -> ItemPlan:
    """The item's plan for a sponsor of that grade: from now on, never backwards.

    What the grade leaves open stays as the plan has it.
    """
    if credit.last is None:
        return item
    terms = next((each for each in item.credit if each.grade == credit.grade), None)
    if terms is None:
        return item
    changes: dict[str, object] = {}
    if "accepted_with_gaps" in terms.closes:
        changes["accepts_gaps"] = False
    if item.route in terms.closes:
        changes |= {
            "route": terms.route,
            "committed": terms.committed,
            "materials": terms.materials,
            "inspection": None,
            "commitment": None,
        }
    return item.model_copy(update=changes)
