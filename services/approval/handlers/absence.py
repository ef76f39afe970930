"""Absences: entered by oneself or by the lead, ended early, always with somebody who stands in."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from chassis.auth import Principal
from chassis.database import UnitOfWork
from chassis.identity import new_id
from contracts.errors import NotFound
from contracts.ids import PersonId
from contracts.people import DEPARTMENT, PACK, Role
from policy.clock import lane_date
from services.approval import queries, repository
from services.approval.domain.absence import Absence, StandIn, check_absence
from services.approval.domain.errors import AbsenceEnded, NotYourAbsence, UnknownColleague
from services.approval.domain.holder import Actor
from services.approval.handlers.desk import Desk


@dataclass(frozen=True, slots=True)
class EnterAbsence:
    """A period, and who stands in: pairs of item and person, the item None for all others."""

    person: str | None
    from_on: date
    until_on: date
    reason: str
    stand_ins: tuple[tuple[str | None, str], ...]


async def enter_absence(order: EnterAbsence, desk: Desk, uow: UnitOfWork) -> UUID:
    """Note when somebody is away and who acts meanwhile; the absence's id.

    A lead may enter a colleague's. Raises NotYourAbsence, UnknownColleague, and what
    ``check_absence`` raises.
    """
    await repository.note_member(uow.connection, desk.caller, uow.now)
    pack, department = queue_of(desk.caller)
    person = order.person or desk.caller.id
    if person != desk.caller.id and not desk.caller.has(Role.DEPARTMENT_LEAD):
        raise NotYourAbsence()
    # Of two that would make a circle together, the second has to see the first.
    await repository.lock_people(uow.connection, f"absences of {pack}/{department}")
    known = {
        row.person: Actor(PersonId(row.person), row.name)
        for row in await queries.colleague_rows(uow.connection, pack, department)
    }
    absent = _known(known, person, "person")
    new = Absence(
        person=absent.person,
        name=absent.name,
        from_on=order.from_on,
        until_on=order.until_on,
        stand_ins=tuple(
            StandIn(item, _known(known, who, "stand_ins")) for item, who in order.stand_ins
        ),
    )
    today = lane_date(uow.now)
    others = await queries.absences_of(uow.connection, pack, department, today)
    check_absence(new, others, today)
    id_ = new_id()
    await repository.add_absence(
        uow.connection,
        id_,
        new,
        pack=pack,
        department=department,
        reason=order.reason,
        by=desk.actor,
        at=uow.now,
    )
    return id_


async def end_absence(id_: UUID, desk: Desk, uow: UnitOfWork) -> None:
    """End an absence today; one that has not begun does not take place. Raises AbsenceEnded."""
    row = await queries.absence_row(uow.connection, id_)
    if row is None or (row.pack, row.department) != queue_of(desk.caller):
        raise NotFound(what_zh="外出登记", what_en="absence")
    if row.person != desk.caller.id and not desk.caller.has(Role.DEPARTMENT_LEAD):
        raise NotYourAbsence()
    await repository.lock_people(uow.connection, f"absences of {row.pack}/{row.department}")
    today = lane_date(uow.now)
    if _is_over(await queries.absence_row(uow.connection, id_), today):
        raise AbsenceEnded()
    on = max(today, row.from_on)
    await repository.end_absence(uow.connection, id_, on, desk.caller.id)


def queue_of(caller: Principal) -> tuple[str, str | None]:
    """Pack and department whose queue the caller works through; gates have no department."""
    pack = caller.scope(PACK)
    if pack is None:
        raise NotFound(what_zh="队列", what_en="queue")
    works_in_department = caller.has(Role.OFFICER, Role.DEPARTMENT_LEAD)
    return pack, caller.scope(DEPARTMENT) if works_in_department else None


def _is_over(row: Row[Any] | None, today: date) -> bool:
    return row is None or row.ended_on is not None or row.until_on <= today


def _known(known: dict[str, Actor], person: str, at: str) -> Actor:
    if person not in known:
        raise UnknownColleague(at=at, person=person)
    return known[PersonId(person)]
