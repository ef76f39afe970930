"""The Excel workbook says what the API says: every sheet is read back and compared."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.integration.funding.scene import (
    BASE,
    OFFICER,
    PROGRAMME,
    REFUSE,
    apply,
    decide,
    granted,
    new_project,
)
from tests.integration.funding.workbook import Cell, instant_of, sheets_of
from tests.support.service import Bench

_YEAR = 2041
_JUNE = datetime(_YEAR, 6, 4, 2, 0, tzinfo=UTC)
_HOSTILE = '=HYPERLINK("//x")'
Rows = list[dict[str, Cell]]


@pytest.fixture(scope="module")
async def book(bench: Bench) -> dict[str, Rows]:
    """A year with two grants, a refusal and one undecided, as the officer's workbook."""
    bench.travel_to(_JUNE)
    await granted(bench, await new_project(bench))
    await granted(bench, await new_project(bench), contract_amount="500000.03")
    refused = await apply(bench, await new_project(bench))
    assert (await decide(bench, refused["id"], REFUSE)).status_code == 200
    more = {"programme": PROGRAMME, "total": "19999999.99", "reason": _HOSTILE}
    assert (await bench.client(OFFICER).post(f"{BASE}/budgets", more)).status_code == 200
    await apply(bench, await new_project(bench), contract_amount="333333.33")
    answer = await bench.client(OFFICER).get(f"{BASE}/export", year=_YEAR)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].endswith(f"funding-{_YEAR}.xlsx")
    return sheets_of(answer.content)


async def _asked(bench: Bench, path: str, **asked: Any) -> Any:
    """Every row of a list, page by page."""
    client, items = bench.client(OFFICER), []
    while True:
        answer = await client.get(f"{BASE}{path}", **asked)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        if isinstance(page, list):
            return page
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        asked["cursor"] = page["next_cursor"]


def _is_shown(row: dict[str, Cell], view: dict[str, Any], columns: dict[str, str]) -> None:
    """A row's cells are the view's fields: text as text, amounts and numbers as exact numbers."""
    for heading, name in columns.items():
        said, shown = view[name], row.get(heading)
        if said is None:
            assert shown is None, heading
        elif isinstance(shown, Decimal):
            assert shown == Decimal(said), heading
        else:
            assert shown == said, heading


async def test_budgets_and_industries_are_those_of_the_api(
    bench: Bench, book: dict[str, Rows]
) -> None:
    figures = {
        "资金项目 Programme": "programme",
        "年度 Year": "year",
        "预算 Budget": "total",
        "可用 Available": "available",
        "已预留 Reserved": "reserved",
        "已承诺 Committed": "committed",
        "已支付 Paid": "paid",
        "转股权 Equity": "equity",
        "排队 Waiting": "waiting",
    }
    bench.travel_to(_JUNE)
    views = await _asked(bench, "/budgets", year=_YEAR)
    for row, view in zip(book["预算 Budgets"], views, strict=True):
        _is_shown(row, view, figures)
    assert any(row["已预留 Reserved"] == Decimal("450000.00") for row in book["预算 Budgets"])
    columns = {
        "产业 Industry": "industry",
        "申请数 Applications": "applications",
        "已预留 Reserved": "reserved",
        "已支付 Paid": "paid",
    }
    views = await _asked(bench, "/budgets/industries", year=_YEAR)
    for row, view in zip(book["产业 Industries"], views, strict=True):
        _is_shown(row, view, columns)


def entries_of(book: dict[str, Rows], account: str) -> Rows:
    """The entries of one account."""
    return [row for row in book["账目 Entries"] if row["转入科目 Into"] == account]


async def test_every_application_and_every_entry_is_there_to_the_fen_and_the_second(
    bench: Bench, book: dict[str, Rows]
) -> None:
    columns = {
        "编号 Id": "id",
        "资金项目 Programme": "programme",
        "项目 Project": "project_title",
        "单位 Organisation": "organisation_name",
        "金额 Amount": "amount",
        "状态 State": "state",
    }
    views = await _asked(bench, "/applications", limit=200)
    assert {each["state"] for each in views} >= {"granted", "refused", "submitted"}
    for row, view in zip(book["申请 Applications"], views, strict=True):
        _is_shown(row, view, columns)
        submitted = datetime.fromisoformat(view["submitted_at"])
        assert abs(instant_of(row["提交 Submitted"]) - submitted) <= timedelta(seconds=1)
    names = {"转入科目 Into": "account", "金额 Amount": "amount", "事由 Kind": "movement"}
    entries = await _asked(bench, "/entries", year=_YEAR, limit=200)
    for row, view in zip(book["账目 Entries"], entries, strict=True):
        _is_shown(row, view, names)
    reserved = [Decimal(row["金额 Amount"]) for row in entries_of(book, "reserved")]
    assert sum(reserved) == Decimal(450_000)


async def test_a_year_that_is_over_has_no_budgets_that_were_never_opened(
    bench: Bench, book: dict[str, Rows]
) -> None:
    bench.travel_to(datetime(_YEAR + 1, 1, 5, 2, 0, tzinfo=UTC))
    answer = await bench.client(OFFICER).get(f"{BASE}/export", year=_YEAR)
    rows = sheets_of(answer.content)["预算 Budgets"]
    assert [row["资金项目 Programme"] for row in rows] == [PROGRAMME]
    assert len(book["预算 Budgets"]) > 1  # while it ran, those still to come were shown


async def test_what_a_person_typed_is_text_in_the_workbook(book: dict[str, Rows]) -> None:
    """No sheet holds a formula (the reader looks); what looks like one is shown as written."""
    assert _HOSTILE in [row.get("说明 Reason") for row in book["账目 Entries"]]
