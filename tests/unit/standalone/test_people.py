"""The demo people can play every part of the lane, and their organisations could exist."""

from collections import Counter
from pathlib import Path

import pytest
from stdnum.cn import uscc

from standalone import people, seed
from standalone.problem import StackProblem
from standalone.words import ROLES

EVERYBODY = people.load()


def test_every_role_of_the_lane_is_played() -> None:
    played = Counter(role for person in EVERYBODY for role in person.roles)
    least = {"sponsor": 12, "gate_reviewer": 3, "case_manager": 2, "platform_operator": 4}
    assert set(played) == set(ROLES)
    assert all(played[role] >= number for role, number in least.items())


@pytest.mark.parametrize(
    "department", ["natural_resources", "ecology", "emergency_management", "market_regulation"]
)
def test_every_department_has_three_officers_and_a_lead(department: str) -> None:
    roles = Counter(
        person.roles[0] for person in EVERYBODY if person.scopes.get("department") == department
    )
    assert roles == {"officer": 3, "department_lead": 1}


def test_user_names_are_unique_and_mail_stays_in_the_example_domain() -> None:
    assert len({person.user for person in EVERYBODY}) == len(EVERYBODY)
    assert all(person.email.endswith(".example") for person in EVERYBODY)


def test_everybody_has_a_name_in_both_languages() -> None:
    assert all(set(person.name) == {"zh-CN", "en"} for person in EVERYBODY)


def test_organisation_codes_have_their_check_digit_and_one_sponsor_each() -> None:
    codes = [organisation.uscc for organisation in people.organisations()]
    sponsors = [p.scopes["organisation"] for p in EVERYBODY if "sponsor" in p.roles]
    assert all(uscc.is_valid(code) for code in codes)
    assert sorted(sponsors) == sorted(codes)


def test_every_sample_platform_has_somebody_who_runs_it() -> None:
    run = {person.scopes.get("platform") for person in EVERYBODY}
    assert {row["id"] for row in seed.platforms()} <= run


def test_sample_platforms_cover_every_type_and_industry() -> None:
    rows = seed.platforms()
    industries = {industry for row in rows for industry in row["industries"]}
    assert {row["type"] for row in rows} == {"leading", "specialised", "comprehensive"}
    assert len(rows) >= 8
    assert len(industries) == 8


def test_a_claim_that_a_person_does_not_have_is_left_out() -> None:
    auditor = next(person for person in EVERYBODY if person.roles == ("auditor",))
    assert auditor.as_issuer_reads_it()["fastlane"] == {"roles": ["auditor"]}


def test_an_incomplete_person_is_named(tmp_path: Path) -> None:
    file = tmp_path / "people.yaml"
    file.write_text("password: x\npeople: [{user: nobody-yet}]\n")
    with pytest.raises(StackProblem, match="nobody-yet"):
        people.load(file)
