"""Composition root of approval."""

from chassis.service import Service
from services.approval import api, consumer, tables


def make_service() -> Service:
    """Approval, put together."""
    return Service(
        name="approval",
        plumbing=tables.plumbing,
        routers=(api.router,),
        handlers=consumer.HANDLERS,
    )
