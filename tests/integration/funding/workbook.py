"""A workbook read back as a spreadsheet would: the parts of the archive, cell by cell."""

import io
import re
import zipfile
from datetime import datetime, timedelta
from decimal import Decimal
from xml.etree import ElementTree

from contracts.lane_time import LANE_ZONE

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DAY_NULL = datetime(1899, 12, 30, tzinfo=LANE_ZONE)
"""Of the 1900 date system, with the leap day that 1900 did not have."""
Cell = Decimal | str


def sheets_of(content: bytes) -> dict[str, list[dict[str, Cell]]]:
    """Rows of every sheet by the sheet's name, each by its column's heading; no empty cells."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    texts = [
        "".join(each.itertext()) for each in ElementTree.fromstring(parts["xl/sharedStrings.xml"])
    ]
    links = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    targets = {each.get("Id"): each.get("Target") for each in links}
    book = ElementTree.fromstring(parts["xl/workbook.xml"])
    return {
        str(each.get("name")): _rows(parts[f"xl/{targets[each.get(_LINK)]}"], texts)
        for each in book.iter(f"{_MAIN}sheet")
    }


def _rows(part: bytes, texts: list[str]) -> list[dict[str, Cell]]:
    sheet = ElementTree.fromstring(part)
    assert sheet.find(f".//{_MAIN}f") is None, "no cell is a formula"
    grid: dict[int, dict[str, Cell]] = {}
    for cell in sheet.iter(f"{_MAIN}c"):
        place = re.fullmatch(r"([A-Z]+)([0-9]+)", str(cell.get("r")))
        value = cell.findtext(f"{_MAIN}v")
        if place is not None and value is not None:
            is_text = cell.get("t") == "s"
            shown = texts[int(value)] if is_text else _number(value)
            grid.setdefault(int(place[2]), {})[place[1]] = shown
    heads = grid.pop(1)
    return [
        {str(heads[column]): value for column, value in grid[number].items()}
        for number in sorted(grid)
    ]


def _number(text: str) -> Decimal:
    """The double of a file as a spreadsheet shows it: to fifteen digits."""
    return Decimal(f"{float(text):.15g}")


def instant_of(serial: Cell) -> datetime:
    """The time, on the lane's calendar, that a number with a date's format shows."""
    assert isinstance(serial, Decimal)
    days = int(serial)
    seconds = round((serial - days) * 86_400)
    return _DAY_NULL + timedelta(days=days, seconds=seconds)
