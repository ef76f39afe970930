"""Projects as funding knows them."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.events.intake import ProjectSubmitted
from contracts.ids import OrganisationId, ProjectId
from contracts.process import ProjectOutcome
from services.funding.domain.project import Project
from services.funding.tables import project


async def note_project(connection: AsyncConnection, event: ProjectSubmitted) -> None:
    """Keep a project; an end that was heard first stays."""
    values = {
        "organisation_id": event.organisation_id,
        "organisation_name": event.organisation_name,
        "title": event.title,
        "sponsor_kind": event.sponsor_kind,
        "pack": event.pack,
        "pack_version": event.pack_version,
        "pack_digest": event.pack_digest,
    }
    statement = insert(project).values(id=event.project_id, **values)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=[project.c.id], set_=values)
    )


async def note_end(connection: AsyncConnection, id_: ProjectId, outcome: ProjectOutcome) -> None:
    """Keep that a project's course is ending; the first outcome that is heard stays."""
    statement = insert(project).values(id=id_, ended_as=outcome)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[project.c.id],
            set_={"ended_as": outcome},
            where=project.c.ended_as.is_(None),
        )
    )


async def lock_project(connection: AsyncConnection, id_: ProjectId) -> Project | None:
    """The project, locked until the transaction ends; None when its submission is unheard of."""
    statement = select(project).where(project.c.id == id_).with_for_update(key_share=True)
    row = (await connection.execute(statement)).one_or_none()
    if row is None or row.organisation_id is None:
        return None
    return Project(
        id=id_,
        organisation_id=OrganisationId(row.organisation_id),
        organisation_name=row.organisation_name,
        title=row.title,
        pack=row.pack,
        sponsor_kind=row.sponsor_kind,
        ended_as=ProjectOutcome(row.ended_as) if row.ended_as else None,
    )
