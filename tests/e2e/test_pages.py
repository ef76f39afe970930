"""The pages in Chromium on a lane of their own: each role's main way, in both languages."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, expect

from standalone.stack import Stack, running_stack
from tests.e2e import journey
from tests.e2e.desk import browser, chromium, desk
from tests.e2e.journey import DAY_SECONDS, OFFICERS, TITLE, signed_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.stack,
    pytest.mark.timeout(300),
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed: make browser"),
]
OWN_HOST = {"127.0.0.1"}


@dataclass
class Lane:
    """A running lane, a browser, and the project that went through pilot maturation."""

    stack: Stack
    browser: Browser
    project: str

    @property
    def address(self) -> str:
        return self.stack.gateway_url


@pytest.fixture(scope="module")
async def lane() -> AsyncIterator[Lane]:
    """The lane after five departments, a platform and a reviewer did their part in browsers."""
    async with AsyncExitStack() as opened:
        stack = await opened.enter_async_context(running_stack(day_seconds=DAY_SECONDS))
        chrome = await opened.enter_async_context(browser())
        address = stack.gateway_url
        sponsor = await signed_in(chrome, address, "sponsor-01")
        operator = await signed_in(chrome, address, "platform-1")
        path = await journey.submit(sponsor)
        await journey.choose_platform(sponsor, operator, path)
        await journey.hand_in(sponsor, path)
        officers = {}
        for person in OFFICERS:
            officers[person] = await signed_in(chrome, address, person)
        ecology = officers["ecology-officer-1"]
        await journey.ask(ecology)
        for person, item in OFFICERS.items():
            if item != "环境保护":
                await journey.approve(officers[person], item)
        await journey.approve(officers["land-officer-1"], "产业化用地")
        await journey.answer(sponsor, ecology, path)
        await journey.approve_held(ecology, "环境保护")
        reviewer = await signed_in(chrome, address, "reviewer-1")
        await journey.advance(reviewer)
        await sponsor.open(path)
        await sponsor.until("提交“产业化应用”的证明材料")
        for each in (sponsor, operator, reviewer, *officers.values()):
            assert each.faults == []
            assert each.hosts <= OWN_HOST
        yield Lane(stack, chrome, path)


async def test_the_project_page_shows_the_whole_way(lane: Lane) -> None:
    sponsor = await signed_in(lane.browser, lane.address, "sponsor-01")
    await sponsor.open(lane.project)
    page = sponsor.page
    await expect(page.locator("body")).to_have_attribute("data-live", "open")
    await expect(page.locator(".lane-stage.done h3")).to_have_text(["中试熟化"])
    await expect(page.locator(".lane-stage.current h3")).to_have_text(["产业化应用"])
    await expect(page.locator(".track .badge.good")).to_have_count(5)
    await expect(page.get_by_text("投用前完成安全设施竣工验收")).to_be_visible()
    await expect(page.get_by_text("<b>不是标签</b>")).to_be_visible()
    ledger = page.locator("details", has_text="承诺时限是怎样算出来的").first
    await ledger.locator("summary").click()
    await expect(ledger.get_by_text("计入", exact=True).first).to_be_visible()
    assert sponsor.faults == []


async def test_the_same_page_in_english_is_english(lane: Lane) -> None:
    sponsor = await signed_in(lane.browser, lane.address, "sponsor-01", locale="en")
    await sponsor.open(lane.project)
    await expect(sponsor.page.get_by_role("heading", name="Whose turn it is")).to_be_visible()
    await expect(sponsor.page.locator(".lane-stage.done h3")).to_have_text(["Pilot maturation"])
    await sponsor.page.get_by_role("link", name="中文").click()
    await expect(sponsor.page.get_by_role("heading", name="现在轮到谁")).to_be_visible()


async def test_a_director_sees_lead_time_with_charts_and_opens_a_figure(lane: Lane) -> None:
    director = await signed_in(lane.browser, lane.address, "director")
    await director.open("/lead-time?view=approvals")
    await director.until("各审批事项")
    await expect(director.page.locator("[data-chart] canvas").first).to_be_visible()
    await director.page.locator("#table-items").get_by_role("link", name="规划选址").click()
    await director.page.get_by_role("link", name=TITLE).click()
    await expect(director.page.get_by_role("heading", name="逐项用时")).to_be_visible()
    assert director.faults == []
    assert director.hosts <= OWN_HOST


async def test_messages_reach_the_sponsor_and_are_counted(lane: Lane) -> None:
    sponsor = await signed_in(lane.browser, lane.address, "sponsor-01")
    await expect(sponsor.page.locator("#unread .count")).to_be_visible()
    await sponsor.open("/messages?unread=1")
    unread = await sponsor.page.locator("article").count()
    await sponsor.press("标为已读")
    await expect(sponsor.page.locator("article")).to_have_count(unread - 1)


async def test_a_voucher_is_quoted_applied_for_and_granted(lane: Lane) -> None:
    sponsor = await signed_in(lane.browser, lane.address, "sponsor-03")
    path = await journey.submit(sponsor, "可降解支架中试")
    await sponsor.until("申请中试服务券")
    await sponsor.page.get_by_role("link", name="申请中试服务券").click()
    await sponsor.page.get_by_label("合同金额（元）").fill("abc")
    await sponsor.press("计算")
    await expect(sponsor.page.locator("#e-contract_amount")).to_be_visible()
    await sponsor.page.get_by_label("合同金额（元）").fill("800000")
    await sponsor.press("计算")
    await expect(sponsor.page.get_by_text("¥240,000.00").first).to_be_visible()
    await sponsor.page.get_by_label("合同编号").fill("GZ-2026-001")
    await sponsor.page.get_by_label("用途").fill("百升级放大")
    await sponsor.press("提交申请")
    await expect(sponsor.page.get_by_text("申请已提交。")).to_be_visible()
    officer = await signed_in(lane.browser, lane.address, "funding-1")
    await officer.page.get_by_role("link", name="¥240,000.00").click()
    await officer.page.get_by_text("同意并预留金额").click()
    await officer.page.get_by_label("理由").fill("符合条件")
    await officer.press("确定")
    await expect(officer.page.get_by_text("已同意，金额已预留。")).to_be_visible()
    await sponsor.open(f"{path}/withdrawal")
    await sponsor.page.get_by_label("撤回原因").fill("技术路线调整")
    await sponsor.press("确认撤回")
    await sponsor.until("项目已结束：已撤回。")
    await sponsor.open("/funding")
    await sponsor.until("已关闭", within="tbody")


async def test_everything_needed_works_without_scripts(lane: Lane) -> None:
    sponsor = await signed_in(lane.browser, lane.address, "sponsor-02", scripts=False)
    await journey.submit(sponsor, "无脚本提交的项目")
    officer = await signed_in(lane.browser, lane.address, "market-officer-2", scripts=False)
    await journey.approve(officer, "工商注册", "无脚本提交的项目")


async def test_a_double_click_submits_once(lane: Lane) -> None:
    sponsor = await signed_in(lane.browser, lane.address, "sponsor-05", scripts=False)
    await sponsor.open("/organisation")
    await sponsor.page.get_by_label("单位名称").fill("岭南光芯（样例）")
    await sponsor.page.get_by_label("联系邮箱").fill("a@fastlane.example")
    await sponsor.press("保存")
    await sponsor.open(
        "/apply?pack=guangzhou&industry=information_technology"
        "&sponsor_kind=startup_team&entry_stage=concept_verification"
    )
    await sponsor.press("继续填写项目")
    await sponsor.page.get_by_label("项目名称").fill("只提交一次")
    await sponsor.page.get_by_label("项目简介").fill("简介")
    await sponsor.press("下一步：核对")
    await sponsor.page.get_by_role("button", name="提交申报").dblclick(no_wait_after=True)
    await expect(sponsor.page.get_by_role("heading", level=1, name="只提交一次")).to_be_visible()
    await sponsor.page.go_back()
    # "Back" finds the draft gone where it went: to the project.
    await expect(sponsor.page.get_by_role("heading", level=1, name="只提交一次")).to_be_visible()
    await sponsor.open("/projects?text=只提交一次")
    await expect(sponsor.page.locator("tbody tr")).to_have_count(1)


async def test_an_expired_session_in_a_form_keeps_what_was_typed(lane: Lane) -> None:
    sponsor = await signed_in(lane.browser, lane.address, "sponsor-01")
    await sponsor.open(f"{lane.project}/withdrawal")
    words = "写了很久的原因," * 12
    await sponsor.page.get_by_label("撤回原因").fill(words)
    await sponsor.context.clear_cookies(name="fastlane_session_" + lane.address.rpartition(":")[2])
    await sponsor.press("确认撤回")
    await expect(sponsor.page.get_by_text("您填写的内容还在").first).to_be_visible()
    async with sponsor.context.expect_page() as opening:
        await sponsor.page.get_by_role("link", name="在新窗口登录").click()
    second = await opening.value
    # The issuer's own session still stands, so it may lead straight back.
    await expect(second.get_by_role("heading", name="已登录")).to_be_visible()
    await expect(sponsor.page.locator("textarea")).to_have_value(words)


async def test_the_pages_fit_a_phone(lane: Lane) -> None:
    for person, paths in (
        ("sponsor-01", ("/", "/projects", lane.project, "/apply", "/guide", "/messages", "/style")),
        ("land-officer-2", ("/", "/tasks?state=decided")),
        ("director", ("/lead-time", f"/lead-time{lane.project}")),
    ):
        made = await signed_in(lane.browser, lane.address, person, width=360, height=740)
        for path in paths:
            await made.open(path)
            wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert await made.page.evaluate(wider) <= 0, (person, path)
        assert made.faults == []


async def test_signing_out_ends_the_session(lane: Lane) -> None:
    sponsor = await signed_in(lane.browser, lane.address, "sponsor-04")
    await sponsor.page.locator("summary.tool").click()
    await sponsor.press("退出登录")
    await sponsor.page.locator('button[name="logout"]').click()
    await expect(sponsor.page.get_by_role("link", name="登录").first).to_be_visible()
    await sponsor.open("/projects")
    await expect(sponsor.page.locator('button[value="sponsor-04"]')).to_be_visible()


async def test_a_visitor_learns_what_a_project_needs(lane: Lane) -> None:
    visitor = await desk(lane.browser, lane.address, locale="en")
    await visitor.open("/")
    await visitor.page.get_by_role("link", name="What would my project need?").click()
    # With several policies at hand that is asked first; the page follows the choice.
    await visitor.page.locator('select[name="pack"]').select_option("guangzhou")
    await visitor.page.wait_for_url("**/guide?pack=guangzhou*")
    await expect(visitor.page.get_by_text("Land for industrialisation").first).to_be_visible()
    assert visitor.faults == []
    assert visitor.hosts <= OWN_HOST
