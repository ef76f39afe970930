"""Traces are found by project or id and drawn as a tree, whatever the store lost."""

import json
from pathlib import Path

import pytest

from standalone.trace import Span, read_spans, traces_of, waterfall

PROJECT = "0197f000-0000-7000-8000-000000000001"


def span(span_id: str, parent: str | None, start_ms: int, end_ms: int, **others: object) -> Span:
    fields: dict[str, object] = {
        "trace_id": "t1",
        "span_id": span_id,
        "parent_id": parent,
        "name": span_id,
        "service": "approval",
        "start_ns": start_ms * 1_000_000,
        "end_ns": end_ms * 1_000_000,
        "attributes": {},
        "links": (),
        "status": "UNSET",
    }
    return Span(**(fields | others))  # type: ignore[arg-type]


def test_a_trace_is_whole_when_one_of_its_spans_names_the_project() -> None:
    spans = [
        span("http", None, 0, 5),
        span("relay", "http", 5, 6, attributes={"project.id": PROJECT}),
        span("other", None, 0, 1, trace_id="t2"),
    ]
    assert [[s.span_id for s in trace] for trace in traces_of(spans, PROJECT)] == [
        ["http", "relay"]
    ]


def test_a_trace_is_found_by_its_own_id() -> None:
    spans = [span("a", None, 0, 1), span("b", None, 0, 1, trace_id="t2")]
    assert [trace[0].span_id for trace in traces_of(spans, "t2")] == ["b"]


def test_traces_come_oldest_first() -> None:
    spans = [
        span("late", None, 9, 10, attributes={"project.id": PROJECT}),
        span("early", None, 1, 2, trace_id="t2", attributes={"project.id": PROJECT}),
    ]
    assert [trace[0].span_id for trace in traces_of(spans, PROJECT)] == ["early", "late"]


def test_children_stand_below_their_parent_with_their_share_of_the_time() -> None:
    lines = waterfall([span("root", None, 0, 100), span("half", "root", 50, 100)])
    assert "100.0 ms" in lines[0]
    assert lines[1].count("█") == 2 * lines[2].count("█")
    assert lines[2].index("half") > lines[1].index("root")


def test_a_span_whose_parent_was_never_written_is_still_shown() -> None:
    assert any("orphan" in line for line in waterfall([span("orphan", "gone", 0, 1)]))


def test_a_failed_span_is_marked() -> None:
    assert waterfall([span("bad", None, 0, 1, status="ERROR")])[1].endswith("✗")


@pytest.mark.parametrize("broken", ["", "{", '{"trace_id": "t1"}', '"text"'])
def test_a_line_cut_short_by_a_kill_is_left_out(tmp_path: Path, broken: str) -> None:
    whole = {"trace_id": "t1", "span_id": "a", "parent_id": None, "name": "n", "service": "s"}
    whole |= {"start_ns": 1, "end_ns": 2}
    (tmp_path / "approval-1.jsonl").write_text(f"{json.dumps(whole)}\n{broken}")
    assert [found.span_id for found in read_spans(tmp_path)] == ["a"]
