"""A state folder is ours and whole, or we say what to do about it."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from standalone import anchor, state
from standalone.problem import ClockChanged, DiskFull, StateForeign, StateInUse

NOW = datetime(2026, 5, 6, 1, 2, 3, tzinfo=UTC)


def test_a_new_folder_gets_a_format_and_is_found_again(tmp_path: Path) -> None:
    state.prepare(tmp_path / "lane")
    folder = state.prepare(tmp_path / "lane")
    assert json.loads(folder.format_file.read_text())["format"] == state.FORMAT


def test_somebody_elses_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("important")
    with pytest.raises(StateForeign):
        state.prepare(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("content", ["", "{", "[]", "{}"])
def test_a_half_written_folder_says_so(tmp_path: Path, content: str) -> None:
    (tmp_path / "format.json").write_text(content)
    with pytest.raises(StateForeign, match="half-written"):
        state.prepare(tmp_path)


@pytest.mark.parametrize("other", [state.FORMAT - 1, state.FORMAT + 1])
def test_another_format_is_named(tmp_path: Path, other: int) -> None:
    (tmp_path / "format.json").write_text(json.dumps({"format": other}))
    with pytest.raises(StateForeign, match=f"format {other}"):
        state.prepare(tmp_path)


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StateForeign, match="STATE="):
        state.prepare(tmp_path / "file" / "lane")


def test_too_little_room_names_what_is_needed(tmp_path: Path) -> None:
    with pytest.raises(DiskFull, match="MB"):
        state.check_disk(tmp_path, 2**60)


def test_two_supervisors_do_not_share_a_folder(tmp_path: Path) -> None:
    folder = state.prepare(tmp_path / "lane")
    with (
        state.locked(folder),
        pytest.raises(StateInUse, match="make down"),
        state.locked(folder),
    ):
        pass
    assert not state.is_locked(folder)


def test_the_lock_is_seen_from_outside(tmp_path: Path) -> None:
    folder = state.prepare(tmp_path / "lane")
    with state.locked(folder):
        assert state.is_locked(folder)


def test_secrets_are_made_once_and_closed_to_others(tmp_path: Path) -> None:
    folder = state.prepare(tmp_path / "lane")
    made = state.load_or_make_secrets(folder, is_new=True)
    assert state.load_or_make_secrets(folder, is_new=True) == made
    assert folder.secrets_file.stat().st_mode & 0o077 == 0
    assert len({made.postgres, made.nats, *made.roles.values()}) == 2 + len(made.roles)


def test_lost_passwords_of_an_existing_database_are_not_made_up_again(tmp_path: Path) -> None:
    folder = state.prepare(tmp_path / "lane")
    with pytest.raises(StateForeign, match="make reset"):
        state.load_or_make_secrets(folder, is_new=False)


def test_the_anchor_of_a_scaled_lane_outlives_the_run(tmp_path: Path) -> None:
    folder = state.prepare(tmp_path / "lane")
    first = anchor.load_or_fix(folder, 1.0, NOW)
    later = anchor.load_or_fix(folder, 1.0, datetime(2026, 9, 9, tzinfo=UTC))
    assert first == later
    assert (first.epoch, first.epoch_real) == (anchor.SCALED_EPOCH, NOW)


def test_real_time_is_the_identity(tmp_path: Path) -> None:
    folder = state.prepare(tmp_path / "lane")
    lane = anchor.load_or_fix(folder, anchor.REAL_DAY_SECONDS, NOW)
    assert lane.epoch == lane.epoch_real
    assert not lane.is_scaled


def test_days_of_another_length_are_refused_on_an_existing_state(tmp_path: Path) -> None:
    folder = state.prepare(tmp_path / "lane")
    anchor.load_or_fix(folder, 1.0, NOW)
    with pytest.raises(ClockChanged, match="make reset"):
        anchor.load_or_fix(folder, 2.0, NOW)


def test_a_damaged_anchor_is_a_sentence(tmp_path: Path) -> None:
    folder = state.prepare(tmp_path / "lane")
    folder.clock_file.write_text("{")
    with pytest.raises(StateForeign, match=r"clock\.json"):
        anchor.load_or_fix(folder, 1.0, NOW)


def test_the_oldest_traces_make_way(tmp_path: Path) -> None:
    for age, name in enumerate(["new", "old", "oldest"]):
        (tmp_path / name).write_bytes(b"x" * 10)
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    state.prune(tmp_path, 20)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "old"]
