"""Composition root of funding."""

from chassis.service import Service
from services.funding import api, consumer, sweep, tables
from services.funding.settings import FundingSettings


def make_service() -> Service:
    """Funding, put together."""
    return Service(
        name="funding",
        plumbing=tables.plumbing,
        settings=FundingSettings,
        routers=(api.router,),
        handlers=consumer.HANDLERS,
        background=sweep.keep_sweeping,
    )
