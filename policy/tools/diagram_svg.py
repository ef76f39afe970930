"""Draws stages and approvals of a pack as one SVG that reads on any machine, in either language.

Left to right; what is too long for a line goes on in the next. Measured by drawn_text.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from policy.citation import cited
from policy.loader import LoadedPack
from policy.model import Item, Pack
from policy.tools.course_graph import CourseGraph, StageGraph, course_graphs
from policy.tools.diagram_words import Speech
from policy.tools.drawn_text import width, wrapped
from policy.tools.svg import FONTS, box, curve, element, text

MARGIN, PAD, GAP = 32.0, 16.0, 44.0
CARD, PANEL_LEAST, GATE = 208.0, 240.0, 118.0
LINE = 19.0
UNCUT = 12  # lines: of the longest text that the format takes in a column
WIDEST = 1780.0  # a row; fits a landscape page and a wide screen
_STYLE = f"""
text{{font-family:{FONTS};fill:#1f2a37;font-size:13px}}
.h1{{font-size:22px;font-weight:700}} .h2{{font-size:16px;font-weight:700}}
.h3{{font-size:15px;font-weight:700}} .b{{font-weight:600;font-size:14px}}
.m{{fill:#4b5a6b;font-size:12px}} .g{{text-anchor:middle;font-size:12px}}
.edge{{fill:none;stroke:#5b6b7d;stroke-width:1.6;marker-end:url(#arrow)}}
.panel{{fill:#fff;stroke:#b9c4d0}} .card{{fill:#f4f8fd;stroke:#8fb1dc}}
.sponsor{{fill:#e3edf9}} .platform{{fill:#fdeedd}} .gate{{fill:#fff6d6;stroke:#c89b1f}}
"""
_ARROW = (
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7.2" refY="4" markerWidth="8" '
    'markerHeight="8" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#5b6b7d"/></marker></defs>'
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text inside a card or a panel."""

    said: str
    style: str
    indent: float = 0.0
    space: float = 0.0
    """Above it."""


def diagram_svg(loaded: LoadedPack, language: str) -> str:
    """All courses of the pack, one below the other."""
    return _Drawing(loaded, language).drawn()


class _Drawing:
    """Collects shapes from the top down; `y` is where the next one goes."""

    def __init__(self, loaded: LoadedPack, language: str) -> None:
        self.pack: Pack = loaded.pack
        self.digest = loaded.digest
        self.speech = Speech(language)
        self.language = language
        self.shapes: list[str] = []
        self.y = MARGIN
        self.right = 720.0

    def drawn(self) -> str:
        say, name = self.speech.say, self.pack.name.text(self.language)
        title = say("title", name=name, version=self.pack.version)
        self._headline(title, "h1", 34)
        graphs = course_graphs(self.pack)
        for graph in graphs:
            if len(graphs) > 1:
                self._headline(say("course", name=graph.name.text(self.language)), "h2", 28)
            for row in self._rows(graph):
                self._row(row, graph)
        self._legend()
        size = {"width": self.right + MARGIN, "height": self.y}
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            + element(
                "svg",
                element("title", _escaped(title))
                + element("desc", _escaped(say("desc")))
                + f"<style>{_STYLE}</style>{_ARROW}"
                + box(0, 0, size["width"], size["height"], rx=0, fill="#fbfcfd")
                + "\n".join(self.shapes),
                xmlns="http://www.w3.org/2000/svg",
                viewBox=f"0 0 {size['width']:g} {size['height']:g}",
                role="img",
                lang="zh-CN" if self.language == "zh" else "en",
                **size,
            )
            + "\n"
        )

    def _headline(self, said: str, style: str, height: float) -> None:
        self.y += height
        self.shapes.append(text(MARGIN, self.y - 8, said, class_=style))
        self.right = max(self.right, MARGIN + width(said, 22))

    def _rows(self, graph: CourseGraph) -> Iterator[list[StageGraph]]:
        row: list[StageGraph] = []
        x = MARGIN
        for stage in graph.stages:
            needed = self._panel_width(stage) + GATE
            if row and x + needed > WIDEST:
                yield row
                row, x = [], MARGIN
            row.append(stage)
            x += needed
        yield row

    def _row(self, row: list[StageGraph], graph: CourseGraph) -> None:
        self.y += 12
        x = MARGIN
        for stage in row:
            wide = self._panel_width(stage)
            number = graph.stages.index(stage) + 1
            self._panel(stage, number, x)
            if number > 1 and stage is row[0]:
                self.shapes.append(curve(x - 22, self.y + 60, x - 2, self.y + 60))
            self._gate(stage, x + wide, is_last=number == len(graph.stages))
            x += wide + GATE
        self.right = max(self.right, x)
        self.y += max(map(self._panel_height, row)) + 16

    def _panel(self, stage: StageGraph, number: int, x: float) -> None:
        height = self._panel_height(stage)
        wide, band = self._panel_width(stage), self._named(stage, number)
        lines = [*band, *self._head(stage)]
        style = stage.stage.carried_out_by
        self.shapes.append(box(x, self.y, wide, height, class_="panel"))
        self.shapes.append(box(x, self.y, wide, LINE * len(band) + 14, class_=style))
        top = self.y + 24
        for line in lines:
            top += line.space
            self.shapes.append(text(x + PAD + line.indent, top, line.said, class_=line.style))
            top += LINE
        under = len(self.shapes)
        places = self._cards(stage, x + PAD, top + 2)
        for first, then in stage.edges:
            (ax, ay, ah), (bx, by, bh) = places[first], places[then]
            # An arrow over several columns passes under the cards between.
            self.shapes.insert(under, curve(ax + CARD, ay + ah / 2, bx - 2, by + bh / 2))

    def _cards(
        self, stage: StageGraph, x: float, top: float
    ) -> dict[str, tuple[float, float, float]]:
        """Draws the items, a column for each layer; x, y and height by id."""
        places: dict[str, tuple[float, float, float]] = {}
        for layer in stage.layers:
            y = top
            for item in layer:
                lines = self._card(item)
                height = len(lines) * LINE + 14
                places[item.id] = (x, y, height)
                self.shapes.append(box(x, y, CARD, height, class_="card", rx=6))
                for at, line in enumerate(lines, start=1):
                    self.shapes.append(text(x + 10, y + at * LINE, line.said, class_=line.style))
                y += height + 12
            x += CARD + GAP
        return places

    def _gate(self, stage: StageGraph, x: float, *, is_last: bool) -> None:
        gate, half = stage.stage.gate, 20.0
        middle, y = x + GATE / 2, self.y + 60
        self.shapes.append(curve(x, y, middle - half - 2, y))
        points = f"{middle - half},{y} {middle},{y - half} {middle + half},{y} {middle},{y + half}"
        self.shapes.append(element("polygon", points=points, class_="gate"))
        if is_last:
            self.shapes.append(curve(middle + half, y, middle + half + 18, y))
            self.shapes.append(element("circle", cx=middle + half + 27, cy=y, r=8, fill="#1f2a37"))
        else:
            self.shapes.append(curve(middle + half, y, x + GATE - 2, y))
        limit = self.speech.limit(gate.limit)
        attempts = self.speech.attempts(gate)
        said = [self.speech.say("gate")]
        said += [*wrapped(limit, 12, GATE - 8), *wrapped(attempts, 12, GATE - 8)]
        for at, line in enumerate(said):
            self.shapes.append(text(middle, y + half + 20 + at * 17, line, class_="g"))

    def _named(self, stage: StageGraph, number: int) -> list[_Line]:
        """What stands on the coloured band: name, clause, who carries it out. Nothing is cut."""
        entry, inner = stage.stage, self._panel_width(stage) - 2 * PAD
        name = f"{number}  {entry.name.text(self.language)}"
        facts = [cited(self.pack.sources, entry.clause, self.language)] if entry.clause else []
        facts.append(self.speech.say(entry.carried_out_by))
        return [
            *(_Line(each, "h3") for each in wrapped(name, 15, inner, UNCUT)),
            *(_Line(each, "m") for each in wrapped(" · ".join(facts), 12, inner, UNCUT)),
        ]

    def _head(self, stage: StageGraph) -> list[_Line]:
        say, entry = self.speech.say, stage.stage
        inner = self._panel_width(stage) - 2 * PAD
        marks = [say(key) for key in ("needs_platform", "can_enter") if getattr(entry, key)]
        first, *more = wrapped(" · ".join(marks), 12, inner, UNCUT)
        lines = [_Line(first, "m", space=8), *(_Line(each, "m") for each in more)]
        lines.append(_Line(say("evidence"), "b", space=4))
        for kind in entry.evidence:
            name = self.pack.name_of("evidence_kinds", kind).text(self.language)
            first, *more = wrapped(name, 13, inner - 12, UNCUT)
            lines += [_Line(f"· {first}", "t"), *(_Line(each, "t", indent=9) for each in more)]
        return lines

    def _card(self, item: Item) -> list[_Line]:
        say, inner = self.speech.say, CARD - 20
        lines = [
            _Line(each, "b") for each in wrapped(item.name.text(self.language), 14, inner, UNCUT)
        ]
        department = self.pack.department(item.department).name.text(self.language)
        lines += [_Line(each, "m") for each in wrapped(department, 12, inner, UNCUT)]
        for key in ("committed", "statutory"):
            limit = f"{say(key)} {self.speech.limit(getattr(item.limits, key))}"
            lines += [_Line(each, "t") for each in wrapped(limit, 13, inner)]
        for mark in self._marks(item):
            lines += [_Line(each, "m") for each in wrapped(mark, 12, inner)]
        return lines

    def _marks(self, item: Item) -> Iterator[str]:
        say = self.speech.say
        if item.when is not None:
            yield say("if")
        if item.routes is not None:
            routes = [
                say(name)
                for name in ("commitment_and_filing", "simplified")
                if getattr(item.routes, name) is not None
            ]
            yield say("lighter", routes=say("comma").join(routes))
        if item.deemed_approval is not None:
            yield say("deemed")
        if item.joint_review:
            yield say("joint")

    def _panel_width(self, stage: StageGraph) -> float:
        count = len(stage.layers)
        return max(PANEL_LEAST, 2 * PAD + count * CARD + max(0, count - 1) * GAP)

    def _panel_height(self, stage: StageGraph) -> float:
        columns = [
            sum(len(self._card(item)) * LINE + 26 for item in layer) for layer in stage.layers
        ]
        lines = (*self._named(stage, 1), *self._head(stage))
        head = sum(LINE + line.space for line in lines)
        return max(170.0, 26 + head + max(columns, default=0.0))

    def _legend(self) -> None:
        say = self.speech.say
        outcomes = say("comma").join(say(key) for key in ("advance", "iterate", "hold", "stop"))
        told = [
            say("legend"),
            say("legend_parallel"),
            say("legend_gate", outcomes=outcomes),
            say("made_by", pack=self.pack.id, version=self.pack.version, digest=self.digest[:19]),
        ]
        for said in told:
            self.y += 18
            self.shapes.append(text(MARGIN, self.y, said, class_="m"))
        self.y += MARGIN


def _escaped(said: str) -> str:
    return said.replace("&", "&amp;").replace("<", "&lt;")
