"""Composition root of registry."""

from chassis.service import Service
from services.registry import api, consumer, tables


def make_service() -> Service:
    """Registry, put together."""
    return Service(
        name="registry",
        plumbing=tables.plumbing,
        routers=(api.router,),
        handlers=consumer.HANDLERS,
    )
