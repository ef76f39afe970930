"""The sample season shows what the packs can do: subjects, routes, items that really differ."""

from uuid import UUID

import pytest

from contracts.ids import OrganisationId, ProjectId
from contracts.process import Plan
from policy.course import courses_of
from policy.loader import available_packs, load_pack
from policy.model import Pack
from policy.plan import compile_plan
from policy.project_facts import FactOfWrongKind
from policy.submitted import submitted_plan
from services.funding.domain.project import Project
from services.funding.handlers.programme import Asked, Before, known_programme, quote_for
from services.funding.settings import FundingSettings
from standalone import people
from standalone.demo import script

WRITTEN = script.load_all(people.samples("projects"))
APPLICATIONS = [each for each in WRITTEN if each.refused is None]
PACKS: dict[str, Pack] = {name: load_pack(name).pack for name in available_packs()}


def _plan(application: script.Application) -> Plan:
    pack = PACKS[application.pack]
    first = compile_plan(pack, application.subject).stages[0].stage
    return submitted_plan(
        pack,
        industry=application.industry,
        sponsor_kind=application.kind,
        subject=application.subject,
        entry_stage=application.enter_at or first,
        facts=application.facts,
    )


def _items(plan: Plan, entry: str | None = None) -> list[tuple[str, str]]:
    """Items with their routes, of the stages from the entry on."""
    first = plan.index(entry) if entry else 0
    return [(item.item, item.route) for stage in plan.stages[first:] for item in stage.items]


@pytest.mark.parametrize("application", APPLICATIONS, ids=lambda each: each.title)
def test_what_the_story_tells_can_happen_on_the_course(application: script.Application) -> None:
    plan, story = _plan(application), application.story
    on_the_way = plan.stages[plan.index(application.enter_at) if application.enter_at else 0 :]
    named = {story.iterate, story.hold, story.stop, story.withdraw} - {None}
    assert named <= {stage.stage for stage in on_the_way}
    if story.refuse is not None:
        assert story.refuse in dict(_items(plan, application.enter_at))
    if application.platform is not None:
        assert any(stage.needs_platform for stage in on_the_way)


def test_every_subject_of_every_pack_is_applied_for() -> None:
    offered = {
        (name, course.subject) for name, pack in PACKS.items() for course in courses_of(pack)
    }
    assert {(each.pack, each.subject) for each in APPLICATIONS} == offered


@pytest.mark.parametrize("pack", available_packs())
def test_facts_make_the_projects_of_a_pack_need_different_approvals(pack: str) -> None:
    plans = [_plan(each) for each in APPLICATIONS if (each.pack, each.subject) == (pack, "project")]
    assert len({frozenset(_items(plan)) for plan in plans}) >= 2


def test_every_route_that_a_pack_opens_is_taken_by_some_project() -> None:
    for name, pack in PACKS.items():
        open_routes = {"standard"}
        for item in pack.items:
            if pack.risk is not None and item.routes is not None:
                open_routes |= {
                    route
                    for route in ("simplified", "commitment_and_filing")
                    if getattr(item.routes, route) is not None
                }
        plans = [_plan(each) for each in APPLICATIONS if each.pack == name]
        assert {route for plan in plans for _, route in _items(plan)} == open_routes, name


def test_a_fact_that_is_wrong_on_purpose_is_wrong() -> None:
    wrong = [each for each in WRITTEN if each.refused == FactOfWrongKind.code]
    assert wrong
    for each in wrong:
        with pytest.raises(FactOfWrongKind):
            _plan(each)


def test_a_grant_of_the_season_needs_a_second_officer() -> None:
    """By the pack's own formula, and in a stage of its course that the programme pays for."""
    asked = [each for each in APPLICATIONS if each.grant is not None]
    assert asked
    for each in asked:
        assert each.grant is not None
        programme = known_programme(each.pack, each.grant.programme)
        plan = _plan(each)
        assert {stage.stage for stage in plan.stages} >= set(programme.stages), each.title
        project = Project(
            id=ProjectId(UUID(int=1)),
            organisation_id=OrganisationId("x"),
            organisation_name="x",
            title=each.title,
            pack=each.pack,
            sponsor_kind=each.kind,
            ended_as=None,
            industry=each.industry,
            subject=each.subject,
            entry_stage=plan.stages[0].stage,
            facts=each.facts,
        )
        quote = quote_for(project, programme, Asked(facts=each.grant.facts), Before())
        assert not quote.missing
        assert quote.amount >= FundingSettings.model_fields["two_people_from"].default, each.title
