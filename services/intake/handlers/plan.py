"""Moving a running project to another version of its pack."""

from chassis.auth import Principal
from chassis.database import UnitOfWork
from contracts.ids import ProjectId
from contracts.people import PACK, Role
from services.intake import repository
from services.intake.domain.project import Project
from services.intake.handlers.access import locked_project, no_project
from services.intake.handlers.event import tell
from services.intake.handlers.pack import check_release, pack_of_version, plan_under


async def replan_project(
    id_: ProjectId, version: str, expected: int | None, caller: Principal, uow: UnitOfWork
) -> Project:
    """Move a running project to another version of its pack; the project as it was before.

    Compiled from what the sponsor stated at submission.
    """
    project = await locked_project(id_, expected, uow)
    own = caller.scope(PACK)
    if not caller.has(Role.OPERATOR) or own not in (None, project.plan.pack):
        raise no_project()
    pack = pack_of_version(project.plan.pack, version)
    await check_release(pack, uow)
    after, event = project.replan(plan_under(pack, project))
    await repository.save_project(uow.connection, project, after)
    await tell(event, id_, uow)
    return project
