"""What approval hears, and which handler has its effect."""

from collections.abc import Mapping
from typing import Final

from chassis.service import Handler
from contracts.commands.approval import (
    CloseProjectWork,
    OpenCase,
    OpenGate,
    RingAlarm,
    SupersedeCases,
)
from contracts.envelope import Message
from services.approval.handlers import order

HANDLERS: Final[Mapping[type[Message], Handler]] = {
    OpenCase: order.open_case,
    OpenGate: order.open_gate,
    RingAlarm: order.ring_alarm,
    SupersedeCases: order.supersede_cases,
    CloseProjectWork: order.close_project_work,
}
