"""A project, live: server-sent events for as long as somebody looks at its page."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from chassis.auth import Caller
from chassis.commands import Reader
from contracts.ids import ProjectId
from services.intake import queries
from services.intake.handlers.access import no_project
from services.intake.live import Watch
from services.intake.resources import Resources
from services.intake.settings import IntakeSettings

router = APIRouter()
QUIET_S: Final = 15.0
"""A word now and then, or something between would take the connection for dead."""


@router.get(
    "/projects/{id_}/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def follow_project(
    id_: UUID, caller: Caller, database: Reader, request: Request
) -> StreamingResponse:
    """``event: noted`` whenever the project's file has grown: read it again to see by what.

    Ends after a while, so that no stream outlives its token: connect again.
    """
    async with database.read() as connection:
        if await queries.project_row(connection, caller, ProjectId(id_)) is None:
            raise no_project()
    held: Resources = request.app.state.resources
    settings = request.app.state.runtime.settings
    assert isinstance(settings, IntakeSettings)
    stopping: asyncio.Event = request.app.state.stopping
    stream = _stream(held.watch, ProjectId(id_), settings.stream_seconds, stopping)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


async def _stream(
    watch: Watch, project: ProjectId, seconds: float, stopping: asyncio.Event
) -> AsyncIterator[str]:
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    stopped = asyncio.create_task(stopping.wait())
    try:
        async with watch.listening(project) as listener:
            yield "retry: 1000\n\n"
            while not stopping.is_set() and (left := end - loop.time()) > 0:
                noting = asyncio.create_task(listener.more())
                await asyncio.wait(
                    {noting, stopped},
                    timeout=min(QUIET_S, left),
                    return_when=asyncio.FIRST_COMPLETED,
                )
                if noting.done():
                    noting.result()
                    yield "event: noted\ndata: {}\n\n"
                else:
                    noting.cancel()
                    yield ": still here\n\n"
    finally:
        stopped.cancel()
