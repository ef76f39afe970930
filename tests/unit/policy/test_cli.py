"""The commands of `fastlane policy`."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policy.cli import policy
from tests.unit.policy.builder import MEADOW, PACKS


def call(*arguments: str) -> Result:
    return CliRunner().invoke(policy, list(arguments), env={"FASTLANE_PACKS_DIR": str(PACKS)})


def project(tmp_path: Path, text: str) -> str:
    file = tmp_path / "project.yaml"
    file.write_text(text, "utf-8")
    return str(file)


def test_list_shows_id_version_and_name() -> None:
    result = call("list", "--lang", "en")
    assert result.exit_code == 0
    assert "meadow\t3.0\tMeadow\tsha256:" in result.output


def test_check_says_that_a_pack_is_in_order() -> None:
    result = call("check", "meadow", str(MEADOW))
    assert result.exit_code == 0
    assert result.output.count("没有问题") == 2


def test_check_lists_every_problem_and_fails(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("format: 2\nformat: 1\nid: x\nid: y\n", "utf-8")
    result = call("check", str(tmp_path), "--lang", "en")
    assert result.exit_code == 1
    assert "pack.yaml:2: format: The key 'format' is written twice." in result.output
    assert "pack.yaml:4: id:" in result.output


def test_explain_prints_the_course(tmp_path: Path) -> None:
    file = project(tmp_path, "industry: cheese\nsponsor_kind: farm\ncontract_amount: 100\n")
    result = call("explain", "meadow", "--project", file, "--start", "2026-03-02")
    assert result.exit_code == 0, result.output
    assert "至 2026-04-02" in result.output
    assert "预计 50.00 元" in result.output


@pytest.mark.parametrize(
    ("pack", "text", "told"),
    [
        ("atlantis", "industry: cheese\nsponsor_kind: farm\n", "There is no pack 'atlantis'"),
        ("meadow", "industry: cheese\n", "'sponsor_kind' is missing"),
        ("meadow", "industry: cheese\nsponsor_kind: farm\nx: 1\n", "project.yaml:3"),
        ("meadow", "industry: [\n", "Not valid YAML"),
        ("meadow", "industry: gold\nsponsor_kind: farm\n", "has no 'gold'"),
        ("meadow", "- 1\n", "Write industry and sponsor_kind"),
        ("meadow", "industry: cheese\nsponsor_kind: farm\nentry_stage: market\n", "begin at"),
    ],
)
def test_explain_says_what_is_wrong(tmp_path: Path, pack: str, text: str, told: str) -> None:
    result = call("explain", pack, "--project", project(tmp_path, text), "--lang", "en")
    assert result.exit_code == 1
    assert told in result.output


@pytest.mark.parametrize(
    "command", ["list", "check", "explain", "release", "new", "diff", "diagram"]
)
def test_every_command_takes_the_language_in_one_way(command: str) -> None:
    (option,) = [each for each in policy.commands[command].params if each.name == "language"]
    assert option.opts == ["--language", "--lang"]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", "值“E”不在可选范围内。 可选：'A', 'B', 'C', 'D'。"),
        ("en", "Choose from 'A', 'B', 'C'"),
    ],
)
def test_a_wrong_credit_grade_lists_the_grades(tmp_path: Path, language: str, told: str) -> None:
    file = project(tmp_path, "industry: cheese\nsponsor_kind: farm\ncredit_grade: E\n")
    result = call("explain", "meadow", "--project", file, "--language", language)
    assert result.exit_code == 1
    assert "project.yaml:3: credit_grade" in result.output
    assert told in result.output


def expiring(tmp_path: Path, terms: str) -> str:
    folder = tmp_path / "meadow"
    folder.mkdir()
    text = (MEADOW / "pack.yaml").read_text("utf-8")
    text = text.replace("    issued_on: 2024-05-06\n", f"    issued_on: 2024-05-06\n{terms}")
    (folder / "pack.yaml").write_text(text, "utf-8")
    return str(folder)


def test_an_expired_source_is_announced_and_does_not_break_the_pack(tmp_path: Path) -> None:
    folder = expiring(tmp_path, "    expires_on: 2025-05-05\n")
    result = call("check", folder)
    assert result.exit_code == 0, result.output
    assert "注意：" in result.output
    assert "pack.yaml:13: sources[1].expires_on: 《草甸乳品成果转化办法" in result.output
    assert "已于 2025-05-05 期满失效。" in result.output
    assert "note: " in call("check", folder, "--language", "en").output
    assert "注意" not in call("check", str(MEADOW)).output
