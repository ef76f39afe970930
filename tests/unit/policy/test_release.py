"""A released version never changes its meaning, and the format is there for editors."""

from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from click.testing import CliRunner

from policy.cli import policy
from policy.loader import PACKS_DIR, available_packs, load_pack, problems_in
from policy.problem import PackRefused
from policy.release import FILE, releases_beside
from policy.schema import json_schema, schema_text
from tests.unit.policy.builder import MEADOW, meadow_values

SCHEMA = Path(__file__).parents[3] / "docs" / "reference" / "policy-pack.schema.json"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return copytree(MEADOW, tmp_path / "meadow")


def release(pack: Path) -> tuple[int, str]:
    result = CliRunner().invoke(policy, ["release", str(pack), "--lang", "en"])
    return result.exit_code, result.output


def change(pack: Path, before: str, after: str) -> None:
    file = pack / "pack.yaml"
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")


def test_a_release_notes_id_version_and_digest_once(pack: Path) -> None:
    assert release(pack)[1].startswith("released: meadow 3.0 sha256:")
    noted = (pack.parent / FILE).read_text("utf-8")
    assert release(pack)[1].startswith("already released")
    assert (pack.parent / FILE).read_text("utf-8") == noted
    assert releases_beside(pack) == {("meadow", "3.0"): load_pack(pack).digest}


def test_a_changed_pack_under_a_released_version_is_refused(pack: Path) -> None:
    release(pack)
    load_pack(pack)
    change(pack, "max_attempts: 2", "max_attempts: 3")
    with pytest.raises(PackRefused) as refused:
        load_pack(pack)
    [problem] = refused.value.problems
    assert problem.code == "changed_under_same_version"
    assert problem.line == 5
    assert release(pack)[0] == 1


def test_with_a_new_version_it_is_released_beside_the_old_one(pack: Path) -> None:
    release(pack)
    change(pack, "max_attempts: 2", "max_attempts: 3")
    change(pack, 'version: "3.0"', 'version: "3.1"')
    assert release(pack)[0] == 0
    assert [version for _, version in releases_beside(pack)] == ["3.0", "3.1"]


def test_a_comment_is_no_change(pack: Path) -> None:
    release(pack)
    change(pack, "format: 1", "# remark\nformat: 1")
    assert problems_in(pack) == ()


def test_a_spoilt_record_refuses_the_pack(pack: Path) -> None:
    (pack.parent / FILE).write_text("meadow 3.0\n", "utf-8")
    [problem] = problems_in(pack)
    assert problem.code == "releases_unreadable"


@pytest.mark.parametrize("pack", sorted(available_packs()))
def test_every_pack_that_comes_with_the_lane_is_released(pack: str) -> None:
    loaded = load_pack(pack)
    releases = releases_beside(PACKS_DIR / pack)
    assert releases.get((pack, loaded.pack.version)) == loaded.digest, "fastlane policy release"


def test_the_written_schema_is_current() -> None:
    assert SCHEMA.read_text("utf-8") == schema_text(), "fastlane policy schema > that file"


def test_the_schema_knows_every_field_of_the_made_up_pack() -> None:
    schema = json_schema()
    assert _unknown(schema, schema, meadow_values(), "") == []


def test_the_schema_would_miss_a_wrong_field() -> None:
    schema = json_schema()
    values = meadow_values()
    values["items"][0]["colour"] = "red"
    assert _unknown(schema, schema, values, "") == [".items.colour"]


def _unknown(root: dict[str, Any], schema: dict[str, Any], value: Any, at: str) -> list[str]:
    """Fields that the schema does not have, looking into every branch that could be meant."""
    branches = _branches(root, schema)
    if isinstance(value, list):
        items = [branch["items"] for branch in branches if "items" in branch]
        found = [_unknown(root, {"anyOf": items}, each, at) for each in value]
        return [name for names in found for name in names]
    if not isinstance(value, dict):
        return []
    known = [branch.get("properties", {}) for branch in branches]
    fitting = max(known, key=lambda properties: len(properties.keys() & value.keys()))
    result = []
    for key, each in value.items():
        place = f"{at}.{key}"
        result += _unknown(root, fitting[key], each, place) if key in fitting else [place]
    return result


def _branches(root: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    if "$ref" in schema:
        return _branches(root, root["$defs"][schema["$ref"].rsplit("/", 1)[1]])
    inner = schema.get("anyOf", []) + schema.get("oneOf", [])
    return [branch for each in inner for branch in _branches(root, each)] or [schema]
