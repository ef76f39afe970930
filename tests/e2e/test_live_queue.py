"""The queue in Chromium: what a colleague does shows without reloading, and drafts are kept."""

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, expect

from standalone.stack import Stack, running_stack
from tests.e2e import journey
from tests.e2e.desk import Desk, browser, chromium
from tests.e2e.journey import TITLE, signed_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.stack,
    pytest.mark.timeout(240),
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed: make browser"),
]
SOON_MS = 2_000
ITEM = "规划选址"


@dataclass
class Office:
    """A running lane with one free case, and two officers of its department."""

    stack: Stack
    browser: Browser
    one: Desk
    other: Desk


@pytest.fixture(scope="module")
async def office() -> AsyncIterator[Office]:
    """A project whose first cases have just been opened."""
    async with AsyncExitStack() as opened:
        stack = await opened.enter_async_context(running_stack(day_seconds=86_400.0))
        chrome = await opened.enter_async_context(browser())
        sponsor = await signed_in(chrome, stack.gateway_url, "sponsor-01")
        await journey.submit(sponsor)
        one = await signed_in(chrome, stack.gateway_url, "land-officer-1")
        other = await signed_in(chrome, stack.gateway_url, "land-officer-2")
        await one.open("/tasks")
        await one.until(TITLE)
        yield Office(stack, chrome, one, other)


async def test_a_colleagues_claim_shows_within_two_seconds_without_reloading(
    office: Office,
) -> None:
    one, other = office.one, office.other
    await other.open("/tasks")
    row = other.page.locator("tr[data-task]", has_text=TITLE).filter(has_text=ITEM).first
    await expect(row.get_by_role("button", name="领取")).to_be_visible()
    # A mark on the page's own memory: a reload would lose it.
    await other.page.evaluate("window.notReloaded = true")
    await other.page.wait_for_function(
        "performance.getEntriesByName(location.origin + '/tasks/events')"
    )
    await one.open("/tasks")
    own = one.page.locator("tr[data-task]", has_text=TITLE).filter(has_text=ITEM).first
    name = await one.page.locator("summary.tool span").first.text_content()
    await own.get_by_role("button", name="领取").click()
    await expect(one.page.get_by_text("已领取，现在由您办理。")).to_be_visible()
    clicked = time.monotonic()
    await expect(row).to_contain_text(name or "", timeout=SOON_MS)
    assert time.monotonic() - clicked < SOON_MS / 1000
    assert await other.page.evaluate("window.notReloaded") is True
    assert one.faults == other.faults == []


async def test_an_open_task_page_says_that_it_has_changed(office: Office) -> None:
    one, other = office.one, office.other
    await one.open("/tasks?view=mine")
    row = one.page.locator("tr[data-task]", has_text=TITLE).first
    path = await row.get_by_role("link", name=ITEM).get_attribute("href")
    for each in (one, other):
        await each.open(str(path))
    await expect(other.page.locator("[data-task-page]")).to_be_hidden()
    await one.press("退回待领取")
    await expect(one.page.get_by_text("已退回待领取。")).to_be_visible()
    await expect(other.page.locator("[data-task-page]")).to_be_visible(timeout=SOON_MS)


async def test_what_is_typed_is_there_again_after_a_reload(office: Office) -> None:
    one = office.one
    await one.open("/tasks?view=mine")
    if not await one.page.locator("tr[data-task]").count():
        await one.open("/tasks")
        await one.press("领取下一件")
    else:
        await one.page.locator("tr[data-task] a").first.click()
    reason = one.page.locator("#decision").get_by_label("理由")
    await reason.fill("材料齐全，选址符合规划")
    await expect(one.page.locator("[data-draft-state]")).to_have_text("草稿已保存")
    await one.page.reload()
    await expect(reason).to_have_value("材料齐全，选址符合规划")
