"""Orders to `registry`."""

from typing import ClassVar

from contracts.commands.approval import ProjectCard
from contracts.envelope import Command
from contracts.ids import PlacementId


class FindPlatform(Command):
    """Let the sponsor choose a platform for a stage; PlacementOpened tells so."""

    TYPE: ClassVar = "fastlane.cmd.registry.find_platform.v1"
    placement_id: PlacementId
    stage: str
    card: ProjectCard


class ReleasePlacements(Command):
    """Give back the capacity held for the project; answer PlacementsReleased."""

    TYPE: ClassVar = "fastlane.cmd.registry.release_placements.v1"


COMMANDS = (FindPlatform, ReleasePlacements)
