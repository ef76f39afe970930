"""A stand-in for everything around a course: services and people that answer what it says.

Pure: takes a message, returns the facts that follow from it sooner or later. The same script
serves the tests of the decider and those of the workflow.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from contracts.commands.approval import CloseProjectWork, OpenCase, OpenGate, SupersedeCases
from contracts.commands.funding import ReleaseProject
from contracts.commands.registry import FindPlatform, ReleasePlacements
from contracts.envelope import Message
from contracts.events import approval, case_life, funding, intake, lane, registry
from contracts.events.approval import Alarm, CaseOutcome
from contracts.ids import CaseId, GateId, PersonId, PlatformId, ProjectId
from contracts.process import GateOutcome, ItemPlan
from tests.support.plans import BEGIN, PROJECT

OFFICER = PersonId("person-1")
FAR = BEGIN + timedelta(days=3650)
"""Beyond every test: an alarm at it never rings."""


@dataclass(frozen=True)
class Hold:
    """A gate's decision to wait."""

    until: datetime


Decision = GateOutcome | Hold


@dataclass
class World:
    """Answers by script; whatever the script leaves out is approved and advanced at once.

    ``gates``: per stage, the decisions of its sittings in turn. ``refused``: items refused.
    ``asked``: items whose department asks the sponsor for information first.
    ``silent``: types of facts that never come.
    """

    gates: Mapping[str, Sequence[Decision]] = field(default_factory=dict)
    refused: Iterable[str] = ()
    asked: Iterable[str] = ()
    silent: Iterable[str] = ()
    project: ProjectId = PROJECT
    sittings: dict[str, int] = field(default_factory=dict)

    def answer(self, message: Message) -> list[Message]:
        """The facts that follow from ``message``, in the order they happen."""
        return [fact for fact in self._answer(message) if fact.TYPE not in set(self.silent)]

    def _answer(self, message: Message) -> list[Message]:
        match message:
            case lane.StageEntered():
                return [evidence(message.stage, message.attempt, self.project)]
            case FindPlatform():
                return [platform_confirmed(message)]
            case OpenCase():
                return self._handle_case(message)
            case OpenGate():
                return self._handle_gate(message)
            case SupersedeCases():
                return [case_superseded(each, message) for each in message.cases]
            case CloseProjectWork():
                return [approval.ProjectWorkClosed(project_id=self.project, cases=0, gates=0)]
            case ReleasePlacements():
                return [registry.PlacementsReleased(project_id=self.project, released=0)]
            case ReleaseProject():
                none = Decimal("0.00")
                return [
                    funding.ProjectFundingReleased(
                        project_id=self.project, applications=0, amount=none
                    )
                ]
            case _:
                return []

    def _handle_case(self, order: OpenCase) -> list[Message]:
        facts: list[Message] = [case_opened(order)]
        if order.item.item in set(self.asked):
            facts += [information_requested(order), information_supplied(order)]
        refused = order.item.item in set(self.refused)
        outcome = CaseOutcome.REFUSED if refused else CaseOutcome.APPROVED
        return [*facts, case_decided(order.case_id, order.stage, order.item, outcome, self.project)]

    def _handle_gate(self, order: OpenGate) -> list[Message]:
        turn = self.sittings.get(order.stage, 0)
        self.sittings[order.stage] = turn + 1
        script = self.gates.get(order.stage, ())
        decision = script[turn] if turn < len(script) else GateOutcome.ADVANCE
        return [gate_opened(order), gate_decided(order, decision)]


def evidence(stage: str, attempt: int = 1, project: ProjectId = PROJECT) -> Message:
    """The sponsor declared the evidence complete."""
    return intake.EvidenceSubmitted(
        project_id=project, stage=stage, attempt=attempt, kinds=("report",), documents=1
    )


def withdrawn(project: ProjectId = PROJECT) -> Message:
    """The sponsor takes the project off the lane."""
    return intake.ProjectWithdrawn(project_id=project)


def platform_confirmed(order: FindPlatform) -> Message:
    """A platform takes the stage on."""
    return registry.PlatformConfirmed(
        project_id=order.project_id,
        placement_id=order.placement_id,
        stage=order.stage,
        platform_id=PlatformId("greenhouse"),
    )


def case_opened(order: OpenCase, *alarms: Alarm, version: int = 1) -> Message:
    """A department received a case."""
    return approval.CaseOpened(
        project_id=order.project_id,
        case_id=order.case_id,
        item=order.item.item,
        department=order.item.department,
        pack=order.card.pack,
        stage=order.stage,
        due_at=FAR,
        statutory_due_at=FAR,
        provisional=False,
        clock_version=version,
        alarms=alarms,
    )


def information_requested(order: OpenCase, version: int = 2) -> Message:
    """A department asks the sponsor; the clock stops."""
    return approval.InformationRequested(
        project_id=order.project_id,
        case_id=order.case_id,
        item=order.item.item,
        department=order.item.department,
        round=1,
        ground="information_requested",
        clock_version=version,
    )


def information_supplied(order: OpenCase, *alarms: Alarm, version: int = 3) -> Message:
    """The sponsor answered; the clock runs again."""
    return approval.InformationSupplied(
        project_id=order.project_id,
        case_id=order.case_id,
        item=order.item.item,
        department=order.item.department,
        round=1,
        due_at=FAR,
        statutory_due_at=FAR,
        provisional=False,
        clock_version=version,
        alarms=alarms,
    )


def case_decided(
    case: CaseId,
    stage: str,
    item: ItemPlan,
    outcome: CaseOutcome = CaseOutcome.APPROVED,
    project: ProjectId = PROJECT,
) -> Message:
    """A department decided."""
    return approval.CaseDecided(
        project_id=project,
        case_id=case,
        item=item.item,
        department=item.department,
        stage=stage,
        outcome=outcome,
        ground="unsuitable" if outcome is CaseOutcome.REFUSED else None,
        conditions=0,
        within_committed=True,
        within_statutory=True,
        decided_by=OFFICER,
    )


def case_superseded(case: CaseId, order: SupersedeCases) -> Message:
    """A case ended, since another item was refused."""
    return approval.CaseClosed(
        project_id=order.project_id,
        case_id=case,
        item="light",
        department="office_of_light",
        state="superseded",
        because=order.because,
    )


def case_not_accepted(order: OpenCase, version: int = 2) -> Message:
    """A department did not take a case."""
    return case_life.CaseNotAccepted(
        project_id=order.project_id,
        case_id=order.case_id,
        item=order.item.item,
        department=order.item.department,
        ground="not_competent",
        clock_version=version,
    )


def case_applied_again(order: OpenCase, *alarms: Alarm, version: int = 3) -> Message:
    """The sponsor applied for a case again."""
    return case_life.CaseAppliedAgain(
        project_id=order.project_id,
        case_id=order.case_id,
        item=order.item.item,
        department=order.item.department,
        pack=order.card.pack,
        application=2,
        due_at=FAR,
        statutory_due_at=FAR,
        provisional=False,
        clock_version=version,
        alarms=alarms,
    )


def clock_stopped(order: OpenCase, version: int = 2, *, stops_clock: bool = True) -> Message:
    """A procedure began, or a stop."""
    return case_life.ClockStopped(
        project_id=order.project_id,
        case_id=order.case_id,
        item=order.item.item,
        department=order.item.department,
        number=1,
        ground="expert_review" if stops_clock else None,
        procedure=None if stops_clock else "site_visit",
        stops_clock=stops_clock,
        expected_end_on=FAR.date(),
        clock_version=version,
    )


def gate_opened(order: OpenGate, *alarms: Alarm, version: int = 1) -> Message:
    """A gate sits."""
    return approval.GateOpened(
        project_id=order.project_id,
        gate_id=order.gate_id,
        pack=order.card.pack,
        stage=order.stage,
        attempt=order.attempt,
        round=order.round,
        due_at=FAR,
        provisional=False,
        clock_version=version,
        alarms=alarms,
    )


def gate_decided(order: OpenGate, decision: Decision) -> Message:
    """A gate decided."""
    hold = decision.until if isinstance(decision, Hold) else None
    outcome = GateOutcome.HOLD if isinstance(decision, Hold) else decision
    return approval.GateDecided(
        project_id=order.project_id,
        gate_id=GateId(order.gate_id),
        stage=order.stage,
        attempt=order.attempt,
        round=order.round,
        outcome=outcome,
        hold_until=hold,
        within_committed=True,
        decided_by=OFFICER,
    )
