"""The case that something hangs on, as records and lists name it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from contracts.ids import CaseId, OrganisationId, ProjectId

if TYPE_CHECKING:
    from services.approval.domain.case import Case


@dataclass(frozen=True, slots=True)
class About:
    """Which case of which project, in whose queue."""

    case_id: CaseId
    project_id: ProjectId
    pack: str
    department: str
    item: str
    organisation_id: OrganisationId
    title: str

    @classmethod
    def of(cls, case: "Case") -> Self:
        """What the case says of itself."""
        return cls(
            case_id=case.id,
            project_id=case.project_id,
            pack=case.card.pack,
            department=case.item.department,
            item=case.item.item,
            organisation_id=case.card.organisation_id,
            title=case.card.title,
        )
