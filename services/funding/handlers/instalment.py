"""From a grant to its last payment: commitment, instalments, recovery, equity, correction."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from chassis.auth import Principal
from chassis.database import UnitOfWork
from chassis.identity import new_id
from contracts.errors import NotFound
from contracts.events.funding import InstalmentEvidenced, MovementReversed
from contracts.ids import ApplicationId
from contracts.lane_time import LANE_ZONE
from services.funding import repository
from services.funding.domain.application import Application, ApplicationState
from services.funding.domain.errors.application import SameOfficer
from services.funding.domain.errors.money import (
    AlreadyReversed,
    NotConvertible,
    NotInState,
    RecoveryTooLarge,
)
from services.funding.domain.instalment import Evidence, Instalment, InstalmentState, Part, parts_of
from services.funding.domain.ledger import (
    Holding,
    MovementKind,
    committing,
    converting,
    paying,
    recovering,
)
from services.funding.domain.quote import VOUCHER
from services.funding.handlers import money
from services.funding.handlers.desk import Desk, cause, lock_as_officer, lock_as_sponsor
from services.funding.handlers.programme import known_programme
from services.funding.handlers.project import close
from services.funding.repository.ledger import Booking


async def commit_application(
    id_: ApplicationId,
    given: tuple[Part, ...],
    expected: int | None,
    desk: Desk,
    uow: UnitOfWork,
) -> None:
    """Owe what was granted, in instalments that come to it exactly. A voucher has contracts."""
    _, application = await lock_as_officer(id_, desk.caller, uow, expected)
    application.needed(ApplicationState.GRANTED)
    if application.kind == VOUCHER:
        raise NotInState(state=VOUCHER, needed="contracts")
    today = uow.now.astimezone(LANE_ZONE).date()
    parts = parts_of(
        application.sum,
        given,
        [Decimal(each) for each in application.working.get("by_year", [])],
        _evidence_needed(application),
        today,
        application.programme,
    )
    plan = [_instalment(application, number, part) for number, part in enumerate(parts, start=1)]
    await repository.add_instalments(uow.connection, plan)
    after = replace(application, state=ApplicationState.COMMITTED, committed_at=uow.now)
    await repository.save_application(uow.connection, after)
    movement = committing(application.sum)
    by = desk.officer.id
    await money.move(after, movement, cause("committed", application.id), uow, by=by)


def _evidence_needed(application: Application) -> tuple[tuple[str, ...], ...]:
    programme = known_programme(application.pack, application.programme)
    return programme.yearly_evidence or (programme.evidence,)


def _instalment(application: Application, number: int, part: Part) -> Instalment:
    return Instalment(
        id=new_id(),
        application_id=application.id,
        number=number,
        amount=part.amount,
        milestone=part.milestone,
        due_on=part.due_on,
        needed=list(part.evidence),
        evidence=[],
        note=None,
    )


async def show_milestone(id_: UUID, evidence: Evidence, caller: Principal, uow: UnitOfWork) -> None:
    """The sponsor shows what an instalment asks for."""
    owner = await repository.application_of_instalment(uow.connection, id_)
    _, application = await lock_as_sponsor(owner, caller, uow)
    application.needed(ApplicationState.COMMITTED)
    part = await _part(application, id_, uow)
    await repository.save_instalment(uow.connection, part.show(evidence, uow.now))
    await repository.save_application(uow.connection, application)
    event = InstalmentEvidenced(
        project_id=application.project_id,
        application_id=application.id,
        pack=application.pack,
        programme=application.programme,
        amount=part.amount,
        number=part.number,
    )
    await uow.tell(event)


async def send_milestone_back(id_: UUID, reason: str, desk: Desk, uow: UnitOfWork) -> None:
    """Not enough was shown: the sponsor shows it again."""
    application, part = await _in_hand(id_, desk, uow)
    await repository.save_instalment(uow.connection, part.send_back(reason))
    await repository.save_application(uow.connection, application)


async def pay_instalment(id_: UUID, reference: str, desk: Desk, uow: UnitOfWork) -> None:
    """Pay an instalment whose milestone is shown; the last one completes the application."""
    application, part = await _in_hand(id_, desk, uow)
    application.needed(ApplicationState.COMMITTED)
    plan = await repository.instalments_of(uow.connection, application.id)
    before = [each for each in plan if each.number < part.number]
    today = uow.now.astimezone(LANE_ZONE).date()
    paid = part.pay(reference, uow.now, today, before)
    await repository.save_instalment(uow.connection, paid)
    if part.number == len(plan):
        application = application.ended(ApplicationState.COMPLETED, uow.now)
    await repository.save_application(uow.connection, application)
    # The version names the payment: paid again after a reversal it is another one.
    name = cause("paid", part.id, application.version)
    movement, by = paying(part.amount), desk.officer.id
    await money.move(application, movement, name, uow, by=by, about=part.id, reason=reference)


async def _in_hand(id_: UUID, desk: Desk, uow: UnitOfWork) -> tuple[Application, Instalment]:
    owner = await repository.application_of_instalment(uow.connection, id_)
    _, application = await lock_as_officer(owner, desk.caller, uow)
    return application, await _part(application, id_, uow)


async def _part(application: Application, id_: UUID, uow: UnitOfWork) -> Instalment:
    plan = await repository.instalments_of(uow.connection, application.id)
    return next(each for each in plan if each.id == id_)


async def release_application(
    id_: ApplicationId, reason: str, caller: Principal, uow: UnitOfWork
) -> None:
    """The sponsor gives an application up; what is promised and not paid goes back."""
    _, application = await lock_as_sponsor(id_, caller, uow)
    await _release(application, reason, uow)


async def withdraw_grant(
    id_: ApplicationId, reason: str, expected: int | None, desk: Desk, uow: UnitOfWork
) -> None:
    """The authority takes a promise back; what is paid is recovered by itself."""
    _, application = await lock_as_officer(id_, desk.caller, uow, expected)
    await _release(application.decided(reason, desk.officer.id, uow.now), reason, uow)


async def _release(application: Application, reason: str, uow: UnitOfWork) -> None:
    application.needed(
        ApplicationState.AWAITING_FACTS,
        ApplicationState.SUBMITTED,
        ApplicationState.FIRST_SIGNED,
        ApplicationState.QUEUED,
        ApplicationState.GRANTED,
        ApplicationState.COMMITTED,
    )
    await close(replace(application, reason=application.reason or reason), "released", uow)


async def recover_money(
    id_: ApplicationId, amount: Decimal, reason: str, desk: Desk, uow: UnitOfWork
) -> None:
    """Paid money comes back to the budget; all of it, and the application is recovered."""
    _, application = await lock_as_officer(id_, desk.caller, uow)
    holding = await _paid_out(application, uow)
    if amount > holding.paid:
        raise RecoveryTooLarge(paid=holding.paid, amount=amount)
    left = holding.after(recovering(amount))
    after = application
    if not (left.paid or left.equity or left.open):
        after = application.ended(ApplicationState.RECOVERED, uow.now)
    await repository.save_application(uow.connection, after)
    name, by = cause("recovered", new_id()), desk.officer.id
    await money.move(after, recovering(amount), name, uow, by=by, reason=reason)


async def _paid_out(application: Application, uow: UnitOfWork) -> Holding:
    if application.budget_year is None:
        raise NotInState(state=application.state, needed="paid")
    return await repository.holding_of(uow.connection, application.id)


async def convert_to_equity(
    id_: ApplicationId, valuation: str, desk: Desk, uow: UnitOfWork
) -> None:
    """The agreed part of a paid grant becomes equity, once, on a valuation (mechanisms M58)."""
    _, application = await lock_as_officer(id_, desk.caller, uow)
    application.needed(ApplicationState.COMPLETED)
    agreed = application.working.get("to_equity")
    holding = await _paid_out(application, uow)
    if agreed is None or holding.equity or Decimal(agreed) > holding.paid:
        raise NotConvertible()
    await repository.save_application(uow.connection, application)
    movement, by = converting(Decimal(agreed)), desk.officer.id
    name = cause("converted", application.id)
    await money.move(application, movement, name, uow, by=by, reason=valuation)


async def reverse_movement(id_: UUID, reason: str, desk: Desk, uow: UnitOfWork) -> ApplicationId:
    """Book the mirror image of a mistaken payment or recovery, by somebody else than who made it.

    A payment's instalment is owed again; nothing is ever erased.
    """
    booked = await repository.find_booked(uow.connection, id_)
    if booked is None or booked.application_id is None:
        raise NotFound(what_zh="账目", what_en="booking")
    _, application = await lock_as_officer(booked.application_id, desk.caller, uow)
    if booked.by == desk.officer.id:
        raise SameOfficer()
    mirror = booked.movement.reversed()
    if await repository.is_reversed(uow.connection, id_):
        raise AlreadyReversed()
    after = application
    if booked.movement.kind is MovementKind.PAID:
        after = await _owed_again(application, booked.about, uow)
    elif application.state is ApplicationState.RECOVERED:
        after = replace(application, state=ApplicationState.COMPLETED)
    await repository.save_application(uow.connection, after)
    budget_id = await money.budget_of(application, uow)
    booking = Booking(cause("reversed", id_), application.id, desk.officer.id, None, id_, reason)
    movement_id = await repository.book(uow.connection, budget_id, mirror, uow.now, booking)
    await uow.tell(
        MovementReversed(
            project_id=application.project_id,
            application_id=application.id,
            movement_id=movement_id,
            reverses=id_,
            programme=application.programme,
            amount=mirror.amount,
        )
    )
    return application.id


async def _owed_again(application: Application, about: UUID | None, uow: UnitOfWork) -> Application:
    """With a payment undone. A voucher's is not: its contract is settled, money is recovered."""
    if application.kind == VOUCHER or about is None:
        raise NotInState(state=VOUCHER, needed="instalment")
    application.needed(ApplicationState.COMMITTED, ApplicationState.COMPLETED)
    plan = await repository.instalments_of(uow.connection, application.id)
    part = next(each for each in plan if each.id == about)
    later = [each for each in plan if each.number > part.number]
    if any(each.state is InstalmentState.PAID for each in later):
        raise NotInState(state=InstalmentState.PAID, needed=f"< {part.number}")
    await repository.save_instalment(uow.connection, part.unpay())
    return replace(application, state=ApplicationState.COMMITTED, closed_at=None)
