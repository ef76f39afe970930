"""The case that a record hangs on, as columns and back."""

from typing import Any

from sqlalchemy import Row

from contracts.ids import CaseId, DocumentId, OrganisationId, PersonId, ProjectId
from services.approval.domain.about import About
from services.approval.domain.holder import Actor


def about_columns(about: About) -> dict[str, Any]:
    """Columns that ``tables.follow_up._about`` makes."""
    return {
        "case_id": about.case_id,
        "project_id": about.project_id,
        "pack": about.pack,
        "department": about.department,
        "item": about.item,
        "organisation_id": about.organisation_id,
        "title": about.title,
    }


def about_of(row: Row[Any]) -> About:
    """The other direction."""
    return About(
        case_id=CaseId(row.case_id),
        project_id=ProjectId(row.project_id),
        pack=row.pack,
        department=row.department,
        item=row.item,
        organisation_id=OrganisationId(row.organisation_id),
        title=row.title,
    )


def actor_of(person: str | None, name: str | None) -> Actor | None:
    """A person as the record shows them; None while nobody acted."""
    return None if person is None else Actor(PersonId(person), name or "")


def actor_columns(prefix: str, actor: Actor | None) -> dict[str, Any]:
    """``<prefix>`` and ``<prefix>_name``."""
    return {
        prefix: actor.person if actor else None,
        f"{prefix}_name": actor.name if actor else None,
    }


def texts(ids: tuple[DocumentId, ...]) -> list[str]:
    """Documents' ids as JSON keeps them."""
    return [str(each) for each in ids]
