"""The demo people can play every part of the lane, and their organisations could exist."""

from collections import Counter
from pathlib import Path

import pytest
from stdnum.cn import uscc

from policy.loader import available_packs, load_pack
from standalone import people, seed
from standalone.demo import overseer, script
from standalone.problem import StackProblem
from standalone.words import ROLES

EVERYBODY = people.load()
APPLICATIONS = [
    each for each in script.load_all(people.samples("projects")) if each.refused is None
]


def test_every_role_of_the_lane_is_played() -> None:
    played = Counter(role for person in EVERYBODY for role in person.roles)
    least = {"sponsor": 12, "gate_reviewer": 3, "case_manager": 2, "platform_operator": 4}
    assert set(played) == set(ROLES)
    assert all(played[role] >= number for role, number in least.items())


@pytest.mark.parametrize("pack", available_packs())
def test_every_pack_is_worked_by_somebody(pack: str) -> None:
    """Whoever decides on one of its approvals has officers and a lead, so has every gate."""
    staff = [person for person in EVERYBODY if person.scopes.get("pack") == pack]
    for department in {item.department for item in load_pack(pack).pack.items}:
        roles = Counter(p.roles[0] for p in staff if p.scopes.get("department") == department)
        assert roles["officer"] >= 2, department
        assert roles["department_lead"] == 1, department
    roles = Counter(role for person in staff for role in person.roles)
    least = {"gate_reviewer": 2, "case_manager": 1, "director": 1}
    assert all(roles[role] >= number for role, number in least.items())


@pytest.mark.parametrize("pack", available_packs())
def test_money_is_decided_on_by_two_people_in_every_authority(pack: str) -> None:
    """A large amount is agreed by two, and the second is never the first."""
    authorities = {programme.authority for programme in load_pack(pack).pack.programmes}
    officers = [each for each in EVERYBODY if "funding_officer" in each.roles]
    places = Counter((each.scopes["pack"], each.scopes["department"]) for each in officers)
    assert all(places[pack, authority] >= 2 for authority in authorities)


def test_one_director_sees_every_pack() -> None:
    person = overseer(EVERYBODY)
    assert person.as_issuer_reads_it()["fastlane"] == {"roles": ["director"]}


def test_people_are_listed_under_their_pack_and_sponsors_under_that_of_their_file() -> None:
    homes = {person.user: person.home for person in EVERYBODY}
    assert {homes[p.user] for p in EVERYBODY if "sponsor" in p.roles} == set(available_packs())
    assert all(homes[p.user] == p.scopes["pack"] for p in EVERYBODY if "pack" in p.scopes)
    assert homes["operator"] == ""


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


def test_sample_platforms_are_of_types_and_industries_of_their_pack() -> None:
    packs = {person.scopes.get("platform"): person.scopes.get("pack") for person in EVERYBODY}
    for row in seed.platforms():
        pack = load_pack(str(packs[row["id"]])).pack
        assert row["type"] in {each.id for each in pack.platform_types}, row["id"]
        assert set(row["industries"]) <= {each.id for each in pack.industries}, row["id"]


@pytest.mark.parametrize("application", APPLICATIONS, ids=lambda each: each.title)
def test_what_is_applied_for_exists_unless_it_is_wrong_on_purpose(
    application: script.Application,
) -> None:
    pack = load_pack(application.pack).pack
    story = application.story
    stages = {stage.id for stage in pack.all_stages}
    named = {story.iterate, story.hold, story.stop, story.withdraw} - {None}
    assert application.kind in {each.id for each in pack.sponsor_kinds}
    assert application.industry in {each.id for each in pack.industries}
    assert named <= stages
    assert story.refuse is None or story.refuse in {item.id for item in pack.items}
    assert application.voucher is None or pack.vouchers
    homes = {person.user: person.home for person in EVERYBODY}
    assert homes[application.sponsor] == application.pack


@pytest.mark.parametrize("application", APPLICATIONS, ids=lambda each: each.title)
def test_a_project_finds_a_platform_even_when_the_first_declines(
    application: script.Application,
) -> None:
    ids = [row["id"] for row in seed.platforms() if application.industry in row["industries"]]
    assert application.platform is None or application.platform in ids
    assert len(ids) > application.story.decline


def test_titles_tell_projects_apart() -> None:
    titles = Counter(each.title for each in APPLICATIONS)
    assert set(titles.values()) == {1}


def test_a_claim_that_a_person_does_not_have_is_left_out() -> None:
    auditor = next(person for person in EVERYBODY if person.roles == ("auditor",))
    assert auditor.as_issuer_reads_it()["fastlane"] == {"roles": ["auditor"]}


def test_a_user_name_that_stands_twice_is_named(tmp_path: Path) -> None:
    file = tmp_path / "people.yaml"
    person = "{user: twin, name: {zh-CN: a, en: b}, roles: [auditor]}"
    file.write_text(f"password: x\npeople: [{person}, {person}]\n")
    with pytest.raises(StackProblem, match="twin"):
        people.load(file)


def test_an_incomplete_person_is_named(tmp_path: Path) -> None:
    file = tmp_path / "people.yaml"
    file.write_text("password: x\npeople: [{user: nobody-yet}]\n")
    with pytest.raises(StackProblem, match="nobody-yet"):
        people.load(file)
