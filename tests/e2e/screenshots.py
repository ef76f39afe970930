"""Pictures of the key pages in both languages, for the documents.

``python -m tests.e2e.screenshots`` starts a lane of its own and walks one project through pilot
maturation. With ``--season FOLDER`` the lead-time pictures are taken on the running lane of that
state folder, which has a demonstration season behind it.
"""

import argparse
import asyncio
from collections.abc import Iterable
from contextlib import AsyncExitStack
from pathlib import Path

from playwright.async_api import Browser

from standalone.stack import Stack, running_stack
from tests.e2e import journey
from tests.e2e.desk import Desk, browser, desk
from tests.e2e.journey import DAY_SECONDS, OFFICERS, signed_in

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
LIMIT_BYTES = 150_000
PROJECT = "first project"
TASK = "first task"
LEAD_TIME = "/lead-time"
OTHERS = {
    "sponsor-02": ("小分子创新药连续流合成", "明湖医药（样例）", "biomedicine_health"),
    "sponsor-03": ("工业视觉芯片封装工艺", "岭南光芯（样例）", "information_technology"),
}
"""Who else has a project in the queues: its title, organisation and industry."""
Shot = tuple[str, str | None, str, str, int]
SHOTS: tuple[Shot, ...] = (
    ("welcome.zh", None, "/", "zh-CN", 1120),
    ("project.zh", "sponsor-01", PROJECT, "zh-CN", 1120),
    ("project.en", "sponsor-01", PROJECT, "en", 1120),
    ("queue.zh", "land-officer-1", "/tasks", "zh-CN", 1120),
    ("task.en", "land-officer-1", TASK, "en", 1120),
    ("lead-time.zh", "director", LEAD_TIME, "zh-CN", 1120),
    ("lead-time.en", "director", LEAD_TIME, "en", 1120),
    ("guide.en", None, "/guide?pack=guangzhou", "en", 1120),
    ("phone.zh", "sponsor-01", PROJECT, "zh-CN", 390),
)
"""File, who looks, page, language, width of the window."""


async def walk(chrome: Browser, address: str) -> None:
    """One project half way through pilot maturation: approvals in every state."""
    sponsor = await signed_in(chrome, address, "sponsor-01")
    operator = await signed_in(chrome, address, "platform-1")
    path = await journey.submit(sponsor)
    await journey.choose_platform(sponsor, operator, path)
    await journey.hand_in(sponsor, path)
    for person, project in OTHERS.items():
        await journey.submit(await signed_in(chrome, address, person), *project)
    ecology = await signed_in(chrome, address, "ecology-officer-1")
    await journey.ask(ecology)
    for person, item in OFFICERS.items():
        if item in ("应急管理", "工商注册"):
            await journey.approve(await signed_in(chrome, address, person), item)
    await journey.answer(sponsor, ecology, path)
    land = await signed_in(chrome, address, "land-officer-1")
    await journey.open_task(land, "规划选址")


async def take(chrome: Browser, address: str, shots: Iterable[Shot]) -> None:
    """The pictures, each in a window of its own."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, person, page, language, width in shots:
        height = 844 if width < 500 else 760
        made = await desk(chrome, address, locale=language, width=width, height=height)
        if person is not None:
            await made.sign_in(person)
        await _open(made, page)
        await made.page.wait_for_load_state("networkidle")
        target = FOLDER / f"{name}.png"
        await made.page.screenshot(path=target, animations="disabled")
        size = target.stat().st_size
        print(f"{target.name}  {size / 1000:.0f} kB", flush=True)
        if size > LIMIT_BYTES:
            raise SystemExit(f"{target.name} is larger than {LIMIT_BYTES} bytes")
        await made.context.close()


async def _open(made: Desk, page: str) -> None:
    if page == PROJECT:
        await made.open("/projects?state=open")
        await made.page.locator("tbody a").first.click()
    elif page == TASK:
        await made.open("/tasks?view=mine")
        await made.page.locator("tbody a").first.click()
    else:
        await made.open(page)


async def main() -> None:
    """Take the pictures on a lane of our own, those of lead time where a season was played."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--season", type=Path, help="state folder of a lane after a season")
    season: Path | None = parser.parse_args().season
    async with AsyncExitStack() as opened:
        chrome = await opened.enter_async_context(browser())
        stack = await opened.enter_async_context(running_stack(day_seconds=DAY_SECONDS))
        await walk(chrome, stack.gateway_url)
        elsewhere = Stack.load(season) if season else stack
        await take(chrome, stack.gateway_url, (each for each in SHOTS if each[2] != LEAD_TIME))
        await take(chrome, elsewhere.gateway_url, (each for each in SHOTS if each[2] == LEAD_TIME))


if __name__ == "__main__":
    asyncio.run(main())
