"""What registry hears, and which handler has its effect."""

from collections.abc import Mapping
from typing import Final

from chassis.service import Handler
from contracts.commands.registry import FindPlatform, ReleasePlacements
from contracts.envelope import Message
from services.registry import handlers

HANDLERS: Final[Mapping[type[Message], Handler]] = {
    FindPlatform: handlers.find_platform,
    ReleasePlacements: handlers.release_placements,
}
