"""Writes funding's aggregates. Inside a unit of work; the caller's transaction commits."""

from services.funding.repository.applications import (
    add_application,
    applications_that_stand,
    lock_application,
    project_of,
    save_application,
    standing_application,
)
from services.funding.repository.ledger import book, lock_budget, open_budget
from services.funding.repository.projects import lock_project, note_end, note_project

__all__ = [
    "add_application",
    "applications_that_stand",
    "book",
    "lock_application",
    "lock_budget",
    "lock_project",
    "note_end",
    "note_project",
    "open_budget",
    "project_of",
    "save_application",
    "standing_application",
]
