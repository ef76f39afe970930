"""The lane as a picture: each stage with its approvals, platform, evidence and gate.

Drawn from the project's own history, oldest event first, and from the pack for what has not begun.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from policy.model import Pack
from services.portal.domain.told import Told

StageState = Literal["skipped", "done", "current", "ahead", "ended"]


@dataclass(slots=True)
class Track:
    """One approval beside the others. ``state`` is a word of ``CASE_STATE``."""

    item: str
    department: str
    after: tuple[str, ...] = ()
    case_id: str | None = None
    state: str = "waiting"
    outcome: str | None = None
    opened_at: str | None = None
    ended_at: str | None = None
    due_at: str | None = None


@dataclass(slots=True)
class StagePicture:
    """One stage, and how far it is."""

    id: str
    needs_platform: bool
    state: StageState = "ahead"
    attempt: int = 1
    entered_at: str | None = None
    ended_at: str | None = None
    evidence_at: str | None = None
    placement: str | None = None
    platform: str | None = None
    gate: str | None = None
    """Outcome of the last sitting, or ``open`` while one sits."""
    gate_due_at: str | None = None
    held_until: str | None = None
    tracks: list[Track] = field(default_factory=list)

    def track(self, case_id: str) -> Track | None:
        """The approval of that case."""
        return next((each for each in self.tracks if each.case_id == case_id), None)


def draw(
    stage_ids: list[str], entry: str, history: Sequence[Told], pack: Pack | None
) -> list[StagePicture]:
    """The picture of a project whose plan has these stages."""
    stages = [_empty(id_, pack) for id_ in stage_ids]
    for stage in stages[: stage_ids.index(entry)] if entry in stage_ids else []:
        stage.state = "skipped"
    by_id = {stage.id: stage for stage in stages}
    for entry_ in sorted(history, key=lambda each: each.happened_at):
        _apply(by_id, entry_)
    return stages


def _empty(id_: str, pack: Pack | None) -> StagePicture:
    if pack is None or id_ not in {stage.id for stage in pack.stages}:
        return StagePicture(id=id_, needs_platform=False)
    tracks = [Track(item.id, item.department, after=item.after) for item in pack.items_at(id_)]
    return StagePicture(id=id_, needs_platform=pack.stage(id_).needs_platform, tracks=tracks)


def _apply(stages: dict[str, StagePicture], entry: Told) -> None:
    kind, data, at = entry.short_type, entry.data, entry.happened_at.isoformat()
    if kind.startswith("lane."):
        _apply_lane(stages, kind, data, at)
    elif kind.startswith("registry."):
        _apply_placement(stages, kind, data)
    elif kind == "intake.evidence_submitted" and (stage := stages.get(data.get("stage", ""))):
        stage.evidence_at = at
    elif "gate" in kind and (stage := stages.get(data.get("stage", ""))):
        _apply_gate(stage, kind, data)
    elif kind == "approval.clock_recomputed" and data.get("task_kind") == "gate":
        if stage := stages.get(data.get("name", "")):
            stage.gate_due_at = data.get("due_at")
    else:
        _apply_case(stages, kind, data, at)


def _apply_lane(
    stages: dict[str, StagePicture], kind: str, data: Mapping[str, Any], at: str
) -> None:
    stage = stages.get(data.get("stage", ""))
    if stage is None:
        return
    match kind:
        case "lane.stage_entered":
            stage.state, stage.attempt = "current", data.get("attempt", 1)
            stage.entered_at = stage.entered_at or at
            stage.evidence_at = stage.gate = stage.gate_due_at = None
        case "lane.stage_completed":
            stage.gate, stage.ended_at = data.get("outcome"), at
            stage.state = "done" if data.get("outcome") == "advance" else stage.state
        case "lane.project_held":
            stage.held_until = data.get("until")
        case "lane.project_resumed":
            stage.held_until = None
        case "lane.project_finished":
            finished = data.get("outcome") == "industrialised"
            stage.state, stage.ended_at = "done" if finished else "ended", at
            stage.held_until = None


def _apply_placement(stages: dict[str, StagePicture], kind: str, data: Mapping[str, Any]) -> None:
    stage = stages.get(data.get("stage", ""))
    if stage is None:
        return
    states = {
        "registry.placement_opened": "open",
        "registry.platform_chosen": "asked",
        "registry.platform_declined": "open",
        "registry.platform_confirmed": "confirmed",
    }
    stage.placement = states.get(kind, stage.placement)
    stage.platform = None if stage.placement == "open" else data.get("platform_id")


def _apply_gate(stage: StagePicture, kind: str, data: Mapping[str, Any]) -> None:
    match kind:
        case "approval.gate_opened":
            stage.gate, stage.gate_due_at = "open", data.get("due_at")
        case "approval.gate_decided":
            stage.gate, stage.gate_due_at = data.get("outcome"), None
        case "approval.gate_closed":
            stage.gate = stage.gate_due_at = None


def _apply_case(
    stages: dict[str, StagePicture], kind: str, data: Mapping[str, Any], at: str
) -> None:
    if kind == "approval.case_opened":
        _open_case(stages, data, at)
        return
    case_id = data.get("case_id") or data.get("task_id") or ""
    track = next((found for stage in stages.values() if (found := stage.track(case_id))), None)
    if track is None:
        return
    match kind:
        case "approval.task_claimed" if track.state != "awaiting_information":
            track.state = "under_review"
        case "approval.task_released" if data.get("reason") != "recommended":
            track.state = "queued"
        case "approval.information_requested":
            track.state, track.due_at = "awaiting_information", None
        case "approval.information_supplied":
            track.state, track.due_at = "under_review", data.get("due_at")
        case "approval.clock_recomputed":
            track.due_at = data.get("due_at")
        case "approval.case_decided":
            track.state, track.outcome = "decided", data.get("outcome")
            track.ended_at, track.due_at = at, None
        case "approval.case_closed":
            track.state, track.ended_at, track.due_at = data.get("state", "closed"), at, None
        case _:
            _apply_life(track, kind, data)


def _apply_life(track: Track, kind: str, data: Mapping[str, Any]) -> None:
    """What happens to a case between its receipt and its service."""
    match kind:
        case "approval.case_accepted" | "approval.limit_extended":
            track.due_at = data.get("due_at")
        case "approval.case_not_accepted" | "approval.case_lapsed":
            track.state, track.due_at = kind.removeprefix("approval.case_"), None
        case "approval.case_applied_again":
            track.state, track.due_at = "received", data.get("due_at")
        case "approval.clock_stopped" if data.get("stops_clock"):
            track.due_at = None
        case "approval.clock_resumed" if not data.get("is_stopped"):
            track.due_at = data.get("due_at")
        case "approval.case_recommended":
            track.state = "recommended"
        case "approval.recommendation_challenged":
            track.state = "under_review"
        case "approval.case_served":
            track.state = "served"


def _open_case(stages: dict[str, StagePicture], data: Mapping[str, Any], at: str) -> None:
    stage = stages.get(data.get("stage", ""))
    if stage is None:
        return
    item = data.get("item", "")
    track = next((each for each in stage.tracks if each.item == item), None)
    if track is None:
        track = Track(item, data.get("department", ""))
        stage.tracks.append(track)
    track.case_id, track.state = data.get("case_id"), "queued"
    track.opened_at, track.due_at = at, data.get("due_at")
