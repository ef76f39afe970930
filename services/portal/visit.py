"""One request's visit: who comes, in which language, and how to speak to the services for them."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Depends, Request

from chassis.problems import language_of
from contracts.people import DEPARTMENT, PACK, Role
from services.portal.clients.backend import Backend, Unreachable
from services.portal.clients.issuer import IssuerUnreachable, SignInFailed
from services.portal.domain.names import Names
from services.portal.domain.reading import readable
from services.portal.domain.wording import Language
from services.portal.portal import Portal, portal_of
from services.portal.session import SESSION_S, Flash, PendingSignIn, Session

LANGUAGE_COOKIE = "fastlane_language"
THEME_COOKIE = "fastlane_theme"
THEMES = ("auto", "light", "dark")
YEAR_S = 365 * 24 * 3600


class SignInNeeded(Exception):
    """Nobody is signed in (any more). ``fields`` is what they had typed."""

    def __init__(self, fields: list[tuple[str, str]] | None = None) -> None:
        self.fields = fields or []
        super().__init__("sign-in needed")


@dataclass
class Visit:
    """A person, or nobody yet, asking for a page."""

    request: Request
    portal: Portal
    language: Language
    theme: str
    session: Session | None

    @property
    def now(self) -> datetime:
        """Lane time."""
        return self.portal.clock.lane_now()

    @property
    def here(self) -> str:
        """The address of this page, to come back to; of an answer to a form, the form's page."""
        if self.request.method != "GET":
            came_from = urlsplit(self.request.headers.get("referer", ""))
            ours = urlsplit(self.portal.settings.public_url)
            is_ours = (came_from.scheme, came_from.netloc) == (ours.scheme, ours.netloc)
            return local_path(came_from.path) if is_ours else "/"
        query = self.request.url.query
        return f"{self.request.url.path}?{query}" if query else self.request.url.path

    @property
    def backend(self) -> Backend:
        """The services, as this person."""
        token = self.session.access if self.session else None
        return Backend(
            self.portal.client, self.portal.settings, token, self.language, self.readable
        )

    def readable(self, text: str) -> str:
        """A sentence of a service, with names for ids."""
        return readable(text, self.names)

    @property
    def names(self) -> Names:
        """Names in the reader's language, from their own pack first."""
        return Names(self.language, self.session.scopes.get(PACK) if self.session else None)

    @property
    def pack(self) -> str | None:
        """The pack that the person's roles hold in."""
        return self.session.scopes.get(PACK) if self.session else None

    @property
    def department(self) -> str | None:
        """The department that the person works in."""
        return self.session.scopes.get(DEPARTMENT) if self.session else None

    def has(self, *roles: Role) -> bool:
        """Whether the person holds one of the roles; services judge for themselves again."""
        return self.session is not None and self.session.has(*roles)

    def set_cookie(self, name: str, value: str | None, max_age: int) -> None:
        """Have the answer set a cookie, or with None remove it."""
        settings = self.portal.settings
        parts = [f"{name}={value or ''}", "Path=/", "HttpOnly", "SameSite=Lax"]
        parts.append(f"Max-Age={max_age if value else 0}")
        if settings.is_secure:
            parts.append("Secure")
        self.request.state.cookies.append("; ".join(parts))

    def keep(self, session: Session | None) -> None:
        """Keep the session in its cookie, or end it."""
        self.session = session
        value = self.portal.sealer.seal("session", session) if session else None
        self.set_cookie(session_cookie(self.portal), value, SESSION_S)

    def keep_pending(self, pending: PendingSignIn | None) -> None:
        """Keep what a sign-in under way has to come back with."""
        value = self.portal.sealer.seal("sign-in", pending) if pending else None
        self.set_cookie(pending_cookie(self.portal), value, 900)

    def leave(self, flash: Flash) -> None:
        """Leave a sentence for the next page."""
        self.set_cookie(flash_cookie(self.portal), self.portal.sealer.seal("flash", flash), 60)

    def take_flash(self) -> Flash | None:
        """The sentence left for this page; it is shown once."""
        value = self.request.cookies.get(flash_cookie(self.portal))
        if value is None:
            return None
        self.set_cookie(flash_cookie(self.portal), None, 0)
        return self.portal.sealer.flash(value)


def session_cookie(portal: Portal) -> str:
    """The name of the session's cookie."""
    prefix = "__Host-" if portal.settings.is_secure else ""
    return f"{prefix}fastlane_session{portal.settings.cookie_suffix}"


def pending_cookie(portal: Portal) -> str:
    """The name of the cookie of a sign-in under way."""
    return f"fastlane_sign_in{portal.settings.cookie_suffix}"


def flash_cookie(portal: Portal) -> str:
    """The name of the cookie with a sentence for the next page."""
    return f"fastlane_flash{portal.settings.cookie_suffix}"


def bare_visit(request: Request) -> Visit:
    """The visit as the cookies tell it, without asking anybody."""
    portal = portal_of(request)
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    language: Language = "en" if (chosen or language_of(request)) == "en" else "zh"
    theme = request.cookies.get(THEME_COOKIE, "auto")
    session = portal.sealer.session(request.cookies.get(session_cookie(portal)))
    return Visit(request, portal, language, theme if theme in THEMES else "auto", session)


async def open_visit(request: Request) -> Visit:
    """Dependency: the visit, its session renewed when it is about to run out."""
    visit = bare_visit(request)
    if visit.session is not None and visit.session.needs_refresh(time.time()):
        try:
            visit.keep(await visit.portal.issuer.refresh(visit.session))
        except SignInFailed:
            visit.keep(None)
        except IssuerUnreachable as fault:
            raise Unreachable("issuer") from fault
    return visit


async def signed_visit(request: Request) -> Visit:
    """Dependency: the visit of somebody who signed in. Raises SignInNeeded."""
    visit = await open_visit(request)
    if visit.session is None:
        raise SignInNeeded
    return visit


AnyVisit = Annotated[Visit, Depends(open_visit)]
SignedVisit = Annotated[Visit, Depends(signed_visit)]


def local_path(given: str | None) -> str:
    """A path of ours to go on to; anything that could lead elsewhere becomes the first page."""
    if not given or not given.startswith("/") or given[1:2] in ("/", "\\"):
        return "/"
    return quote(given, safe="/?&=%#-._~:+,@!'()*") if given.isprintable() else "/"
