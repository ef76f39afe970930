"""Pages for what goes wrong. Each says what happened, that nothing was lost, and what to do now."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from chassis.problems import Problem
from contracts.errors import DomainError
from services.portal.clients.backend import Refused, SessionEnded, Unreachable
from services.portal.form import ConfirmNeeded
from services.portal.page import go, render
from services.portal.visit import SignInNeeded, bare_visit

log = structlog.get_logger()
Handler = Callable[[Request, Any], Awaitable[Response]]

_KINDS = {403: "forbidden", 404: "missing", 405: "missing", 413: "large", 422: "missing"}


def _failure(request: Request, status: int, **context: Any) -> Response:
    visit = bare_visit(request)
    kind = _KINDS.get(status, "broken" if status >= 500 else "refused")
    return render(visit, "failure.html", status, **{"kind": kind, "detail": "", **context})


def _is_background(request: Request) -> bool:
    """Whether a script asks while the page stands: it keeps what it shows."""
    return request.headers.get("hx-request") == "true" and request.method == "GET"


async def _sign_in(request: Request, fault: SignInNeeded) -> Response:
    if _is_background(request):
        return Response(status_code=204)
    visit = bare_visit(request)
    if request.method == "GET":
        return go(f"/sign-in?next={quote(visit.here, safe='')}")
    return render(visit, "kept.html", 401, reason="ended", fields=fault.fields)


async def _session_ended(request: Request, fault: SessionEnded) -> Response:
    visit = bare_visit(request)
    visit.keep(None)
    fields: list[tuple[str, str]] = []
    if request.method == "POST":
        form = await request.form()
        fields = [(k, v) for k, v in form.multi_items() if isinstance(v, str) and k != "csrf"]
    return await _sign_in(request, SignInNeeded(fields))


async def _confirm(request: Request, fault: ConfirmNeeded) -> Response:
    return render(bare_visit(request), "kept.html", 409, reason="other", fields=fault.fields)


async def _unreachable(request: Request, fault: Unreachable) -> Response:
    log.warning("not reachable", other=fault.service, path=request.url.path)
    if _is_background(request):
        return Response(status_code=204)
    return _failure(request, 503, kind="unreachable", other=fault.service)


async def _refused(request: Request, fault: Refused) -> Response:
    return _failure(request, fault.status, detail=fault.detail)


async def _problem(request: Request, fault: Problem) -> Response:
    detail = fault.en if bare_visit(request).language == "en" else fault.zh
    return _failure(request, fault.status, detail=detail)


async def _http(request: Request, fault: HTTPException) -> Response:
    if fault.status_code == 405 and request.method == "GET":
        # The address of a form's answer, typed or reloaded: to the page that the form stands on.
        return go(_page_of(request.url.path))
    return _failure(request, fault.status_code)


def _page_of(path: str) -> str:
    parts = path.split("/")
    return "/".join(parts[:3]) if parts[1] in ("tasks", "projects", "funding") else f"/{parts[1]}"


async def _invalid(request: Request, fault: RequestValidationError) -> Response:
    return _failure(request, 422)


def _told(request: Request, fault: DomainError) -> str:
    visit = bare_visit(request)
    return visit.readable(fault.text(visit.language))


async def _domain(request: Request, fault: DomainError) -> Response:
    return _failure(request, 422, kind="refused", detail=_told(request, fault))


async def show_bug(request: Request, fault: Exception) -> Response:
    log.error("unhandled", fault=repr(fault)[:500], path=request.url.path, exc_info=fault)
    return _failure(request, 500)


def install(app: FastAPI) -> None:
    """Answer every refusal and fault of ``app`` with a page."""
    handlers: dict[type[Exception], Handler] = {
        SignInNeeded: _sign_in,
        SessionEnded: _session_ended,
        ConfirmNeeded: _confirm,
        Unreachable: _unreachable,
        Refused: _refused,
        Problem: _problem,
        HTTPException: _http,
        RequestValidationError: _invalid,
        DomainError: _domain,
        OSError: show_bug,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)
