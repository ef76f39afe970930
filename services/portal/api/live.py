"""Queues and projects, live: hands the services' streams on to the pages."""

from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

import httpx
from fastapi import APIRouter, Response
from starlette.responses import StreamingResponse

from services.portal.clients.backend import Refused, SessionEnded, Unreachable
from services.portal.visit import SignedVisit, Visit

router = APIRouter(include_in_schema=False)
_NO_MORE: Final = 204
"""The one answer after which a browser does not connect again."""


@router.get("/tasks/events")
async def follow_tasks(visit: SignedVisit) -> Response:
    """What happens to the tasks of the reader's queue. Ends with the service's own stream."""
    return await _handed_on(visit, "approval", "/tasks/events")


@router.get("/projects/{id_}/events")
async def follow_project(id_: UUID, visit: SignedVisit) -> Response:
    """That something was noted of a project. Ends with the service's own stream."""
    return await _handed_on(visit, "intake", f"/projects/{id_}/events")


async def _handed_on(visit: Visit, service: str, path: str) -> Response:
    opened = visit.backend.stream(service, path)
    try:
        answer = await opened.__aenter__()
    except (Refused, SessionEnded):
        return Response(status_code=_NO_MORE)
    except Unreachable:
        # A browser gives up for good after an error: an empty stream has it try again.
        return StreamingResponse(_empty(), media_type="text/event-stream")

    async def relayed() -> AsyncIterator[bytes]:
        try:
            async for part in answer.aiter_bytes():
                yield part
        except httpx.HTTPError:
            return
        finally:
            await opened.__aexit__(None, None, None)

    return StreamingResponse(relayed(), media_type="text/event-stream")


async def _empty() -> AsyncIterator[bytes]:
    yield b"retry: 5000\n\n"
