"""Applications that are still being written. A draft is its writer's alone, and no record."""

from uuid import UUID

from chassis.auth import Principal
from chassis.database import UnitOfWork
from contracts.errors import NotFound, StaleVersion
from contracts.ids import PersonId, ProjectId
from services.intake import repository
from services.intake.domain.errors import DraftSubmitted, TooManyDrafts

MOST_DRAFTS = 20
"""Of one person at a time: more are forgotten ones."""


async def save_draft(
    id_: UUID, fields: dict[str, str], expected: int | None, caller: Principal, uow: UnitOfWork
) -> int:
    """Keep what was typed, whole; the new version.

    Raises NotFound for another person's, StaleVersion when another window saved in between,
    DraftSubmitted once it became a project, TooManyDrafts.
    """
    person = PersonId(caller.id)
    kept = await repository.lock_draft(uow.connection, id_)
    if kept is None:
        if await repository.count_drafts(uow.connection, person) >= MOST_DRAFTS:
            raise TooManyDrafts(most=MOST_DRAFTS)
        version = await repository.add_draft(uow.connection, id_, person, fields, uow.now)
        if version == 0:
            raise no_draft()
        return version
    if kept.person != person:
        raise no_draft()
    if kept.project_id is not None:
        raise DraftSubmitted
    if expected is not None and expected != kept.version:
        raise StaleVersion(current=kept.version)
    return await repository.update_draft(uow.connection, id_, fields, uow.now)


async def discard_draft(id_: UUID, caller: Principal, uow: UnitOfWork) -> None:
    """Forget a draft; nothing happens when it is already forgotten. Raises NotFound if not own."""
    kept = await repository.lock_draft(uow.connection, id_)
    if kept is not None and kept.person != caller.id:
        raise no_draft()
    if kept is not None and kept.project_id is None:
        await repository.remove_draft(uow.connection, id_)


async def close_draft(id_: UUID, project: ProjectId, caller: Principal, uow: UnitOfWork) -> None:
    """Note that the draft became ``project``. Raises NotFound, and DraftSubmitted if it had."""
    kept = await repository.lock_draft(uow.connection, id_)
    if kept is None or kept.person != caller.id:
        raise no_draft()
    if kept.project_id is not None:
        raise DraftSubmitted
    await repository.close_draft(uow.connection, id_, project, uow.now)


def no_draft() -> NotFound:
    """The one answer to who may not see it and to an id that is none."""
    return NotFound(what_zh="申报草稿", what_en="draft")
