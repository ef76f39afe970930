"""Kept versions of packs: found by id, version and digest; never another meaning."""

import shutil
from pathlib import Path

import pytest

from policy.loader import available_packs, load_pack
from policy.problem import UnknownPack
from policy.release import release, releases_beside
from policy.tools.version import (
    DigestDiffers,
    UnknownVersion,
    keep,
    kept_versions,
    load_pinned,
    load_version,
)
from tests.unit.policy.builder import MEADOW


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The made-up pack in a folder of its own, which the lane looks into."""
    monkeypatch.setenv("FASTLANE_PACKS_DIR", str(tmp_path))
    shutil.copytree(MEADOW, tmp_path / "meadow")
    return tmp_path / "meadow"


def move_on(folder: Path) -> None:
    """Version 3.0 is released and kept, 3.1 is what the pack is now."""
    loaded = load_pack(folder)
    release(loaded.pack, loaded.digest, folder)
    keep(loaded)
    edit(folder, 'version: "3.0"', 'version: "3.1"')
    edit(folder, "figure: 6, unit", "figure: 4, unit")


def edit(folder: Path, old: str, new: str) -> None:
    file = folder / "pack.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_a_released_version_is_found_after_the_pack_has_moved_on(folder: Path) -> None:
    before = load_pack(folder)
    move_on(folder)
    assert load_pack("meadow").pack.version == "3.1"
    assert load_pinned("meadow", "3.0", before.digest).pack == before.pack
    assert load_version("meadow", "3.1").pack == load_pack("meadow").pack
    assert kept_versions(folder) == ("3.0",)


def test_a_kept_version_is_no_pack_of_its_own(folder: Path) -> None:
    move_on(folder)
    assert [each for each in available_packs() if each != "meadow"] == [
        each for each in available_packs() if "3" not in each and each != "meadow"
    ]


def test_keeping_twice_keeps_the_first(folder: Path) -> None:
    assert keep(load_pack(folder)) is not None
    assert keep(load_pack(folder)) is None


@pytest.mark.parametrize("version", ["9", "../meadow", "..", "", "3.0/../3.0", "/"])
def test_a_version_that_is_none_is_refused(folder: Path, version: str) -> None:
    move_on(folder)
    with pytest.raises(UnknownVersion) as refused:
        load_version("meadow", version)
    assert refused.value.known == ("3.0", "3.1")


def test_an_unknown_pack_is_refused(folder: Path) -> None:
    with pytest.raises(UnknownPack):
        load_version("atlantis", "1")


def test_another_digest_than_pinned_is_refused(folder: Path) -> None:
    with pytest.raises(DigestDiffers):
        load_pinned("meadow", "3.0", "sha256:other")


def test_a_kept_copy_that_was_changed_is_refused(folder: Path) -> None:
    move_on(folder)
    edit(folder / "versions" / "3.0" / "meadow", "figure: 6, unit", "figure: 5, unit")
    with pytest.raises(DigestDiffers):
        load_version("meadow", "3.0")


def test_a_broken_pack_does_not_hide_its_kept_versions(folder: Path) -> None:
    before = load_pack(folder)
    move_on(folder)
    (folder / "pack.yaml").write_text("format: [", "utf-8")
    assert load_pinned("meadow", "3.0", before.digest).pack == before.pack


@pytest.mark.parametrize("id_", available_packs())
def test_every_released_version_that_comes_with_the_lane_can_still_be_used(id_: str) -> None:
    """A stricter check must not refuse what running projects are pinned to."""
    folder = available_packs()[id_]
    for (pack, version), digest in releases_beside(folder).items():
        if pack == id_:
            assert load_pinned(id_, version, digest).digest == digest
            assert version in kept_versions(folder), "fastlane policy release keeps a copy"
