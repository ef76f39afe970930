"""What notify hears: all that may concern somebody."""

from collections.abc import Mapping
from typing import Final

from chassis.service import Handler
from contracts.envelope import Message
from contracts.topology import consumers_of
from services.notify import handlers

HANDLERS: Final[Mapping[type[Message], Handler]] = {
    message: handlers.tell_people for each in consumers_of("notify") for message in each.messages
}
