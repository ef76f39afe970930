"""The envelope around everything on the bus: CloudEvents 1.0, structured JSON."""

from abc import abstractmethod
from datetime import datetime
from typing import Any, ClassVar, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from contracts.ids import EventId, ProjectId


class Message(BaseModel):
    """A fact or an order. ``TYPE`` is its subject on the bus and its CloudEvents type.

    Unknown fields are ignored, so that a consumer survives a publisher that says more.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    TYPE: ClassVar[str]

    @property
    @abstractmethod
    def aggregate(self) -> str:
        """The id within which order is kept and counted."""


class ProjectMessage(Message):
    """A message about one project; ordered within it."""

    project_id: ProjectId

    @property
    def aggregate(self) -> str:
        return str(self.project_id)


class Event(ProjectMessage):
    """Something that happened, told by the service that owns it. Past tense."""


class Command(ProjectMessage):
    """An order to one service. Imperative."""


class Envelope(BaseModel):
    """One message on the bus.

    ``time`` is lane time, ``recordedtime`` the machine's; ``sequence`` counts the publisher's
    messages about ``subject`` from 1 without gaps (0 for workflow messages, whose order the
    workflow keeps).
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"] = "1.0"
    id: EventId
    source: str
    type: str
    subject: str
    time: AwareDatetime
    recordedtime: AwareDatetime
    sequence: int = Field(ge=0)
    datacontenttype: Literal["application/json"] = "application/json"
    traceparent: str | None = None
    data: dict[str, Any]

    @classmethod
    def wrap(
        cls,
        message: Message,
        *,
        id_: EventId | UUID,
        source: str,
        time: datetime,
        recorded: datetime,
        sequence: int,
        traceparent: str | None = None,
    ) -> Self:
        """The envelope of ``message``; its data in JSON form."""
        return cls(
            id=EventId(id_),
            source=f"/fastlane/{source}",
            type=message.TYPE,
            subject=message.aggregate,
            time=time,
            recordedtime=recorded,
            sequence=sequence,
            traceparent=traceparent,
            data=message.model_dump(mode="json"),
        )

    @property
    def publisher(self) -> str:
        """The service named in ``source``."""
        return self.source.rsplit("/", 1)[-1]
