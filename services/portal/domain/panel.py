"""A panel of figures: one table that is drawn as a chart, exported as a file, and explained.

The table is the truth; the chart, the CSV and the workbook show the same cells.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol
from urllib.parse import urlencode

from services.portal.domain.names import Names

Kind = Literal["days", "count", "share", "text"]
Chart = Literal["", "bars", "stacked", "columns", "lines", "area", "interval"]
PERCENT = 100


class Share(Protocol):
    """A share with the interval in which the true one lies."""

    @property
    def n(self) -> int: ...
    @property
    def share(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def is_small(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``is_drawn`` in the chart. ``title`` is a source text."""

    title: str
    kind: Kind = "count"
    is_drawn: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, and where the projects behind it are listed."""

    value: float | str | None
    link: str = ""
    low: float | None = None
    high: float | None = None
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """What the cells are about."""

    name: str
    cells: Sequence[Cell]
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """``terms`` name the definitions that belong to it; titles are source texts."""

    id: str
    title: str
    head: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    chart: Chart = ""
    terms: Sequence[str] = ()
    caption: str = ""
    is_wide: bool = False

    def without_links(self) -> "Panel":
        """For somebody who may not list projects."""
        rows = [
            replace(row, link="", cells=[replace(cell, link="") for cell in row.cells])
            for row in self.rows
        ]
        return replace(self, rows=rows)


@dataclass(frozen=True, slots=True)
class Telling:
    """How a panel speaks: names of the pack, translations, and the filters that hold."""

    names: Names
    translate: Callable[[str], str]
    word: Callable[[str, str], str]
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def pack(self) -> str | None:
        """The pack that is looked at, None when several are."""
        return self.filters.get("pack") or None

    def name(self, section: str, id_: str) -> str:
        """The name of an entry of the pack."""
        return self.names(section, id_, self.pack)

    def behind(self, **more: str) -> str:
        """The address of the projects behind a figure."""
        asked = {key: value for key, value in {**self.filters, **more}.items() if value}
        return f"/lead-time/projects?{urlencode(asked)}"


def share_cell(rate: Share, link: str = "") -> Cell:
    """A share as a cell; in percent in exports and charts, as the figure says."""
    return Cell(rate.share, link if rate.n else "", rate.low, rate.high, rate.is_small)


def plain(cell: Cell, kind: Kind) -> float | str | None:
    """What an export holds: shares in percent, to a tenth."""
    if kind == "share" and isinstance(cell.value, float):
        return round(cell.value * PERCENT, 1)
    return cell.value


def table(panel: Panel, translate: Callable[[str], str]) -> list[list[float | str | None]]:
    """The panel as rows of an export, its head first; intervals get columns of their own."""
    head: list[float | str | None] = [translate(panel.head)]
    for column in panel.columns:
        title = translate(column.title)
        head.append(title)
        if column.kind == "share":
            head += [f"{title} 95% ↓", f"{title} 95% ↑"]
    rows = [head]
    for row in panel.rows:
        line: list[float | str | None] = [f"{row.name} {row.note}".strip()]
        for column, cell in zip(panel.columns, row.cells, strict=True):
            line.append(plain(cell, column.kind))
            if column.kind == "share":
                line += [plain(Cell(bound), "share") for bound in (cell.low, cell.high)]
        rows.append(line)
    return rows
