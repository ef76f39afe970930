"""The page from which an outsider writes a pack: its example works, and nothing is left untold."""

import re
from datetime import date
from pathlib import Path

import pytest

from policy.explain import explain
from policy.explain_text import explanation_text
from policy.loader import load_pack, problems_in
from policy.model import Pack
from policy.plan import compile_plan
from policy.project_facts import ProjectFacts
from tests.unit.policy.test_tools_difference import fields_of

PAGE = (Path(__file__).parents[3] / "docs" / "policy-packs.md").read_text("utf-8")
# A reader of the page meets these in every example; `en` and `zh` are the two languages.
TOLD_BY_EXAMPLE = {"basis", "zh", "en"}


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """The page's whole small pack, in a folder of its own."""
    (example,) = re.findall(r"```yaml\n(format: 1\n.*?)```", PAGE, re.S)
    folder = tmp_path / "harbour"
    folder.mkdir()
    (folder / "pack.yaml").write_text(example, "utf-8")
    return folder


def test_the_small_pack_passes_check_and_explains_itself(harbour: Path) -> None:
    assert [problem.text("en") for problem in problems_in(harbour)] == []
    pack = load_pack(harbour).pack
    assert [stage.stage for stage in compile_plan(pack).stages] == ["pilot"]
    facts = ProjectFacts(industry="marine_materials", sponsor_kind="enterprise")
    found = explain(pack, facts, date(2026, 3, 2))
    assert "第一部分第（一）条" in explanation_text(found, "zh")
    assert "part 1, clause 1" in explanation_text(found, "en")


def test_every_field_of_the_format_is_on_the_page() -> None:
    named = set(re.findall(r"[a-z][a-z_0-9]*", PAGE))
    assert fields_of(Pack, set()) - named - TOLD_BY_EXAMPLE == set()


def test_every_section_has_a_row() -> None:
    rows = "\n".join(line for line in PAGE.splitlines() if line.startswith("| `"))
    missing = [name for name in Pack.model_fields if f"`{name}`" not in rows]
    assert missing == []
