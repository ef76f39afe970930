"""Reads YAML text into plain values and remembers the line of each. Refuses whatever surprises.

A small subset on purpose: mappings with text keys, lists, and the scalars of `yaml_scalar`. No
anchors, no aliases, no tags, no duplicate keys, no second document. It walks the parser's events
with a stack of its own, so that deep nesting cannot exhaust Python's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from policy.problem import Path, Problem
from policy.yaml_scalar import UnreadableScalar, scalar_value

MAX_DEPTH = 20  # the format itself needs seven
FULL_WIDTH_COLON = re.compile(r"(?P<key>[a-z][a-z0-9_]*)\s*：")
_KEY_LINE = re.compile(rf"\s*(?:- +)*\{{?\s*{FULL_WIDTH_COLON.pattern}")
_LINES_BACK = 5  # a value that swallowed a key goes on for a line or two
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Document:
    """A file's values and lines, with the problems found while reading it."""

    file: str
    value: object = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def refuse(
        self, code: str, line: int, path: Path, wrong: tuple[str, str], right: tuple[str, str]
    ) -> None:
        """Notes a problem; reading goes on where it can."""
        self.problems.append(Problem(code, self.file, line, path, *wrong, *right))


@dataclass(slots=True)
class _Open:
    """A mapping or a list that is being filled."""

    value: dict[str, object] | list[object]
    path: Path
    key: str | None = None
    is_key_due: bool = True

    def child_path(self) -> Path:
        if isinstance(self.value, list):
            return (*self.path, len(self.value))
        return (*self.path, self.key or "")


def read_yaml(text: str, file: str) -> Document:
    """The values of the text; `problems` is empty when it may be used. Never raises."""
    document = Document(file)
    try:
        _Reader(document).read(yaml.parse(text, Loader=_Loader))
    except _Unusable:
        pass
    except yaml.YAMLError as error:
        _refuse_syntax(document, error, text)
    return document


class _Unusable(Exception):
    """Reading this file any further makes no sense; the problem is already noted."""


class _Reader:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.stack: list[_Open] = []

    def read(self, events: Iterator[yaml.Event]) -> None:
        documents = 0
        for event in events:
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop(
                        "second_document",
                        line,
                        ("文件中有第二个 YAML 文档。", "The file holds a second YAML document."),
                        ("请删去“---”及其后内容。", "Remove the --- and what follows it."),
                    )
            elif isinstance(event, yaml.NodeEvent):
                self._node(event, line)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.stack.pop()

    def _node(self, event: yaml.NodeEvent, line: int) -> None:
        self._refuse_cleverness(event, line)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
            return
        if self._is_key():
            self._stop(
                "key_not_text",
                line,
                ("键必须是文字。", "A key must be text."),
                ("请写成 name: value 的形式。", "Write it as name: value."),
            )
        value: dict[str, object] | list[object] = (
            {} if isinstance(event, yaml.MappingStartEvent) else []
        )
        path = self.stack[-1].child_path() if self.stack else ()
        self._put(value, line)
        self.stack.append(_Open(value, path))
        if len(self.stack) > MAX_DEPTH:
            self._stop(
                "too_deep",
                line,
                (f"嵌套超过 {MAX_DEPTH} 层。", f"Nested deeper than {MAX_DEPTH} levels."),
                ("请按格式说明书写。", "Write it as docs/policy-packs.md describes."),
            )

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        if self._is_key():
            self._key(event.value, line)
            return
        try:
            value = scalar_value(event.value, is_plain=event.style in (None, ""))
        except UnreadableScalar as error:
            path = self.stack[-1].child_path() if self.stack else ()
            self.document.refuse("bad_value", line, path, error.wrong, error.right)
            value = None
        found = FULL_WIDTH_COLON.match(event.value) if event.style in (None, "") else None
        if found is not None and self.stack:
            self.document.lines[(*self.stack[-1].child_path(), found["key"])] = line
        self._put(value, line)

    def _is_key(self) -> bool:
        top = self.stack[-1] if self.stack else None
        return top is not None and isinstance(top.value, dict) and top.is_key_due

    def _key(self, key: str, line: int) -> None:
        top = self.stack[-1]
        top.key, top.is_key_due = key, False
        if isinstance(top.value, dict) and key in top.value:
            first = self.document.lines.get((*top.path, key), 0)
            self.document.refuse(
                "duplicate_key",
                line,
                (*top.path, key),
                (f"键“{key}”重复。", f"The key {key!r} is written twice."),
                (
                    f"第 {first} 行已有，请只保留一个。",
                    f"It is already on line {first}: keep one.",
                ),
            )
        else:
            self.document.lines[(*top.path, key)] = line

    def _put(self, value: object, line: int) -> None:
        if not self.stack:
            self.document.value = value
            self.document.lines[()] = line
            return
        top = self.stack[-1]
        path = top.child_path()
        if isinstance(top.value, list):
            top.value.append(value)
            self.document.lines[path] = line
        else:
            top.value.setdefault(top.key or "", value)
            top.is_key_due = True

    def _refuse_cleverness(self, event: yaml.NodeEvent, line: int) -> None:
        if event.anchor is not None:
            self._stop(
                "anchor",
                line,
                ("不允许使用锚点(&)或引用(*)。", "Anchors (&) and aliases (*) are not allowed."),
                ("请把内容写全；文字请加引号。", "Write the value out; quote it if it is text."),
            )
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            self._stop(
                "tag",
                line,
                (f"不允许使用标签 {tag}。", f"The tag {tag} is not allowed."),
                ("请直接写值。", "Write the plain value."),
            )

    def _stop(self, code: str, line: int, wrong: tuple[str, str], right: tuple[str, str]) -> None:
        path = self.stack[-1].path if self.stack else ()
        self.document.refuse(code, line, path, wrong, right)
        raise _Unusable


def full_width_colon(key: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """What is wrong with such a colon after a key, and what would be right."""
    return (
        (
            f"“{key}”后面是全角冒号“：”。",
            f"A full-width colon (：) stands after {key!r}.",
        ),
        (
            f"请改用半角冒号加空格：“{key}: ...”。",
            f"Write a plain colon and a space: `{key}: ...`.",
        ),
    )


def _refuse_syntax(document: Document, error: yaml.YAMLError, text: str) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark is not None else 1
    colon = _colon_above(error, text)
    if colon is not None:
        at, key = colon
        document.refuse("full_width_colon", at, (), *full_width_colon(key))
        return
    detail = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    document.refuse(
        "syntax",
        line,
        (),
        (f"不是合法的 YAML（{detail}）。", f"Not valid YAML ({detail})."),
        (
            "请检查本行及以上各行的缩进、冒号与引号。",
            "Check indentation, colons and quotation marks on and above this line.",
        ),
    )


def _colon_above(error: yaml.YAMLError, text: str) -> tuple[int, str] | None:
    """The line, from one, and the key of a full-width colon that the parser stumbled over."""
    marks = [getattr(error, name, None) for name in ("context_mark", "problem_mark")]
    lines = text.splitlines()
    for mark in (each for each in marks if each is not None):
        for at in range(min(mark.line, len(lines) - 1), max(mark.line - _LINES_BACK, 0) - 1, -1):
            found = _KEY_LINE.match(lines[at])
            if found is not None:
                return at + 1, found["key"]
    return None
