"""The queue in Chromium: what a colleague does shows without reloading, and drafts are kept."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Locator, expect

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
FOLLOWING = "body[data-live=open]"
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


def _row(desk: Desk) -> Locator:
    return desk.page.locator("tr[data-task]", has_text=TITLE).filter(has_text=ITEM).first


async def _in_hand(office: Office) -> str:
    """The case in the first officer's hands; its path."""
    one = office.one
    await one.open("/tasks")
    claim = _row(one).get_by_role("button", name="领取")
    if await claim.count():
        await claim.click()
        await expect(one.page.get_by_text("已领取，现在由您办理。")).to_be_visible()
    path = await _row(one).get_by_role("link", name=ITEM).get_attribute("href")
    return str(path)


async def _free(office: Office) -> None:
    one, path = office.one, await _in_hand(office)
    await one.open(path)
    await one.press("退回待领取")
    await expect(one.page.get_by_text("已退回待领取。")).to_be_visible()


async def test_a_colleagues_claim_shows_within_two_seconds_without_reloading(
    office: Office,
) -> None:
    one, other = office.one, office.other
    await _free(office)
    await other.open("/tasks")
    await expect(_row(other).get_by_role("button", name="领取")).to_be_visible()
    await expect(other.page.locator(FOLLOWING)).to_be_attached()
    # A mark on the page's own memory: a reload would lose it.
    await other.page.evaluate("window.notReloaded = true")
    await one.open("/tasks")
    name = await one.page.locator("summary.tool span").first.text_content()
    await _row(one).get_by_role("button", name="领取").click()
    await expect(one.page.get_by_text("已领取，现在由您办理。")).to_be_visible()
    await expect(_row(other)).to_contain_text(name or "", timeout=SOON_MS)
    assert await other.page.evaluate("window.notReloaded") is True
    assert one.faults == other.faults == []


async def test_an_open_task_page_says_that_it_has_changed(office: Office) -> None:
    one, other = office.one, office.other
    path = await _in_hand(office)
    for each in (one, other):
        await each.open(path)
    await expect(other.page.locator("[data-task-page]")).to_be_hidden()
    await expect(other.page.locator(FOLLOWING)).to_be_attached()
    await one.press("退回待领取")
    await expect(one.page.get_by_text("已退回待领取。")).to_be_visible()
    await expect(other.page.locator("[data-task-page]")).to_be_visible(timeout=SOON_MS)


async def test_what_is_typed_is_there_again_after_a_reload(office: Office) -> None:
    one = office.one
    await one.open(await _in_hand(office))
    reason = one.page.locator("#decision").get_by_label("理由")
    await reason.fill("材料齐全，选址符合规划")
    await expect(one.page.locator("[data-draft-state]")).to_have_text("草稿已保存")
    await one.page.reload()
    await expect(reason).to_have_value("材料齐全，选址符合规划")
