"""The plan of a project as it was submitted: facts as text mean the same as facts typed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import DomainError
from contracts.process import Plan
from policy.loader import load_pack
from policy.plan import compile_plan
from policy.project_facts import ProjectFacts
from policy.submitted import submitted_plan, values_of
from tests.unit.policy.builder import MEADOW

PACK = load_pack(MEADOW).pack


def plan_of(subject: str = "project", entry: str = "sketch", **facts: bool | str) -> Plan:
    return submitted_plan(
        PACK,
        industry="cheese",
        sponsor_kind="farm",
        subject=subject,
        entry_stage=entry,
        facts=facts,
    )


def test_it_is_the_plan_that_explain_tells_of() -> None:
    told = ProjectFacts(
        industry="cheese",
        sponsor_kind="farm",
        facts={"uses_raw_milk": False, "smell": "mild", "wheels_per_week": Decimal(20)},
    )
    stated = plan_of(uses_raw_milk=False, smell="mild", wheels_per_week="20")
    assert stated == compile_plan(PACK, facts=told)


def test_a_number_is_exact() -> None:
    assert values_of(PACK, {"barn_investment": "0.1"}) == {"barn_investment": Decimal("0.1")}


def test_a_subject_has_its_own_entry() -> None:
    assert plan_of("platform_building", "foundations").subject == "platform_building"
    with pytest.raises(DomainError) as refused:
        plan_of("platform_building", "sketch")
    assert refused.value.at == "entry_stage"


@given(
    st.dictionaries(
        st.sampled_from([fact.id for fact in PACK.facts]) | st.text(max_size=8),
        st.booleans() | st.text(max_size=30) | st.decimals().map(str),
        max_size=4,
    )
)
def test_whatever_is_stated_gives_a_plan_or_is_refused_at_its_place(
    facts: dict[str, bool | str],
) -> None:
    place = "facts."
    try:
        plan_of(**facts)
    except DomainError as refused:
        place = refused.at or ""
    assert place.startswith("facts.")
