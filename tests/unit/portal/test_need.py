"""What will I need: the pack's own questions, its own answer, and where each figure comes from."""

import json
import re
from pathlib import Path

import pytest
from fastapi import FastAPI

from policy.course import courses_of
from policy.loader import PACKS_DIR_VARIABLE, available_packs, load_pack
from tests.unit.portal.browser import Backstage, Browser, person_of
from tests.unit.portal.test_pages import CHINESE, Reader

PACKS = Path(__file__).parents[2] / "support" / "packs"
GUIDE = "/guide?pack=meadow&industry=cheese&sponsor_kind=farm"
HARMLESS = "&facts.uses_raw_milk=no&facts.smell=mild&facts.wheels_per_week=20"


@pytest.fixture(autouse=True)
def _made_up_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PACKS_DIR_VARIABLE, str(PACKS))


def every_course() -> list[tuple[str, str]]:
    """Each subject of each pack that comes with the lane."""
    packs = [load_pack(id_).pack for id_ in available_packs()]
    return [(pack.id, course.subject) for pack in packs for course in courses_of(pack)]


async def page(portal: FastAPI, path: str, language: str = "en") -> str:
    answer = await Browser(portal, None, language).get(path)
    assert answer.status_code == 200, answer.text[:300]
    return answer.text


def words(html: str) -> str:
    """The page's text in one line."""
    return " ".join(Reader(html).shown.split())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("pack", "subject"), every_course())
async def test_every_course_of_every_pack_is_told_in_either_language(
    portal: FastAPI, pack: str, subject: str, language: str
) -> None:
    shown = words(await page(portal, f"/guide?pack={pack}&subject={subject}", language))
    assert not re.findall(r"\b[a-z]+_[a-z_]+\b", shown)
    if language == "en":
        told = shown.replace("中文", "")
        for source in load_pack(pack).pack.sources:
            told = told.replace(source.superseded_by or "", "")
        assert CHINESE.findall(told) == []


async def test_the_pack_asks_its_own_facts_with_their_units(portal: FastAPI) -> None:
    html = await page(portal, "/guide?pack=meadow")
    assert 'name="facts.wheels_per_week"' in html
    assert "Wheels a week (wheels)" in words(html)
    assert re.search(r'<select id="f-facts.smell".*?Mild.*?Strong', html, re.S)
    assert "facts.has_cellar" not in html


async def test_who_builds_a_platform_is_asked_about_it(portal: FastAPI) -> None:
    html = await page(portal, "/guide?pack=meadow&subject=platform_building")
    assert "facts.has_cellar" in html
    assert "Foundations" in words(html)


async def test_facts_decide_the_route_and_the_page_says_by_which_rule(portal: FastAPI) -> None:
    unknown, light = await page(portal, GUIDE), words(await page(portal, GUIDE + HARMLESS))
    assert "Still missing: Uses raw milk" in words(unknown)
    assert "Commitment and filing" in light
    assert "Mild and small" in light
    assert "Inspected within 20 working days after filing" in light


async def test_what_goes_with_an_approval_is_told(portal: FastAPI) -> None:
    light = words(await page(portal, GUIDE + HARMLESS))
    for said in (
        "Commitment to graze well",
        "What an inspection finds is put right within 7 calendar days",
        "Milk test 3 working days",
        "Good for 2 years · may be prolonged 1 ×, each time by 1 year",
        "The fence is whole",
        "Barn rounds · Herd board · first within 10 working days of its beginning",
        "Departments join what they ask for into one request within 1 working day",
        "asked for once, within 15 calendar days of service",
        "Evaluated while it runs: Was the subsidy worth it",
        "Not named by the policy.",
    ):
        assert said in light
    few = words(await page(portal, f"{GUIDE}&facts.wheels_per_week=1&facts.on_festival_list=yes"))
    assert "As for: Few wheels" in few
    assert "Shorter, being on the list: Festival list" in few
    assert "Only for: Project" in words(await page(portal, f"{GUIDE}&subject=pilot_line"))


@pytest.mark.parametrize("pack", sorted({pack for pack, _ in every_course()}))
async def test_a_document_that_does_not_hold_says_so(portal: FastAPI, pack: str) -> None:
    source = load_pack(pack).pack.sources[0]
    shown = words(await page(portal, f"/guide?pack={pack}", "zh"))
    said = {
        "superseded": "所依据的文件已被替代",
        "draft": "所依据的文件是征求意见稿",
        "interpretation": "所依据的文件是政策解读",
    }
    assert [status for status, words_ in said.items() if words_ in shown] == [
        status for status in said if status == source.status
    ]
    assert (source.superseded_by or "") in shown


async def test_given_and_set_by_the_authority_look_different(portal: FastAPI) -> None:
    html = await page(portal, f"{GUIDE}&facts.barn_investment=100000&facts.uses_raw_milk=no")
    assert '<span class="badge good">Given by the policy</span>' in html
    html = await page(portal, GUIDE.replace("cheese", "wool") + "&facts.barn_investment=100000")
    assert '<span class="badge warn">Set by the authority</span>' in html
    assert "Not in the rules; the habit of the boards" in html


async def test_both_readings_are_worked_out_and_advice_stands_apart(portal: FastAPI) -> None:
    html = await page(portal, f"{GUIDE}&facts.barn_investment=100,000&contract_amount=30000")
    shown = words(html)
    assert "Reading 1: The cap still applies" in shown
    assert "Reading 2: No cap" in shown
    assert "CNY 20,000.00" in shown
    assert "CNY 40,000.00" in shown
    assert "Year 1 CNY 3,000.00 Year 2 CNY 2,000.00" in shown
    assert "Separately CNY 28,000.50, together at most CNY 20,000.00." in shown
    advice = html[html.index('<section class="card advice">') :]
    assert "Relief from the salt tax" in advice
    assert "CNY" not in advice[: advice.index("</section>")]


async def test_the_critical_path_has_its_dates(portal: FastAPI) -> None:
    shown = words(await page(portal, GUIDE))
    assert re.search(r"Use of the pasture \d+ \w+ 2026 → Gate \d+ \w+ 2026", shown)


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ("&facts.wheels_per_week=many", "facts.wheels_per_week", "Wheels a week"),
        ("&facts.smell=odd", "facts.smell", "Smell"),
        ("&facts.uses_raw_milk=perhaps", "facts.uses_raw_milk", "Uses raw milk"),
        ("&contract_amount=-5", "contract_amount", "-5"),
    ],
)
async def test_a_wrong_fact_is_said_at_its_field(
    portal: FastAPI, typed: str, field: str, said: str
) -> None:
    for path in (GUIDE, GUIDE.replace("/guide", "/apply")):
        answer = await Browser(portal, person_of("sponsor"), "en").get(path + typed)
        assert answer.status_code == 422
        assert f'id="e-{field}"' in answer.text
        assert said in words(answer.text)


@pytest.mark.parametrize(
    "query", ["industry=piracy", "subject=barn_raising", "entry_stage=market", "industry=A%20b"]
)
async def test_what_the_pack_does_not_have_is_refused_kindly(portal: FastAPI, query: str) -> None:
    answer = await Browser(portal, None, "zh").get(f"/guide?pack=meadow&{query}")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


async def test_an_application_begins_with_what_it_needs_and_carries_the_facts(
    portal: FastAPI, backstage: Backstage
) -> None:
    browser = Browser(portal, person_of("sponsor"), "zh")
    first = (await browser.get(GUIDE.replace("/guide", "/apply") + HARMLESS)).text
    assert "办什么、多久、多少钱" in first
    (onward,) = re.findall(r'<form class="row" method="post" action="/apply">.*?</form>', first)
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', onward))
    hidden.pop("csrf")
    assert hidden["facts.smell"] == "mild"
    opened = (await browser.post("/apply", **hidden)).headers["location"]
    kept = next(each for each in backstage.asked if each.method == "PUT")
    fields = json.loads(kept.content)["fields"] | {"title": "山地奶酪", "summary": "简介"}
    draft = backstage.samples.draft().model_copy(update={"fields": fields})
    backstage.answers[f"GET intake/v1/drafts{opened.removeprefix('/apply')}"] = (200, draft)
    await browser.post(f"{opened}/submission")
    (sent,) = backstage.sent("POST", "intake/v1/projects")
    body = json.loads(sent.content)
    assert (body["pack"], body["subject"]) == ("meadow", "project")
    assert body["facts"] == {"uses_raw_milk": False, "smell": "mild", "wheels_per_week": "20"}


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ("expires_on: 2025-05-05", "The document this rests on has expired"),
        ("in_force_from: 2099-01-01", "The document this rests on is not yet in force"),
        ("expires_on: 2099-12-31", ""),
    ],
)
async def test_a_document_out_of_its_term_says_so(
    portal: FastAPI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, terms: str, told: str
) -> None:
    text = (PACKS / "meadow" / "pack.yaml").read_text("utf-8")
    issued = "    issued_on: 2024-05-06\n"
    (tmp_path / "meadow").mkdir()
    changed = text.replace(issued, f"{issued}    {terms}\n")
    (tmp_path / "meadow" / "pack.yaml").write_text(changed, "utf-8")
    monkeypatch.setenv(PACKS_DIR_VARIABLE, str(tmp_path))
    said = words(await page(portal, GUIDE))
    assert ("in force from" in said) == ("in_force_from" in terms)
    assert ("until" in said) == ("expires_on" in terms)
    assert told in said
    assert ("has expired" in said or "not yet in force" in said) == bool(told)
