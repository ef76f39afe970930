"""Pages in Chromium on samples: their looks, a phone, odd input. Seconds, no lane needed."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.desk import chromium
from tests.e2e.looks import KEPT, LONG, looks_of, unlike
from tests.e2e.staged import Stage, stage
from tests.unit.portal.browser import Backstage
from tests.unit.portal.samples import CASE, DRAFT, PROJECT, Samples

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(180),
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed: make browser"),
]
LIKE = 0.05
"""Another font or a line more stays below; another layout or theme does not."""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
async def staged() -> AsyncIterator[Stage]:
    async with stage() as made:
        yield made


async def test_the_key_pages_look_as_they_should_in_both_themes(staged: Stage) -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    found = await looks_of(staged)
    assert set(found) == set(kept)
    assert {name: far for name in found if (far := unlike(found[name], kept[name])) > LIKE} == {}
    swapped = {"light": "dark", "dark": "light"}
    for name, grid in found.items():
        page, _, theme = name.rpartition(" ")
        assert unlike(grid, kept[f"{page} {swapped[theme]}"]) > LIKE


@pytest.mark.parametrize("text", [LONG, "W" * 200], ids=["chinese", "latin"])
async def test_a_name_of_200_characters_fits_a_phone(text: str) -> None:
    async with stage(Backstage(samples=Samples(text))) as staged:
        for role, path in (
            ("sponsor", "/"),
            ("sponsor", f"/projects/{PROJECT}"),
            ("sponsor", f"/apply/{DRAFT}/check"),
            ("officer", "/tasks"),
            ("officer", f"/tasks/{CASE}"),
            ("manager", "/"),
            ("funding", "/"),
        ):
            desk = await staged.desk(role, width=360, height=740)
            await desk.open(path)
            assert await desk.page.evaluate(WIDER) <= 0, (role, path)
            await desk.context.close()


async def test_a_file_of_50_mb_is_told_at_once_and_nothing_typed_is_lost(
    staged: Stage, tmp_path: Path
) -> None:
    large, small = tmp_path / "全部数据.pdf", tmp_path / "报告.pdf"
    with large.open("wb") as file:
        file.truncate(50_000_000)
    small.write_bytes(b"%PDF-1.7 sample")
    desk = await staged.desk("sponsor")
    page = desk.page
    await desk.open(f"/projects/{PROJECT}")
    form = page.locator('form[action$="/answers"]')
    upload = f"intake/v1/projects/{PROJECT}/documents"
    await form.get_by_label("答复").fill("已按要求补充")
    await form.locator('input[type="file"]').set_input_files([large, small])
    await expect(form.locator(".files li.bad")).to_contain_text("文件过大")
    await form.get_by_role("button", name="提交答复").click()
    await expect(form.get_by_label("答复")).to_have_value("已按要求补充")
    assert staged.backstage.sent("POST", upload) == []
    await form.get_by_role("button", name="移除 全部数据.pdf").click()
    await expect(form.locator(".files li")).to_have_count(1)
    await form.get_by_role("button", name="提交答复").click()
    # Sent by script with its progress, and the answer is a page all the same.
    await expect(page.locator(".banner").first).to_be_visible()
    assert len(staged.backstage.sent("POST", upload)) == 1
    assert desk.hosts == {"127.0.0.1"}


async def test_an_application_is_kept_while_it_is_typed(staged: Stage) -> None:
    desk = await staged.desk("sponsor")
    await desk.open(f"/apply/{DRAFT}")
    await desk.page.get_by_label("项目名称").fill("写到一半")
    await expect(desk.page.locator("[data-draft-state]")).to_have_text("草稿已保存")
    assert await desk.page.locator('[name="version"]').input_value() == "4"
    sent = staged.backstage.sent("PUT", f"intake/v1/drafts/{DRAFT}")[-1]
    assert json.loads(sent.content)["fields"]["title"] == "写到一半"
    # Nothing is left to lose: leaving does not ask.
    await desk.open("/")
    await expect(desk.page.get_by_role("heading", level=1)).to_be_visible()


async def test_the_theme_is_chosen_once_and_kept(staged: Stage) -> None:
    desk = await staged.desk("sponsor", theme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    await desk.open("/")
    light = await desk.page.evaluate(paper)
    await desk.page.locator(".foot").get_by_role("link", name="深色").click()
    await expect(desk.page.locator("html")).to_have_attribute("data-theme", "dark")
    await desk.page.wait_for_load_state("load")  # The attribute is there before its style sheet.
    dark = await desk.page.evaluate(paper)
    await desk.open("/projects")
    assert (light != dark, await desk.page.evaluate(paper)) == (True, dark)
    await desk.page.emulate_media(media="print")
    await expect(desk.page.locator(".head")).to_be_hidden()


async def test_nothing_is_asked_of_another_host(staged: Stage) -> None:
    for role, path in ((None, "/"), ("director", "/lead-time"), ("sponsor", "/platforms")):
        desk = await staged.desk(role)
        await desk.open(path)
        await desk.page.wait_for_load_state("load")
        assert desk.hosts == {"127.0.0.1"}
        assert desk.faults == []
