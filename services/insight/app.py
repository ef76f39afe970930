"""Composition root of insight."""

from chassis.service import Service
from services.insight import api, consumer, tables
from services.insight.api.choice import follow
from services.insight.settings import InsightSettings


def make_service() -> Service:
    """Insight, put together."""
    return Service(
        name="insight",
        plumbing=tables.plumbing,
        settings=InsightSettings,
        routers=(api.router,),
        handlers=consumer.HANDLERS,
        resources=follow,
        background=consumer.keep_refreshing,
    )
