"""Writes notify's people, messages and deliveries. The caller's transaction commits."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, delete, false, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.envelope import Envelope
from contracts.ids import OrganisationId, PersonId, ProjectId
from contracts.people import DEPARTMENT, ORGANISATION, PACK, PLATFORM
from services.notify.domain.audience import Audience
from services.notify.domain.delivery import DeliveryState
from services.notify.domain.project import Project
from services.notify.tables import delivery, message, person, project, waiting_event

_SCOPE_COLUMNS = {
    PACK: person.c.pack,
    DEPARTMENT: person.c.department,
    ORGANISATION: person.c.organisation,
    PLATFORM: person.c.platform,
}


async def lock_person(connection: AsyncConnection, id_: PersonId) -> Row[Any] | None:
    """The person, locked until the transaction ends; None when not known."""
    statement = select(person).where(person.c.id == id_).with_for_update()
    return (await connection.execute(statement)).one_or_none()


async def save_person(connection: AsyncConnection, id_: PersonId, **values: object) -> int:
    """Insert or change a person; the new version."""
    statement = insert(person).values(id=id_, version=1, **values)
    statement = statement.on_conflict_do_update(
        index_elements=[person.c.id], set_={**values, "version": person.c.version + 1}
    )
    return int((await connection.execute(statement.returning(person.c.version))).scalar_one())


async def people_in(connection: AsyncConnection, audience: Audience) -> Sequence[Row[Any]]:
    """The known people an audience describes."""
    if audience.person is not None:
        condition = person.c.id == audience.person
    else:
        # An audience without a scope would be everybody: nobody means that.
        scopes = [_SCOPE_COLUMNS[name] == value for name, value in audience.scopes]
        roles = person.c.roles.overlap([role.value for role in audience.roles])
        condition = and_(roles, *scopes) if scopes else false()
    statement = select(person).where(condition).order_by(person.c.id)
    return (await connection.execute(statement)).all()


async def take_turn(connection: AsyncConnection, id_: ProjectId) -> None:
    """Handle one event of a project at a time, in whichever stream it came."""
    await connection.execute(
        select(func.pg_advisory_xact_lock(func.hashtextextended(f"notify/{id_}", 0)))
    )


async def find_project(connection: AsyncConnection, id_: ProjectId) -> Project | None:
    """The project, None while its submission was not heard."""
    row = (await connection.execute(select(project).where(project.c.id == id_))).one_or_none()
    if row is None:
        return None
    return Project(
        id=ProjectId(row.id),
        organisation_id=OrganisationId(row.organisation_id),
        title=row.title,
        pack=row.pack,
        manager=row.manager,
    )


async def add_project(connection: AsyncConnection, new: Project) -> None:
    """Insert a project; twice is once."""
    statement = insert(project).values(
        id=new.id, organisation_id=new.organisation_id, title=new.title, pack=new.pack
    )
    await connection.execute(statement.on_conflict_do_nothing())


async def set_manager(
    connection: AsyncConnection, id_: ProjectId, manager: PersonId, at: datetime
) -> None:
    """Note the project's case manager unless a later one is known."""
    earlier = or_(project.c.manager_since.is_(None), project.c.manager_since <= at)
    await connection.execute(
        update(project)
        .where(project.c.id == id_, earlier)
        .values(manager=manager, manager_since=at)
    )


async def keep_waiting(connection: AsyncConnection, id_: ProjectId, envelope: Envelope) -> None:
    """Keep an event until its project's submission is heard."""
    statement = insert(waiting_event).values(
        event_id=envelope.id, project_id=id_, envelope=envelope.model_dump(mode="json")
    )
    await connection.execute(statement.on_conflict_do_nothing())


async def take_waiting(connection: AsyncConnection, id_: ProjectId) -> list[Envelope]:
    """The events that waited for a project, oldest first; they wait no longer."""
    statement = delete(waiting_event).where(waiting_event.c.project_id == id_)
    rows = await connection.execute(statement.returning(waiting_event.c.envelope))
    found = [Envelope.model_validate(each) for each in rows.scalars()]
    return sorted(found, key=lambda each: (each.time, each.source, each.sequence))


async def add_messages(
    connection: AsyncConnection, rows: Sequence[dict[str, Any]]
) -> frozenset[UUID]:
    """Insert messages; ids of those that are new. A person has one per event at most."""
    statement = insert(message).on_conflict_do_nothing(constraint="message_once")
    found = await connection.execute(statement.returning(message.c.id), list(rows))
    return frozenset(found.scalars())


async def add_deliveries(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert deliveries, to be made by the sender."""
    await connection.execute(insert(delivery).on_conflict_do_nothing(), list(rows))


async def mark_read(
    connection: AsyncConnection, id_: UUID, reader: PersonId, at: datetime
) -> Row[Any] | None:
    """The message, read now unless it was before; None when it is not this person's."""
    statement = (
        update(message)
        .where(message.c.id == id_, message.c.person_id == reader)
        .values(read_at=func.coalesce(message.c.read_at, at))
        .returning(message)
    )
    row: Row[Any] | None = (await connection.execute(statement)).one_or_none()
    return row


async def claim_due(
    connection: AsyncConnection, channel: str, now: datetime, lease: timedelta, limit: int
) -> Sequence[Row[Any]]:
    """Deliveries to make now, with message and person; nobody else's for the length of the lease.

    The attempt is counted here: a sender that dies has used it up.
    """
    due = (
        select(delivery.c.id)
        .where(
            delivery.c.state == DeliveryState.PENDING,
            delivery.c.channel == channel,
            delivery.c.next_attempt_at <= now,
        )
        .order_by(delivery.c.next_attempt_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    claimed = (
        update(delivery)
        .where(delivery.c.id.in_(select(due.c.id)))
        .values(attempts=delivery.c.attempts + 1, next_attempt_at=now + lease)
        .returning(delivery.c.id, delivery.c.message_id, delivery.c.attempts)
        .cte("claimed")
    )
    statement = (
        select(
            claimed.c.id.label("delivery_id"),
            claimed.c.attempts,
            message,
            func.coalesce(person.c.chosen_email, person.c.claimed_email).label("email"),
            func.coalesce(person.c.chosen_locale, person.c.claimed_locale).label("locale"),
        )
        .join(message, message.c.id == claimed.c.message_id)
        .join(person, person.c.id == message.c.person_id)
        .order_by(message.c.told_at, claimed.c.id)
    )
    return (await connection.execute(statement)).all()


async def mark_sent(connection: AsyncConnection, ids: Iterable[UUID], at: datetime) -> None:
    """Note that the mail server took them."""
    await connection.execute(
        update(delivery)
        .where(delivery.c.id.in_(list(ids)))
        .values(state=DeliveryState.SENT, sent_at=at, error=None)
    )


async def note_failure(
    connection: AsyncConnection, id_: UUID, attempts: int, error: str, again_at: datetime | None
) -> None:
    """Note why an attempt failed; ``again_at`` None gives the delivery up."""
    values: dict[str, Any] = {"error": error}
    if again_at is None:
        values["state"] = DeliveryState.FAILED
    else:
        values["next_attempt_at"] = again_at
    # A sender whose lease ran out has nothing to say about a later attempt.
    current = and_(delivery.c.attempts == attempts, delivery.c.state == DeliveryState.PENDING)
    await connection.execute(update(delivery).where(delivery.c.id == id_, current).values(**values))


async def switch_off(connection: AsyncConnection, channel: str) -> None:
    """Settle deliveries by a channel that is not set up; later ones may still be made."""
    await connection.execute(
        update(delivery)
        .where(delivery.c.state == DeliveryState.PENDING, delivery.c.channel == channel)
        .values(state=DeliveryState.OFF)
    )


async def lock_delivery(connection: AsyncConnection, id_: UUID) -> Row[Any] | None:
    """A delivery, locked until the transaction ends."""
    statement = select(delivery).where(delivery.c.id == id_).with_for_update()
    return (await connection.execute(statement)).one_or_none()


async def try_again(connection: AsyncConnection, id_: UUID, at: datetime) -> None:
    """Give a failed delivery all its attempts anew."""
    await connection.execute(
        update(delivery)
        .where(delivery.c.id == id_)
        .values(state=DeliveryState.PENDING, attempts=0, next_attempt_at=at)
    )
