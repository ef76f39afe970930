"""What notify's HTTP API takes and gives."""

from datetime import datetime, time
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.notify.domain.delivery import DeliveryState
from services.notify.domain.preference import EMAIL_PATTERN, Channel

Email = Annotated[str, StringConstraints(pattern=EMAIL_PATTERN, max_length=255)]


class QuietHoursView(BaseModel):
    """Times of day, Asia/Shanghai; urgent messages pass."""

    model_config = ConfigDict(extra="forbid")
    since: time
    until: time


class PreferenceInput(BaseModel):
    """What a person chooses. Left out: unchanged. Null: back to what the sign-in says."""

    model_config = ConfigDict(extra="forbid")
    email: Email | None = None
    locale: Literal["zh-CN", "en"] | None = None
    channels: Annotated[list[Channel], Field(min_length=1, max_length=10)] | None = None
    quiet_hours: QuietHoursView | None = None


class PersonView(BaseModel):
    """How a person is reached."""

    id: str
    email: str | None
    locale: str
    channels: list[Channel]
    quiet_hours: QuietHoursView | None
    roles: list[str]
    version: int


class WordsView(BaseModel):
    """In both languages."""

    zh: str
    en: str


class MessageView(BaseModel):
    """A message to the reader. ``task_id`` is what it asks to be done, if anything."""

    id: UUID
    event_id: UUID
    project_id: UUID
    task_id: str | None
    kind: str
    urgent: bool
    subject: WordsView
    body: WordsView
    happened_at: datetime
    told_at: datetime
    read_at: datetime | None


class MessagePage(BaseModel):
    """A page of messages; ``unread`` counts all of the reader's."""

    items: list[MessageView]
    unread: int
    next_cursor: str | None


class DeliveryView(BaseModel):
    """One delivery. Its times are the machine's, not the lane's."""

    id: UUID
    message_id: UUID
    person_id: str
    project_id: UUID
    kind: str
    channel: str
    state: DeliveryState
    attempts: int
    error: str | None
    created_at: datetime
    next_attempt_at: datetime
    sent_at: datetime | None


class DeliveryPage(BaseModel):
    """A page of deliveries."""

    items: list[DeliveryView]
    next_cursor: str | None
