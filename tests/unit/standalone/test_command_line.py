"""`fastlane` lists every verb, and a fault in one verb's module leaves the others working."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from standalone import cli


def test_every_verb_is_listed_in_both_languages() -> None:
    shown = CliRunner().invoke(cli.main, ["--help"]).output
    for verb in ("run", "down", "status", "reset", *cli.ELSEWHERE):
        assert f"\n  {verb} " in shown
    assert "启动" in shown
    assert "Start everything" in shown


def test_a_missing_module_breaks_its_own_verb_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(cli.ELSEWHERE, "gone", ("standalone.not_there", "text"))
    runner = CliRunner()
    assert isinstance(runner.invoke(cli.main, ["gone"]).exception, ModuleNotFoundError)
    assert runner.invoke(cli.main, ["--help"]).exit_code == 0


@pytest.mark.parametrize("verb", ["down", "status"])
def test_nothing_running_is_a_sentence_and_a_failure(verb: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.main, [verb, "--state", str(tmp_path / "none")])
    assert result.exit_code == 1
    assert "make run" in result.output


def test_reset_leaves_a_foreign_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("important")
    result = CliRunner().invoke(cli.main, ["reset", "--yes", "--state", str(tmp_path)])
    assert result.exit_code == 1
    assert (tmp_path / "thesis.txt").exists()


def test_a_service_that_does_not_exist_is_refused() -> None:
    assert CliRunner().invoke(cli.main, ["run", "--split", "cinema"]).exit_code == 2
