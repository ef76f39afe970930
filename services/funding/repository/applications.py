"""Applications."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.ids import ApplicationId, OrganisationId, PersonId, ProjectId
from services.funding.domain.application import STANDS, UNDECIDED, Application, ApplicationState
from services.funding.domain.ground import RefusalGround
from services.funding.domain.quote import VOUCHER
from services.funding.repository.record import values_of
from services.funding.tables import application


def as_application(row: Row[Any]) -> Application:
    """The aggregate that a row of the table stands for."""
    values = dict(row._mapping)
    values |= {
        "id": ApplicationId(row.id),
        "project_id": ProjectId(row.project_id),
        "organisation_id": OrganisationId(row.organisation_id),
        "state": ApplicationState(row.state),
        "ground": RefusalGround(row.ground) if row.ground else None,
    }
    return Application(**values)


async def standing_application(
    connection: AsyncConnection, project_id: ProjectId, programme: str
) -> ApplicationId | None:
    """The project's application to the programme of which something may still come, or None."""
    statement = select(application.c.id).where(
        application.c.project_id == project_id,
        application.c.programme == programme,
        application.c.state.in_(STANDS),
    )
    return (await connection.execute(statement)).scalar_one_or_none()


async def completed_application(
    connection: AsyncConnection, project_id: ProjectId, programme: str
) -> ApplicationId | None:
    """One that was paid out to the project under the programme, or None."""
    statement = select(application.c.id).where(
        application.c.project_id == project_id,
        application.c.programme == programme,
        application.c.state == ApplicationState.COMPLETED,
    )
    return (await connection.execute(statement.limit(1))).scalar_one_or_none()


async def add_application(connection: AsyncConnection, new: Application) -> bool:
    """Insert an application; False when its contract stands in another of the organisation."""
    statement = insert(application).values(**values_of(new)).on_conflict_do_nothing()
    result = await connection.execute(statement.returning(application.c.id))
    return result.first() is not None


async def project_of(connection: AsyncConnection, id_: ApplicationId) -> ProjectId | None:
    """The project that an application is for, or None when there is no such application."""
    statement = select(application.c.project_id).where(application.c.id == id_)
    return (await connection.execute(statement)).scalar_one_or_none()


async def lock_application(connection: AsyncConnection, id_: ApplicationId) -> Application:
    """The application, locked until the transaction ends."""
    statement = select(application).where(application.c.id == id_)
    row = (await connection.execute(statement.with_for_update(key_share=True))).one()
    return as_application(row)


async def applications_of(
    connection: AsyncConnection, project_id: ProjectId, *states: ApplicationState
) -> list[Application]:
    """The project's applications in those states, locked, in the order of their budgets.

    Always in the same order, so that two who release at once never wait for each other.
    """
    statement = (
        select(application)
        .where(application.c.project_id == project_id, application.c.state.in_(states))
        .order_by(application.c.programme, application.c.budget_year, application.c.id)
        .with_for_update(key_share=True)
    )
    return [as_application(row) for row in (await connection.execute(statement)).all()]


async def granted_ids(
    connection: AsyncConnection, project_id: ProjectId, but: ApplicationId | None
) -> dict[ApplicationId, str]:
    """Applications of the project that may hold money, with their programmes."""
    statement = select(application.c.id, application.c.programme).where(
        application.c.project_id == project_id, application.c.budget_year.is_not(None)
    )
    rows = (await connection.execute(statement)).all()
    return {ApplicationId(row.id): row.programme for row in rows if row.id != but}


async def save_application(connection: AsyncConnection, after: Application) -> None:
    """Store what a command changed; the version grows by one."""
    values = values_of(after) | {"version": after.version + 1}
    await connection.execute(
        update(application).where(application.c.id == after.id).values(**values)
    )


async def waiting_before(
    connection: AsyncConnection, pack: str, programme: str, than: tuple[datetime, UUID] | None
) -> int:
    """How many wait for the programme's money, before one that waits or altogether.

    Exact while the budget is locked: nobody joins or leaves the list without that lock.
    """
    statement = select(func.count()).where(
        application.c.pack == pack,
        application.c.programme == programme,
        application.c.state == ApplicationState.QUEUED,
    )
    if than is not None:
        key = tuple_(application.c.queued_at, application.c.id)
        statement = statement.where(key < tuple_(*than))
    return int((await connection.execute(statement)).scalar_one())


async def first_waiting(connection: AsyncConnection) -> list[ApplicationId]:
    """The head of every waiting list."""
    statement = (
        select(application.c.id)
        .ext(distinct_on(application.c.pack, application.c.programme))
        .where(application.c.state == ApplicationState.QUEUED)
        .order_by(
            application.c.pack, application.c.programme, application.c.queued_at, application.c.id
        )
    )
    return [ApplicationId(id_) for id_ in (await connection.execute(statement)).scalars()]


async def expired_vouchers(
    connection: AsyncConnection, today: date, limit: int
) -> list[ApplicationId]:
    """Vouchers whose period is over and not yet noted as such."""
    statement = (
        select(application.c.id)
        .where(
            application.c.kind == VOUCHER,
            application.c.state == ApplicationState.GRANTED,
            application.c.valid_until < today,
            application.c.expired_at.is_(None),
        )
        .order_by(application.c.id)
        .limit(limit)
    )
    return [ApplicationId(id_) for id_ in (await connection.execute(statement)).scalars()]


async def next_free(
    connection: AsyncConnection, pack: str, authority: str, now: datetime, person: PersonId
) -> ApplicationId | None:
    """The most due undecided application that nobody holds, locked; None when there is none.

    What one has signed as the first is for another. Two who pull at once get two.
    """
    statement = (
        select(application.c.id)
        .where(
            application.c.pack == pack,
            application.c.authority == authority,
            application.c.state.in_(UNDECIDED),
            application.c.first_by.is_distinct_from(person),
            (application.c.holder.is_(None)) | (application.c.lease_until <= now),
        )
        .order_by(application.c.due_at, application.c.id)
        .limit(1)
        .with_for_update(key_share=True, skip_locked=True)
    )
    return (await connection.execute(statement)).scalar_one_or_none()
