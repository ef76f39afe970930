"""The portal on a stage of samples, behind a real port: what a browser looks at without a lane.

The lane's own journeys are in ``test_pages``; here every page can be opened in any state, theme
and language within a second. Used for accessibility, looks, keyboard and bad input.
"""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fastapi import FastAPI
from playwright.async_api import Browser

from services.portal.portal import Portal
from services.portal.visit import THEME_COOKIE, session_cookie
from tests.e2e.desk import Desk, browser, desk
from tests.support.waiting import eventually
from tests.unit.portal.browser import Backstage, make_portal, person_of, session_of

START_S = 10.0


@dataclass
class Stage:
    """A served portal, a browser, and the services behind it, which a test may rearrange."""

    app: FastAPI
    address: str
    chrome: Browser
    backstage: Backstage
    opened: list[Desk] = field(default_factory=list)

    async def desk(
        self, role: str | None, language: str = "zh", theme: str = "light", **more: Any
    ) -> Desk:
        """A window of somebody with that role, signed in."""
        locale = "zh-CN" if language == "zh" else "en"
        made = await desk(self.chrome, self.address, locale=locale, **more)
        cookies = {THEME_COOKIE: theme}
        if role is not None:
            portal: Portal = self.app.state.portal
            # A browser refuses a cookie of more than 4 kB, and so does this.
            cookies[session_cookie(portal)] = portal.sealer.seal(
                "session", session_of(person_of(role))
            )
        await made.context.add_cookies(
            [{"name": name, "value": value, "url": self.address} for name, value in cookies.items()]
        )
        self.opened.append(made)
        return made

    async def close_desks(self) -> None:
        """Close every window that a test opened."""
        for each in self.opened:
            await each.context.close()
        self.opened.clear()


@asynccontextmanager
async def served(app_address: socket.socket, app: FastAPI) -> AsyncIterator[None]:
    """The portal answering on that socket."""
    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[app_address]))

    async def is_open() -> bool:
        return server.started

    try:
        await eventually(is_open, within_s=START_S)
        yield
    finally:
        server.should_exit = True
        await serving


@asynccontextmanager
async def stage(backstage: Backstage | None = None) -> AsyncIterator[Stage]:
    """A portal on samples, served on a free port, with a browser."""
    behind = backstage or Backstage()
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    app = make_portal(behind, public_url=address)
    async with browser() as chrome, served(listening, app):
        made = Stage(app, address, chrome, behind)
        try:
            yield made
        finally:
            await made.close_desks()
