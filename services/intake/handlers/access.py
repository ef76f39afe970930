"""Finds a project for a person, locked. What is not theirs does not exist for them."""

from chassis.auth import Principal
from chassis.database import UnitOfWork
from contracts.errors import NotFound, StaleVersion
from contracts.ids import ProjectId
from contracts.people import ORGANISATION, Role
from services.intake import repository
from services.intake.domain.project import Project


async def locked_project(id_: ProjectId, expected: int | None, uow: UnitOfWork) -> Project:
    """Any project. Raises NotFound, and StaleVersion when it is not as last seen."""
    project = await repository.lock_project(uow.connection, id_)
    if project is None:
        raise no_project()
    if expected is not None and expected != project.version:
        raise StaleVersion(current=project.version)
    return project


async def own_project(
    id_: ProjectId, expected: int | None, caller: Principal, uow: UnitOfWork
) -> Project:
    """A project of the caller's own organisation. Raises NotFound and StaleVersion."""
    project = await locked_project(id_, None, uow)
    if not caller.has(Role.SPONSOR) or caller.scope(ORGANISATION) != project.organisation_id:
        raise no_project()
    if expected is not None and expected != project.version:
        raise StaleVersion(current=project.version)
    return project


def no_project() -> NotFound:
    """The one answer to who may not see it and to an id that is none."""
    return NotFound(what_zh="项目", what_en="project")
