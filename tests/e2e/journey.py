"""One project's way through pilot maturation, by people in their browsers."""

from playwright.async_api import Browser, expect

from tests.e2e.desk import Desk, desk

TITLE = "重组蛋白药物中试工艺验证"
OFFICERS = {
    "land-officer-1": "规划选址",
    "ecology-officer-1": "环境保护",
    "safety-officer-1": "应急管理",
    "market-officer-1": "工商注册",
}
QUESTION = "请补充废水监测数据"
DAY_SECONDS = 20.0
"""Real seconds of a lane day: three working days of collecting pass within the test, and a claim
of three working days outlasts every step."""
WINDOW_S = 6 * DAY_SECONDS
"""At most so long are requests collected: three working days and a weekend, and the sweep."""
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


async def signed_in(browser: Browser, address: str, person: str, **more: object) -> Desk:
    """A desk with somebody at it."""
    made = await desk(browser, address, **more)  # type: ignore[arg-type]
    await made.sign_in(person)
    return made


async def submit(
    sponsor: Desk,
    title: str = TITLE,
    organisation: str = "云启生物（样例）",
    industry: str = "biomedicine_health",
) -> str:
    """Register the organisation where needed and submit a project; its path."""
    page = sponsor.page
    await sponsor.open("/organisation")
    await page.get_by_label("单位名称").fill(organisation)
    await page.get_by_label("联系邮箱").fill("contact@fastlane.example")
    await sponsor.press("保存")
    await sponsor.open("/apply?pack=guangzhou")
    await page.locator('select[name="industry"]').select_option(industry)
    await page.locator('select[name="sponsor_kind"]').select_option("small_medium_enterprise")
    await page.locator('select[name="entry_stage"]').select_option("pilot_maturation")
    await sponsor.press("看看需要什么")
    await sponsor.press("继续填写项目")
    await page.get_by_label("项目名称").fill(title)
    await page.get_by_label("项目简介").fill("完成小试，进入百升级放大。<b>不是标签</b>")
    await page.get_by_label("前面环节已完成的依据").fill("概念验证报告与小试报告已由评审通过")
    await sponsor.press("下一步：核对")
    await sponsor.press("提交申报")
    await expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    return page.url.removeprefix(sponsor.address)


async def choose_platform(sponsor: Desk, operator: Desk, path: str) -> None:
    """The sponsor asks a platform, the platform takes the project on."""
    await sponsor.open(path)
    await sponsor.until("选择平台")
    await sponsor.page.get_by_role("link", name="选择平台").click()
    card = sponsor.page.locator("section.card", has_text="新型生物药中试验证平台")
    await card.get_by_role("button", name="请求承接").click()
    await operator.open("/placements?state=asked")
    await operator.until(TITLE)
    card = operator.page.locator("section.card", has_text=TITLE).first
    await card.get_by_text("承接", exact=True).click()
    await card.get_by_role("button", name="提交答复").click()
    await expect(operator.page.get_by_text("已确认承接。")).to_be_visible()


async def hand_in(sponsor: Desk, path: str) -> None:
    """Upload a document for each kind of evidence and hand all in."""
    await sponsor.open(path)
    await sponsor.until("提交证明材料")
    files = sponsor.page.locator('#evidence input[type="file"]')
    for number in range(await files.count()):
        await files.nth(number).set_input_files(
            {"name": f"材料{number + 1}.pdf", "mimeType": "application/pdf", "buffer": PDF}
        )
    await sponsor.page.locator("#evidence").get_by_role("button", name="提交证明材料").click()
    await expect(sponsor.page.get_by_text("证明材料已提交。")).to_be_visible()


async def open_task(officer: Desk, item: str, title: str = TITLE) -> None:
    """Find the task in the queue, claim it in its row, and open it."""
    await officer.open("/tasks")
    await officer.until(title)
    row = officer.page.locator("tr", has_text=title).filter(has_text=item).first
    await row.get_by_role("button", name="领取").click()
    await expect(officer.page.get_by_text("已领取，现在由您办理。")).to_be_visible()
    row = officer.page.locator("tr", has_text=title).filter(has_text=item).first
    await row.get_by_role("link", name=item).click()


async def approve(officer: Desk, item: str, title: str = TITLE) -> None:
    """Claim and approve, emergency management with a condition."""
    await open_task(officer, item, title)
    await _decide(officer, item)


async def approve_held(officer: Desk, item: str) -> None:
    """Approve what the officer holds already."""
    await officer.open("/tasks?view=mine")
    await officer.page.get_by_role("link", name=item).first.click()
    await _decide(officer, item)


async def _decide(officer: Desk, item: str) -> None:
    page = officer.page
    if item == "应急管理":
        await page.get_by_text("附条件同意").click()
        await page.locator('[name="condition_0"]').fill("投用前完成安全设施竣工验收")
        await page.locator('[name="trigger_0"]').select_option("before_use")
    else:
        await page.locator('input[name="outcome"][value="approved"]').check()
    await page.locator('#decision [name="reason"]').fill("符合要求")
    await page.locator("#decision").get_by_role("button", name="确定").click()
    await expect(page.get_by_text("决定已记录。")).to_be_visible()


async def ask(officer: Desk) -> None:
    """The environment officer notes what is missing: all departments ask at once, later."""
    await open_task(officer, "环境保护")
    await officer.page.locator("summary", has_text="要求补充材料").click()
    await officer.page.get_by_label("需要补充什么").fill(QUESTION)
    await officer.press("发出要求")
    await expect(officer.page.get_by_role("heading", name="待一次性告知的要求")).to_be_visible()
    await expect(officer.page.get_by_text("要求已记下")).to_be_visible()


async def answer(sponsor: Desk, officer: Desk, path: str) -> None:
    """The window closes, the sponsor is asked once and answers in place, with a document."""
    await sponsor.open(path)
    await sponsor.until(QUESTION, within="#asked", within_s=WINDOW_S)
    await officer.page.reload()
    await expect(officer.page.get_by_text("等待项目单位补充材料，计时已停止")).to_be_visible()
    await sponsor.page.get_by_label("答复", exact=True).fill("数据见附件")
    await sponsor.page.locator('#asked input[type="file"]').set_input_files(
        {"name": "监测.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    await sponsor.press("提交答复")
    await expect(sponsor.page.get_by_text("补充材料已提交，部门的计时恢复。")).to_be_visible()


async def advance(reviewer: Desk) -> None:
    """The reviewer claims the gate and lets the project advance."""
    await open_task(reviewer, "中试熟化")
    page = reviewer.page
    await page.locator('input[name="outcome"][value="advance"]').check()
    await page.locator('#decision [name="reason"]').fill("达到熟化要求")
    await page.locator("#decision").get_by_role("button", name="确定").click()
    await expect(page.get_by_text("决定已记录。")).to_be_visible()
