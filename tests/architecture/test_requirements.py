"""The image has what the code imports: each deployable's imports are in its lock."""

import ast
import re
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, ROOT, name_of, python_files, tree_of

RUNTIME = tuple(package for package in PACKAGES if package != "standalone")
LOCKS = {"runtime": RUNTIME, "standalone": ("standalone",)}
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", re.MULTILINE)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(lock: str) -> set[str]:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    return {normal(name) for name in PIN.findall(text)}


def imported(file: Path) -> set[str]:
    """Top-level names of others' packages that a file imports."""
    names: set[str] = set()
    for node in ast.walk(tree_of(file)):
        match node:
            case ast.Import():
                names |= {alias.name.partition(".")[0] for alias in node.names}
            case ast.ImportFrom(level=0, module=str() as module):
                names.add(module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - set(PACKAGES)


@cache
def providers() -> Mapping[str, list[str]]:
    """Distributions by the top-level name that they install; slow, so asked once."""
    return packages_distributions()


def missing(file: Path, known: set[str]) -> list[str]:
    """Imports of a file that no locked distribution provides."""
    return [
        name
        for name in sorted(imported(file))
        if not {normal(each) for each in providers().get(name, [name])} & known
    ]


@pytest.mark.parametrize("lock", sorted(LOCKS))
def test_every_import_is_locked(lock: str) -> None:
    known = locked(lock)
    found = {name_of(f): missing(f, known) for f in python_files(*LOCKS[lock])}
    assert {file: names for file, names in found.items() if names} == {}


def test_an_import_that_is_not_locked_is_found(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text("import json\nimport pytest\nfrom pydantic import BaseModel\n")
    assert missing(planted, locked("runtime")) == ["pytest"]


@pytest.mark.parametrize("lock", ["runtime", "standalone", "dev"])
def test_every_locked_package_carries_a_hash(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    entries = re.split(r"^(?=\S)", text.replace("\\\n", " "), flags=re.MULTILINE)
    pinned = [entry for entry in entries if PIN.match(entry)]
    assert pinned
    assert [entry.split()[0] for entry in pinned if "--hash=sha256:" not in entry] == []


def test_the_locks_agree_where_they_overlap() -> None:
    versions: dict[str, set[str]] = {}
    for lock in ("runtime", "standalone", "dev"):
        text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
        for name, version in re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, flags=re.MULTILINE):
            versions.setdefault(normal(name), set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}
