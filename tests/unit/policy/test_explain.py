"""What a project would face: the course, the dates, the money, in both languages."""

from datetime import date
from decimal import Decimal

import pytest

from policy.explain import ProjectFacts, StageNotOpen, UnknownInPack, explain
from policy.explain_text import explanation_text
from policy.explanation import Explanation
from policy.loader import load_pack
from tests.unit.policy.builder import meadow

START = date(2026, 3, 2)


def facts(**changes: object) -> ProjectFacts:
    told: dict[str, object] = {"industry": "cheese", "sponsor_kind": "farm", **changes}
    return ProjectFacts.model_validate(told)


def explained(**changes: object) -> Explanation:
    return explain(meadow(), facts(**changes), START)


def test_items_chain_over_their_dependencies_and_the_gate_comes_last() -> None:
    churn = explained().stages[1]
    water, stable = churn.items
    assert stable.committed.due.anchor_on == water.committed.due.due_on
    assert churn.gate_committed.due.anchor_on == stable.committed.due.due_on
    assert churn.critical_path == ("water_right", "stable_permit", "gate")


def test_a_stage_begins_when_the_gate_before_it_is_due() -> None:
    sketch, churn, _ = explained().stages
    assert churn.items[0].committed.due.anchor_on == sketch.gate_committed.due.due_on
    assert churn.items[0].statutory.due.anchor_on == sketch.gate_statutory.due.due_on


def test_the_total_counts_working_days_of_the_administration() -> None:
    found = explained()
    assert found.committed_on == date(2026, 4, 2)
    assert found.committed_working_days == 23
    assert found.statutory_on > found.committed_on


def test_parallel_items_take_as_long_as_the_longest() -> None:
    pack = load_pack("guangzhou").pack
    told = ProjectFacts(industry="future_industries", sponsor_kind="startup_team")
    stage = explain(pack, told, START).stages[2]
    assert stage.critical_path == ("planning", "land", "gate")
    assert [item.item.id for item in stage.items if item.is_critical] == ["planning", "land"]


def test_entering_later_asks_for_the_evidence_of_the_stages_before() -> None:
    pack = load_pack("guangzhou").pack
    told = ProjectFacts(
        industry="future_industries", sponsor_kind="startup_team", entry_stage="pilot_maturation"
    )
    found = explain(pack, told, START)
    assert [stage.stage.id for stage in found.stages] == ["pilot_maturation", "industrialisation"]
    assert len(found.earlier_evidence) == 4


@pytest.mark.parametrize(
    ("contract", "share", "amount"),
    [
        (Decimal(10_000), "5000.00", "5000.00"),
        (Decimal(20_000), "10000.00", "8000.50"),
        (Decimal("0.03"), "0.01", "0.01"),
    ],
)
def test_a_voucher_is_a_share_up_to_its_cap_rounded_down(
    contract: Decimal, share: str, amount: str
) -> None:
    token = explained(contract_amount=contract).quotes[0]
    [reading] = token.readings
    assert (reading.share, token.amount) == (Decimal(share), Decimal(amount))
    assert not reading.is_indicative


def test_a_voucher_is_not_estimated_for_others_or_without_a_contract() -> None:
    guild = explained(sponsor_kind="guild", contract_amount=Decimal(10)).quotes[0]
    unknown = explained().quotes[0]
    assert (guild.standing, guild.closed_because, guild.amount) == ("closed", "sponsor_kind", None)
    assert (unknown.standing, unknown.missing, unknown.amount) == (
        "open",
        ("contract_amount",),
        None,
    )


@pytest.mark.parametrize("field", ["industry", "sponsor_kind"])
def test_facts_that_the_pack_does_not_know_are_refused_by_field(field: str) -> None:
    with pytest.raises(UnknownInPack) as refused:
        explained(**{field: "unheard_of"})
    assert refused.value.at == field
    assert "unheard_of" in refused.value.text("zh")


@pytest.mark.parametrize("stage", ["market", "nowhere"])
def test_a_stage_that_the_pack_does_not_open_is_refused(stage: str) -> None:
    with pytest.raises(StageNotOpen, match="sketch"):
        explained(entry_stage=stage)


def test_the_text_tells_it_in_both_languages() -> None:
    found = explained(contract_amount=Decimal(20_000))
    zh, en = explanation_text(found, "zh"), explanation_text(found, "en")
    assert "关键路径：取水权 → 厩舍许可 → 阶段门" in zh
    assert "预计 8,000.50 元" in zh
    assert "Critical path: Water right → Stable permit → gate" in en
    assert "estimate CNY 8,000.50" in en
    assert len(zh.splitlines()) == len(en.splitlines())


def test_what_the_authority_sets_is_marked() -> None:
    pack = load_pack("guangzhou").pack
    told = ProjectFacts(
        industry="future_industries", sponsor_kind="startup_team", contract_amount=Decimal(100)
    )
    text = explanation_text(explain(pack, told, START), "zh")
    assert "†" in text
    assert "由主管部门设定：" in text


def test_dates_beyond_the_published_calendar_are_marked_provisional() -> None:
    found = explain(meadow(), facts(), date(2031, 3, 3))
    assert found.is_provisional
    assert "暂定" in explanation_text(found, "zh")
