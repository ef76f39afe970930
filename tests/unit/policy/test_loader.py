"""Loading: every problem at once with its place, a steady digest, extra folders."""

import os
from pathlib import Path
from shutil import copytree

import pytest

from policy.loader import MAX_SIZE_BYTES, available_packs, load_pack, problems_in
from policy.problem import PackRefused, Problem, UnknownPack
from tests.unit.policy.builder import MEADOW, PACKS


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the made-up pack that a test may break."""
    return copytree(MEADOW, tmp_path / "meadow")


def edit(pack: Path, before: str, after: str) -> None:
    file = pack / "pack.yaml"
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")


def only_problem(pack: Path) -> Problem:
    [problem] = problems_in(pack)
    return problem


def test_the_made_up_pack_is_in_order() -> None:
    assert problems_in(MEADOW) == ()


def test_a_pack_split_over_files_has_the_same_digest(pack: Path) -> None:
    text = (pack / "pack.yaml").read_text("utf-8")
    head, items = text.split("\nitems:")
    (pack / "pack.yaml").write_text(head, "utf-8")
    (pack / "course.yaml").write_text("items:" + items, "utf-8")
    assert load_pack(pack).digest == load_pack(MEADOW).digest


def test_comments_and_layout_do_not_change_the_digest_and_a_figure_does(pack: Path) -> None:
    edit(pack, "format: 1", "# a remark\nformat:   1")
    assert load_pack(pack).digest == load_pack(MEADOW).digest
    edit(pack, "max_attempts: 4", "max_attempts: 5")
    assert load_pack(pack).digest != load_pack(MEADOW).digest


def test_writing_a_default_does_not_change_the_digest(pack: Path) -> None:
    edit(pack, "    can_enter: true", "    can_enter: true\n    needs_platform: false")
    assert load_pack(pack).digest == load_pack(MEADOW).digest


def test_a_problem_names_file_line_place_and_remedy(pack: Path) -> None:
    edit(pack, "    department: water_board", "    department: water_bord")
    problem = only_problem(pack)
    line = (pack / "pack.yaml").read_text("utf-8").splitlines().index("    department: water_bord")
    assert problem.place == f"pack.yaml:{line + 1}: items[2].department"
    assert "water_bord" in problem.zh
    assert "water_board" in problem.remedy_zh
    assert problem.text("en").endswith("Did you mean 'water_board'?")


def test_all_problems_of_shape_come_at_once_in_order_of_lines(pack: Path) -> None:
    edit(pack, "    issued_on: 2024-05-06", '    issued_on: "2024-05-06"')
    edit(pack, "max_attempts: 2", "max_atempts: 2")
    edit(pack, "    name: {zh: 构想, en: Sketch}", "    name: {zh: 构想}")
    edit(pack, "figure: 9, unit: working_day", "figure: 0, unit: fortnight")
    problems = problems_in(pack)
    assert [problem.code for problem in problems] == [
        "wrong_type",
        "missing_translation",
        "unknown_field",
        "bad_value",
        "not_a_choice",
    ]
    assert "max_attempts" in problems[2].remedy_zh
    assert "calendar_day" in problems[4].remedy_en


def test_files_that_cannot_be_read_are_all_named(pack: Path) -> None:
    (pack / "a.yaml").write_bytes("x: 农场\n".encode("gb18030"))
    (pack / "b.yaml").write_text("- 1\n", "utf-8")
    (pack / "c.yaml").write_text("x: [\n", "utf-8")
    assert [(problem.file, problem.code) for problem in problems_in(pack)] == [
        ("a.yaml", "not_utf8"),
        ("b.yaml", "not_sections"),
        ("c.yaml", "syntax"),
    ]


def test_one_section_in_two_files_is_refused(pack: Path) -> None:
    (pack / "rest.yaml").write_text("\ntargets: []\n", "utf-8")
    problem = only_problem(pack)
    assert (problem.code, problem.file, problem.line) == ("section_twice", "rest.yaml", 2)


def test_a_pack_of_ten_megabytes_is_refused_unread(pack: Path) -> None:
    with (pack / "big.yaml").open("wb") as file:
        file.truncate(10 * MAX_SIZE_BYTES)
    assert only_problem(pack).code == "too_big"


def test_a_comma_inside_braces_is_explained(pack: Path) -> None:
    edit(pack, "en: Pasture map", "en: Map, of the pasture")
    problem = only_problem(pack)
    assert problem.code == "comma_in_braces"
    assert "quotation marks" in problem.remedy_en


def test_a_missing_section_is_named(pack: Path) -> None:
    edit(pack, "\nindustries:", "\nindustry:")
    assert {problem.code for problem in problems_in(pack)} == {"missing_field", "unknown_field"}


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    assert only_problem(tmp_path).code == "no_files"
    assert only_problem(tmp_path / "nowhere").code == "no_files"


def test_the_folder_bears_the_packs_id(pack: Path) -> None:
    assert only_problem(pack.rename(pack.with_name("prairie"))).code == "misplaced"


def test_a_refused_pack_tells_everything_in_both_languages(pack: Path) -> None:
    edit(pack, "department: water_board", "department: nobody")
    with pytest.raises(PackRefused) as refused:
        load_pack(pack)
    assert "没有“nobody”" in refused.value.text("zh")
    assert "has no 'nobody'" in refused.value.text("en")


def test_extra_folders_add_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "meadow" not in available_packs()
    assert "meadow" in available_packs([PACKS])
    monkeypatch.setenv("FASTLANE_PACKS_DIR", str(PACKS))
    assert load_pack("meadow").pack.id == "meadow"


def test_an_unknown_pack_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownPack) as unknown:
        load_pack("atlantis", [PACKS])
    assert "meadow" in unknown.value.known


def test_loading_twice_gives_the_same_object_until_a_file_changes(pack: Path) -> None:
    first = load_pack(pack)
    assert load_pack(pack) is first
    edit(pack, "max_attempts: 4", "max_attempts: 6")
    os.utime(pack / "pack.yaml", ns=(1, 1))
    assert load_pack(pack) is not first
