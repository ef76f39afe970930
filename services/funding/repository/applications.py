"""Applications."""

from dataclasses import fields
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.ids import ApplicationId, OrganisationId, ProjectId
from services.funding.domain.application import Application, ApplicationState
from services.funding.domain.ground import RefusalGround
from services.funding.tables import application

_STANDS = (ApplicationState.SUBMITTED, ApplicationState.GRANTED)


def _values(value: Application) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _application(row: Row[Any]) -> Application:
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
    """The project's application to the programme that is undecided or granted, or None."""
    statement = select(application.c.id).where(
        application.c.project_id == project_id,
        application.c.programme == programme,
        application.c.state.in_(_STANDS),
    )
    return (await connection.execute(statement)).scalar_one_or_none()


async def add_application(connection: AsyncConnection, new: Application) -> bool:
    """Insert an application; False when its contract stands in another of the organisation."""
    statement = insert(application).values(**_values(new)).on_conflict_do_nothing()
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
    return _application(row)


async def applications_that_stand(
    connection: AsyncConnection, project_id: ProjectId
) -> list[Application]:
    """The project's undecided and granted applications, locked, in the order of their budgets.

    Always in the same order, so that two who release at once never wait for each other.
    """
    statement = (
        select(application)
        .where(application.c.project_id == project_id, application.c.state.in_(_STANDS))
        .order_by(application.c.programme, application.c.budget_year, application.c.id)
        .with_for_update(key_share=True)
    )
    return [_application(row) for row in (await connection.execute(statement)).all()]


async def save_application(connection: AsyncConnection, after: Application) -> None:
    """Store what a command changed; the version grows by one."""
    values = _values(after) | {"version": after.version + 1}
    await connection.execute(
        update(application).where(application.c.id == after.id).values(**values)
    )
