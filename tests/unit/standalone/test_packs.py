"""What `fastlane policy migrate` says before it moves anything."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from contracts.process import Plan
from policy.loader import PACKS_DIR_VARIABLE, LoadedPack, load_pack
from policy.submitted import submitted_plan
from policy.tools.difference_text import plan_lines
from policy.tools.version import keep
from standalone.demo.actor import Answer
from standalone.packs import RunningProject, main, move, preview_lines, touched_text

MEADOW = Path(__file__).parents[2] / "support" / "packs" / "meadow"


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[LoadedPack, LoadedPack]:
    """Version 3.0, kept, and 3.1, which promises more in its second stage."""
    monkeypatch.setenv(PACKS_DIR_VARIABLE, str(tmp_path))
    folder = tmp_path / "meadow"
    folder.mkdir()
    text = (MEADOW / "pack.yaml").read_text("utf-8")
    (folder / "pack.yaml").write_text(text, "utf-8")
    before = load_pack(folder)
    keep(before)
    text = text.replace('version: "3.0"', 'version: "3.1"')
    text = text.replace("committed: {figure: 5, unit", "committed: {figure: 4, unit")
    text = text.replace("evidence: [tasting_sheet]\n", "evidence: [tasting_sheet, recipe]\n")
    (folder / "pack.yaml").write_text(text, "utf-8")
    return before, load_pack(folder)


def running(plan: Plan, stage: str = "sketch") -> RunningProject:
    stated = {
        "industry": "cheese",
        "sponsor_kind": "farm",
        "subject": "project",
        "entry_stage": "sketch",
        "facts": {},
    }
    return RunningProject("p-1", "奶酪一号", stage, 1, plan, None, stated)


def plan_of(loaded: LoadedPack) -> Plan:
    return submitted_plan(
        loaded.pack,
        industry="cheese",
        sponsor_kind="farm",
        subject="project",
        entry_stage="sketch",
        facts={},
    )


def test_the_preview_says_what_changes_in_the_stages_to_come(
    packs: tuple[LoadedPack, LoadedPack],
) -> None:
    project = running(plan_of(packs[0]))
    zh, can_move = preview_lines(project, "3.1", "zh")
    assert can_move
    assert zh == [
        "± 阶段“试制”的证明材料：增加配方",
        "± 阶段“试制”的审批事项“厩舍许可”的承诺时限：由 5 个工作日 改为 4 个工作日",
        "± 阶段“试制”的审批事项“厩舍许可”的优先名单“节庆重点名单”的承诺时限："
        "由 3 个工作日 改为 2 个工作日",
        "± 阶段“试制”的审批事项“厩舍许可”的信用等级“失信”的承诺时限：由 5 个工作日 改为 4 个工作日",
    ]
    en, _ = preview_lines(project, "3.1", "en")
    assert en[0] == '~ stage "Churn", evidence: now with Recipe'


def test_what_is_past_or_present_is_no_news(packs: tuple[LoadedPack, LoadedPack]) -> None:
    lines, can_move = preview_lines(running(plan_of(packs[0]), "churn"), "3.1", "en")
    assert can_move
    assert lines == ["Nothing changes in the stages to come."]


def test_a_stage_that_the_other_plan_lacks_is_said(packs: tuple[LoadedPack, LoadedPack]) -> None:
    lines, can_move = preview_lines(running(plan_of(packs[0]), "elsewhere"), "3.1", "zh")
    assert not can_move
    assert "elsewhere" in lines[0]
    with pytest.raises(ValueError, match="elsewhere"):
        plan_lines(plan_of(packs[0]), plan_of(packs[1]), "elsewhere", packs[1].pack, "en")


def test_a_project_on_that_version_is_not_moved(packs: tuple[LoadedPack, LoadedPack]) -> None:
    moved = replace(running(plan_of(packs[0])), next_plan=plan_of(packs[1]))
    for project in (running(plan_of(packs[1])), moved):
        assert preview_lines(project, "3.1", "en") == (["On that version already."], False)


def test_facts_that_the_other_version_does_not_know_are_said(
    packs: tuple[LoadedPack, LoadedPack],
) -> None:
    project = running(plan_of(packs[0]))
    stranger = replace(project, stated=project.stated | {"industry": "gold"})
    lines, can_move = preview_lines(stranger, "3.1", "en")
    assert not can_move
    assert "gold" in lines[0]


def test_only_projects_on_exactly_that_digest_are_touched(
    packs: tuple[LoadedPack, LoadedPack],
) -> None:
    projects = [running(plan_of(packs[0])), replace(running(plan_of(packs[1])), id="p-2")]
    told = touched_text(packs[0], projects, "zh")
    assert re.findall(r"p-\d", told) == ["p-1"]
    assert "1 个" in told
    assert touched_text(packs[0], [], "en").endswith("untouched unless migrated")


def test_a_touched_project_is_named_with_its_stage(packs: tuple[LoadedPack, LoadedPack]) -> None:
    told = touched_text(packs[0], [running(plan_of(packs[0]))], "zh")
    assert told.endswith("p-1  奶酪一号（构想）")
    assert touched_text(packs[0], [], "zh").endswith("不受影响")


class Recording:
    """Takes every command, and keeps what it was told."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, object, int | None]] = []

    async def do(self, method: str, path: str, body: object, *, expected: int | None) -> Answer:
        self.sent.append((f"{method} {path}", body, expected))
        return Answer(200, {})


async def test_a_project_is_moved_only_as_it_was_previewed(
    packs: tuple[LoadedPack, LoadedPack],
) -> None:
    operator = Recording()
    await move(operator, replace(running(plan_of(packs[0])), version=7), "3.1")
    assert operator.sent == [("POST /api/intake/v1/projects/p-1/plan", {"version": "3.1"}, 7)]


def test_a_comparison_without_a_stack_says_that_no_project_was_looked_at(
    packs: tuple[LoadedPack, LoadedPack], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["diff", "meadow@3.0", "meadow"])
    assert result.exit_code == 0, result.output
    assert "没有正在运行的系统" in result.output


@pytest.mark.parametrize(
    "arguments",
    [["--to", "1"], ["--to", "1", "--all"], ["--to", "1", "--project", "x", "--all"], ["--all"]],
)
def test_which_projects_must_be_clear(arguments: list[str]) -> None:
    result = CliRunner().invoke(main, ["migrate", *arguments])
    assert result.exit_code == 2
