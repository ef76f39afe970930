"""A table as CSV or as an Excel workbook (one sheet of ECMA-376 SpreadsheetML), in memory.

Cells that begin like a formula are kept text: the names in them come from people (ADR 0503).
"""

import csv
import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

Table = Sequence[Sequence[float | str | None]]
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = "http://schemas.openxmlformats.org/package/2006/content-types"
_SHEET_ML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ILLEGAL = {code: None for code in range(32) if chr(code) not in "\t\n\r"}


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
    files = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            f'<sheet name={quoteattr(_sheet_name(name))} sheetId="1" r:id="r1"/>'
            "</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")
        ),
        "xl/styles.xml": _styles(),
        "xl/worksheets/sheet1.xml": _sheet(table),
    }
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            # A fixed time: the same table is the same file.
            archive.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), _XML + content)
    return found.getvalue()


def _sheet_name(name: str) -> str:
    """At most 31 characters, none that a sheet's name must not have."""
    return "".join("_" if each in "[]:*?/\\'" else each for each in name)[:31] or "1"


def _content_types() -> str:
    parts = {"workbook": "sheet.main", "styles": "styles", "worksheets/sheet1": "worksheet"}
    return (
        f'<Types xmlns="{_PARTS}">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(
            f'<Override PartName="/xl/{part}.xml" ContentType="{_SHEET_ML}.{kind}+xml"/>'
            for part, kind in parts.items()
        )
        + "</Types>"
    )


def _relations(*targets: tuple[str, str]) -> str:
    return (
        f'<Relationships xmlns="{_RELATIONS}">'
        + "".join(
            f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(targets, start=1)
        )
        + "</Relationships>"
    )


def _styles() -> str:
    fonts = "<fonts><font/><font><b/></font></fonts>"
    fills = '<fills><fill><patternFill patternType="none"/></fill></fills>'
    cells = '<cellXfs><xf/><xf fontId="1" applyFont="1"/></cellXfs>'
    return (
        f'<styleSheet xmlns="{_MAIN}">{fonts}{fills}<borders><border/></borders>'
        f"<cellStyleXfs><xf/></cellStyleXfs>{cells}</styleSheet>"
    )


def _sheet(table: Table) -> str:
    rows = "".join(
        f'<row r="{number}">'
        + "".join(_cell(cell, number, column) for column, cell in enumerate(row))
        + "</row>"
        for number, row in enumerate(table, start=1)
    )
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView>'
        '</sheetViews><cols><col min="1" max="1" width="32" customWidth="1"/></cols>'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def _cell(cell: float | str | None, row: int, column: int) -> str:
    if cell is None:
        return ""
    place = f'r="{_letters(column)}{row}"' + (' s="1"' if row == 1 else "")
    if isinstance(cell, str):
        text = escape(cell.translate(_ILLEGAL))
        return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f"<c {place}><v>{cell}</v></c>"


def _letters(column: int) -> str:
    """A, B, … Z, AA, … of a column from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
