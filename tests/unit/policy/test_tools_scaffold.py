"""`fastlane policy new`: a folder in which only the places to fill are wrong."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from policy.cli import policy
from policy.loader import load_pack, problems_in
from policy.tools.scaffold import MARK, ScaffoldRefused, next_steps, scaffold

FILLED = {
    "zh:": '"港口"',
    "en:": '"Harbour"',
    "file:": '"harbour.txt"',
    "clause:": '"一"',
    "issued_on:": "2025-05-06",
    "clauses:": "[一, 二]",
    "figure:": "5",
}


def filled(text: str) -> str:
    """The text with every place filled in as somebody would."""
    lines = []
    for line in text.splitlines():
        head, mark, _ = line.partition(f"# {MARK}")
        if mark:
            key = head.split()[0] if not head.lstrip().startswith("- ") else head.split()[1]
            head = f"{head[: head.index(key)]}{key} {FILLED[key]}"
        lines.append(head if mark else line)
    return "\n".join(lines) + "\n"


def test_only_the_places_to_fill_are_found(tmp_path: Path) -> None:
    folder, places = scaffold("harbour", tmp_path)
    found = {(problem.file, problem.line) for problem in problems_in(folder)}
    assert found == {(place.file, place.line) for place in places}
    assert all(place.what for place in places)


def test_once_filled_the_pack_passes_every_check(tmp_path: Path) -> None:
    folder, _ = scaffold("harbour", tmp_path)
    for file in folder.glob("*.yaml"):
        file.write_text(filled(file.read_text("utf-8")), "utf-8")
    assert [each.text("en") for each in problems_in(folder)] == []
    assert load_pack(folder).pack.id == "harbour"


@pytest.mark.parametrize("id_", ["", "Harbour", "1st", "a-b", "../x", "港口", "a" * 64])
def test_an_id_that_is_none_is_refused(tmp_path: Path, id_: str) -> None:
    with pytest.raises(ScaffoldRefused):
        scaffold(id_, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "harbour").mkdir()
    (tmp_path / "harbour" / "pack.yaml").write_text("mine", "utf-8")
    with pytest.raises(ScaffoldRefused):
        scaffold("harbour", tmp_path)
    assert (tmp_path / "harbour" / "pack.yaml").read_text("utf-8") == "mine"


@pytest.mark.parametrize(("language", "told"), [("zh", "接下来"), ("en", "What to do next")])
def test_the_command_says_what_to_do_next(tmp_path: Path, language: str, told: str) -> None:
    result = CliRunner().invoke(
        policy, ["new", "harbour", "--into", str(tmp_path), "--lang", language]
    )
    assert result.exit_code == 0, result.output
    assert told in result.output
    assert str(tmp_path / "harbour") in result.output


def test_the_command_refuses_a_pack_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "harbour").mkdir()
    result = CliRunner().invoke(policy, ["new", "harbour", "--into", str(tmp_path)])
    assert result.exit_code == 1
    assert "无法建立文件夹" in result.output


def test_the_comments_of_a_new_pack_use_chinese_punctuation(tmp_path: Path) -> None:
    folder, _ = scaffold("harbour", tmp_path)
    for file in folder.glob("*.yaml"):
        for line in file.read_text("utf-8").splitlines():
            comment = line.partition("#")[2]
            assert not re.search(r"[\u4e00-\u9fff][;:,(] ?[\u4e00-\u9fff]", comment.split("[")[0])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_next_steps_mention_the_samples(tmp_path: Path, language: str) -> None:
    folder, places = scaffold("harbour", tmp_path)
    said = next_steps(folder, places, language)
    assert "samples/" in said
    assert "projects.harbour.yaml" in said
