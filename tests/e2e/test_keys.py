"""The keys of the queue and of the task page in Chromium, on a stage of samples."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from tests.e2e.desk import chromium
from tests.e2e.staged import Stage, stage
from tests.unit.portal.samples import CASE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(120),
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed: make browser"),
]


@pytest.fixture(scope="module")
async def office() -> AsyncIterator[Stage]:
    """A portal on samples."""
    async with stage() as made:
        yield made


async def _opened(office: Stage, path: str) -> Page:
    desk = await office.desk("officer")
    await desk.open(path)
    return desk.page


async def test_j_and_k_move_the_real_focus_and_enter_opens(office: Stage) -> None:
    page = await _opened(office, "/tasks")
    links = page.locator("#queue [data-step]")
    await page.keyboard.press("j")
    await expect(links.first).to_be_focused()
    await page.keyboard.press("j")
    await expect(links.nth(1)).to_be_focused()
    await page.keyboard.press("j")
    await expect(links.nth(1)).to_be_focused()
    await page.keyboard.press("k")
    await expect(links.first).to_be_focused()
    await page.keyboard.press("x")
    await expect(page.locator("#queue [data-row-key=x]").first).to_be_checked()
    await expect(links.first).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(f"{office.address}/tasks/{CASE}")


async def test_keys_are_off_in_fields_with_modifiers_and_when_switched_off(office: Stage) -> None:
    page = await _opened(office, "/tasks")
    search = page.locator("input[type=search]")
    await page.keyboard.press("/")
    await expect(search).to_be_focused()
    await page.keyboard.type("j?n")
    await expect(search).to_have_value("j?n")
    await page.keyboard.press("Escape")
    await expect(search).not_to_be_focused()
    await page.keyboard.press("Control+j")
    assert await page.evaluate("document.activeElement === document.body")
    await page.keyboard.press("?")
    switch = page.locator("[data-keys-off]")
    await expect(switch).to_be_visible()
    await switch.check()
    await page.reload()
    await page.keyboard.press("j")
    assert await page.evaluate("document.activeElement === document.body")
    await page.locator("#keys summary").click()
    await switch.uncheck()
    await page.keyboard.press("j")
    await expect(page.locator("#queue [data-step]").first).to_be_focused()


async def test_the_task_page_goes_to_its_parts_and_says_which_keys_there_are(
    office: Stage,
) -> None:
    page = await _opened(office, f"/tasks/{CASE}")
    await page.keyboard.press("l")
    await expect(page.locator("#checklist input[type=checkbox]").first).to_be_focused()
    await page.keyboard.press("j")
    assert await page.evaluate("document.activeElement.closest('.card') !== null")
    await page.keyboard.press("?")
    await expect(page.locator("#keys")).to_contain_text("作出决定")
    for key in await page.locator("[aria-keyshortcuts]").evaluate_all(
        "all => all.map(each => each.getAttribute('aria-keyshortcuts'))"
    ):
        await expect(page.locator("#keys kbd").get_by_text(key, exact=True).first).to_be_attached()
    await page.keyboard.press("?")
    await page.keyboard.press("u")
    await expect(page).to_have_url(f"{office.address}/tasks")


async def test_without_script_no_keys_are_promised(office: Stage) -> None:
    desk = await office.desk("officer", scripts=False)
    await desk.page.goto(f"{office.address}/tasks")
    await expect(desk.page.locator("#keys")).to_be_hidden()
