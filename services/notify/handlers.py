"""Commands of notify, and what it does with an event. Inside a unit of work others commit."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from chassis.auth import Principal
from chassis.database import UnitOfWork
from chassis.identity import new_id
from contracts.catalogue import parse
from contracts.envelope import Envelope, Message, ProjectMessage
from contracts.errors import NotFound, StaleVersion
from contracts.events import intake
from contracts.ids import PersonId
from contracts.people import SCOPES
from services.notify import repository
from services.notify.domain.delivery import DeliveryState, NotFailed
from services.notify.domain.notice import Notice
from services.notify.domain.preference import (
    EMAIL_PATTERN,
    Channel,
    QuietHours,
    checked_channels,
)
from services.notify.domain.project import Project
from services.notify.domain.rules import RULES, notices
from services.notify.domain.rules.rule import nobody
from services.notify.pack_names import PackNames

_EMAIL = re.compile(EMAIL_PATTERN)


async def introduce_person(
    chosen: Mapping[str, Any], expected: int | None, caller: Principal, uow: UnitOfWork
) -> None:
    """Know the caller: claims as they are now, and those preferences that ``chosen`` names."""
    id_ = PersonId(caller.id)
    known = await repository.lock_person(uow.connection, id_)
    if expected is not None and expected != (known.version if known else 0):
        raise StaleVersion(current=known.version if known else 0)
    values: dict[str, Any] = {
        "roles": sorted(role.value for role in caller.roles),
        **{name: caller.scope(name) for name in SCOPES},
        "claimed_email": caller.email if _EMAIL.fullmatch(caller.email) else None,
        "claimed_locale": "en" if caller.locale.lower().startswith("en") else "zh-CN",
        "seen_at": uow.clock.real_now(),
    }
    if known is None or "channels" in chosen:
        channels = checked_channels(tuple(chosen.get("channels") or Channel))
        values["channels"] = [each.value for each in channels]
    else:
        values["channels"] = known.channels
    if "email" in chosen:
        values["chosen_email"] = chosen["email"]
    if "locale" in chosen:
        values["chosen_locale"] = chosen["locale"]
    if "quiet_hours" in chosen:
        quiet = chosen["quiet_hours"]
        hours = QuietHours(quiet["since"], quiet["until"]) if quiet else None
        values["quiet_since"] = hours.since if hours else None
        values["quiet_until"] = hours.until if hours else None
    await repository.save_person(uow.connection, id_, **values)


async def read_message(id_: UUID, caller: Principal, uow: UnitOfWork) -> Row[Any]:
    """Note that the caller read one of the own messages; again changes nothing."""
    row = await repository.mark_read(uow.connection, id_, PersonId(caller.id), uow.now)
    if row is None:
        raise NotFound(what_zh="消息", what_en="message")
    return row


async def retry_delivery(id_: UUID, uow: UnitOfWork) -> None:
    """Have a failed delivery tried again, as if for the first time."""
    row = await repository.lock_delivery(uow.connection, id_)
    if row is None:
        raise NotFound(what_zh="投递", what_en="delivery")
    if row.state != DeliveryState.FAILED:
        raise NotFailed(state=row.state)
    await repository.try_again(uow.connection, id_, uow.clock.real_now())


async def tell_people(event: Message, envelope: Envelope, uow: UnitOfWork) -> None:
    """Make the messages that an event gives rise to, one per person at most.

    An event whose project is not known yet waits for the submission, in the same transaction.
    """
    if RULES[type(event)] is nobody:
        return
    assert isinstance(event, ProjectMessage)
    await repository.take_turn(uow.connection, event.project_id)
    if isinstance(event, intake.ProjectSubmitted):
        await _learn(event, envelope, uow)
        return
    project = await repository.find_project(uow.connection, event.project_id)
    if project is None:
        await repository.keep_waiting(uow.connection, event.project_id, envelope)
        return
    await _tell(event, envelope, project, uow)


async def _learn(event: intake.ProjectSubmitted, envelope: Envelope, uow: UnitOfWork) -> None:
    """Know a project, and tell what was heard of it before."""
    new = Project(
        id=event.project_id,
        organisation_id=event.organisation_id,
        title=event.title,
        pack=event.pack,
    )
    await repository.add_project(uow.connection, new)
    await _tell(event, envelope, new, uow)
    for earlier in await repository.take_waiting(uow.connection, event.project_id):
        project = await repository.find_project(uow.connection, event.project_id)
        assert project is not None
        await _tell(parse(earlier), earlier, project, uow)


async def _tell(event: Message, envelope: Envelope, project: Project, uow: UnitOfWork) -> None:
    if isinstance(event, intake.CaseManagerAssigned):
        await repository.set_manager(uow.connection, project.id, event.manager, envelope.time)
    people: dict[str, Row[Any]] = {}
    messages: list[dict[str, Any]] = []
    for notice in notices(event, project, PackNames(project.pack)):
        for person in await repository.people_in(uow.connection, notice.audience):
            if person.id not in people:
                people[person.id] = person
                messages.append(_message(notice, envelope, project, person.id, uow))
    if not messages:
        return
    new = await repository.add_messages(uow.connection, messages)
    deliveries = [
        _email(each, people[each["person_id"]], uow)
        for each in messages
        if each["id"] in new and _wants_email(people[each["person_id"]])
    ]
    if deliveries:
        await repository.add_deliveries(uow.connection, deliveries)


def _message(
    notice: Notice, envelope: Envelope, project: Project, person: str, uow: UnitOfWork
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "event_id": envelope.id,
        "person_id": person,
        "project_id": project.id,
        "kind": notice.kind,
        "urgent": notice.urgent,
        "task_id": notice.task,
        "subject_zh": notice.subject.zh,
        "subject_en": notice.subject.en,
        "body_zh": notice.body.zh,
        "body_en": notice.body.en,
        "happened_at": envelope.time,
        "told_at": uow.now,
    }


def _wants_email(person: Row[Any]) -> bool:
    has_address = person.chosen_email or person.claimed_email
    return bool(has_address) and Channel.EMAIL.value in person.channels


def _email(message: Mapping[str, Any], person: Row[Any], uow: UnitOfWork) -> dict[str, Any]:
    leaves_at = uow.now
    if person.quiet_since is not None and not message["urgent"]:
        leaves_at = QuietHours(person.quiet_since, person.quiet_until).end_after(uow.now)
    return {
        "id": new_id(),
        "message_id": message["id"],
        "channel": Channel.EMAIL.value,
        "state": DeliveryState.PENDING,
        "attempts": 0,
        # Quiet hours are lane time; the sender lives in the machine's.
        "next_attempt_at": uow.clock.lane.to_real(leaves_at),
        "created_at": uow.clock.real_now(),
    }
