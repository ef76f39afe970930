"""The HTTP application of a process: problems, health, metrics, size limits, tracing."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis import problems
from chassis.problems import Problem

Check = Callable[[], Awaitable[bool]]
"""A readiness check: True when its dependency answers. May raise; that counts as no."""


class BodyLimit:
    """ASGI middleware: refuses a body that is larger than allowed before it is read whole."""

    def __init__(self, app: ASGIApp, limit_bytes: int, wider: dict[str, int]) -> None:
        self._app = app
        self._limit = limit_bytes
        self._wider = wider

    def _limit_for(self, path: str) -> int:
        return next((n for end, n in self._wider.items() if path.endswith(end)), self._limit)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit_for(scope["path"])
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > limit:
            answer = await _too_large(Request(scope), limit)
            await answer(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise too_large(limit)
            return message

        await self._app(scope, counted, send)


def too_large(limit: int) -> Problem:
    """413, naming the limit."""
    return Problem(
        413,
        "body_too_large",
        zh="内容超过上限 {limit:.1f} MB，请压缩或拆分后再提交。",
        en="The content exceeds the limit of {limit:.1f} MB. Compress or split it.",
        facts={"limit": limit / 1_000_000},
    )


async def _too_large(request: Request, limit: int) -> JSONResponse:
    fault = too_large(limit)
    text = fault.zh if problems.language_of(request) == "zh" else fault.en
    return problems.problem_response(request, fault.status, fault.code, text)


def add_operations(app: FastAPI, checks: dict[str, Check]) -> None:
    """Add /health/live, /health/ready and /metrics."""
    router = APIRouter(include_in_schema=False)

    @router.get("/health/live", name="health_live")
    async def live() -> dict[str, str]:
        return {"status": "live"}

    @router.get("/health/ready", name="health_ready")
    async def ready() -> JSONResponse:
        results: dict[str, bool] = {}
        for name, check in checks.items():
            try:
                results[name] = await check()
            except Exception:
                results[name] = False
        good = all(results.values())
        return JSONResponse({"ready": good, "checks": results}, 200 if good else 503)

    @router.get("/metrics", name="metrics")
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    app.include_router(router)


def create_app(
    service: str,
    *,
    routers: tuple[APIRouter, ...],
    lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]],
    checks: dict[str, Check],
    max_body_bytes: int,
    wider_bodies: dict[str, int] | None = None,
) -> FastAPI:
    """The application of a service. ``wider_bodies``: path ending → limit in bytes.

    The interactive pages of FastAPI load from elsewhere, so only the document itself is served.
    """
    app = FastAPI(
        title=f"Fast Lane {service}",
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=f"/api/{service}/v1/openapi.json",
        redirect_slashes=False,
        responses=problems.RESPONSES,
    )
    # Set when the process is asked to stop: answers that go on for long end by themselves.
    app.state.stopping = asyncio.Event()
    problems.install(app)
    for router in routers:
        app.include_router(router)
    add_operations(app, checks)
    app.add_middleware(BodyLimit, limit_bytes=max_body_bytes, wider=wider_bodies or {})
    FastAPIInstrumentor.instrument_app(
        app, excluded_urls="/health,/metrics", exclude_spans=["receive", "send"]
    )
    return app
