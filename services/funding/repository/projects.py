"""Projects as funding knows them, and the grades that assessors gave."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy import insert as plain_insert
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.identity import new_id
from contracts.events.after_decision import CreditGraded
from contracts.events.intake import ProjectSubmitted
from contracts.ids import OrganisationId, PersonId, ProjectId
from contracts.process import ProjectOutcome
from services.funding.domain.project import Project
from services.funding.tables import credit, grade, project


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
        "industry": event.industry,
        "subject": event.subject,
        "entry_stage": event.entry_stage,
        "facts": event.facts,
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


async def note_credit(connection: AsyncConnection, event: CreditGraded) -> None:
    """Keep an organisation's credit grade; the highest number holds, in whatever order it comes."""
    values = {"grade": event.grade, "number": event.number}
    statement = insert(credit).values(
        organisation_id=event.organisation_id, pack=event.pack, **values
    )
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[credit.c.organisation_id, credit.c.pack],
            set_=values,
            where=credit.c.number < event.number,
        )
    )


async def lock_project(connection: AsyncConnection, id_: ProjectId) -> Project | None:
    """The project, locked until the transaction ends; None when its submission is unheard of."""
    statement = _with_credit(id_).with_for_update(key_share=True, of=project)
    return _project((await connection.execute(statement)).one_or_none())


async def find_project(connection: AsyncConnection, id_: ProjectId) -> Project | None:
    """The project as it is now, for reading; None when its submission is unheard of."""
    return _project((await connection.execute(_with_credit(id_))).one_or_none())


def _with_credit(id_: ProjectId) -> Select[Any]:
    """The project with its organisation's credit grade, if one was told."""
    whose = (credit.c.organisation_id == project.c.organisation_id) & (
        credit.c.pack == project.c.pack
    )
    statement = select(project, credit.c.grade.label("credit_grade"))
    return statement.outerjoin(credit, whose).where(project.c.id == id_)


def _project(row: Row[Any] | None) -> Project | None:
    if row is None or row.organisation_id is None:
        return None
    return Project(
        id=ProjectId(row.id),
        organisation_id=OrganisationId(row.organisation_id),
        organisation_name=row.organisation_name,
        title=row.title,
        pack=row.pack,
        sponsor_kind=row.sponsor_kind,
        ended_as=ProjectOutcome(row.ended_as) if row.ended_as else None,
        industry=row.industry or "",
        subject=row.subject or "project",
        entry_stage=row.entry_stage or "",
        facts=row.facts or {},
        credit_grade=row.credit_grade,
    )


async def add_grade(
    connection: AsyncConnection,
    id_: ProjectId,
    fact: str,
    value: str,
    reason: str,
    by: PersonId,
    at: datetime,
) -> None:
    """Note what an assessor says; earlier grades stay, the newest counts."""
    values = {"project_id": id_, "fact": fact, "value": value, "reason": reason}
    statement = plain_insert(grade).values(id=new_id(), **values, graded_by=by, graded_at=at)
    await connection.execute(statement)


async def grades_of(connection: AsyncConnection, id_: ProjectId) -> dict[str, bool | str]:
    """The newest grade by fact."""
    statement = (
        select(grade.c.fact, grade.c.value).where(grade.c.project_id == id_).order_by(grade.c.id)
    )
    return {row.fact: row.value for row in (await connection.execute(statement)).all()}
