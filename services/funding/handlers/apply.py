"""Applying: a sponsor asks, the amount is worked out and kept, or a grade is waited for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from chassis.database import UnitOfWork
from chassis.identity import new_id
from contracts.errors import DomainError, NotFound
from contracts.events.funding import ApplicationGraded
from contracts.ids import ApplicationId, PersonId, ProjectId
from contracts.people import ORGANISATION, PACK
from services.funding import repository
from services.funding.domain.application import Application, ApplicationState, lane_year
from services.funding.domain.contract_key import contract_key
from services.funding.domain.errors.application import (
    ApplicationIsOpen,
    ContractAlreadyUsed,
    EvidenceNotKnown,
    FactNotAssessable,
    FactsMissing,
    PaidOnce,
    ProgrammeClosed,
)
from services.funding.domain.person import DECISION_WITHIN
from services.funding.domain.project import Project
from services.funding.domain.quote import ONCE, Programme, Quote
from services.funding.handlers.programme import (
    Asked,
    Before,
    check_stated,
    known_programme,
    known_programmes,
    quote_for,
)
from services.funding.repository.ledger import BudgetKey


@dataclass(frozen=True, slots=True)
class SubmitApplication:
    """A sponsor asks for money of one programme; a contract only for a voucher."""

    project_id: ProjectId
    programme: str
    purpose: str
    contract_amount: Decimal | None = None
    contract_reference: str | None = None
    facts: Mapping[str, bool | str] = field(default_factory=dict)
    reading: str | None = None
    evidence: tuple[Mapping[str, str], ...] = ()

    @property
    def asked(self) -> Asked:
        return Asked(self.contract_amount, self.facts, self.reading)


async def submit_application(
    cmd: SubmitApplication, caller: Principal, uow: UnitOfWork
) -> ApplicationId:
    """Apply for a project of the caller's organisation; the amount is quoted and kept.

    Only an award may still lack facts, the grades that its assessor has not given yet.
    """
    project = await repository.lock_project(uow.connection, cmd.project_id)
    if project is None or caller.scope(ORGANISATION) != project.organisation_id:
        raise NotFound(what_zh="项目", what_en="project")
    programme = known_programme(project.pack, cmd.programme)
    project.check_may_apply(programme.kind)
    await _check_open(project, programme, uow)
    for shown in cmd.evidence:
        if shown["kind"] not in programme.evidence:
            known = ", ".join(programme.evidence) or "-"
            raise EvidenceNotKnown(given=shown["kind"], known=known)
    before = await known_before(uow.connection, project)
    quote = quote_for(project, programme, cmd.asked, before)
    if quote.missing and not set(quote.missing) <= set(programme.assessed_facts):
        raise FactsMissing(missing=", ".join(quote.missing))
    application = _application(cmd, project, quote, caller, uow)
    if not await repository.add_application(uow.connection, application):
        raise ContractAlreadyUsed(reference=cmd.contract_reference)
    await uow.tell(application.submitted())
    return application.id


async def _check_open(project: Project, programme: Programme, uow: UnitOfWork) -> None:
    """Refuse a second application, a second time of what is given once, a closed programme."""
    connection = uow.connection
    standing = await repository.standing_application(connection, project.id, programme.id)
    if standing is not None:
        raise ApplicationIsOpen(application=standing)
    if programme.kind in ONCE:
        paid = await repository.completed_application(connection, project.id, programme.id)
        if paid is not None:
            raise PaidOnce(application=paid)
    year = lane_year(uow.now)
    key = BudgetKey(programme.pack, programme.id, year)
    closed = await repository.closure_of(connection, key)
    if closed is not None:
        raise ProgrammeClosed(programme=programme.id, year=year, reason=closed)


async def known_before(
    connection: AsyncConnection, project: Project, but: ApplicationId | None = None
) -> Before:
    """Grades of the project's assessors, and what it was granted by programme."""
    ids = await repository.granted_ids(connection, project.id, but)
    held = await repository.granted_to_project(connection, list(ids)) if ids else {}
    granted: dict[str, Decimal] = {}
    for id_, amount in held.items():
        if amount:
            granted[ids[id_]] = granted.get(ids[id_], Decimal(0)) + amount
    return Before(await repository.grades_of(connection, project.id), granted)


def _application(
    cmd: SubmitApplication, project: Project, quote: Quote, caller: Principal, uow: UnitOfWork
) -> Application:
    programme, reference = quote.programme, cmd.contract_reference
    is_waiting = bool(quote.missing)
    return Application(
        id=ApplicationId(new_id()),
        project_id=project.id,
        project_title=project.title,
        organisation_id=project.organisation_id,
        organisation_name=project.organisation_name,
        pack=project.pack,
        programme=programme.id,
        kind=programme.kind,
        authority=programme.authority,
        industry=project.industry,
        contract_amount=cmd.contract_amount,
        contract_reference=reference,
        contract_key=contract_key(reference) if reference is not None else None,
        facts=dict(cmd.facts),
        reading=cmd.reading,
        evidence=[dict(each) for each in cmd.evidence],
        missing=list(quote.missing),
        purpose=cmd.purpose,
        sponsor_kind=project.sponsor_kind,
        amount=None if is_waiting else quote.amount,
        working={} if is_waiting else quote.working(),
        submitted_at=uow.now,
        submitted_by=PersonId(caller.id),
        due_at=uow.now + DECISION_WITHIN,
        state=ApplicationState.AWAITING_FACTS if is_waiting else ApplicationState.SUBMITTED,
    )


async def requote(project: Project, application: Application, uow: UnitOfWork) -> Application:
    """The application with its amount worked out anew, by the same function as when it was made."""
    programme = known_programme(application.pack, application.programme)
    before = await known_before(uow.connection, project, application.id)
    asked = Asked(application.contract_amount, application.facts, application.reading)
    return application.quoted(quote_for(project, programme, asked, before))


async def record_grade(
    project_id: ProjectId, fact: str, value: str, reason: str, caller: Principal, uow: UnitOfWork
) -> None:
    """Note an assessor's grade; awards that waited for it get their amount, or stay.

    A grade that leaves nothing to pay is kept: the officer refuses on it.
    """
    project = await repository.lock_project(uow.connection, project_id)
    if project is None or caller.scope(PACK) not in (None, project.pack):
        raise NotFound(what_zh="项目", what_en="project")
    programmes = known_programmes(project.pack)
    known = sorted({name for each in programmes for name in each.assessed_facts})
    if fact not in known:
        raise FactNotAssessable(fact=fact, known=", ".join(known) or "-")
    check_stated(project, {fact: value})
    await repository.add_grade(
        uow.connection, project_id, fact, value, reason, PersonId(caller.id), uow.now
    )
    waiting = await repository.applications_of(
        uow.connection, project_id, ApplicationState.AWAITING_FACTS
    )
    for application in waiting:
        await _try_quote(project, application, uow)


async def _try_quote(project: Project, application: Application, uow: UnitOfWork) -> None:
    try:
        after = await requote(project, application, uow)
    except DomainError:
        return  # The grade shuts it out: an officer has to say so, with a ground.
    await repository.save_application(uow.connection, after)
    if after.amount is not None:
        await uow.tell(
            ApplicationGraded(
                project_id=project.id,
                application_id=after.id,
                pack=after.pack,
                programme=after.programme,
                amount=after.amount,
            )
        )
