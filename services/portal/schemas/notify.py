"""What the portal reads from notify."""

from uuid import UUID

from pydantic import AwareDatetime

from services.portal.schemas.base import Read, Words


class Message(Read):
    """A message to the reader, in both languages."""

    id: UUID
    project_id: UUID | None
    kind: str
    urgent: bool
    task_id: str | None = None
    subject: Words
    body: Words
    happened_at: AwareDatetime
    read_at: AwareDatetime | None


class MessagePage(Read):
    """A page of messages, newest first."""

    items: list[Message]
    next_cursor: str | None
    unread: int = 0


class Delivery(Read):
    """A message on its way to somebody. Its times are the machine's."""

    id: UUID
    person_id: str
    project_id: UUID
    channel: str
    created_at: AwareDatetime
    state: str
    attempts: int
    error: str | None


class DeliveryPage(Read):
    """A page of deliveries."""

    items: list[Delivery]
    next_cursor: str | None
