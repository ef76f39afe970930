"""The rules of a stage's gate: when it sits, and what follows from its decision."""

from datetime import datetime

from contracts.commands.approval import OpenGate
from contracts.events import lane
from contracts.process import GateOutcome, ProjectOutcome
from workflows.course import closing
from workflows.course.position import Position
from workflows.course.state import GateDecision, Phase


def sit(here: Position, lane_now: datetime) -> bool:
    """Have the gate sit; True once its decision was followed and the position changed."""
    sitting, state = here.gate(), here.state
    here.say(
        f"{here.attempt_key}/gate/{state.round}",
        OpenGate(
            project_id=here.project,
            gate_id=sitting,
            stage=state.stage,
            attempt=state.attempt,
            round=state.round,
            gate=here.stage.gate,
            card=here.card,
        ),
    )
    decision = state.gates.get(sitting)
    if decision is None:
        return False
    if decision.outcome is GateOutcome.HOLD:
        _hold(here, decision, lane_now)
    else:
        _complete(here, decision.outcome)
    return True


def resume(here: Position, lane_now: datetime) -> bool:
    """End a hold whose time is over: the same attempt's gate sits again, in a new round."""
    state = here.state
    if state.held_until is None or lane_now < state.held_until:
        return False
    resumed = lane.ProjectResumed(
        project_id=here.project, stage=state.stage, held_until=state.held_until
    )
    here.say(f"{here.attempt_key}/resumed/{state.round}", resumed)
    state.phase, state.held_until = Phase.OPEN, None
    state.round += 1
    return True


def _hold(here: Position, decision: GateDecision, lane_now: datetime) -> None:
    state = here.state
    # A hold without an end would never end: the gate sits again at once.
    until = decision.hold_until or lane_now
    state.phase, state.held_until = Phase.HELD, until
    held = lane.ProjectHeld(project_id=here.project, stage=state.stage, until=until)
    here.say(f"{here.attempt_key}/held/{state.round}", held)


def _complete(here: Position, outcome: GateOutcome) -> None:
    state = here.state
    completed = lane.StageCompleted(
        project_id=here.project, stage=state.stage, attempt=state.attempt, outcome=outcome
    )
    here.say(f"{here.attempt_key}/completed", completed)
    if outcome is GateOutcome.STOP:
        here.begin_closing(ProjectOutcome.STOPPED)
    elif outcome is GateOutcome.ITERATE:
        state.attempt, state.round = state.attempt + 1, 1
    else:
        _advance(here)


def _advance(here: Position) -> None:
    state = here.state
    has_adopted = _adopt(here)
    following = here.plan.index(state.stage) + 1
    if following < len(here.plan.stages):
        state.stage = here.plan.stages[following].stage
        state.attempt = state.round = 1
        if has_adopted:
            _tell_adopted(here)
    else:
        closing.finish(here, ProjectOutcome.INDUSTRIALISED)


def _adopt(here: Position) -> bool:
    """Follow the plan that waits, if it knows the stage that ends; cases of it kept their rules."""
    waiting = here.state.next_plan
    if waiting is None or here.state.stage not in [each.stage for each in waiting.stages]:
        return False
    here.adopt(waiting)
    here.state.next_plan = None
    return True


def _tell_adopted(here: Position) -> None:
    plan, stage = here.plan, here.state.stage
    adopted = lane.PlanAdopted(
        project_id=here.project,
        stage=stage,
        pack=plan.pack,
        pack_version=plan.version,
        pack_digest=plan.digest,
    )
    here.say(f"{stage}/plan/{plan.version}", adopted)
