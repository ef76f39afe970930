"""Commands of intake, one function each. They run inside a unit of work that others commit.

``organisation``, ``project``, ``plan`` and ``document`` are what people do; ``event`` is what
intake hears and tells; ``access`` finds a project for a person, ``pack`` the rules it goes by.
"""

from services.intake.handlers.document import NewDocument, add_document
from services.intake.handlers.draft import discard_draft, save_draft
from services.intake.handlers.event import note_event
from services.intake.handlers.organisation import checked_uscc, register_organisation
from services.intake.handlers.pack import known_pack
from services.intake.handlers.plan import replan_project
from services.intake.handlers.project import (
    SubmitProject,
    submit_evidence,
    submit_project,
    take_on_project,
    withdraw_project,
)

__all__ = [
    "NewDocument",
    "SubmitProject",
    "add_document",
    "checked_uscc",
    "discard_draft",
    "known_pack",
    "note_event",
    "register_organisation",
    "replan_project",
    "save_draft",
    "submit_evidence",
    "submit_project",
    "take_on_project",
    "withdraw_project",
]
