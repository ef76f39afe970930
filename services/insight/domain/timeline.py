"""A project's timeline: the one function from its logged events to all that is said of it.

The order in which events are given does not matter, nor does giving one twice. What cannot be
said yet (an answer before its question was heard) is left out until it can.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from contracts.events import approval, intake, lane, registry
from contracts.ids import ProjectId
from contracts.process import GateOutcome
from services.insight.domain.case import CaseFact, cases
from services.insight.domain.course import (
    evidence_spans,
    gate_spans,
    hold_spans,
    placement_spans,
)
from services.insight.domain.span import Heard, Span, bounded, in_order


@dataclass(frozen=True, slots=True)
class ProjectFact:
    """A project as a whole. ``state``: submitted, open, held, closing, finished."""

    id: ProjectId
    organisation_id: str
    title: str
    industry: str
    key_project: bool
    pack: str
    entry_stage: str
    submitted_at: datetime
    state: str
    stage: str
    attempt: int
    finished_at: datetime | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class StageFact:
    """A stage of a project, all attempts together; ended when a gate let nothing follow in it."""

    stage: str
    entered_at: datetime
    ended_at: datetime | None
    outcome: str | None
    attempts: int
    platform: str | None = None
    """The platform that took it on, the last one where there were several."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something happened."""

    events: int
    decisions: int
    information_requests: int
    reminders: int
    escalations: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that is derived from a project's events."""

    project: ProjectFact
    spans: tuple[Span, ...]
    cases: tuple[CaseFact, ...]
    stages: tuple[StageFact, ...]
    tally: Tally


def timeline(history: Iterable[Heard]) -> Timeline | None:
    """The timeline of one project; None while its submission was not heard."""
    ordered = in_order(history)
    submitted = next((h for h in ordered if isinstance(h.message, intake.ProjectSubmitted)), None)
    if submitted is None:
        return None
    case_facts, case_spans = cases(ordered)
    spans = [
        *evidence_spans(ordered),
        *placement_spans(ordered),
        *case_spans,
        *gate_spans(ordered),
        *hold_spans(ordered),
    ]
    kept = bounded(spans, _ending_at(ordered))
    return Timeline(
        project=_project(submitted, ordered),
        spans=tuple(sorted(kept, key=lambda span: (span.started_at, span.activity))),
        cases=tuple(sorted(case_facts, key=lambda case: (case.opened_at, case.item))),
        stages=tuple(_stages(ordered)),
        tally=_tally(ordered),
    )


def _ending_at(ordered: Sequence[Heard]) -> datetime | None:
    """When the end began: nothing that was open is waited for any more."""
    ends = (intake.ProjectWithdrawn, lane.ClosingStarted, lane.ProjectFinished)
    return next((h.at for h in ordered if isinstance(h.message, ends)), None)


def _project(submitted: Heard, ordered: Sequence[Heard]) -> ProjectFact:
    event = submitted.message
    assert isinstance(event, intake.ProjectSubmitted)
    finished = next((h for h in ordered if isinstance(h.message, lane.ProjectFinished)), None)
    outcome = None
    if finished is not None and isinstance(finished.message, lane.ProjectFinished):
        outcome = finished.message.outcome.value
    stage, attempt = _standing(event.entry_stage, ordered)
    return ProjectFact(
        id=event.project_id,
        organisation_id=event.organisation_id,
        title=event.title,
        industry=event.industry,
        key_project=event.key_project,
        pack=event.pack,
        entry_stage=event.entry_stage,
        submitted_at=submitted.at,
        state=_state(ordered),
        stage=stage,
        attempt=attempt,
        finished_at=finished.at if finished else None,
        outcome=outcome,
    )


def _standing(entry_stage: str, ordered: Sequence[Heard]) -> tuple[str, int]:
    standing = (entry_stage, 1)
    for heard in ordered:
        if isinstance(heard.message, lane.StageEntered):
            standing = (heard.message.stage, heard.message.attempt)
    return standing


def _state(ordered: Sequence[Heard]) -> str:
    state = "submitted"
    for heard in ordered:
        match heard.message:
            case lane.ProjectFinished():
                return "finished"
            case intake.ProjectWithdrawn() | lane.ClosingStarted():
                state = "closing"
            case lane.ProjectHeld() if state != "closing":
                state = "held"
            case lane.StageEntered() | lane.ProjectResumed() if state != "closing":
                state = "open"
    return state


def _stages(ordered: Sequence[Heard]) -> list[StageFact]:
    entered: dict[str, list[datetime]] = {}
    completed: dict[str, tuple[datetime, GateOutcome]] = {}
    platforms: dict[str, str] = {}
    for heard in ordered:
        match heard.message:
            case lane.StageEntered():
                entered.setdefault(heard.message.stage, []).append(heard.at)
            case lane.StageCompleted() if heard.message.outcome is not GateOutcome.ITERATE:
                completed.setdefault(heard.message.stage, (heard.at, heard.message.outcome))
            case registry.PlatformConfirmed():
                platforms[heard.message.stage] = heard.message.platform_id
    return [
        StageFact(
            stage=stage,
            entered_at=times[0],
            ended_at=max(completed[stage][0], times[0]) if stage in completed else None,
            outcome=completed[stage][1].value if stage in completed else None,
            attempts=len(times),
            platform=platforms.get(stage),
        )
        for stage, times in entered.items()
    ]


def _tally(ordered: Sequence[Heard]) -> Tally:
    def count(*kinds: type) -> int:
        return sum(isinstance(heard.message, kinds) for heard in ordered)

    return Tally(
        events=len(ordered),
        decisions=count(approval.CaseDecided, approval.GateDecided),
        information_requests=count(approval.InformationRequested),
        reminders=count(approval.TaskReminded),
        escalations=count(approval.TaskEscalated),
    )
