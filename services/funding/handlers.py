"""Commands of funding, one function each. They run inside a unit of work that others commit.

Locks are always taken in the same order: project, application, budget.
"""

from dataclasses import dataclass
from decimal import Decimal

from chassis.auth import Principal
from chassis.database import UnitOfWork
from chassis.identity import new_id
from contracts.commands.funding import ReleaseProject
from contracts.envelope import Envelope
from contracts.errors import NotFound, StaleVersion
from contracts.events.funding import ProjectFundingReleased
from contracts.events.intake import ProjectSubmitted
from contracts.events.lane import ClosingStarted, ProjectFinished
from contracts.ids import ApplicationId, PersonId, ProjectId
from contracts.people import DEPARTMENT, ORGANISATION, PACK, Role
from policy.loader import available_packs, load_pack
from policy.model import Figure as PackFigure
from policy.problem import UnknownPack as NoSuchPack
from services.funding import repository
from services.funding.domain.application import Application, contract_key, lane_year
from services.funding.domain.errors import (
    ApplicationIsOpen,
    ContractAlreadyUsed,
    UnknownPack,
    UnknownProgramme,
)
from services.funding.domain.ground import RefusalGround
from services.funding.domain.project import Project
from services.funding.domain.quote import Figure, Programme
from services.funding.repository.ledger import BudgetKey


@dataclass(frozen=True, slots=True)
class SubmitApplication:
    """A sponsor asks for the share of one contract."""

    project_id: ProjectId
    programme: str
    contract_amount: Decimal
    contract_reference: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a funding officer says of an application."""

    grant: bool
    ground: RefusalGround | None
    reason: str


def known_programmes(pack_id: str) -> list[Programme]:
    """The pack's programmes, in its order. Raises UnknownPack."""
    try:
        loaded = load_pack(pack_id)
    except NoSuchPack as fault:
        raise UnknownPack(pack=pack_id, known=", ".join(sorted(available_packs()))) from fault
    return [
        Programme(
            id=voucher.id,
            pack=loaded.pack.id,
            pack_version=loaded.pack.version,
            pack_digest=loaded.digest,
            clause=voucher.clause,
            authority=voucher.authority,
            eligible_sponsor_kinds=voucher.eligible_sponsor_kinds,
            share_percent=_figure(voucher.share_percent),
            cap=_figure(voucher.cap_per_application),
            yearly_budget=_figure(voucher.yearly_budget),
        )
        for voucher in loaded.pack.vouchers
    ]


def known_programme(pack_id: str, id_: str) -> Programme:
    """The pack's programme of that id. Raises UnknownPack or UnknownProgramme."""
    programmes = {each.id: each for each in known_programmes(pack_id)}
    if id_ not in programmes:
        raise UnknownProgramme(pack=pack_id, given=id_, known=", ".join(programmes))
    return programmes[id_]


def _figure(figure: PackFigure) -> Figure:
    reason = figure.reason
    return Figure(
        value=figure.value,
        basis=figure.basis,
        clause=figure.clause,
        reason_zh=reason.zh if reason else None,
        reason_en=reason.en if reason else None,
    )


async def note_project(event: ProjectSubmitted, envelope: Envelope, uow: UnitOfWork) -> None:
    """Learn of a project that may apply."""
    await repository.note_project(uow.connection, event)


async def note_end(
    event: ClosingStarted | ProjectFinished, envelope: Envelope, uow: UnitOfWork
) -> None:
    """Learn that a project's course is ending: it may apply for nothing more."""
    await repository.note_end(uow.connection, event.project_id, event.outcome)


async def submit_application(
    cmd: SubmitApplication, caller: Principal, uow: UnitOfWork
) -> ApplicationId:
    """Apply for a project of the caller's organisation; the amount is quoted and kept."""
    project = await repository.lock_project(uow.connection, cmd.project_id)
    if project is None or caller.scope(ORGANISATION) != project.organisation_id:
        raise NotFound(what_zh="项目", what_en="project")
    project.check_may_apply()
    programme = known_programme(project.pack, cmd.programme)
    programme.check_sponsor_kind(project.sponsor_kind)
    standing = await repository.standing_application(uow.connection, project.id, programme.id)
    if standing is not None:
        raise ApplicationIsOpen(application=standing)
    application = _application(cmd, project, programme, caller, uow)
    if not await repository.add_application(uow.connection, application):
        raise ContractAlreadyUsed(reference=cmd.contract_reference)
    await uow.tell(application.submitted())
    return application.id


def _application(
    cmd: SubmitApplication,
    project: Project,
    programme: Programme,
    caller: Principal,
    uow: UnitOfWork,
) -> Application:
    quote = programme.quote(cmd.contract_amount)
    return Application(
        id=ApplicationId(new_id()),
        project_id=project.id,
        project_title=project.title,
        organisation_id=project.organisation_id,
        organisation_name=project.organisation_name,
        pack=project.pack,
        programme=programme.id,
        authority=programme.authority,
        contract_amount=cmd.contract_amount,
        contract_reference=cmd.contract_reference,
        contract_key=contract_key(cmd.contract_reference),
        purpose=cmd.purpose,
        sponsor_kind=project.sponsor_kind,
        amount=quote.amount,
        working=quote.working(),
        submitted_at=uow.now,
        submitted_by=PersonId(caller.id),
    )


async def decide_application(
    id_: ApplicationId,
    decision: Decision,
    expected: int | None,
    caller: Principal,
    uow: UnitOfWork,
) -> None:
    """Grant, which reserves the amount in this year's budget, or refuse on a ground."""
    project_id = await repository.project_of(uow.connection, id_)
    if project_id is None:
        raise _no_application()
    project = await repository.lock_project(uow.connection, project_id)
    application = await repository.lock_application(uow.connection, id_)
    is_own = (caller.scope(PACK), caller.scope(DEPARTMENT)) == (
        application.pack,
        application.authority,
    )
    if project is None or not caller.has(Role.FUNDING_OFFICER) or not is_own:
        raise _no_application()
    if expected is not None and expected != application.version:
        raise StaleVersion(current=application.version)
    if decision.grant:
        application.check_undecided()
        project.check_may_receive()
        await _grant(application, decision, caller, uow)
        return
    refused, event = application.refuse(decision.ground)
    refused = refused.decided(decision.reason, PersonId(caller.id), uow.now)
    await repository.save_application(uow.connection, refused)
    await uow.tell(event)


async def _grant(
    application: Application, decision: Decision, caller: Principal, uow: UnitOfWork
) -> None:
    programme = known_programme(application.pack, application.programme)
    key = BudgetKey(application.pack, application.programme, lane_year(uow.now))
    await repository.open_budget(
        uow.connection, key, programme.authority, programme.yearly_budget.value, uow.now
    )
    budget_id, budget = await repository.lock_budget(uow.connection, key)
    granted, movement, event = application.grant(budget, decision.ground)
    granted = granted.decided(decision.reason, PersonId(caller.id), uow.now)
    await repository.save_application(uow.connection, granted)
    await repository.book(
        uow.connection,
        budget_id,
        movement,
        uow.now,
        application_id=application.id,
        by=PersonId(caller.id),
    )
    await uow.tell(event)


async def release_project(cmd: ReleaseProject, envelope: Envelope, uow: UnitOfWork) -> None:
    """Close what the project applied for and give reserved money back; the answer always comes."""
    await repository.note_end(uow.connection, cmd.project_id, cmd.outcome)
    await repository.lock_project(uow.connection, cmd.project_id)
    standing = await repository.applications_that_stand(uow.connection, cmd.project_id)
    released = Decimal(0)
    for application in standing:
        released += await _close(application, uow)
    await uow.tell(
        ProjectFundingReleased(
            project_id=cmd.project_id, applications=len(standing), amount=released
        )
    )


async def _close(application: Application, uow: UnitOfWork) -> Decimal:
    """End an application; the amount that goes back to its budget."""
    closed, release = application.close(uow.now)
    await repository.save_application(uow.connection, closed)
    if release is None:
        return Decimal(0)
    movement, event = release
    assert application.budget_year is not None  # a granted one has its budget
    key = BudgetKey(application.pack, application.programme, application.budget_year)
    budget_id, _ = await repository.lock_budget(uow.connection, key)
    await repository.book(
        uow.connection, budget_id, movement, uow.now, application_id=application.id
    )
    await uow.tell(event)
    return movement.amount


def _no_application() -> NotFound:
    return NotFound(what_zh="资金申请", what_en="application for funding")
