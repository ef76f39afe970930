"""A course that is moved to another version of its pack."""

from contracts.commands.approval import OpenCase, OpenGate
from contracts.events import intake, lane
from contracts.process import GateOutcome, Plan
from tests.support.lane_world import World
from tests.support.plans import PROJECT, STAGES, item, plan, stage, standard_stages
from tests.unit.workflows.plays import Play
from workflows.course import CourseState


def newer(version: str = "2", *items: str) -> Plan:
    """The standard plan in another version; its third stage has these items."""
    stages = list(standard_stages())
    if items:
        stages[2] = stage("bloom", *map(item, items), needs_platform=True)
    renamed = {"version": version, "digest": version * 64, "calendar": "later"}
    return plan(*stages).model_copy(update=renamed)


def replanned(to: Plan, number: int = 1) -> intake.ProjectReplanned:
    return intake.ProjectReplanned(project_id=PROJECT, from_version="1", number=number, plan=to)


def at(play: Play, name: str) -> Play:
    return play.until(lambda: play.course.state.stage == name)


def test_the_next_stage_follows_the_new_plan() -> None:
    play = Play()
    play.turn()
    play.deliver(replanned(newer("2", "frost")))
    play.to_the_end()

    opened = play.said(OpenCase)
    assert [order.item.item for order in opened] == ["frost"]
    assert {(o.card.pack_version, o.card.calendar) for o in opened} == {("2", "later")}
    assert [e.stage for e in play.said(lane.StageEntered)] == list(STAGES)


def test_open_cases_and_the_present_stage_keep_their_rules() -> None:
    play = at(Play(), "bloom")
    play.turn()
    play.deliver(replanned(newer("2", "frost")))
    play.to_the_end()

    assert {order.item.item for order in play.said(OpenCase)} == {
        "soil",
        "water",
        "light",
        "wind",
        "seed",
    }
    versions = {order.stage: order.card.pack_version for order in play.said(OpenGate)}
    assert versions == {"sprout": "1", "stem": "1", "bloom": "1", "fruit": "2"}


def test_a_repeated_attempt_is_no_next_stage() -> None:
    play = Play(world=World(gates={"sprout": [GateOutcome.ITERATE]}))
    play.turn()
    play.deliver(replanned(newer()))
    play.to_the_end()

    versions = [(o.stage, o.attempt, o.card.pack_version) for o in play.said(OpenGate)][:3]
    assert versions == [("sprout", 1, "1"), ("sprout", 2, "1"), ("stem", 1, "2")]


def test_the_adoption_is_told_once_where_it_happens() -> None:
    play = Play()
    play.turn()
    play.deliver(replanned(newer()))
    play.to_the_end()

    told = [(e.stage, e.pack_version) for e in play.said(lane.PlanAdopted)]
    assert told == [("stem", "2")]
    assert play.course.state.next_plan is None
    assert play.course.pinned[1].version == "2"


def test_a_plan_without_the_present_stage_waits_for_one_it_knows() -> None:
    later = newer()
    shorter = later.model_copy(update={"stages": later.stages[1:], "entry_stages": ("stem",)})
    play = Play()
    play.turn()
    play.deliver(replanned(shorter))
    play.to_the_end()

    assert [e.stage for e in play.said(lane.PlanAdopted)] == ["bloom"]


def test_a_later_replan_is_not_undone_by_an_earlier_one_told_again() -> None:
    play = Play()
    play.turn()
    for to, number in (("3", 5), ("2", 4), ("3", 5)):
        play.deliver(replanned(newer(to), number))
    play.to_the_end()
    play.deliver(replanned(newer("2"), 4))

    assert [e.pack_version for e in play.said(lane.PlanAdopted)] == ["3"]


def test_a_stage_that_the_new_plan_adds_is_entered() -> None:
    longer = newer()
    longer = longer.model_copy(update={"stages": (*longer.stages, stage("seedbed"))})
    play = at(Play(), "fruit")
    play.turn()
    play.deliver(replanned(longer))
    play.to_the_end()

    assert [e.stage for e in play.said(lane.StageEntered)] == [*STAGES, "seedbed"]


def test_what_waits_survives_the_next_run() -> None:
    play = Play()
    play.turn()
    play.deliver(replanned(newer()))
    state = play.course.state

    assert CourseState.model_validate_json(state.model_dump_json()) == state
    assert CourseState.model_validate({"stage": "sprout"}).next_plan is None
