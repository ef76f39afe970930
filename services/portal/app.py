"""Composition root of the portal."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from chassis.clock import Clock
from chassis.web import create_app
from services.portal import failure
from services.portal.api import ROUTERS
from services.portal.clients.issuer import Issuer
from services.portal.guard import Guard
from services.portal.page import add_filters
from services.portal.portal import STATIC, Portal, make_environment
from services.portal.session import Sealer
from services.portal.settings import PortalSettings

FORM_LIMIT_BYTES = 64_000_000
"""What the gateway lets through: a file that is too large is read away, then refused kindly."""
BACKEND_TIMEOUT_S = 15.0
_FOREVER = "public, max-age=31536000, immutable"


class _KeptFiles(StaticFiles):
    """Static files; an address with a content mark may be kept for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        is_marked = b"v=" in scope.get("query_string", b"")
        response.headers["cache-control"] = _FOREVER if is_marked else "no-cache"
        return response


def _client(transport: httpx.AsyncBaseTransport | None) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        timeout=BACKEND_TIMEOUT_S,
        # Every open queue holds one for its stream, and pages must not wait for those.
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=50),
        transport=transport,
        trust_env=False,
        follow_redirects=False,
    )


def make_app(
    settings: PortalSettings, transport: httpx.AsyncBaseTransport | None = None
) -> FastAPI:
    """The portal, put together. ``transport`` stands for the other services in tests."""
    client = _client(transport)
    # A click and what follows from it in other services are one trace.
    HTTPXClientInstrumentor().instrument_client(client)
    environment = make_environment()
    add_filters(environment)
    portal = Portal(
        settings=settings,
        client=client,
        issuer=Issuer(client, settings),
        sealer=Sealer(settings.session_secret.get_secret_value()),
        clock=Clock(settings.lane_clock),
        environment=environment,
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with client:
            yield

    app = create_app(
        "portal",
        routers=ROUTERS,
        lifespan=lifespan,
        checks={},
        max_body_bytes=FORM_LIMIT_BYTES,
    )
    app.state.portal = portal
    failure.install(app)
    # Pages hold secrets and are not compressed; files hold none.
    files = GZipMiddleware(_KeptFiles(directory=STATIC), minimum_size=1000)
    app.mount("/static", files, name="static")
    app.add_middleware(Guard, settings=settings, on_bug=failure.show_bug)
    return app
