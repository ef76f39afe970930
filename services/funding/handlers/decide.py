"""Deciding: agreed by one or two officers, reserved if the money is there, else queued or refused.

Locks are always taken in the same order: project, application, budget.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from chassis.database import UnitOfWork
from contracts.ids import ApplicationId, PersonId
from contracts.lane_time import LANE_ZONE
from services.funding import repository
from services.funding.domain.application import Application, ApplicationState
from services.funding.domain.errors.application import BudgetExhausted, NothingToClaim
from services.funding.domain.ground import RefusalGround
from services.funding.domain.ledger import Budget
from services.funding.domain.project import Project
from services.funding.domain.quote import Programme
from services.funding.handlers.apply import requote
from services.funding.handlers.desk import Desk, cause, lock, lock_as_officer
from services.funding.handlers.money import opened_budget
from services.funding.handlers.programme import known_programme
from services.funding.repository.ledger import Booking
from services.funding.settings import FundingSettings


@dataclass(frozen=True, slots=True)
class Decision:
    """What a funding officer says of an application."""

    grant: bool
    ground: RefusalGround | None
    reason: str
    if_exhausted: Literal["refuse", "wait"] = "refuse"


async def decide_application(
    id_: ApplicationId, decision: Decision, expected: int | None, desk: Desk, uow: UnitOfWork
) -> None:
    """Grant, which reserves the amount in this year's budget, or refuse on a ground.

    A large amount needs two officers; the amount is worked out again before anything moves, so
    that what was granted meanwhile counts.
    """
    project, application = await lock_as_officer(id_, desk.caller, uow, expected)
    if decision.grant:
        application.check_undecided()
        project.check_may_receive()
        await _agree(project, application, decision, desk, uow)
        return
    refused, event = application.refuse(decision.ground)
    refused = refused.decided(decision.reason, desk.officer.id, uow.now)
    await repository.save_application(uow.connection, refused)
    await uow.tell(event)


async def _agree(
    project: Project, before: Application, decision: Decision, desk: Desk, uow: UnitOfWork
) -> None:
    application = await requote(project, before, uow)
    programme = known_programme(application.pack, application.programme)
    own_rule = programme.two_people_from.value if programme.two_people_from else None
    signed, first = application.signed(
        desk.officer, uow.now, decision.reason, desk.two_people_from(own_rule)
    )
    if first is not None:
        await repository.save_application(uow.connection, signed)
        await uow.tell(first)
        return
    decided = signed.decided(decision.reason, desk.officer.id, uow.now)
    budget = await opened_budget(programme, uow.now, uow)
    pack, waiting_for = programme.pack, programme.id
    ahead = await repository.waiting_before(uow.connection, pack, waiting_for, None)
    try:
        await _reserve(decided, budget, ahead, desk.settings, uow, ground=decision.ground)
    except BudgetExhausted:
        if decision.if_exhausted == "refuse":
            raise
        queued, event = decided.queue(uow.now, ahead)
        await repository.save_application(uow.connection, queued)
        await uow.tell(event)


async def _reserve(
    application: Application,
    budget: tuple[UUID, Budget],
    ahead: int,
    settings: FundingSettings,
    uow: UnitOfWork,
    *,
    ground: RefusalGround | None = None,
) -> None:
    """Grant within the locked budget; the booking comes last, so that the hot lock is short."""
    budget_id, balances = budget
    granted, movement, event = application.grant(balances, ground, ahead)
    today = uow.now.astimezone(LANE_ZONE).date()
    granted = granted.issued(today, _months_on(today, settings.voucher_months))
    await repository.save_application(uow.connection, granted)
    await uow.tell(event)
    booking = Booking(cause("reserved", application.id), application.id, by=application.decided_by)
    await repository.book(uow.connection, budget_id, movement, uow.now, booking)


def _months_on(day: date, months: int) -> date:
    """The last day of a period that begins on ``day``."""
    year, month = divmod(day.month - 1 + months, 12)
    try:
        ends = day.replace(year=day.year + year, month=month + 1)
    except ValueError:  # no such day in that month: its last one
        ends = date(day.year + year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return date.fromordinal(ends.toordinal() - 1)


async def grant_waiting(id_: ApplicationId, settings: FundingSettings, uow: UnitOfWork) -> bool:
    """Grant the head of a waiting list if its money is there now; whether it was.

    One whose project left meanwhile was closed with it; nobody is overtaken. The amount is worked
    out again, since others may have been granted to the project.
    """
    project, application = await lock(id_, uow)
    if application.state is not ApplicationState.QUEUED or application.queued_at is None:
        return False
    project.check_may_receive()
    application = await requote(project, application, uow)
    programme: Programme = known_programme(application.pack, application.programme)
    budget = await opened_budget(programme, uow.now, uow)
    assert application.queued_at is not None  # looked at before it was worked out again
    key = (application.queued_at, application.id)
    ahead = await repository.waiting_before(
        uow.connection, application.pack, application.programme, key
    )
    if ahead or application.sum > budget[1].available:
        return False
    await _reserve(application, budget, 0, settings, uow)
    return True


async def claim(id_: ApplicationId, desk: Desk, uow: UnitOfWork) -> None:
    """Take an undecided application in hand, for the length of a lease."""
    _, application = await lock_as_officer(id_, desk.caller, uow)
    application.needed(
        ApplicationState.AWAITING_FACTS, ApplicationState.SUBMITTED, ApplicationState.FIRST_SIGNED
    )
    await repository.save_application(uow.connection, application.claimed(desk.officer, uow.now))


async def claim_next(pack: str, authority: str, desk: Desk, uow: UnitOfWork) -> ApplicationId:
    """Take the most due free application. Raises NothingToClaim."""
    person = PersonId(desk.caller.id)
    id_ = await repository.next_free(uow.connection, pack, authority, uow.now, person)
    if id_ is None:
        raise NothingToClaim()
    application = await repository.lock_application(uow.connection, id_)
    await repository.save_application(uow.connection, application.claimed(desk.officer, uow.now))
    return id_


async def put_back(id_: ApplicationId, desk: Desk, uow: UnitOfWork) -> None:
    """Free an application that one holds."""
    _, application = await lock_as_officer(id_, desk.caller, uow)
    await repository.save_application(uow.connection, application.put_back(desk.officer))
