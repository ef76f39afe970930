"""Every message by its type, and how to read one."""

from typing import Final

from contracts.commands import approval as to_approval
from contracts.commands import funding as to_funding
from contracts.commands import registry as to_registry
from contracts.envelope import Envelope, Message
from contracts.events import approval, case_life, funding, intake, lane, registry

EVENTS: Final[tuple[type[Message], ...]] = (
    *intake.EVENTS,
    *lane.EVENTS,
    *approval.EVENTS,
    *case_life.EVENTS,
    *registry.EVENTS,
    *funding.EVENTS,
)
COMMANDS: Final[tuple[type[Message], ...]] = (
    *to_approval.COMMANDS,
    *to_registry.COMMANDS,
    *to_funding.COMMANDS,
)
BY_TYPE: Final[dict[str, type[Message]]] = {each.TYPE: each for each in (*EVENTS, *COMMANDS)}


class UnknownMessage(ValueError):
    """The type is none of ours."""


def parse(envelope: Envelope) -> Message:
    """The message inside. Raises UnknownMessage, or pydantic's ValidationError."""
    try:
        message = BY_TYPE[envelope.type]
    except KeyError:
        raise UnknownMessage(f"no message of type {envelope.type!r} is known") from None
    return message.model_validate(envelope.data)
