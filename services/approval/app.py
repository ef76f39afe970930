"""Composition root of approval."""

import asyncio

from chassis.service import Runtime, Service
from services.approval import api, consumer, live, sweep, tables, watch
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
        background=_look_after,
    )


async def _look_after(runtime: Runtime) -> None:
    """Beside hearing: claims that run out, and what has to be done after decisions."""
    async with asyncio.TaskGroup() as group:
        group.create_task(sweep.keep_freeing(runtime))
        group.create_task(watch.keep_ringing(runtime))
