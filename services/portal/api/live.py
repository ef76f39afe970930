"""The queue, live: hands the approval service's stream on to the page."""

from collections.abc import AsyncIterator
from typing import Final

import httpx
from fastapi import APIRouter, Response
from starlette.responses import StreamingResponse

from services.portal.clients.backend import Refused, SessionEnded, Unreachable
from services.portal.visit import SignedVisit

router = APIRouter(include_in_schema=False)
_NO_MORE: Final = 204
"""The one answer after which a browser does not connect again."""


@router.get("/tasks/events")
async def follow_tasks(visit: SignedVisit) -> Response:
    """What happens to the tasks of the reader's queue. Ends with the service's own stream."""
    opened = visit.backend.stream("approval", "/tasks/events")
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
