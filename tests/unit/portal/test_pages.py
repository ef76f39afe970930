"""Every page, drawn from samples in both languages: complete, safe, and nothing from elsewhere."""

import re
from html.parser import HTMLParser

import pytest
from fastapi import FastAPI

from services.portal.domain.words import TABLES
from tests.support.person import ISSUER
from tests.unit.portal.browser import Backstage, Browser, make_portal, person_of
from tests.unit.portal.pages import PAGES
from tests.unit.portal.samples import CASE, GATE, PROJECT, Samples

CHINESE = re.compile(r"[\u3400-\u9fff]+")
NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
every_page = pytest.mark.parametrize(("role", "path"), PAGES)


class Reader(HTMLParser):
    """What a browser would see of a page: tags with attributes, and the texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def shown(self) -> str:
        """Texts, and the attributes that are read out."""
        spoken = ("title", "aria-label", "placeholder", "alt", "data-label")
        read = [str(attrs[name]) for _, attrs in self.tags for name in spoken if attrs.get(name)]
        return "\n".join([*self.texts, *read])


async def _open(app: FastAPI, role: str | None, path: str, language: str) -> Reader:
    answer = await Browser(app, person_of(role) if role else None, language).get(path)
    assert answer.status_code == 200, answer.text[:300]
    return Reader(answer.text)


@every_page
async def test_a_page_loads_nothing_from_elsewhere_and_holds_no_inline_code(
    portal: FastAPI, role: str | None, path: str
) -> None:
    page = await _open(portal, role, path, "zh")
    for tag, attributes in page.tags:
        assert tag != "style"
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        assert tag != "script" or attributes.get("src", "").startswith("/static/")
        for name in ("src", "href", "action", "hx-get", "data"):
            address = attributes.get(name) or "/"
            assert address.startswith(("/", "#", "?", "mailto:", "tel:")), (tag, address)


@every_page
async def test_an_english_page_has_no_chinese_and_no_raw_id(
    backstage: Backstage, role: str | None, path: str
) -> None:
    backstage.samples = Samples("Sample")
    person = person_of(role) if role else None
    if person is not None:
        object.__setattr__(person, "name", "Lin")
    answer = await Browser(make_portal(backstage), person, "en").get(path)
    shown = Reader(answer.text).shown.replace("中文", "")
    # A clause is cited as the policy numbers it.
    shown = re.sub(r"clause [一二三四五六七八九十.\d]+", "", shown)
    assert CHINESE.findall(shown) == []
    assert "undefined" not in shown.lower()
    assert not re.findall(r"\b[a-z]+_[a-z_]+\b", shown)


@every_page
async def test_a_chinese_page_has_no_raw_id_and_no_english_date(
    portal: FastAPI, role: str | None, path: str
) -> None:
    shown = (await _open(portal, role, path, "zh")).shown
    assert not re.findall(r"\b[a-z]+_[a-z_]+\b", shown)
    assert not re.findall(r"\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b", shown)
    assert not re.findall(r"\b\d{4}-\d{2}-\d{2}\b", shown)


@every_page
async def test_a_script_in_every_text_field_stays_text(
    backstage: Backstage, role: str | None, path: str
) -> None:
    backstage.samples = Samples(NASTY)
    page = await _open(make_portal(backstage), role, path, "zh")
    assert not [tag for tag, attributes in page.tags if tag == "img"]
    assert [attrs for tag, attrs in page.tags if tag == "script" and not attrs.get("src")] == []


@every_page
async def test_every_input_has_a_label_and_every_form_its_guards(
    portal: FastAPI, role: str | None, path: str
) -> None:
    answer = await Browser(portal, person_of(role) if role else None).get(path)
    page = Reader(answer.text)
    labelled = {attributes.get("for") for tag, attributes in page.tags if tag == "label"}
    for tag, attributes in page.tags:
        is_field = tag in ("input", "select", "textarea")
        if not is_field or attributes.get("type") in ("hidden", "checkbox", "radio"):
            continue
        wrapped = tag == "select" or attributes.get("type") == "search"
        named = attributes.get("id") in labelled or "aria-label" in attributes
        assert named or wrapped, attributes
    for form in re.findall(r'<form[^>]*method="post".*?</form>', answer.text, re.S):
        assert 'name="csrf" value="csrf-of-this-session"' in form
        assert 'name="key"' in form or 'action="/sign-out"' in form


async def test_a_page_says_its_language_and_carries_the_security_headers(portal: FastAPI) -> None:
    answer = await Browser(portal, None, "en").get("/")
    policy = answer.headers["content-security-policy"]
    assert 'lang="en"' in answer.text
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert f"form-action 'self' {ISSUER}" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


async def test_ids_on_a_page_are_unique(portal: FastAPI) -> None:
    for role, path in (("sponsor", f"/projects/{PROJECT}"), ("officer", f"/tasks/{CASE}")):
        page = await _open(portal, role, path, "zh")
        ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert len(ids) == len(set(ids)), sorted(each for each in ids if ids.count(each) > 1)


@pytest.mark.parametrize("kind", ["case", "gate"])
async def test_a_decided_task_shows_its_decision_and_no_form(
    backstage: Backstage, kind: str
) -> None:
    id_ = CASE if kind == "case" else GATE
    detail = backstage.samples.detail(kind, is_open=False)
    backstage.answers[f"approval/v1/tasks/{id_}"] = (200, detail)
    role = "officer" if kind == "case" else "reviewer"
    answer = await Browser(make_portal(backstage), person_of(role)).get(f"/tasks/{id_}")
    assert 'id="decision"' not in answer.text
    assert ("不予同意" if kind == "case" else "暂缓，到期再评审") in answer.text


async def test_a_finished_project_offers_nothing_to_hand_in(backstage: Backstage) -> None:
    backstage.samples = Samples(state="finished")
    app = make_portal(backstage)
    answer = await Browser(app, person_of("sponsor")).get(f"/projects/{PROJECT}")
    assert 'id="evidence"' not in answer.text
    assert "撤回项目</a>" not in answer.text
    assert "已撤回" in answer.text


async def test_an_empty_lane_is_drawn_with_a_sentence(backstage: Backstage) -> None:
    nothing = {"items": [], "next_cursor": None, "unread": 0}
    for path in (
        *("intake/v1/projects", "approval/v1/tasks", "registry/v1/placements"),
        *("registry/v1/platforms", "funding/v1/applications", "notify/v1/messages"),
    ):
        backstage.answers[path] = (200, nothing)
    app = make_portal(backstage)
    for role, path, sentence in (
        ("sponsor", "/", "看看您的项目需要什么"),
        ("sponsor", "/projects", "还没有项目"),
        ("officer", "/tasks", "没有待办"),
        ("platform", "/placements", "没有对接请求"),
        ("sponsor", "/messages", "没有消息"),
        ("sponsor", "/funding", "没有资金申请"),
    ):
        assert sentence in (await Browser(app, person_of(role)).get(path)).text


async def test_a_project_with_300_events_and_a_name_of_200_characters_is_drawn(
    backstage: Backstage,
) -> None:
    backstage.samples = Samples("长" * 200)
    file = backstage.samples.file()
    file.history.extend(file.history * 10)
    backstage.answers[f"intake/v1/projects/{PROJECT}"] = (200, file)
    answer = await Browser(make_portal(backstage), person_of("sponsor")).get(f"/projects/{PROJECT}")
    assert answer.status_code == 200
    assert answer.text.count("<time ") > 250


async def test_a_service_that_is_down_leaves_the_rest_of_the_page(backstage: Backstage) -> None:
    backstage.is_down = {"approval", "registry", "funding"}
    answer = await Browser(make_portal(backstage), person_of("sponsor")).get(f"/projects/{PROJECT}")
    assert answer.status_code == 200
    assert "审批服务暂时没有应答" in answer.text


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", ("危险类别 低", "单批规模 20 千克", "是否位于已完成区域评估的园区 是")),
        (
            "en",
            ("Hazard class Low", "Batch size 20 kg", "In a park with an area-wide assessment Yes"),
        ),
    ],
)
async def test_a_project_shows_the_facts_it_stated_with_their_units(
    backstage: Backstage, language: str, told: tuple[str, ...]
) -> None:
    browser = Browser(make_portal(backstage), person_of("sponsor"), language)
    answer = await browser.get(f"/projects/{PROJECT}")
    shown = " ".join(Reader(answer.text).shown.split())
    assert all(each in shown for each in told), shown


async def test_a_needed_service_that_is_down_gives_a_page_that_says_so(
    backstage: Backstage,
) -> None:
    backstage.is_down = {"intake"}
    answer = await Browser(make_portal(backstage), person_of("sponsor"), "en").get("/projects")
    assert answer.status_code == 503
    assert "The application service does not answer" in answer.text


async def test_what_does_not_exist_and_a_bug_are_pages_too(
    backstage: Backstage, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_portal(backstage)
    missing = await Browser(app, None).get("/nowhere")
    assert (missing.status_code, "没有找到这个页面" in missing.text) == (404, True)
    malformed = await Browser(app, person_of("sponsor")).get("/projects/not-an-id")
    assert malformed.status_code == 422
    assert "default-src 'none'" in malformed.headers["content-security-policy"]

    def breaks(request: object) -> None:
        raise RuntimeError("a bug")

    backstage.answers["intake/v1/projects"] = breaks  # type: ignore[assignment]
    broken = await Browser(app, person_of("sponsor")).get("/projects")
    assert broken.status_code == 500
    assert "系统出错了" in broken.text
    assert "RuntimeError" not in broken.text
    assert "default-src 'none'" in broken.headers["content-security-policy"]


def test_every_word_has_a_translation_table_entry() -> None:
    assert all(text for table in TABLES.values() for text in table.values())
