"""Reads of what hangs on applications: instalments, contracts; and referrals."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from contracts.ids import ApplicationId, ProjectId
from services.funding.queries.scope import contracts_of, referrals_of
from services.funding.tables import application, contract, instalment, referral


async def instalment_rows(connection: AsyncConnection, id_: ApplicationId) -> list[Row[Any]]:
    """An application's instalments, in order."""
    statement = select(instalment).where(instalment.c.application_id == id_)
    return list((await connection.execute(statement.order_by(instalment.c.number))).all())


def _contracts(caller: Principal) -> Any:
    names = (
        application.c.project_title,
        application.c.organisation_name,
        application.c.pack,
    )
    return (
        select(contract, *names)
        .join(application, application.c.id == contract.c.application_id)
        .where(contracts_of(caller))
    )


async def contract_rows(
    connection: AsyncConnection,
    caller: Principal,
    *,
    application_id: ApplicationId | None = None,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 200,
) -> list[Row[Any]]:
    """Newest first; at most ``limit`` rows after the key (proposed_at, id)."""
    statement = _contracts(caller)
    if application_id is not None:
        statement = statement.where(contract.c.application_id == application_id)
    if after:
        statement = statement.where(tuple_(contract.c.proposed_at, contract.c.id) < tuple_(*after))
    statement = statement.order_by(contract.c.proposed_at.desc(), contract.c.id.desc())
    return list((await connection.execute(statement.limit(limit))).all())


async def contract_row(
    connection: AsyncConnection, caller: Principal, id_: UUID
) -> Row[Any] | None:
    """One contract, or None when it does not exist for this person."""
    statement = _contracts(caller).where(contract.c.id == id_)
    row: Row[Any] | None = (await connection.execute(statement)).one_or_none()
    return row


async def referral_rows(
    connection: AsyncConnection,
    caller: Principal,
    *,
    project_id: ProjectId | None,
    state: str | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Row[Any]]:
    """Newest first; at most ``limit`` rows after the key (consented_at, id)."""
    statement = select(referral).where(referrals_of(caller))
    if project_id:
        statement = statement.where(referral.c.project_id == project_id)
    if state:
        statement = statement.where(referral.c.state == state)
    if after:
        key = tuple_(referral.c.consented_at, referral.c.id)
        statement = statement.where(key < tuple_(*after))
    statement = statement.order_by(referral.c.consented_at.desc(), referral.c.id.desc())
    return list((await connection.execute(statement.limit(limit))).all())


async def referral_row(
    connection: AsyncConnection, caller: Principal, id_: UUID
) -> Row[Any] | None:
    """One referral, or None when it does not exist for this person."""
    statement = select(referral).where(referral.c.id == id_, referrals_of(caller))
    row: Row[Any] | None = (await connection.execute(statement)).one_or_none()
    return row
