"""Taking facts in: each under its own id, so that order and repetition do not matter."""

from contracts.envelope import Message
from contracts.events import after_decision, approval, case_life, funding, intake, registry
from workflows.course import alarms
from workflows.course.state import CourseState, GateDecision, Phase


def hear(state: CourseState, fact: Message) -> None:
    """Remember what ``fact`` says. One that is no business of the course changes nothing."""
    match fact:
        case intake.EvidenceSubmitted():
            if (fact.stage, fact.attempt) not in state.evidence:
                state.evidence.append((fact.stage, fact.attempt))
        case intake.ProjectWithdrawn():
            state.is_withdrawn = True
        case intake.ProjectReplanned():
            if fact.number > state.replanned:
                state.next_plan, state.replanned = fact.plan, fact.number
        case registry.PlatformConfirmed():
            if fact.placement_id not in state.placements:
                state.placements.append(fact.placement_id)
        case approval.CaseDecided():
            _hear_decision(state, fact)
            state.alarms.pop(fact.case_id, None)
        case after_decision.CaseRevoked():
            _hear_revocation(state, fact)
        case approval.CaseClosed():
            if fact.case_id not in state.superseded:
                state.superseded.append(fact.case_id)
            state.alarms.pop(fact.case_id, None)
        case approval.GateDecided():
            decision = GateDecision(outcome=fact.outcome, hold_until=fact.hold_until)
            state.gates.setdefault(fact.gate_id, decision)
            state.alarms.pop(fact.gate_id, None)
        case (
            approval.ProjectWorkClosed()
            | registry.PlacementsReleased()
            | funding.ProjectFundingReleased()
        ):
            if fact.TYPE not in state.released:
                state.released.append(fact.TYPE)
        case _:
            _hear_clock(state, fact)


def _hear_decision(state: CourseState, fact: approval.CaseDecided) -> None:
    """A later decision takes an earlier one's place, in whatever order they are heard."""
    if fact.number <= state.revoked.get(fact.case_id, 0):
        return
    if fact.case_id in state.cases and fact.number <= state.later.get(fact.case_id, 1):
        return
    state.cases[fact.case_id] = fact.outcome
    if fact.number > 1:
        state.later[fact.case_id] = fact.number


def _hear_revocation(state: CourseState, fact: after_decision.CaseRevoked) -> None:
    """The item is undecided again: its stage's gate does not sit before it is decided anew."""
    state.revoked[fact.case_id] = max(fact.number, state.revoked.get(fact.case_id, 0))
    if state.later.get(fact.case_id, 1) <= fact.number:
        state.cases.pop(fact.case_id, None)


def _hear_clock(state: CourseState, fact: Message) -> None:
    """A task's clock was set; of no use once the task is decided or the project leaves."""
    if state.phase in (Phase.CLOSING, Phase.FINISHED):
        return
    match fact:
        case approval.CaseOpened() | approval.InformationSupplied():
            if fact.case_id not in state.cases:
                version, pending = fact.clock_version, fact.alarms
                alarms.set_alarms(state.alarms, fact.case_id, "case", version, pending)
        case approval.InformationRequested():
            if fact.case_id not in state.cases:
                alarms.set_alarms(state.alarms, fact.case_id, "case", fact.clock_version, ())
        case case_life.CaseFact():
            _hear_case(state, fact)
        case approval.ClockRecomputed():
            if fact.task_id not in state.cases and fact.task_id not in state.gates:
                version, pending = fact.clock_version, fact.alarms
                alarms.set_alarms(state.alarms, fact.task_id, fact.task_kind, version, pending)
        case approval.GateOpened():
            if fact.gate_id not in state.gates:
                version, pending = fact.clock_version, fact.alarms
                alarms.set_alarms(state.alarms, fact.gate_id, "gate", version, pending)
        case _:
            pass


def _hear_case(state: CourseState, fact: case_life.CaseFact) -> None:
    """What happened between receipt and decision, as far as it moves alarms."""
    pending: tuple[approval.Alarm, ...] = ()
    match fact:
        case case_life.CaseClockSet():
            pending = fact.alarms
        case case_life.CaseNotAccepted() | case_life.CaseLapsed():
            pass
        case case_life.ClockStopped():
            if not fact.stops_clock:
                return
        case _:
            return
    id_ = fact.case_id
    if id_ in state.cases or id_ in state.superseded:
        return
    if alarms.set_alarms(state.alarms, id_, "case", fact.clock_version, pending):
        rests = isinstance(fact, case_life.CLOCK_ENDED)
        state.rested = [each for each in state.rested if each != id_] + [id_] * rests
