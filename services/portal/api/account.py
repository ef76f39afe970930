"""Signing in and out, language, theme."""

import asyncio
from typing import Annotated

import structlog
from fastapi import APIRouter, Query, Response

from chassis.identity import new_id
from services.portal.api.tasks import WORKERS
from services.portal.clients.backend import Backend
from services.portal.clients.issuer import IssuerUnreachable, SignInFailed
from services.portal.clients.optional import maybe
from services.portal.form import Form
from services.portal.page import go, render
from services.portal.session import same
from services.portal.visit import (
    LANGUAGE_COOKIE,
    THEME_COOKIE,
    THEMES,
    YEAR_S,
    AnyVisit,
    Visit,
    local_path,
    pending_cookie,
)

router = APIRouter(include_in_schema=False)
log = structlog.get_logger()
Next = Annotated[str, Query(max_length=2000)]
_HELLO_S = 2.0
"""Sign-in does not wait longer for the other services than this."""


@router.get("/sign-in")
async def sign_in(visit: AnyVisit, next: Next = "/") -> Response:
    """To the issuer's page."""
    try:
        address, pending = await visit.portal.issuer.begin(local_path(next), visit.language)
    except (IssuerUnreachable, SignInFailed):
        return render(visit, "failure.html", 503, kind="unreachable", other="issuer", detail="")
    visit.keep_pending(pending)
    return go(address)


@router.get("/auth/callback")
async def callback(
    visit: AnyVisit,
    code: Annotated[str, Query(max_length=2000)] = "",
    state: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Back from the issuer."""
    pending = visit.portal.sealer.pending(visit.request.cookies.get(pending_cookie(visit.portal)))
    visit.keep_pending(None)
    if pending is None or not code or not same(pending.state, state):
        # Also who presses "back" after signing in, or cancels at the issuer.
        return go("/") if visit.session else render(visit, "failure.html", 400, **_NOT_SIGNED_IN)
    try:
        session = await visit.portal.issuer.finish(pending, code)
    except SignInFailed as fault:
        log.warning("sign-in failed", fault=str(fault))
        return render(visit, "failure.html", 400, **_NOT_SIGNED_IN)
    except IssuerUnreachable:
        return render(visit, "failure.html", 503, kind="unreachable", other="issuer", detail="")
    visit.keep(session)
    await _say_hello(visit)
    return go(local_path(pending.next))


_NOT_SIGNED_IN = {"kind": "sign_in", "detail": ""}


async def _say_hello(visit: Visit) -> None:
    """Let notify know the person, and approval who works there: so messages and work reach them."""
    backend: Backend = visit.backend
    wanted = ["notify", *(["approval"] if visit.has(*WORKERS) else [])]
    hellos = [
        maybe(backend.post(each, "/me", {}, key=str(new_id()), method="PUT")) for each in wanted
    ]
    try:
        async with asyncio.timeout(_HELLO_S):
            await asyncio.gather(*hellos)
    except TimeoutError:
        log.warning("no answer at sign-in", asked=wanted)


@router.get("/signed-in")
async def signed_in(visit: AnyVisit) -> Response:
    """For who signed in again in a second window: back to the first."""
    return render(visit, "signed_in.html")


@router.post("/sign-out")
async def sign_out(posted: Form) -> Response:
    """End our session, then the issuer's."""
    visit = posted.visit
    visit.keep(None)
    try:
        return go(await visit.portal.issuer.sign_out_address(visit.language))
    except (IssuerUnreachable, SignInFailed):
        return go("/")


@router.get("/language/{language}")
async def choose_language(language: str, visit: AnyVisit, next: Next = "/") -> Response:
    """Chinese or English from now on."""
    if language in ("zh", "en"):
        visit.set_cookie(LANGUAGE_COOKIE, language, YEAR_S)
    return go(local_path(next))


@router.get("/theme/{theme}")
async def choose_theme(theme: str, visit: AnyVisit, next: Next = "/") -> Response:
    """Light, dark, or as the device has it."""
    if theme in THEMES:
        visit.set_cookie(THEME_COOKIE, theme, YEAR_S)
    return go(local_path(next))
