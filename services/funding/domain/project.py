"""What funding needs to know of a project, learnt from `intake` and the lane's events."""

from dataclasses import dataclass

from contracts.ids import OrganisationId, ProjectId
from contracts.process import ProjectOutcome
from services.funding.domain.errors import ProjectIsOver


@dataclass(frozen=True, slots=True)
class Project:
    """A project on the lane; ``ended_as`` from the moment its course is closing or over."""

    id: ProjectId
    organisation_id: OrganisationId
    organisation_name: str
    title: str
    pack: str
    sponsor_kind: str
    ended_as: ProjectOutcome | None

    def check_may_apply(self) -> None:
        """Refuse an application of a project that is ending or has ended."""
        if self.ended_as is not None:
            raise ProjectIsOver()

    def check_may_receive(self) -> None:
        """Refuse a grant to a project that left; one that reached its aim may still get it."""
        if self.ended_as not in (None, ProjectOutcome.INDUSTRIALISED):
            raise ProjectIsOver()
