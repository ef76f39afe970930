"""Composition root of approval."""

from chassis.service import Service
from services.approval import api, consumer, live, sweep, tables
from services.approval.settings import ApprovalSettings


def make_service() -> Service:
    """Approval, put together."""
    return Service(
        name="approval",
        plumbing=tables.plumbing,
        settings=ApprovalSettings,
        routers=(api.router,),
        handlers=consumer.HANDLERS,
        resources=live.open_hub,
        background=sweep.keep_sweeping,
    )
