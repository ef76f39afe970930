"""Whose eyes a record of funding is for: the conditions that every read carries."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Table, and_, false, or_, true
from sqlalchemy.sql.elements import KeyedColumnElement

from chassis.auth import Principal
from contracts.people import DEPARTMENT, ORGANISATION, PACK, PLATFORM, Role
from services.funding.domain.application import ApplicationState
from services.funding.tables import application, budget, contract, project, referral

SEES_ALL: Final = (Role.DIRECTOR, Role.AUDITOR)


def _of_pack_and_authority(caller: Principal, table: Table) -> list[ColumnElement[bool]]:
    allowed: list[ColumnElement[bool]] = []
    pack, department = caller.scope(PACK), caller.scope(DEPARTMENT)
    if caller.has(*SEES_ALL):
        allowed.append(true() if pack is None else table.c.pack == pack)
    if caller.has(Role.FUNDING_OFFICER) and pack is not None:
        allowed.append(and_(table.c.pack == pack, table.c.authority == department))
    return allowed


def _of_organisation(
    caller: Principal, column: KeyedColumnElement[Any]
) -> list[ColumnElement[bool]]:
    own = caller.scope(ORGANISATION)
    return [column == own] if caller.has(Role.SPONSOR) and own is not None else []


def visible_to(caller: Principal) -> ColumnElement[bool]:
    """The applications that a person may see (domain.md section 1).

    An assessor sees those that wait for a grade, and no others.
    """
    waits = application.c.state == ApplicationState.AWAITING_FACTS
    pack = caller.scope(PACK)
    graded = [and_(waits, application.c.pack == pack)] if caller.has(Role.ASSESSOR) else []
    return or_(
        false(),
        *graded,
        *_of_pack_and_authority(caller, application),
        *_of_organisation(caller, application.c.organisation_id),
    )


def own_queue(caller: Principal) -> ColumnElement[bool]:
    """The applications of a funding officer's authority; all queues for those who see all."""
    return or_(false(), *_of_pack_and_authority(caller, application))


def budgets_of(caller: Principal) -> ColumnElement[bool]:
    """The budgets that a person watches over."""
    return or_(false(), *_of_pack_and_authority(caller, budget))


def referrals_of(caller: Principal) -> ColumnElement[bool]:
    """The referrals that a person may see."""
    return or_(
        false(),
        *_of_pack_and_authority(caller, referral),
        *_of_organisation(caller, referral.c.organisation_id),
    )


def contracts_of(caller: Principal) -> ColumnElement[bool]:
    """The contracts that a person is party to, or whose voucher they see; joined with it."""
    allowed = [
        *_of_pack_and_authority(caller, application),
        *_of_organisation(caller, contract.c.sponsor_id),
    ]
    platform = caller.scope(PLATFORM)
    if caller.has(Role.PLATFORM_OPERATOR) and platform is not None:
        allowed.append(contract.c.platform_id == platform)
    return or_(false(), *allowed)


def projects_of(caller: Principal) -> ColumnElement[bool]:
    """The projects that a person may ask a quote for."""
    allowed = _of_organisation(caller, project.c.organisation_id)
    pack = caller.scope(PACK)
    if caller.has(*SEES_ALL):
        allowed.append(true() if pack is None else project.c.pack == pack)
    if caller.has(Role.FUNDING_OFFICER, Role.ASSESSOR) and pack is not None:
        allowed.append(project.c.pack == pack)
    return or_(false(), *allowed)
