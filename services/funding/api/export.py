"""The books as an Excel workbook: budgets, industries, applications, entries."""

import asyncio
import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

import xlsxwriter
from fastapi import APIRouter, Query
from fastapi.responses import Response
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Principal
from chassis.commands import Reader
from contracts.lane_time import LANE_ZONE
from services.funding import queries
from services.funding.api.budgets import Year, budget_views
from services.funding.api.presenting import BudgetReader
from services.funding.domain.application import lane_year
from services.funding.queries import Filter

router = APIRouter()
MOST_ROWS = 50_000
"""Of a sheet: more would be a data set, not something that a person opens."""
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Sheet = tuple[str, Sequence[str], list[Sequence[Any]]]


@router.get("/export", response_class=Response, responses={200: {"content": {EXCEL: {}}}})
async def export(
    caller: BudgetReader,
    database: Reader,
    pack: Annotated[str | None, Query(max_length=80)] = None,
    year: Year = None,
) -> Response:
    """A year's books of what the caller watches over; this year's when none is named.

    Amounts are numbers in CNY, times are Beijing time; each sheet names its columns in both
    languages.
    """
    now = database.clock.lane_now()
    wanted = year or lane_year(now)
    async with database.read() as connection:
        sheets = [
            await _budgets(connection, caller, pack, wanted, lane_year(now)),
            await _industries(connection, caller, pack, wanted),
            await _applications(connection, caller, now),
            await _entries(connection, caller, pack, wanted),
        ]
    content = await asyncio.to_thread(workbook, sheets)
    name = f"attachment; filename=funding-{wanted}.xlsx"
    return Response(content, media_type=EXCEL, headers={"Content-Disposition": name})


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """A workbook in memory. Text stays text: nothing that a person typed becomes a formula."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        money = book.add_format({"num_format": "#,##0.00"})
        time = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for title, columns, rows in sheets:
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, columns, head)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(columns) - 1, 18)
            for at, row in enumerate(rows, start=1):
                for column, value in enumerate(row):
                    if isinstance(value, Decimal):
                        sheet.write_number(at, column, float(value), money)
                    elif isinstance(value, datetime):
                        local = value.astimezone(LANE_ZONE).replace(tzinfo=None)
                        sheet.write_datetime(at, column, local, time)
                    elif isinstance(value, int):
                        sheet.write_number(at, column, value)
                    elif value is not None:
                        sheet.write_string(at, column, str(value))
    return target.getvalue()


async def _budgets(
    connection: AsyncConnection, caller: Principal, pack: str | None, year: int, this_year: int
) -> Sheet:
    found = await budget_views(connection, caller, this_year, pack, None, year)
    columns = (
        "政策包 Pack",
        "资金项目 Programme",
        "年度 Year",
        "预算 Budget",
        "可用 Available",
        "已预留 Reserved",
        "已承诺 Committed",
        "已支付 Paid",
        "转股权 Equity",
        "排队 Waiting",
    )
    rows = [
        (
            each.pack,
            each.programme,
            each.year,
            each.total,
            each.available,
            each.reserved,
            each.committed,
            each.paid,
            each.equity,
            each.waiting,
        )
        for each in found
    ]
    return "预算 Budgets", columns, list(rows)


async def _industries(
    connection: AsyncConnection, caller: Principal, pack: str | None, year: int
) -> Sheet:
    rows = await queries.industry_rows(connection, caller, pack=pack, year=year)
    columns = (
        "政策包 Pack",
        "产业 Industry",
        "申请数 Applications",
        "已预留 Reserved",
        "已承诺 Committed",
        "已支付 Paid",
    )
    return "产业 Industries", columns, [tuple(row) for row in rows]


async def _applications(connection: AsyncConnection, caller: Principal, now: datetime) -> Sheet:
    rows = await queries.application_rows(
        connection, caller, Filter(), now, after=None, limit=MOST_ROWS
    )
    columns = (
        "编号 Id",
        "政策包 Pack",
        "资金项目 Programme",
        "类型 Kind",
        "项目 Project",
        "单位 Organisation",
        "金额 Amount",
        "状态 State",
        "提交 Submitted",
        "决定 Decided",
    )
    return (
        "申请 Applications",
        columns,
        [
            (
                row.id,
                row.pack,
                row.programme,
                row.kind,
                row.project_title,
                row.organisation_name,
                row.amount,
                row.state,
                row.submitted_at,
                row.decided_at,
            )
            for row in rows
        ],
    )


async def _entries(
    connection: AsyncConnection, caller: Principal, pack: str | None, year: int
) -> Sheet:
    rows = await queries.journal_rows(
        connection,
        caller,
        pack=pack,
        programme=None,
        year=year,
        account_name=None,
        industry=None,
        after=None,
        limit=MOST_ROWS,
    )
    names = (
        *("id", "moved_at", "kind", "account", "amount"),
        *("programme", "project_title", "reason"),
    )
    return "账目 Entries", _ENTRY_COLUMNS, [[getattr(row, name) for name in names] for row in rows]


_ENTRY_COLUMNS = (
    "记账 Movement",
    "时间 At",
    "事由 Kind",
    "转入科目 Into",
    "金额 Amount",
    "资金项目 Programme",
    "项目 Project",
    "说明 Reason",
)
