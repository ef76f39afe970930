"""What funding hears of projects: their submission, their stages, their end."""

from decimal import Decimal

from chassis.database import UnitOfWork
from contracts.commands.funding import ReleaseProject
from contracts.envelope import Envelope
from contracts.errors import DomainError
from contracts.events.after_decision import CreditGraded
from contracts.events.funding import ProgrammeOffered, ProjectFundingReleased, ReferralWithdrawn
from contracts.events.intake import ProjectSubmitted
from contracts.events.lane import ClosingStarted, ProjectFinished, StageEntered
from services.funding import repository
from services.funding.domain.application import STANDS, Application, ApplicationState
from services.funding.handlers.money import let_go
from services.funding.handlers.programme import known_programmes


async def note_project(event: ProjectSubmitted, envelope: Envelope, uow: UnitOfWork) -> None:
    """Learn of a project that may apply."""
    await repository.note_project(uow.connection, event)


async def note_stage(event: StageEntered, envelope: Envelope, uow: UnitOfWork) -> None:
    """Offer what the pack pays for in the stage that begins: the course's own funding steps.

    Once per stage: a second attempt of it offers nothing again.
    """
    project = await repository.lock_project(uow.connection, event.project_id)
    if project is None or project.ended_as is not None or event.attempt > 1:
        return
    for programme in known_programmes(project.pack):
        if event.stage not in programme.stages:
            continue
        try:
            programme.check_open_to(
                subject=project.subject,
                sponsor_kind=project.sponsor_kind,
                credit=project.credit_grade,
            )
        except DomainError:
            continue  # Not for this sponsor; asked for all the same, it says why.
        offer = ProgrammeOffered(project_id=project.id, programme=programme.id, stage=event.stage)
        await uow.tell(offer)


async def note_credit(event: CreditGraded, envelope: Envelope, uow: UnitOfWork) -> None:
    """Learn a sponsor's credit grade: it counts for what is asked and granted from now on."""
    await repository.note_credit(uow.connection, event)


async def note_end(
    event: ClosingStarted | ProjectFinished, envelope: Envelope, uow: UnitOfWork
) -> None:
    """Learn that a project's course is ending: it may apply for nothing more on the way."""
    await repository.note_end(uow.connection, event.project_id, event.outcome)


async def release_project(cmd: ReleaseProject, envelope: Envelope, uow: UnitOfWork) -> None:
    """Close what the project applied for and give back what is not paid; the answer always comes.

    In the order of programmes and budgets; contracts and instalments first, then their
    application, then consents. What is paid stays paid, and is recovered only on a ground.
    """
    await repository.note_end(uow.connection, cmd.project_id, cmd.outcome)
    await repository.lock_project(uow.connection, cmd.project_id)
    standing = await repository.applications_of(uow.connection, cmd.project_id, *STANDS)
    released = Decimal(0)
    for application in standing:
        released += await close(application, "left", uow)
    for referral in await repository.referrals_of(uow.connection, cmd.project_id):
        await repository.save_referral(uow.connection, referral.withdraw(uow.now))
        event = ReferralWithdrawn(
            project_id=cmd.project_id,
            referral_id=referral.id,
            pack=referral.pack,
            programme=referral.programme,
        )
        await uow.tell(event)
    await uow.tell(
        ProjectFundingReleased(
            project_id=cmd.project_id, applications=len(standing), amount=released
        )
    )


async def close(application: Application, why: str, uow: UnitOfWork) -> Decimal:
    """End an application with what hangs on it; the amount that goes back to its budget."""
    for contract in await repository.open_contracts(uow.connection, application.id):
        await repository.save_contract(uow.connection, contract.end())
    for part in await repository.instalments_of(uow.connection, application.id):
        await repository.save_instalment(uow.connection, part.cancel())
    released = await let_go(application, why, uow)
    closed = application.ended(ApplicationState.CLOSED, uow.now)
    await repository.save_application(uow.connection, closed)
    return released
