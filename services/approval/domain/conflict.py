"""Conflicts of interest: what bars a person from a task."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from contracts.ids import OrganisationId, PersonId
from services.approval.domain.case import Case
from services.approval.domain.errors import ConflictOfInterest
from services.approval.domain.gate import Gate


@dataclass(frozen=True, slots=True)
class Conflict:
    """A declared conflict that stands: with all work of an organisation, or with one task."""

    person: PersonId
    name: str
    organisation_id: OrganisationId | None
    task_id: UUID | None

    def meets(self, organisation_id: str, task_id: UUID) -> bool:
        """Whether it concerns this task of this organisation."""
        return task_id == self.task_id or organisation_id == self.organisation_id


def check_impartial(task: Case | Gate, person: str, conflicts: Iterable[Conflict]) -> None:
    """Raises ConflictOfInterest when a conflict of that person concerns the task."""
    for each in conflicts:
        if each.person == person and each.meets(task.card.organisation_id, task.id):
            raise ConflictOfInterest(name=each.name)
