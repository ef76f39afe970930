"""Who acts on what: applications locked for somebody, and whether they may."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from chassis.auth import Principal
from chassis.database import UnitOfWork
from contracts.errors import NotFound, StaleVersion
from contracts.ids import ApplicationId, PersonId
from contracts.people import DEPARTMENT, ORGANISATION, PACK, Role
from services.funding import repository
from services.funding.domain.application import Application
from services.funding.domain.person import Officer
from services.funding.domain.project import Project
from services.funding.settings import FundingSettings


@dataclass(frozen=True, slots=True)
class Desk:
    """The person who acts, and the authority's rules."""

    caller: Principal
    settings: FundingSettings

    @property
    def officer(self) -> Officer:
        return Officer(PersonId(self.caller.id), self.caller.name)

    def two_people_from(self, programme: Decimal | None) -> Decimal:
        """From what amount on two officers decide."""
        return self.settings.two_people_from if programme is None else programme


def no_application() -> NotFound:
    """It is not there, or not for this person."""
    return NotFound(what_zh="资金申请", what_en="application for funding")


def is_of_authority(caller: Principal, pack: str, authority: str) -> bool:
    """Whether somebody is a funding officer of just that authority."""
    own = (caller.scope(PACK), caller.scope(DEPARTMENT))
    return caller.has(Role.FUNDING_OFFICER) and own == (pack, authority)


async def lock(id_: ApplicationId | None, uow: UnitOfWork) -> tuple[Project, Application]:
    """Project and application, locked in that order. Raises NotFound."""
    if id_ is None:
        raise no_application()
    project_id = await repository.project_of(uow.connection, id_)
    if project_id is None:
        raise no_application()
    project = await repository.lock_project(uow.connection, project_id)
    application = await repository.lock_application(uow.connection, id_)
    if project is None:
        raise no_application()
    return project, application


async def lock_as_officer(
    id_: ApplicationId | None, caller: Principal, uow: UnitOfWork, expected: int | None = None
) -> tuple[Project, Application]:
    """For an officer of the programme's authority. Raises NotFound, StaleVersion, HeldByAnother."""
    project, application = await lock(id_, uow)
    if not is_of_authority(caller, application.pack, application.authority):
        raise no_application()
    if expected is not None and expected != application.version:
        raise StaleVersion(current=application.version)
    application.check_free_for(Officer(PersonId(caller.id), caller.name), uow.now)
    return project, application


async def lock_as_sponsor(
    id_: ApplicationId | None, caller: Principal, uow: UnitOfWork
) -> tuple[Project, Application]:
    """For somebody who acts for the applicant. Raises NotFound."""
    project, application = await lock(id_, uow)
    own = caller.scope(ORGANISATION)
    if not caller.has(Role.SPONSOR) or own != application.organisation_id:
        raise no_application()
    return project, application


def cause(what: str, id_: UUID, *more: object) -> str:
    """The name of a booking that there is once."""
    return "/".join((what, str(id_), *map(str, more)))
