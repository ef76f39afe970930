"""Composition root of funding."""

from chassis.service import Service
from services.funding import api, consumer, tables


def make_service() -> Service:
    """Funding, put together."""
    return Service(
        name="funding",
        plumbing=tables.plumbing,
        routers=(api.router,),
        handlers=consumer.HANDLERS,
    )
