"""What funding hears, and which handler has its effect."""

from collections.abc import Mapping
from typing import Final

from chassis.service import Handler
from contracts.commands.funding import ReleaseProject
from contracts.envelope import Message
from contracts.events.after_decision import CreditGraded
from contracts.events.intake import ProjectSubmitted
from contracts.events.lane import ClosingStarted, ProjectFinished, StageEntered
from services.funding.handlers import project

HANDLERS: Final[Mapping[type[Message], Handler]] = {
    ProjectSubmitted: project.note_project,
    StageEntered: project.note_stage,
    CreditGraded: project.note_credit,
    ClosingStarted: project.note_end,
    ProjectFinished: project.note_end,
    ReleaseProject: project.release_project,
}
