"""Writes intake's aggregates. Inside a unit of work; the caller's transaction commits."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, delete, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.envelope import Envelope
from contracts.ids import DocumentId, OrganisationId, PersonId, ProjectId
from contracts.process import Plan
from services.intake.domain.project import EvidenceItem, Project, ProjectState
from services.intake.domain.turn import MatterChange
from services.intake.tables import (
    document,
    draft,
    evidence,
    history,
    matter,
    organisation,
    pack_release,
    project,
)


def _project(row: Row[Any]) -> Project:
    return Project(
        id=ProjectId(row.id),
        organisation_id=OrganisationId(row.organisation_id),
        organisation_name=row.organisation_name,
        title=row.title,
        summary=row.summary,
        industry=row.industry,
        sponsor_kind=row.sponsor_kind,
        key_project=row.key_project,
        project_code=row.project_code,
        plan=Plan.model_validate(row.plan),
        entry_stage=row.entry_stage,
        entry_grounds=row.entry_grounds,
        submitted_at=row.submitted_at,
        submitted_by=PersonId(row.submitted_by),
        state=ProjectState(row.state),
        stage=row.stage,
        attempt=row.attempt,
        manager=row.manager,
        manager_name=row.manager_name,
        withdrawal_reason=row.withdrawal_reason,
        facts=row.facts,
        next_plan=Plan.model_validate(row.next_plan) if row.next_plan else None,
        version=row.version,
    )


async def save_organisation(
    connection: AsyncConnection, uscc: OrganisationId, name: str, email: str, at: datetime
) -> int:
    """Register or change an organisation; the new version."""
    statement = insert(organisation).values(
        id=uscc, name=name, contact_email=email, registered_at=at, version=1
    )
    statement = statement.on_conflict_do_update(
        index_elements=[organisation.c.id],
        set_={"name": name, "contact_email": email, "version": organisation.c.version + 1},
    )
    result = await connection.execute(statement.returning(organisation.c.version))
    return int(result.scalar_one())


async def organisation_name(connection: AsyncConnection, uscc: OrganisationId) -> str | None:
    """The registered name, or None."""
    statement = select(organisation.c.name).where(organisation.c.id == uscc)
    return (await connection.execute(statement)).scalar_one_or_none()


async def add_project(connection: AsyncConnection, new: Project) -> None:
    """Insert a new project."""
    plan = {"plan": new.plan.model_dump(mode="json"), "pack": new.plan.pack}
    values = asdict(new) | plan | {"subject": new.subject}
    await connection.execute(insert(project).values(**values))


async def noted_digest(
    connection: AsyncConnection, pack: str, version: str, digest: str, at: datetime
) -> str:
    """The digest that this version of a pack had first; notes it when there is none.

    Of several at once the first decides; the others wait for it.
    """
    noted = insert(pack_release).values(pack=pack, version=version, digest=digest, first_seen_at=at)
    await connection.execute(noted.on_conflict_do_nothing())
    statement = select(pack_release.c.digest).where(
        pack_release.c.pack == pack, pack_release.c.version == version
    )
    return str((await connection.execute(statement)).scalar_one())


async def adopt_plan(
    connection: AsyncConnection, id_: ProjectId, version: str, digest: str
) -> None:
    """From now on the project goes by the plan that waited, if it is this one."""
    waiting = project.c.next_plan
    await connection.execute(
        update(project)
        .where(
            project.c.id == id_,
            waiting["version"].astext == version,
            waiting["digest"].astext == digest,
        )
        .values(plan=waiting, next_plan=None, version=project.c.version + 1)
    )


async def lock_project(connection: AsyncConnection, id_: ProjectId) -> Project | None:
    """The project, locked until the transaction ends; None when there is none."""
    statement = select(project).where(project.c.id == id_).with_for_update()
    row = (await connection.execute(statement)).one_or_none()
    return _project(row) if row else None


async def save_project(connection: AsyncConnection, before: Project, after: Project) -> Project:
    """Store what a command changed; the version grows by one."""
    version = before.version + 1
    await connection.execute(
        update(project)
        .where(project.c.id == after.id)
        .values(
            state=after.state,
            manager=after.manager,
            manager_name=after.manager_name,
            withdrawal_reason=after.withdrawal_reason,
            next_plan=after.next_plan.model_dump(mode="json") if after.next_plan else None,
            version=version,
        )
    )
    return Project(**{**_fields(after), "version": version})


def _fields(value: Project) -> dict[str, Any]:
    return {name: getattr(value, name) for name in Project.__slots__}


async def set_course(
    connection: AsyncConnection, id_: ProjectId, at: datetime, **values: object
) -> None:
    """Store where the course stands, unless something later is known already."""
    await connection.execute(
        update(project)
        .where(
            project.c.id == id_,
            or_(project.c.course_at.is_(None), project.c.course_at <= at),
            project.c.state != ProjectState.FINISHED,
        )
        .values(course_at=at, version=project.c.version + 1, **values)
    )


async def has_evidence(
    connection: AsyncConnection, id_: ProjectId, stage: str, attempt: int
) -> bool:
    """Whether evidence for this attempt of the stage was handed in."""
    statement = select(
        exists().where(
            evidence.c.project_id == id_,
            evidence.c.stage == stage,
            evidence.c.attempt == attempt,
        )
    )
    return bool((await connection.execute(statement)).scalar_one())


async def add_evidence(
    connection: AsyncConnection,
    id_: ProjectId,
    stage: str,
    attempt: int,
    items: tuple[EvidenceItem, ...],
    by: PersonId,
    at: datetime,
) -> None:
    """Insert the evidence of one attempt of a stage."""
    rows = [
        {
            "project_id": id_,
            "stage": stage,
            "attempt": attempt,
            "kind": item.kind,
            "document_ids": [str(each) for each in item.documents],
            "note": item.note,
            "submitted_by": by,
            "submitted_at": at,
        }
        for item in items
    ]
    if rows:
        await connection.execute(insert(evidence), rows)


async def add_document(connection: AsyncConnection, **values: object) -> UUID:
    """Insert a document's entry; the same bytes under the same name are one entry. Its id."""
    statement = insert(document).values(**values)
    statement = statement.on_conflict_do_update(
        constraint="document_once", set_={"uploaded_at": document.c.uploaded_at}
    )
    result = await connection.execute(statement.returning(document.c.id))
    return UUID(str(result.scalar_one()))


async def documents_of(connection: AsyncConnection, id_: ProjectId) -> frozenset[DocumentId]:
    """Ids of the project's documents."""
    statement = select(document.c.id).where(document.c.project_id == id_)
    return frozenset(DocumentId(each) for each in (await connection.execute(statement)).scalars())


async def change_matter(
    connection: AsyncConnection, id_: ProjectId, change: MatterChange, envelope: Envelope
) -> None:
    """Apply a word about a matter unless a later one was heard (redelivery reorders)."""
    statement = insert(matter).values(
        project_id=id_,
        key=change.key,
        party=change.party or "",
        kind=change.kind,
        name=change.name,
        since=envelope.time,
        due_at=change.due_at,
        is_open=change.party is not None,
        told_at=envelope.time,
        sequence=envelope.sequence,
    )
    holds = (matter.c.sequence < envelope.sequence) | (matter.c.told_at < envelope.time)
    if change.only_kind:
        holds &= matter.c.kind.in_((change.only_kind, ""))
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[matter.c.project_id, matter.c.key],
            set_=_newer(change, envelope),
            where=holds,
        )
    )
    if change.kind:
        # A later word without a name came first.
        await connection.execute(
            update(matter)
            .where(matter.c.project_id == id_, matter.c.key == change.key, matter.c.kind == "")
            .values(
                kind=change.kind,
                name=change.name,
                due_at=func.coalesce(matter.c.due_at, change.due_at),
            )
        )


def _newer(change: MatterChange, envelope: Envelope) -> dict[str, object]:
    """What a word changes of a matter that is known."""
    newer: dict[str, object] = {
        "is_open": change.party is not None,
        "told_at": envelope.time,
        "sequence": envelope.sequence,
    }
    if change.only_date:
        newer |= {"due_at": change.due_at}
    elif change.party is not None:
        newer |= {"party": change.party, "since": envelope.time}
    if change.kind:
        newer |= {"kind": change.kind, "name": change.name, "due_at": change.due_at}
    return newer


async def close_matters(connection: AsyncConnection, id_: ProjectId) -> None:
    """Close everything that waits."""
    await connection.execute(
        update(matter).where(matter.c.project_id == id_, matter.c.is_open).values(is_open=False)
    )


async def add_history(connection: AsyncConnection, id_: ProjectId, envelope: Envelope) -> None:
    """Keep an event for the project's page; twice is once."""
    statement = insert(history).values(
        project_id=id_,
        event_id=envelope.id,
        type=envelope.type,
        happened_at=envelope.time,
        data=envelope.data,
    )
    await connection.execute(statement.on_conflict_do_nothing())


async def lock_draft(connection: AsyncConnection, id_: UUID) -> Row[Any] | None:
    """A draft, locked; None when there is none."""
    statement = select(draft).where(draft.c.id == id_).with_for_update()
    return (await connection.execute(statement)).one_or_none()


async def count_drafts(connection: AsyncConnection, person: PersonId) -> int:
    """How many drafts a person has that are no project yet."""
    statement = select(func.count()).where(draft.c.person == person, draft.c.project_id.is_(None))
    return int((await connection.execute(statement)).scalar_one())


async def add_draft(
    connection: AsyncConnection, id_: UUID, person: PersonId, fields: dict[str, str], at: datetime
) -> int:
    """Keep a new draft; its version. Somebody else's under the same id stands: 0 then."""
    statement = (
        insert(draft)
        .values(id=id_, person=person, fields=fields, saved_at=at, version=1)
        .on_conflict_do_update(
            index_elements=["id"],
            set_={"fields": fields, "saved_at": at, "version": draft.c.version + 1},
            where=and_(draft.c.person == person, draft.c.project_id.is_(None)),
        )
        .returning(draft.c.version)
    )
    return int((await connection.execute(statement)).scalar_one_or_none() or 0)


async def update_draft(
    connection: AsyncConnection, id_: UUID, fields: dict[str, str], at: datetime
) -> int:
    """Keep what is typed now; the new version."""
    statement = (
        update(draft)
        .where(draft.c.id == id_)
        .values(fields=fields, saved_at=at, version=draft.c.version + 1)
        .returning(draft.c.version)
    )
    return int((await connection.execute(statement)).scalar_one())


async def close_draft(
    connection: AsyncConnection, id_: UUID, project_id: ProjectId, at: datetime
) -> None:
    """Point from the draft to its project, and forget what was typed."""
    await connection.execute(
        update(draft)
        .where(draft.c.id == id_)
        .values(project_id=project_id, fields={}, saved_at=at, version=draft.c.version + 1)
    )


async def remove_draft(connection: AsyncConnection, id_: UUID) -> None:
    """Forget a draft."""
    await connection.execute(delete(draft).where(draft.c.id == id_))
