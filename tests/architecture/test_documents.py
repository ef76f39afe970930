"""What the documents say to type, open or read exists."""

import os
import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, name_of, source_files

MAKE = re.compile(r"\bmake ([a-z][a-z-]*)")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)|(?:src|href)=\"([^\"#]+)\"")
PLAIN_ENGLISH = {"make sure", "make it", "make a", "make the", "make up"}
ADR_LIMIT = 50
ADR_SECTIONS = ("## Context", "## Decision", "## Considered", "## Consequences")


def documents() -> list[Path]:
    return [file for file in source_files() if file.suffix == ".md"]


def targets() -> set[str]:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):", text, flags=re.MULTILINE))


def unknown_targets(text: str) -> set[str]:
    """Targets that a document names in code and the Makefile does not have."""
    code = " ".join(re.findall(r"```.*?```|`[^`]+`", text, flags=re.DOTALL))
    return {name for name in MAKE.findall(code) if f"make {name}" not in PLAIN_ENGLISH} - targets()


def dead_links(file: Path, text: str) -> list[str]:
    """Links to files that are not there."""
    named = [first or second for first, second in LINK.findall(text)]
    return [
        link
        for link in named
        if "://" not in link and not link.startswith("mailto:")
        if not (file.parent / link).exists()
    ]


@pytest.mark.parametrize("file", documents(), ids=name_of)
def test_every_make_target_in_a_document_exists(file: Path) -> None:
    assert unknown_targets(file.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize("file", documents(), ids=name_of)
def test_every_link_in_a_document_leads_somewhere(file: Path) -> None:
    assert dead_links(file, file.read_text(encoding="utf-8")) == []


def test_a_target_or_link_that_is_not_there_is_found(tmp_path: Path) -> None:
    assert unknown_targets("type `make coffee` and `make help`") == {"coffee"}
    assert dead_links(tmp_path / "x.md", "[a](gone.md) [b](https://x.example)") == ["gone.md"]


@pytest.mark.parametrize(
    "file", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda file: file.stem
)
def test_a_decision_is_short_and_says_what_else_was_thought_of(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count("\n") <= ADR_LIMIT
    assert [section for section in ADR_SECTIONS if section not in text] == []


def test_decisions_are_numbered_once() -> None:
    numbers = [file.name[:4] for file in (ROOT / "docs" / "decisions").glob("*.md")]
    assert all(number.isdigit() for number in numbers)
    assert len(numbers) == len(set(numbers))


def test_both_readmes_name_the_same_commands() -> None:
    english, chinese = (
        set(MAKE.findall((ROOT / name).read_text(encoding="utf-8")))
        for name in ("README.md", "README.zh-CN.md")
    )
    assert {"run", "test", "demo", "help"} <= english == chinese


def test_the_gate_checks_and_then_tests() -> None:
    gate = ROOT / ".ci" / "run"
    assert os.access(gate, os.X_OK)
    lines = gate.read_text(encoding="utf-8").splitlines()
    assert "set -euo pipefail" in lines
    steps = [line.split()[:2] for line in lines if line.startswith("make ")]
    assert steps == [["make", "check"], ["make", "test"]]
