"""A queue, live: server-sent events for as long as somebody looks."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from chassis.auth import Principal
from services.approval.api.queue import Overseer
from services.approval.live import Hint, Hub
from services.approval.settings import ApprovalSettings

router = APIRouter()
READY_S: Final = 2.0
QUIET_S: Final = 15.0
"""A word now and then, or something between would take the connection for dead."""


@router.get(
    "/tasks/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def follow_tasks(caller: Overseer, request: Request) -> StreamingResponse:
    """What happens to the tasks of the caller's queue, as it happens.

    ``event: task`` with the task's id and what happened; ``event: look`` when there is more than
    can be told. Ends after a while, so that no stream outlives its token: connect again.
    """
    hub: Hub = request.app.state.resources
    settings = request.app.state.runtime.settings
    assert isinstance(settings, ApprovalSettings)
    # Whoever sees the answer begin hears what happens from then on, if the bus is there at all.
    await hub.is_ready(min(READY_S, settings.stream_seconds))
    stopping: asyncio.Event = request.app.state.stopping
    stream = _stream(hub, caller, settings.stream_seconds, stopping)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


async def _stream(
    hub: Hub, caller: Principal, seconds: float, stopping: asyncio.Event
) -> AsyncIterator[str]:
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    stopped = asyncio.create_task(stopping.wait())
    try:
        async with hub.listening(caller) as hints:
            yield "retry: 1000\n\n"
            while not stopping.is_set() and (left := end - loop.time()) > 0:
                following = asyncio.create_task(hints.get())
                wait_s = min(QUIET_S, left)
                await asyncio.wait(
                    {following, stopped}, timeout=wait_s, return_when=asyncio.FIRST_COMPLETED
                )
                if following.done():
                    yield _event(following.result())
                else:
                    following.cancel()
                    yield ": still here\n\n"
    finally:
        stopped.cancel()


def _event(hint: Hint) -> str:
    if hint.task_id is None:
        return f"event: look\ndata: {json.dumps({'what': hint.what})}\n\n"
    data = {"task_id": hint.task_id, "what": hint.what, "holder": hint.holder}
    return f"event: task\ndata: {json.dumps(data)}\n\n"
