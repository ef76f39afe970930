"""What `registry` tells: platforms, and which of them carries out a project's stage."""

from typing import ClassVar

from contracts.envelope import Event, Message
from contracts.ids import PlacementId, PlatformId


class PlatformPublished(Message):
    """A platform's entry was made or changed."""

    TYPE: ClassVar = "fastlane.registry.platform_published.v1"
    platform_id: PlatformId
    pack: str
    platform_type: str
    industries: tuple[str, ...]

    @property
    def aggregate(self) -> str:
        return self.platform_id


class PlacementOpened(Event):
    """The sponsor is asked to choose a platform for a stage."""

    TYPE: ClassVar = "fastlane.registry.placement_opened.v1"
    placement_id: PlacementId
    stage: str


class PlatformChosen(Event):
    """The sponsor asks a platform; the platform has to answer."""

    TYPE: ClassVar = "fastlane.registry.platform_chosen.v1"
    placement_id: PlacementId
    stage: str
    platform_id: PlatformId


class PlatformDeclined(Event):
    """The platform says no, with a ground; the sponsor chooses again."""

    TYPE: ClassVar = "fastlane.registry.platform_declined.v1"
    placement_id: PlacementId
    stage: str
    platform_id: PlatformId
    ground: str


class PlatformConfirmed(Event):
    """The platform takes the project's stage on."""

    TYPE: ClassVar = "fastlane.registry.platform_confirmed.v1"
    placement_id: PlacementId
    stage: str
    platform_id: PlatformId


class PlacementsReleased(Event):
    """No platform holds capacity for the project any more."""

    TYPE: ClassVar = "fastlane.registry.placements_released.v1"
    released: int


EVENTS = (
    PlatformPublished,
    PlacementOpened,
    PlatformChosen,
    PlatformDeclined,
    PlatformConfirmed,
    PlacementsReleased,
)
