"""Composition root of notify."""

from chassis.service import Service
from services.notify import api, consumer, sender, tables
from services.notify.settings import NotifySettings


def make_service() -> Service:
    """Notify, put together."""
    return Service(
        name="notify",
        plumbing=tables.plumbing,
        settings=NotifySettings,
        routers=(api.router,),
        handlers=consumer.HANDLERS,
        background=sender.keep_sending,
    )
