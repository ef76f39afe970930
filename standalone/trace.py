"""`fastlane trace ID`: the traces of a project, or one trace, as a tree with times.

Reads the spans that the processes append to the local store (JSON lines, one file per process).
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from standalone.problem import StackProblem
from standalone.state import StateFolder

WIDTH = 28
# Attributes that name the thing a span is about; anything else would drown the tree.
SHOWN = ("project.id", "aggregate.id", "messaging.message.id", "http.route", "temporalWorkflowID")


@dataclass(frozen=True, slots=True)
class Span:
    """One line of the store."""

    trace_id: str
    span_id: str
    parent_id: str | None
    name: str
    service: str
    start_ns: int
    end_ns: int
    attributes: dict[str, Any]
    links: tuple[str, ...]
    status: str

    @property
    def ms(self) -> float:
        return (self.end_ns - self.start_ns) / 1e6

    def mentions(self, wanted: str) -> bool:
        """Whether the span belongs to the trace, or names the project in any attribute."""
        return self.trace_id == wanted or any(
            wanted in str(value) for value in self.attributes.values()
        )


def read_spans(folder: Path) -> Iterator[Span]:
    """Every span of the store; a line cut short by a kill is left out."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8", errors="replace") as stream:
            for line in stream:
                span = _parse(line)
                if span is not None:
                    yield span


def _parse(line: str) -> Span | None:
    try:
        row = json.loads(line)
        return Span(
            trace_id=row["trace_id"],
            span_id=row["span_id"],
            parent_id=row["parent_id"],
            name=row["name"],
            service=row["service"],
            start_ns=row["start_ns"],
            end_ns=row["end_ns"],
            attributes=row.get("attributes") or {},
            links=tuple(row.get("links") or ()),
            status=row.get("status", "UNSET"),
        )
    except (ValueError, KeyError, TypeError):
        return None


def traces_of(spans: Iterable[Span], wanted: str) -> list[list[Span]]:
    """The whole traces that mention `wanted`, oldest first, each in order of start."""
    by_trace: dict[str, list[Span]] = defaultdict(list)
    mentioned = set()
    for span in spans:
        by_trace[span.trace_id].append(span)
        if span.mentions(wanted):
            mentioned.add(span.trace_id)
    found = [sorted(by_trace[trace], key=lambda span: span.start_ns) for trace in mentioned]
    return sorted(found, key=lambda trace: trace[0].start_ns)


def waterfall(trace: list[Span]) -> list[str]:
    """One line per span: bar, milliseconds, process, name indented below its parent."""
    begun, ended = trace[0].start_ns, max(span.end_ns for span in trace)
    known = {span.span_id for span in trace}
    children: dict[str | None, list[Span]] = defaultdict(list)
    for span in trace:
        # A parent that was never written (killed process) makes its child a root of its own.
        children[span.parent_id if span.parent_id in known else None].append(span)
    total = (ended - begun) / 1e6
    lines = [f"trace {trace[0].trace_id}  {total:.1f} ms  {len(trace)} spans"]

    def draw(parent: str | None, depth: int) -> None:
        for span in children[parent]:
            bar = _bar(span, begun, max(ended - begun, 1))
            failed = "  ✗" if span.status == "ERROR" else ""
            name = "  " * depth + span.name
            lines.append(
                f"  {bar} {span.ms:>9.1f} ms  {span.service:<10} {name}{_about(span)}{failed}"
            )
            draw(span.span_id, depth + 1)

    draw(None, 0)
    return lines


def _bar(span: Span, begun: int, length: int) -> str:
    start = min(WIDTH - 1, (span.start_ns - begun) * WIDTH // length)
    width = max(1, (span.end_ns - span.start_ns) * WIDTH // length)
    return (" " * start + "█" * min(width, WIDTH - start)).ljust(WIDTH)


def _about(span: Span) -> str:
    named = [f"{key}={span.attributes[key]}" for key in SHOWN if key in span.attributes]
    return f"  [{', '.join(named)}]" if named else ""


@click.command()
@click.argument("wanted", metavar="PROJECT_OR_TRACE")
@click.option(
    "--state",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".fastlane"),
    show_default=True,
    envvar="FASTLANE_STATE",
    help="状态目录 · state folder",
)
@click.option(
    "--last",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    help="最多显示几条 · how many traces at most",
)
def main(wanted: str, state: Path, last: int) -> None:
    """查看一个项目的调用链 · Show a project's traces as trees."""
    folder = StateFolder(state.absolute()).traces
    found = traces_of(read_spans(folder), wanted) if folder.is_dir() else []
    if not found:
        raise StackProblem(
            f"{folder} 中没有与 {wanted} 有关的调用链。编号是否完整？记录会在约一秒后写入。",
            f"No trace in {folder} mentions {wanted}. Is the id complete? "
            f"Spans are written about a second late.",
        )
    for trace in found[-last:]:
        click.echo("\n".join([*waterfall(trace), ""]))
    if len(found) > last:
        click.echo(
            f"共 {len(found)} 条，用 --last 查看更多 · {len(found)} in all; see more with --last"
        )
