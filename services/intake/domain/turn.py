"""Whose turn it is: what waits, and on whom, as the lane's events tell it.

Parties are those of the attribution (domain.md section 8): sponsor, department, queue, platform,
gate, suspended. A *matter* is one thing that waits; when it moves on, its party changes, and when
it is done it closes.
"""

from dataclasses import dataclass
from datetime import datetime

from contracts.envelope import Message
from contracts.events import approval, case_life, intake, lane, registry


@dataclass(frozen=True, slots=True)
class MatterChange:
    """A word about one matter. None for ``party`` closes it; empty ``kind`` keeps kind and name."""

    key: str
    party: str | None
    kind: str = ""
    name: str = ""
    due_at: datetime | None = None
    only_date: bool = False
    """Nothing moves on: it is due on another day."""
    only_kind: str = ""
    """Holds only while the matter is of this kind: a case that is claimed or put back while the
    sponsor is asked goes on waiting for the sponsor."""


def _evidence(stage: str, attempt: int) -> str:
    return f"evidence/{stage}/{attempt}"


def _of_lane(event: Message) -> list[MatterChange]:
    match event:
        case lane.StageEntered():
            party = event.carried_out_by
            return [
                MatterChange(_evidence(event.stage, event.attempt), party, "evidence", event.stage)
            ]
        case lane.ProjectHeld():
            return [
                MatterChange(f"hold/{event.stage}", "suspended", "hold", event.stage, event.until)
            ]
        case lane.ProjectResumed():
            return [MatterChange(f"hold/{event.stage}", None)]
    return []


def _of_case(event: Message) -> list[MatterChange]:
    match event:
        case approval.CaseOpened():
            return [
                MatterChange(f"case/{event.case_id}", "queue", "case", event.item, event.due_at)
            ]
        case approval.InformationRequested():
            return [MatterChange(f"case/{event.case_id}", "sponsor", "information", event.item)]
        case approval.InformationSupplied():
            party = "department" if event.holder else "queue"
            return [MatterChange(f"case/{event.case_id}", party, "case", event.item, event.due_at)]
        case approval.CaseDecided() | approval.CaseClosed():
            return [MatterChange(f"case/{event.case_id}", None)]
    return []


def _of_case_life(event: Message) -> list[MatterChange]:
    if not isinstance(event, case_life.CaseFact):
        return []
    key = f"case/{event.case_id}"
    match event:
        case case_life.CaseNotAccepted() | case_life.CaseLapsed():
            return [MatterChange(key, "sponsor", "application", event.item)]
        case case_life.CaseAppliedAgain():
            return [MatterChange(key, "queue", "case", event.item, event.due_at)]
        case case_life.CaseAccepted() | case_life.LimitExtended():
            return [MatterChange(key, "department", due_at=event.due_at, only_date=True)]
        case case_life.ClockStopped() if event.stops_clock:
            return [MatterChange(key, "suspended", "procedure", event.item)]
        case case_life.ClockResumed() if event.ground is not None and not event.is_stopped:
            return [MatterChange(key, "department", "case", event.item, event.due_at)]
    return []


def _of_task(event: Message) -> list[MatterChange]:
    match event:
        case approval.TaskClaimed(task_kind="case"):
            return [MatterChange(f"case/{event.task_id}", "department", only_kind="case")]
        case approval.TaskReleased(task_kind="case"):
            return [MatterChange(f"case/{event.task_id}", "queue", only_kind="case")]
        case approval.ClockRecomputed():
            party = "gate" if event.task_kind == "gate" else "department"
            party = party if event.holder or event.task_kind == "gate" else "queue"
            key = f"{event.task_kind}/{event.task_id}"
            return [MatterChange(key, party, due_at=event.due_at, only_date=True)]
        case approval.GateOpened():
            return [
                MatterChange(f"gate/{event.gate_id}", "gate", "gate", event.stage, event.due_at)
            ]
        case approval.GateDecided() | approval.GateClosed():
            return [MatterChange(f"gate/{event.gate_id}", None)]
    return []


def _of_placement(event: Message) -> list[MatterChange]:
    match event:
        case registry.PlacementOpened() | registry.PlatformDeclined():
            return [
                MatterChange(f"placement/{event.placement_id}", "sponsor", "placement", event.stage)
            ]
        case registry.PlatformChosen():
            return [
                MatterChange(
                    f"placement/{event.placement_id}", "platform", "placement", event.stage
                )
            ]
        case registry.PlatformConfirmed():
            return [MatterChange(f"placement/{event.placement_id}", None)]
    return []


def changes(event: Message) -> list[MatterChange]:
    """What an event changes about whose turn it is; empty when nothing."""
    if isinstance(event, intake.EvidenceSubmitted):
        return [MatterChange(_evidence(event.stage, event.attempt), None)]
    return [
        *_of_lane(event),
        *_of_case(event),
        *_of_case_life(event),
        *_of_task(event),
        *_of_placement(event),
    ]


def ends_everything(event: Message) -> bool:
    """Whether nothing waits for anybody outside any more."""
    return isinstance(event, lane.ClosingStarted | lane.ProjectFinished)
