"""A table as CSV or as an Excel workbook, in memory.

Cells that begin like a formula are kept text: the names in them come from people.
"""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter

Table = Sequence[Sequence[float | str | None]]
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def csv_of(table: Table) -> bytes:
    """UTF-8 with a mark, so that spreadsheets show Chinese; a formula gets an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in table:
        writer.writerow(["" if cell is None else _harmless(cell) for cell in row])
    return "\ufeff".encode() + text.getvalue().encode()


def _harmless(cell: float | str) -> float | str:
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell


def xlsx_of(table: Table, name: str) -> bytes:
    """A workbook with one sheet; numbers are numbers, the first row stands still and is bold."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        # A fixed time: the same table is the same file.
        book.set_properties({"created": datetime(1980, 1, 1, tzinfo=UTC)})
        head = book.add_format({"bold": True})
        sheet = book.add_worksheet(_sheet_name(name))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 0, 32)
        for at, row in enumerate(table):
            for column, value in enumerate(row):
                style = head if at == 0 else None
                if isinstance(value, str):
                    sheet.write_string(at, column, value, style)
                elif value is not None:
                    sheet.write_number(at, column, value, style)
    return target.getvalue()


def _sheet_name(name: str) -> str:
    """At most 31 characters, none that a sheet's name must not have."""
    return "".join("_" if each in "[]:*?/\\'" else each for each in name)[:31] or "1"
