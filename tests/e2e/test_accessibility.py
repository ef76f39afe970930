"""WCAG 2.2 AA, measured by axe on every page, and what axe cannot see: the keyboard.

Each page is measured in both languages and in both themes, one of them light and the other dark,
in turn; ``details`` are opened, so that what is folded away counts too.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.desk import Desk, chromium
from tests.e2e.staged import Stage, stage
from tests.unit.portal.pages import PAGES
from tests.unit.portal.samples import PROJECT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed: make browser"),
]
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MEASURE = """async (tags) => {
  for (const each of document.querySelectorAll("details")) each.open = true;
  const chosen = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]};
  const found = await axe.run(document, chosen);
  const told = (nodes) => nodes.map((node) => node.html.slice(0, 160));
  return found.violations.map(({id, help, nodes}) => ({id, help, nodes: told(nodes)}));
}"""
WINDOWS = 2
"""As many pages at once as two cores carry."""


@pytest.fixture(scope="module")
async def staged() -> AsyncIterator[Stage]:
    async with stage() as made:
        yield made


def looks() -> Iterator[tuple[str | None, str, str, str]]:
    """Every page twice: role, path, language, theme. Lists are measured once, not per filter."""
    lists = ("/tasks?", "/projects?", "/funding?", "/messages?", "/lead-time?")
    pages = [each for each in PAGES if not each[1].startswith(lists)]
    for number, (role, path) in enumerate(pages):
        first, second = ("light", "dark") if number % 2 else ("dark", "light")
        yield role, path, "zh", first
        yield role, path, "en", second


async def violations(desk: Desk, path: str) -> list[dict[str, Any]]:
    """What axe finds on a page."""
    await desk.open(path)
    found: list[dict[str, Any]] = await desk.page.evaluate(MEASURE, TAGS)
    return found


async def test_no_page_has_a_barrier_that_axe_knows(staged: Stage) -> None:
    groups: dict[tuple[str | None, str, str], list[str]] = {}
    for role, path, language, theme in looks():
        groups.setdefault((role, language, theme), []).append(path)
    told: list[str] = []
    turn = asyncio.Semaphore(WINDOWS)

    async def measure(role: str | None, language: str, theme: str, paths: list[str]) -> None:
        async with turn:
            desk = await staged.desk(role, language, theme)
            await desk.context.add_init_script(path=AXE)
            for path in paths:
                for each in await violations(desk, path):
                    where = f"{role} {path} {language} {theme}"
                    told.append(f"{where}: {each['id']}: {each['help']}\n    {each['nodes'][:3]}")
            await desk.context.close()

    await asyncio.gather(*(measure(*key, paths) for key, paths in groups.items()))
    assert told == [], "\n".join(told)


async def test_axe_is_listened_to(staged: Stage) -> None:
    desk = await staged.desk(None)
    await desk.context.add_init_script(path=AXE)
    await desk.open("/style")
    await desk.page.evaluate("document.querySelector('label').remove()")
    found = await desk.page.evaluate(MEASURE, TAGS)
    assert "label" in {each["id"] for each in found}


async def test_the_keyboard_reaches_the_text_first_and_is_always_seen(staged: Stage) -> None:
    desk = await staged.desk("sponsor", width=1000, height=500)
    page = desk.page
    await desk.open(f"/projects/{PROJECT}")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.className") == "skip"
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.id") == "main"
    seen = """() => {
      const active = document.activeElement, box = active.getBoundingClientRect();
      const head = document.querySelector(".head").getBoundingClientRect().bottom;
      const holder = active.closest(".drop, .choice") || active;
      const style = getComputedStyle(holder);
      return {tag: active.tagName, top: holder.getBoundingClientRect().top + scrollY,
        hidden: box.bottom <= head || box.top >= innerHeight, ring: style.outlineStyle !== "none"};
    }"""
    tops = []
    for _ in range(14):
        await page.keyboard.press("Tab")
        found = await page.evaluate(seen)
        assert found["ring"], found
        assert not found["hidden"], found
        tops.append(found["top"])
    main_column = tops[4:]
    assert main_column == sorted(main_column)


async def test_a_menu_closes_by_escape_and_gives_the_focus_back(staged: Stage) -> None:
    desk = await staged.desk("officer")
    await desk.open("/style")
    summary = desk.page.locator("details.account > summary")
    await summary.focus()
    await desk.page.keyboard.press("Enter")
    assert await desk.page.locator(".account-panel").is_visible()
    await desk.page.keyboard.press("Escape")
    assert not await desk.page.locator(".account-panel").is_visible()
    assert await summary.evaluate("e => e === document.activeElement")
