"""What notify has to know of a project to address and word a message."""

from dataclasses import dataclass

from contracts.ids import OrganisationId, PersonId, ProjectId
from contracts.people import Role
from services.notify.domain.audience import Audience, members_of, only, workers_of


@dataclass(frozen=True, slots=True)
class Project:
    """Learnt from its submission; the manager from the assignment."""

    id: ProjectId
    organisation_id: OrganisationId
    title: str
    pack: str
    manager: PersonId | None = None

    @property
    def sponsors(self) -> Audience:
        return members_of(self.organisation_id)

    @property
    def managers(self) -> Audience:
        """The named case manager, or all of the pack while nobody is named."""
        return only(self.manager) if self.manager else workers_of(self.pack, Role.CASE_MANAGER)
