"""A person at a desk: signed in through the issuer's page, working in a browser of their own."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

# Chromium's own errands would ask other hosts; the pages never do.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STEP_MS = 20_000
"""The lane moves between services while a page is looked at."""
UNTIL_S = 40.0


def chromium() -> str | None:
    """Where Chromium is, if it is installed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """A browser for all desks."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            yield opened
        finally:
            await opened.close()


@dataclass
class Desk:
    """One person's window. ``faults`` collects what a page complained about."""

    context: BrowserContext
    page: Page
    address: str
    faults: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    async def open(self, path: str) -> None:
        """Open a page of the portal."""
        await self.page.goto(f"{self.address}{path}")

    async def sign_in(self, person: str) -> None:
        """Through the portal to the issuer, one click on the person, and back."""
        await self.open("/sign-in")
        await self.page.locator(f'button[value="{person}"]').click()
        await expect(self.page.locator("summary.tool")).to_be_visible()

    async def press(self, name: str) -> None:
        """Press the button of that name."""
        await self.page.get_by_role("button", name=name, exact=False).first.click()

    async def until(self, text: str, within: str = "main", within_s: float = UNTIL_S) -> None:
        """Reload until the text is on the page: services tell each other in their own time."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within_s

        async def look() -> bool:
            if await self.page.locator(within).get_by_text(text).first.is_visible():
                return True
            await self.page.reload()
            return False

        while not await look():
            if loop.time() > deadline:
                raise AssertionError(f"{text!r} did not come at {self.page.url}")
            await self.page.wait_for_timeout(300)


async def desk(
    browser: Browser,
    address: str,
    *,
    locale: str = "zh-CN",
    width: int = 1280,
    height: int = 860,
    scripts: bool = True,
) -> Desk:
    """A window in a language; faults and foreign hosts are noted."""
    context = await browser.new_context(
        locale=locale,
        viewport={"width": width, "height": height},
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    page = await context.new_page()
    page.set_default_timeout(STEP_MS)
    made = Desk(context, page, address)
    page.on("pageerror", lambda error: made.faults.append(str(error)))
    page.on(
        "console",
        lambda message: made.faults.append(message.text) if message.type == "error" else None,
    )
    page.on("request", lambda request: made.hosts.add(_host(request.url)))
    return made


def _host(url: str) -> str:
    found = re.match(r"https?://([^/:]+)", url)
    return found.group(1) if found else ""
