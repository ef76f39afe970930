"""What comes next in a project: one rule a test."""

from datetime import timedelta

import pytest

from contracts.commands.approval import CloseProjectWork, OpenCase, OpenGate, SupersedeCases
from contracts.commands.funding import ReleaseProject
from contracts.commands.registry import FindPlatform, ReleasePlacements
from contracts.events import approval, funding, intake, lane, registry
from contracts.events.approval import CaseOutcome
from contracts.process import GateOutcome, OnRefusal, ProjectOutcome, StagePlan
from tests.support.lane_world import (
    Hold,
    World,
    case_applied_again,
    case_decided,
    case_not_accepted,
    case_superseded,
    evidence,
    withdrawn,
)
from tests.support.plans import BEGIN, PROJECT, STAGES, card, item, plan, stage, standard_stages
from tests.unit.workflows.plays import Play, begun
from workflows.course import Course, CourseState, Phase

DAY = timedelta(days=1)
CLOSING = [
    "closing/started",
    "closing/work",
    "closing/placements",
    "closing/funding",
    "finished",
]


def outcome_of(play: Play) -> ProjectOutcome:
    """The outcome that was told, which is the last thing said."""
    last = play.steps[-1].message
    assert isinstance(last, lane.ProjectFinished)
    assert play.course.state.phase is Phase.FINISHED
    return last.outcome


def one_stage(*stages: StagePlan, **script: object) -> Play:
    """A play of a plan of these stages; its world answers by ``script``."""
    return Play(course=begun(plan(*stages)), world=World(**script))  # type: ignore[arg-type]


def test_a_project_that_everybody_approves_reaches_the_end_through_every_stage() -> None:
    play = Play().to_the_end()

    assert outcome_of(play) is ProjectOutcome.INDUSTRIALISED
    assert [(e.stage, e.attempt) for e in play.said(lane.StageEntered)] == [(s, 1) for s in STAGES]
    assert [e.outcome for e in play.said(lane.StageCompleted)] == [GateOutcome.ADVANCE] * 4
    assert not play.said(lane.ClosingStarted)


def test_a_project_may_enter_at_a_later_stage() -> None:
    play = Play(course=Course.begin(PROJECT, card(), plan(), "bloom")).to_the_end()

    assert [e.stage for e in play.said(lane.StageEntered)] == ["bloom", "fruit"]
    assert outcome_of(play) is ProjectOutcome.INDUSTRIALISED


def test_a_course_cannot_begin_at_a_stage_that_the_plan_does_not_have() -> None:
    with pytest.raises(ValueError, match="orchid"):
        Course.begin(PROJECT, card(), plan(), "orchid")


def test_on_entering_a_stage_items_without_dependencies_open_side_by_side() -> None:
    play = one_stage(stage("bloom", item("soil"), item("water", "soil"), item("light")))

    assert [step.key for step in play.turn()] == [
        "bloom/1/entered",
        "bloom/case/soil",
        "bloom/case/light",
    ]


def test_an_item_opens_once_all_it_waits_for_are_approved() -> None:
    leaf = item("leaf", "soil", "light")
    play = one_stage(stage("bloom", item("soil"), item("light"), leaf))
    play.turn()
    by_item = {order.item.item: order for order in play.said(OpenCase)}

    soil, light = by_item["soil"], by_item["light"]
    with_conditions = CaseOutcome.APPROVED_WITH_CONDITIONS
    assert play.deliver(case_decided(soil.case_id, "bloom", soil.item)) == []
    opened = play.deliver(case_decided(light.case_id, "bloom", light.item, with_conditions))
    assert [step.key for step in opened] == ["bloom/case/leaf"]


@pytest.mark.parametrize(
    "missing",
    [
        intake.EvidenceSubmitted.TYPE,
        registry.PlatformConfirmed.TYPE,
        approval.CaseDecided.TYPE,
    ],
)
def test_the_gate_sits_only_once_evidence_platform_and_approvals_are_all_there(
    missing: str,
) -> None:
    bloom = stage("bloom", item("soil"), needs_platform=True)
    assert one_stage(bloom, silent=[missing]).to_the_end().said(OpenGate) == []
    assert len(one_stage(bloom).to_the_end().said(OpenGate)) == 1


def test_what_a_course_waits_for_is_named() -> None:
    course = begun(plan(stage("bloom", item("soil"), needs_platform=True)))
    play = Play(course=course)
    play.turn()
    assert course.waiting_for() == ["evidence", "platform", "case:soil"]

    play.world = World(silent=[approval.GateDecided.TYPE])
    while play.bag:
        play.deliver(play.bag.pop(0))
    assert course.waiting_for() == ["gate"]

    play.deliver(withdrawn())
    assert course.waiting_for() == ["closing:work"]


def test_a_stage_repeated_keeps_its_decided_cases_and_platform_and_asks_evidence_anew() -> None:
    play = Play(world=World(gates={"bloom": [GateOutcome.ITERATE, GateOutcome.ITERATE]}))
    play.to_the_end()

    entered = [(e.stage, e.attempt) for e in play.said(lane.StageEntered)]
    assert entered == [("sprout", 1), ("stem", 1), *(("bloom", n) for n in (1, 2, 3)), ("fruit", 1)]
    assert len(play.said(OpenCase)) == 5
    assert len(play.said(FindPlatform)) == 1
    gates = [(o.attempt, o.round) for o in play.said(OpenGate) if o.stage == "bloom"]
    assert gates == [(1, 1), (2, 1), (3, 1)]


def test_evidence_of_an_earlier_attempt_does_not_serve_the_next() -> None:
    play = one_stage(stage("sprout"), gates={"sprout": [GateOutcome.ITERATE]})
    play.until(lambda: "sprout/2/entered" in play.keys)
    play.bag.clear()

    assert play.deliver(evidence("sprout", 1)) == []
    assert [s.key for s in play.deliver(evidence("sprout", 2))] == ["sprout/2/gate/1"]


def test_a_hold_ends_at_its_instant_and_the_same_gate_sits_again() -> None:
    play = one_stage(stage("sprout"), gates={"sprout": [Hold(BEGIN + 30 * DAY)]})
    play.until(lambda: play.course.state.phase is Phase.HELD)

    assert play.course.next_instant() == BEGIN + 30 * DAY
    play.now = BEGIN + 30 * DAY - timedelta(milliseconds=1)
    assert play.turn() == []
    play.now = BEGIN + 30 * DAY
    assert [step.key for step in play.turn()] == ["sprout/1/resumed/1", "sprout/1/gate/2"]
    play.to_the_end()
    assert outcome_of(play) is ProjectOutcome.INDUSTRIALISED
    assert [o.round for o in play.said(OpenGate)] == [1, 2]


def test_a_gate_may_hold_again_and_again() -> None:
    holds = [Hold(BEGIN + n * 10 * DAY) for n in (1, 2, 3)]
    play = one_stage(stage("sprout"), gates={"sprout": holds}).to_the_end()

    assert [e.until for e in play.said(lane.ProjectHeld)] == [hold.until for hold in holds]
    assert [o.round for o in play.said(OpenGate)] == [1, 2, 3, 4]


def test_a_gate_that_stops_ends_the_project_in_order() -> None:
    play = Play(world=World(gates={"stem": [GateOutcome.STOP]})).to_the_end()

    assert play.keys[-6:] == ["stem/1/completed", *CLOSING]
    assert outcome_of(play) is ProjectOutcome.STOPPED


def test_each_part_of_the_way_out_waits_for_the_answer_before_it() -> None:
    play = Play()
    play.turn()
    play.bag.clear()
    assert [s.key for s in play.deliver(withdrawn())] == CLOSING[:2]
    assert isinstance(play.steps[-1].message, CloseProjectWork)

    (work,) = play.world.answer(play.steps[-1].message)
    assert [s.key for s in play.deliver(work)] == [CLOSING[2]]
    assert isinstance(play.steps[-1].message, ReleasePlacements)
    (placements,) = play.world.answer(play.steps[-1].message)
    assert [s.key for s in play.deliver(placements)] == [CLOSING[3]]
    assert isinstance(play.steps[-1].message, ReleaseProject)
    (money,) = play.world.answer(play.steps[-1].message)
    assert isinstance(money, funding.ProjectFundingReleased)
    assert [s.key for s in play.deliver(money)] == [CLOSING[4]]


def two_cases(on_refusal: OnRefusal) -> tuple[Play, OpenCase, OpenCase]:
    """Two open cases of one stage and a third that waits for the second."""
    soil, light = item("soil", on_refusal=on_refusal), item("light")
    play = one_stage(stage("bloom", soil, light, item("seed", "light")))
    play.turn()
    play.bag.clear()
    first, second = play.said(OpenCase)
    return play, first, second


def test_a_refusal_that_stops_ends_the_project_at_once() -> None:
    play, soil, _ = two_cases("stop")
    refused = case_decided(soil.case_id, "bloom", soil.item, CaseOutcome.REFUSED)

    assert [s.key for s in play.deliver(refused)] == CLOSING[:2]
    assert outcome_of(play.to_the_end()) is ProjectOutcome.REFUSED


def test_a_refusal_that_lets_finish_waits_for_open_cases_and_opens_no_more() -> None:
    play, soil, light = two_cases("finish")
    refused = case_decided(soil.case_id, "bloom", soil.item, CaseOutcome.REFUSED)
    assert play.deliver(refused) == []

    approved = case_decided(light.case_id, "bloom", light.item)
    assert [s.key for s in play.deliver(approved)] == CLOSING[:2]
    assert outcome_of(play.to_the_end()) is ProjectOutcome.REFUSED


def test_a_refusal_that_supersedes_ends_the_open_cases_before_the_project() -> None:
    play, soil, light = two_cases("supersede")
    refused = case_decided(soil.case_id, "bloom", soil.item, CaseOutcome.REFUSED)

    (order,) = [step.message for step in play.deliver(refused)]
    assert isinstance(order, SupersedeCases)
    assert (order.cases, order.because) == ((light.case_id,), "soil")
    assert play.deliver(refused) == []
    assert [s.key for s in play.deliver(case_superseded(light.case_id, order))] == CLOSING[:2]
    assert outcome_of(play.to_the_end()) is ProjectOutcome.REFUSED


def test_a_case_that_is_decided_before_it_is_superseded_stays_decided() -> None:
    play, soil, light = two_cases("supersede")
    play.deliver(case_decided(soil.case_id, "bloom", soil.item, CaseOutcome.REFUSED))

    assert [
        s.key for s in play.deliver(case_decided(light.case_id, "bloom", light.item))
    ] == CLOSING[:2]
    assert outcome_of(play.to_the_end()) is ProjectOutcome.REFUSED


def test_a_refusal_waits_for_no_case_that_rests_until_it_is_applied_for_again() -> None:
    play, soil, light = two_cases("finish")
    play.deliver(case_not_accepted(light, version=2))
    refused = case_decided(soil.case_id, "bloom", soil.item, CaseOutcome.REFUSED)

    assert [s.key for s in play.deliver(refused)] == CLOSING[:2]


def test_a_case_applied_for_again_is_waited_for_again() -> None:
    play, soil, light = two_cases("finish")
    play.deliver(case_applied_again(light, version=3))
    play.deliver(case_not_accepted(light, version=2))  # late
    refused = case_decided(soil.case_id, "bloom", soil.item, CaseOutcome.REFUSED)

    assert play.deliver(refused) == []
    assert play.course.waiting_for() != []


def test_a_refused_item_never_lets_its_gate_sit() -> None:
    play = Play(world=World(refused=["wind"])).to_the_end()

    assert outcome_of(play) is ProjectOutcome.REFUSED
    assert "bloom" not in [order.stage for order in play.said(OpenGate)]


def test_the_first_reason_to_leave_is_the_one_that_holds() -> None:
    play = Play(course=begun(plan(*standard_stages(on_refusal="stop"))))
    play.world = World(refused=["soil"], silent=[approval.ProjectWorkClosed.TYPE])
    play.to_the_end()
    assert play.course.state.phase is Phase.CLOSING

    play.world = World()
    assert play.deliver(withdrawn()) == []
    play.deliver(approval.ProjectWorkClosed(project_id=PROJECT, cases=0, gates=0))
    assert outcome_of(play.to_the_end()) is ProjectOutcome.REFUSED


def test_a_withdrawal_after_the_end_changes_nothing() -> None:
    play = Play().to_the_end()

    assert play.deliver(withdrawn()) == []
    assert outcome_of(play) is ProjectOutcome.INDUSTRIALISED


def test_a_withdrawal_ends_a_hold() -> None:
    play = one_stage(stage("sprout"), gates={"sprout": [Hold(BEGIN + 30 * DAY)]})
    play.until(lambda: play.course.state.phase is Phase.HELD)

    assert [s.key for s in play.deliver(withdrawn())] == CLOSING[:2]
    assert play.course.next_instant() is None


def test_a_state_carried_over_goes_on_where_it_was() -> None:
    whole = Play().to_the_end()
    halves = Play()
    halves.until(lambda: "bloom/case/water" in halves.keys)
    carried = CourseState.model_validate_json(halves.course.state.model_dump_json())
    second = Play(Course(PROJECT, card(), plan(), carried), halves.world, bag=halves.bag)
    second.to_the_end()

    assert halves.keys + second.keys == whole.keys
