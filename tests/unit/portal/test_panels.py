"""Panels as files: the same cells as on the page, safe to open, readable by others."""

import csv
import io
import zipfile
from xml.etree import ElementTree

import pytest

from services.portal.domain.definitions import DEFINITIONS
from services.portal.domain.panel import Cell, Column, Panel, Row, table
from services.portal.sheet import csv_of, xlsx_of
from tests.unit.portal.browser import Backstage, Browser, make_portal, person_of

PANEL = Panel(
    "league",
    "部门",
    "部门",
    (Column("件数"), Column("比例", "share"), Column("说明", "text")),
    [
        Row("=HYPERLINK(1)", (Cell(9), Cell(0.8889, low=0.565, high=0.98), Cell("a & b <c>"))),
        Row("生态", (Cell(None), Cell(None), Cell("+1"))),
    ],
)
NAMESPACE = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
VIEWS = {
    "overview": ("trend", "distribution", "outcomes", "stages"),
    "approvals": ("items", "departments", "league", "rounds", "grounds", "routes"),
    "flow": ("work", "flow", "throughput"),
    "bottlenecks": ("bottlenecks",),
    "platforms": ("platforms",),
    "targets": ("targets",),
}


def rows() -> list[list[float | str | None]]:
    return table(PANEL, lambda text: text)


def test_shares_are_percent_with_their_interval() -> None:
    assert rows()[0] == ["部门", "件数", "比例", "比例 95% ↓", "比例 95% ↑", "说明"]
    assert rows()[1][1:5] == [9, 88.9, 56.5, 98.0]
    assert rows()[2][1:5] == [None, None, None, None]


def test_a_name_that_looks_like_a_formula_stays_a_text_in_csv() -> None:
    content = csv_of(rows())
    assert content.startswith("\ufeff".encode())
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert read[1][0] == "'=HYPERLINK(1)"
    assert read[2] == ["生态", "", "", "", "", "'+1"]


def test_the_workbook_is_one_that_can_be_read() -> None:
    content = xlsx_of(rows(), "部门/按时[办结]率")
    assert content == xlsx_of(rows(), "部门/按时[办结]率")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    cells = {each.get("r"): each for each in sheet.iterfind(".//s:c", NAMESPACE)}
    number = cells["C2"].find("s:v", NAMESPACE)
    assert number is not None
    assert float(number.text or "") == 88.9
    assert cells["A2"].get("t") == "s"
    assert sheet.find(".//s:f", NAMESPACE) is None
    texts = [
        "".join(each.itertext())
        for each in parts["xl/sharedStrings.xml"].iterfind("s:si", NAMESPACE)
    ]
    shown = {place: texts[int("".join(cells[place].itertext()))] for place in ("A2", "F2")}
    assert shown == {"A2": "=HYPERLINK(1)", "F2": "a & b <c>"}
    named = parts["xl/workbook.xml"].find(".//s:sheet", NAMESPACE)
    assert named is not None
    assert named.get("name") == "部门_按时_办结_率"


@pytest.mark.parametrize("view", VIEWS)
async def test_every_view_has_its_panels_and_each_can_be_exported(
    backstage: Backstage, view: str
) -> None:
    browser = Browser(make_portal(backstage), person_of("director"), "zh")
    page = await browser.get(f"/lead-time?view={view}&pack=guangzhou")
    for panel in VIEWS[view]:
        assert f'id="panel-{panel}"' in page.text
        for form in ("csv", "xlsx"):
            path = f"/lead-time/export?view={view}&pack=guangzhou&panel={panel}&as={form}"
            answer = await browser.get(path)
            assert answer.status_code == 200, path
            assert answer.content


async def test_a_panel_that_is_none_cannot_be_exported(backstage: Backstage) -> None:
    browser = Browser(make_portal(backstage), person_of("director"), "zh")
    assert (await browser.get("/lead-time/export?panel=nothing")).status_code == 404


async def test_filters_travel_to_views_exports_and_the_projects_behind(
    backstage: Backstage,
) -> None:
    browser = Browser(make_portal(backstage), person_of("director"), "zh")
    page = await browser.get("/lead-time?view=approvals&pack=guangzhou&quarter=2026-Q1")
    asked = [request.url for request in backstage.asked if "lead-time/cases" in request.url.path]
    assert dict(asked[-1].params) == {"pack": "guangzhou", "quarter": "2026-Q1"}
    assert "quarter=2026-Q1&amp;view=flow" in page.text
    behind = "/lead-time/projects?pack=guangzhou&amp;item=environment&amp;quarter=2026-Q1"
    assert behind in page.text
    assert f"{behind}&amp;having=late" in page.text


async def test_who_may_not_list_projects_gets_figures_without_links(backstage: Backstage) -> None:
    browser = Browser(make_portal(backstage), person_of("lead"), "zh")
    page = await browser.get("/lead-time?view=approvals")
    assert "/lead-time/projects?" not in page.text


async def test_service_times_are_for_everybody(backstage: Backstage) -> None:
    answer = await Browser(make_portal(backstage), None, "zh").get("/service-times")
    assert answer.status_code == 200
    assert "不公布" in answer.text


def test_every_term_has_a_name_and_a_sentence() -> None:
    assert all(name and text.endswith("。") for name, text in DEFINITIONS.values())
