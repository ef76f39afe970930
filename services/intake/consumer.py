"""What intake hears, and which handler has its effect."""

from collections.abc import Mapping
from typing import Final

from chassis.service import Handler
from contracts.envelope import Message
from contracts.topology import consumers_of
from services.intake import handlers

HANDLERS: Final[Mapping[type[Message], Handler]] = {
    message: handlers.note_event for each in consumers_of("intake") for message in each.messages
}
