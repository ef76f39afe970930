"""What funding hears, and which handler has its effect."""

from collections.abc import Mapping
from typing import Final

from chassis.service import Handler
from contracts.commands.funding import ReleaseProject
from contracts.envelope import Message
from contracts.events.intake import ProjectSubmitted
from contracts.events.lane import ClosingStarted, ProjectFinished
from services.funding import handlers

HANDLERS: Final[Mapping[type[Message], Handler]] = {
    ProjectSubmitted: handlers.note_project,
    ClosingStarted: handlers.note_end,
    ProjectFinished: handlers.note_end,
    ReleaseProject: handlers.release_project,
}
