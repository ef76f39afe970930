"""The house rules that a machine can check on one file; each returns what it found, in words."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.sources import tree_of

_CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
}
_SQL_CLOCKS = {"now", "current_timestamp", "localtimestamp", "clock_timestamp"}
_HOSTS = re.compile(
    r"\b(?:pypi|pythonhosted|npmjs|npmmirror|yarnpkg|docker|ghcr|quay|gcr|crates|golang)"
    r"\.(?:org|com|io|dev)\b|\bmirrors?\.[a-z]+\.(?:edu\.cn|com|cn)\b"
)
_ELSEWHERE = re.compile(
    r"(?:src|href|action|import|from|url\(|fetch\()[\s=]*[\"']?(?:https?:)?//[\w.-]+"
)
_PLACES = re.compile(r"(?<![\w.])/(?:work|home|Users)/\w")


def clock_reads(file: Path) -> list[str]:
    """Places that read the machine's clock by themselves, in Python or in SQL."""
    found = []
    for node in ast.walk(tree_of(file)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner, name = node.func.value, node.func.attr
        of = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        if (of, name) in _CLOCKS or (of == "func" and name in _SQL_CLOCKS):
            found.append(f"line {node.lineno} reads {of}.{name}()")
    return found


def careless_subscribers(file: Path) -> list[str]:
    """FastStream subscribers that are not MANUAL, durable and pulling."""
    found = []
    for node in ast.walk(tree_of(file)):
        called = node.func if isinstance(node, ast.Call) else None
        if not isinstance(called, ast.Attribute) or called.attr != "subscriber":
            continue
        assert isinstance(node, ast.Call)
        given = {word.arg: ast.unparse(word.value) for word in node.keywords}
        if given.get("ack_policy") != "AckPolicy.MANUAL":
            found.append(f"line {node.lineno} does not acknowledge by hand")
        found += [
            f"line {node.lineno} has no {word}"
            for word in ("durable", "pull_sub", "max_workers")
            if word not in given
        ]
    return found


def commits(file: Path) -> list[str]:
    """Calls of ``commit()``: only a unit of work commits, and it does so by ending."""
    return [
        f"line {node.lineno} commits"
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
    ]


def long_functions(file: Path, limit: int) -> list[str]:
    """Functions of more than ``limit`` lines, docstring not counted."""
    found = []
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            described = ast.get_docstring(node) is not None
            words = (first.end_lineno or 0) - first.lineno + 1 if described else 0
            lines = (node.end_lineno or 0) - node.lineno + 1 - words
            if lines > limit:
                found.append(f"{node.name} has {lines} lines")
    return found


def undescribed(file: Path) -> list[str]:
    """A module without a docstring."""
    described = ast.get_docstring(tree_of(file)) is not None
    return [] if described else ["no line says what this module is"]


def words_in(text: str, words: Iterable[str]) -> list[str]:
    """Which of the words stand in the text; Latin ones as whole words, Chinese ones anywhere."""
    found = []
    for word in words:
        alone = rf"(?<![A-Za-z0-9_]){re.escape(word)}(?![A-Za-z0-9_])"
        if re.search(alone, text) if word.isascii() else word in text:
            found.append(word)
    return found


def hosts_and_places(text: str) -> list[str]:
    """Package registries' host names, and folders of somebody's machine."""
    return sorted(
        {match.group() for pattern in (_HOSTS, _PLACES) for match in pattern.finditer(text)}
    )


def loads_from_elsewhere(text: str) -> list[str]:
    """Addresses of other sites that a page, a style or a script of ours would load from."""
    return _ELSEWHERE.findall(text)
