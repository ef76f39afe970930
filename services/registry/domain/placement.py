"""A placement: the search for the platform that carries out one stage of a project.

    open -> asked -> confirmed -> released
      ^       |
      +-------+   declined: the sponsor chooses another

Any state but the last ends in ``released`` when the project leaves the lane.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from contracts.events.registry import (
    PlacementOpened,
    PlatformChosen,
    PlatformConfirmed,
    PlatformDeclined,
)
from contracts.ids import OrganisationId, PlacementId, PlatformId, ProjectId
from services.registry.domain.errors import (
    DeclinedBefore,
    GroundMissing,
    GroundNotTaken,
    IndustryNotServed,
    NoAnswerNow,
    NoChoiceNow,
    UnknownPlatform,
)
from services.registry.domain.ground import DeclineGround
from services.registry.domain.platform import Platform


class PlacementState(StrEnum):
    """How far the search is."""

    OPEN = "open"
    ASKED = "asked"
    CONFIRMED = "confirmed"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Placement:
    """One search. Methods return the placement after, and the fact that it makes."""

    id: PlacementId
    project_id: ProjectId
    stage: str
    pack: str
    organisation_id: OrganisationId
    organisation_name: str
    title: str
    industry: str
    key_project: bool
    state: PlacementState = PlacementState.OPEN
    platform_id: PlatformId | None = None
    declined_by: frozenset[PlatformId] = frozenset()
    version: int = 1

    def opened(self) -> PlacementOpened:
        """The fact that the sponsor is asked to choose."""
        return PlacementOpened(project_id=self.project_id, placement_id=self.id, stage=self.stage)

    def choose(self, platform: Platform, taken: int) -> tuple["Placement", PlatformChosen]:
        """Ask a platform that serves the industry and has room beside ``taken`` this month."""
        if self.state is not PlacementState.OPEN:
            raise NoChoiceNow(state=self.state)
        if platform.pack != self.pack:
            raise UnknownPlatform(pack=self.pack, given=platform.id)
        if self.industry not in platform.industries:
            raise IndustryNotServed(platform=platform.id, industry=self.industry)
        if platform.id in self.declined_by:
            raise DeclinedBefore(platform=platform.id)
        platform.check_room(taken)
        after = replace(self, state=PlacementState.ASKED, platform_id=platform.id)
        return after, PlatformChosen(
            project_id=self.project_id,
            placement_id=self.id,
            stage=self.stage,
            platform_id=platform.id,
        )

    def confirm(
        self, platform: Platform, taken: int, ground: DeclineGround | None
    ) -> tuple["Placement", PlatformConfirmed]:
        """The asked platform takes the stage on, if it still has room."""
        self._check_asked()
        if ground is not None:
            raise GroundNotTaken()
        platform.check_room(taken)
        after = replace(self, state=PlacementState.CONFIRMED)
        return after, PlatformConfirmed(
            project_id=self.project_id,
            placement_id=self.id,
            stage=self.stage,
            platform_id=platform.id,
        )

    def decline(
        self, platform: PlatformId, ground: DeclineGround | None
    ) -> tuple["Placement", PlatformDeclined]:
        """The asked platform says no, on a ground; the sponsor chooses again."""
        self._check_asked()
        if ground is None:
            raise GroundMissing(known=", ".join(DeclineGround))
        after = replace(
            self,
            state=PlacementState.OPEN,
            platform_id=None,
            declined_by=self.declined_by | {platform},
        )
        return after, PlatformDeclined(
            project_id=self.project_id,
            placement_id=self.id,
            stage=self.stage,
            platform_id=platform,
            ground=ground,
        )

    def _check_asked(self) -> None:
        if self.state is not PlacementState.ASKED:
            raise NoAnswerNow(state=self.state)
