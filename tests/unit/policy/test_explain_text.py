"""An explanation reads as a letter to a sponsor: nothing raw, nothing doubled, reasons that fit."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from policy.citation import cited
from policy.explain import explain
from policy.explain_text import explanation_text
from policy.explain_words import EN, ZH
from policy.loader import available_packs, load_pack
from policy.model import Name, Pack, Source
from policy.project_facts import ProjectFacts
from policy.structure import build_pack
from tests.unit.policy.builder import findings_after, meadow, meadow_values

START = date(2026, 3, 2)
# ASCII punctuation between Chinese, empty or doubled brackets, an empty clause, raw ids.
UGLY_ZH = re.compile(
    r"[\u4e00-\u9fff][,;:?!(]|第-条|））|（（|\(\)|（）|。。|；；|\b[a-z]+_[a-z_]+\b|None"
)
UGLY_EN = re.compile(r"[\u4e00-\u9fff]|\(s\)|\)\s*\(|clause -|\.\.|;;|\b[a-z]+_[a-z_]+\b|None")


def told(**facts: Any) -> ProjectFacts:
    chosen = {"industry": "wool", "sponsor_kind": "farm"} | facts
    return ProjectFacts.model_validate(chosen)


def text(pack: Pack, facts: ProjectFacts, language: str = "zh") -> str:
    return explanation_text(explain(pack, facts, START), language)


def courses(pack: Pack) -> list[ProjectFacts]:
    """A project that states nothing, one of each subject, one that knows its contract."""
    plain = {"industry": pack.industries[0].id, "sponsor_kind": pack.sponsor_kinds[0].id}
    subjects = [plain | {"subject": each.id} for each in pack.subjects]
    more = plain | {"contract_amount": Decimal(800_000), "credit_grade": "D"}
    return [ProjectFacts.model_validate(each) for each in (plain, more, *subjects)]


@pytest.mark.parametrize("id_", sorted(available_packs()))
def test_no_pack_is_explained_in_an_ugly_way(id_: str) -> None:
    pack = load_pack(id_).pack
    documents = {source.superseded_by or "" for source in pack.sources}
    for facts in courses(pack):
        assert UGLY_ZH.findall(text(pack, facts)) == []
        english = text(pack, facts, "en")
        for document in documents - {""}:
            english = english.replace(document, "")
        assert UGLY_EN.findall(english) == []


def test_ugliness_is_found() -> None:
    assert UGLY_ZH.search("依据：某方案(试行)")
    assert UGLY_ZH.search("第-条")
    assert UGLY_EN.search("5 working day(s)")
    assert UGLY_EN.search("clause 十七")


def test_both_languages_have_the_same_words() -> None:
    assert ZH.keys() == EN.keys()
    for key, words in ZH.items():
        named = set(re.findall(r"{(\w+)", words))
        assert named == set(re.findall(r"{(\w+)", EN[key])), key


def test_a_programme_says_why_it_is_closed() -> None:
    rough = explain(meadow(), told(sponsor_kind="guild", subject="pilot_line"), START)
    because = {quote.programme.id: quote.closed_because for quote in rough.quotes}
    assert because["butter_token"] == "subject"
    guild = explain(meadow(), told(sponsor_kind="guild"), START)
    assert guild.quotes[0].closed_because == "sponsor_kind"
    poor = explain(meadow(), told(facts={"barn_investment": Decimal(5)}), START)
    assert poor.quotes[1].closed_because == "condition"
    assert "黄油券、干草退坡补贴、奶牛基金：只面向项目。" in text(
        meadow(), told(subject="pilot_line")
    )


def test_a_superseded_source_names_what_is_in_force() -> None:
    values = meadow_values()
    values["sources"][0] |= {"status": "superseded", "superseded_by": "New Meadow Act"}
    pack = build_pack(values)
    assert isinstance(pack, Pack)
    assert "已被替代，现行文件为：New Meadow Act" in text(pack, told())
    assert "in force is New Meadow Act" in text(pack, told(), "en")


def test_everything_that_goes_with_an_item_is_said() -> None:
    calm = {"smell": "mild", "wheels_per_week": Decimal(3), "uses_raw_milk": False}
    said = text(meadow(), told(facts=calm))
    for words in (
        "须签署：合理放牧承诺书",
        "7 个自然日内整改",
        "必经的环节：奶样检验 3 个工作日（不计入时限）",
        "可能的环节：井边公示 5 个自然日",
        "批准后有效期 2 年，可延续 1 次，每次 1 年。期满须拆除",
        "畜舍巡查（畜群委员会），进入本阶段后 10 个工作日内首次，此后每 6 个月一次。",
        "复核须在送达后 15 个自然日内申请。",
        "跟踪评估：补贴成效评估",
        "政策没有点名此事项：办法未规定，按委员会惯例",
    ):
        assert words in said


def test_a_list_and_a_case_are_said() -> None:
    listed = text(meadow(), told(facts={"on_festival_list": True, "wheels_per_week": Decimal(1)}))
    assert "已列入“节庆重点名单”" in listed
    assert "时限按“产量很小”的情形。" in listed
    assert "时限取决于：每周产量" in text(meadow(), told())


LEVELS = (
    Name(zh="第一部分", en="part 1"),
    Name(zh="第（一）条", en="clause 1"),
    Name(zh="第1项", en="item 1"),
)


@pytest.mark.parametrize(
    ("clause", "zh", "en"),
    [
        ("三", "第三部分", "part 3"),
        ("四.2", "第四部分第（二）条", "part 4, clause 2"),
        ("四.1.2", "第四部分第（一）条第2项", "part 4, clause 1, item 2"),
        ("二十三.十", "第二十三部分第（十）条", "part 23, clause 10"),
        ("一.2.3.4", "第一.2.3.4条", "clause 1.2.3.4"),
        ("附件", "附件", "附件"),
    ],
)
def test_a_clause_is_cited_as_its_source_calls_its_parts(clause: str, zh: str, en: str) -> None:
    source = meadow().sources[0].model_copy(update={"cited_as": LEVELS})
    assert (cited([source], clause, "zh"), cited([source], clause, "en")) == (zh, en)


def test_another_source_is_named_and_one_without_levels_is_plain() -> None:
    first = meadow().sources[0]
    second = Source.model_validate(
        {**first.model_dump(), "id": "second", "title": Name(zh="细则", en="Rules")}
    )
    assert cited([first, second], "second:3", "zh") == "《细则》第3条"
    assert cited([first, second], "second:3", "en") == "Rules, clause 3"
    assert cited([first], "十二", "en") == "clause 12"


@pytest.mark.parametrize(
    "level", [{"zh": "第部分", "en": "part 1"}, {"zh": "第一条", "en": "part"}]
)
def test_a_level_without_its_number_is_found(level: dict[str, str]) -> None:
    found = findings_after(lambda values: values["sources"][0].update(cited_as=[level]))
    assert [each.code for each in found] == ["level_without_number"]


def test_a_pack_without_money_promises_none() -> None:
    bare = meadow().model_copy(update={"programmes": (), "stacking": (), "evaluations": ()})
    zh, en = text(bare, told()), text(bare, told(), "en")
    assert "能得多少" not in zh
    assert "本政策包没有列出资金项目。" in zh
    assert "paid" not in en
    assert "names no funding programme" in en
    assert "没有列出资金项目" not in text(meadow(), told())


def test_reasons_of_limits_are_told_once_and_by_number() -> None:
    pack = load_pack("guangzhou").pack
    plain = {"industry": pack.industries[0].id, "sponsor_kind": pack.sponsor_kinds[0].id}
    said = text(pack, ProjectFacts.model_validate(plain))
    gate = pack.stages[0].gate.limit
    assert gate.reason is not None
    assert f"  †¹ {gate.reason.zh}" in said.splitlines()
    assert said.count(gate.reason.zh) == 1
    body, _, notes = said.partition("主管部门设定的理由：")
    used = set(re.findall(r"†([⁰¹²³⁴⁵⁶⁷⁸⁹]+)", body))
    assert used == set(re.findall(r"†([⁰¹²³⁴⁵⁶⁷⁸⁹]+) \S", notes))
    assert len(used) > 10


def test_when_a_source_is_in_force_is_said_and_whether_it_was() -> None:
    def bound(**terms: date) -> Pack:
        first = meadow().sources[0].model_copy(update=terms)
        return meadow().model_copy(update={"sources": (first,)})

    current = bound(in_force_from=date(2025, 1, 1), expires_on=date(2026, 12, 31))
    assert "，有效，自 2025-01-01 起施行，有效期至 2026-12-31" in text(current, told())
    assert "期满失效" not in text(current, told())
    over = bound(expires_on=date(2026, 3, 1))
    assert "该文件已于 2026-03-01 期满失效。" in text(over, told())
    assert "expired on 2026-03-01" in text(over, told(), "en")
    assert "尚未生效" in text(bound(in_force_from=date(2026, 3, 3)), told())
