"""`fastlane policy diff`: every difference in words, with the old, the new and the clause."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from click.testing import CliRunner
from pydantic import BaseModel

from contracts.process import Plan
from policy.cli import policy
from policy.digest import digest_of
from policy.loader import LoadedPack
from policy.model import Pack
from policy.structure import build_pack
from policy.tools import label
from policy.tools.difference import KEYS, differences
from policy.tools.difference_text import difference_text
from tests.unit.policy.builder import PACKS, Values, meadow, meadow_values


def changed(change: Callable[[Values], Any]) -> Pack:
    values = meadow_values()
    change(values)
    pack = build_pack(values)
    assert isinstance(pack, Pack), pack
    return pack


def loaded(pack: Pack) -> LoadedPack:
    return LoadedPack(pack, digest_of(pack), Path("meadow"))


def lines(change: Callable[[Values], Any], language: str) -> list[str]:
    text = difference_text(loaded(meadow()), loaded(changed(change)), language)
    return text.splitlines()[1:]


def by_id(values: Values, section: str, id_: str) -> Values:
    found: Values = next(each for each in values[section] if each["id"] == id_)
    return found


def committed(values: Values) -> None:
    by_id(values, "items", "pasture_use")["limits"]["committed"].update(figure=4, clause="4")


def reasoned(values: Values) -> None:
    limit = by_id(values, "items", "pasture_use")["limits"]["committed"]
    del limit["clause"]
    limit.update(basis="set_by_authority", reason="board_habit")


def swapped(values: Values) -> None:
    values["stages"][0], values["stages"][1] = values["stages"][1], values["stages"][0]


@pytest.mark.parametrize(
    ("change", "zh", "en"),
    [
        (
            committed,
            "± 审批事项“牧场使用”的承诺时限：由 6 个工作日（第3条） 改为 4 个工作日（第4条）",
            '~ approval "Use of the pasture", committed limit: '
            "6 working day(s) (clause 3) becomes 4 working day(s) (clause 4)",
        ),
        (
            reasoned,
            "± 审批事项“牧场使用”的承诺时限：由 6 个工作日（第3条） 改为 "
            "6 个工作日（主管部门设定）",
            '~ approval "Use of the pasture", committed limit: '
            "6 working day(s) (clause 3) becomes 6 working day(s) (set by the authority)",
        ),
        (
            lambda v: by_id(v, "programmes", "butter_token")["share_percent"].update(value=60),
            "± 资金政策“黄油券”的比例（%）：由 50%（第4条） 改为 60%（第4条）",
            '~ programme "Butter token", share (percent): 50% (clause 4) becomes 60% (clause 4)',
        ),
        (
            lambda v: by_id(v, "items", "water_right")["stop_grounds"].remove("milk_test"),
            "± 审批事项“取水权”的停止计时的理由：减少奶样检验",
            '~ approval "Water right", ground for stopping the clock: no longer with Milk test',
        ),
        (
            lambda v: by_id(v, "stages", "churn")["evidence"].append("recipe"),
            "± 阶段“试制”的证明材料：增加配方",
            '~ stage "Churn", evidence: now with Recipe',
        ),
        (
            lambda v: v["industries"].pop(),
            "－ 删去产业“羊毛”（第2条）",
            '- gone: industry "Wool" (clause 2)',
        ),
        (
            lambda v: v["departments"].append(
                {"id": "bees", "name": {"zh": "蜂务处", "en": "Bee office"}, "clause": "2"}
            ),
            "＋ 新增部门“蜂务处”（第2条）",
            '+ new: department "Bee office" (clause 2)',
        ),
        (
            swapped,
            "↕ 阶段“试制”由第 2 位移到第 1 位",
            '~ stage "Churn" moved from place 2 to 1',
        ),
        (
            lambda v: by_id(v, "items", "water_right").pop("deemed_approval"),
            "－ 删去审批事项“取水权”的默认同意（第3条）",
            '- gone: approval "Water right", deemed approval (clause 3)',
        ),
        (
            lambda v: v["items"].pop(1),
            "－ 删去审批事项“取水权”（第3条）：法定时限 14 个自然日（第3条），"
            "承诺时限 8 个自然日（第3条）",
            '- gone: approval "Water right" (clause 3): statutory limit 14 calendar day(s)'
            " (clause 3); committed limit 8 calendar day(s) (clause 3)",
        ),
        (
            lambda v: by_id(v, "sponsor_kinds", "guild")["name"].update(zh="行业协会"),
            "± 单位类别“行业协会”的名称：由 行会 改为 行业协会",
            '~ kind of sponsor "Guild", name: 行会 / Guild becomes 行业协会 / Guild',
        ),
    ],
)
def test_a_change_is_said_in_words(change: Callable[[Values], Any], zh: str, en: str) -> None:
    assert any(line.startswith(zh) for line in lines(change, "zh")), lines(change, "zh")
    assert any(line.startswith(en) for line in lines(change, "en")), lines(change, "en")


def test_a_change_of_one_figure_is_one_line() -> None:
    assert len(lines(committed, "zh")) == 1


def test_a_pack_does_not_differ_from_itself() -> None:
    assert differences(meadow(), meadow()) == []
    assert "没有实质不同" in difference_text(loaded(meadow()), loaded(meadow()), "zh")


def test_a_new_version_number_alone_is_no_difference() -> None:
    assert differences(meadow(), changed(lambda v: v.update(version="9"))) == []


def test_where_nothing_differs_the_digests_are_equal() -> None:
    """Each single change that alters the digest is found."""
    for section in ("items", "stages", "programmes", "targets", "facts", "tiers", "subjects"):
        if meadow_values().get(section):
            after = changed(lambda values, name=section: values[name][0]["name"].update(zh="别名"))
            assert len(differences(meadow(), after)) == 1, section


def fields_of(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[str]:
    if model in seen:
        return set()
    seen.add(model)
    found = set(model.model_fields)
    for field in model.model_fields.values():
        for inner in models_in(field.annotation):
            found |= fields_of(inner, seen)
    return found


def models_in(annotation: Any) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return {model for part in get_args(annotation) for model in models_in(part)}


def test_every_field_of_the_format_and_of_a_plan_has_words() -> None:
    assert fields_of(Pack, set()) - label.FIELDS.keys() == set()
    pinned = {"pack", "digest"}  # Said in the heading of a comparison.
    assert fields_of(Plan, set()) - label.FIELDS.keys() - pinned == set()


def test_every_entry_of_a_plan_is_known_by_a_key() -> None:
    """One without would be told as the code writes it."""
    listed: set[type[BaseModel]] = set()
    waiting: list[type[BaseModel]] = [Plan]
    while waiting:
        for field in waiting.pop().model_fields.values():
            inner = models_in(field.annotation)
            is_list = "tuple" in str(field.annotation)
            waiting += inner
            listed |= inner if is_list else set()
    assert [model for model in listed if not set(KEYS) & model.model_fields.keys()] == []


def test_the_command_compares_two_packs() -> None:
    environment = {"FASTLANE_PACKS_DIR": str(PACKS)}
    arguments = ["diff", "meadow", str(PACKS / "meadow"), "--language", "en"]
    result = CliRunner().invoke(policy, arguments, env=environment)
    assert result.exit_code == 0, result.output
    assert "do not differ" in result.output
    unknown = CliRunner().invoke(policy, ["diff", "meadow@1", "meadow"], env=environment)
    assert unknown.exit_code == 1
    assert "没有版本 1" in unknown.output
