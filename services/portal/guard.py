"""What every answer carries: the security headers, and the cookies that the visit set."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.portal.settings import PortalSettings


def content_security_policy(settings: PortalSettings) -> str:
    """Nothing inline, nothing from elsewhere; a sign-out form may end at the issuer."""
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": f"'self' {settings.issuer_origin}",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "object-src": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


OnBug = Callable[[Request, Exception], Awaitable[Response]]


class Guard:
    """ASGI middleware around the whole portal. A bug becomes a page here, headers included."""

    def __init__(self, app: ASGIApp, settings: PortalSettings, on_bug: OnBug) -> None:
        self._app, self._on_bug = app, on_bug
        self._headers = {
            "content-security-policy": content_security_policy(settings),
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            # The origin has to go along with our own forms: it is part of their check.
            "referrer-policy": "same-origin",
            "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
            "cross-origin-opener-policy": "same-origin",
        }
        if settings.is_secure:
            self._headers["strict-transport-security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state: dict[str, Any] = scope.setdefault("state", {})
        cookies: list[str] = []
        state["cookies"] = cookies

        has_begun = False

        async def guarded(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                # Pages are personal; static files say themselves how long they keep.
                headers.setdefault("cache-control", "no-store")
                for cookie in cookies:
                    headers.append("set-cookie", cookie)
            await send(message)

        try:
            await self._app(scope, receive, guarded)
        except Exception as fault:
            if has_begun:
                raise
            answer = await self._on_bug(Request(scope), fault)
            await answer(scope, receive, guarded)
