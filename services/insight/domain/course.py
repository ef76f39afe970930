"""Spans of everything but cases: evidence, placements, gates, holds."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from contracts.events import approval, intake, lane, registry
from services.insight.domain.span import Chain, Heard, Party, Span, SpanKind


def evidence_spans(ordered: Sequence[Heard]) -> list[Span]:
    """From a stage's attempt to its evidence; the party is whoever carries the stage out.

    Where a platform does, its time begins when it confirms; before that the placement counts.
    """
    confirmed = _first_times(
        ((h.message.stage,), h.at)
        for h in ordered
        if isinstance(h.message, registry.PlatformConfirmed)
    )
    handed_in = _first_times(
        ((h.message.stage, h.message.attempt), h.at)
        for h in ordered
        if isinstance(h.message, intake.EvidenceSubmitted)
    )
    spans = []
    for heard in ordered:
        event = heard.message
        if not isinstance(event, lane.StageEntered):
            continue
        starts_at: datetime | None = heard.at
        if event.needs_platform and event.carried_out_by == Party.PLATFORM:
            agreed_at = confirmed.get((event.stage,))
            starts_at = max(heard.at, agreed_at) if agreed_at else None
        if starts_at is None:
            continue
        chain = Chain(f"evidence/{event.stage}/{event.attempt}", event.stage, event.stage)
        party = Party.PLATFORM if event.carried_out_by == Party.PLATFORM else Party.SPONSOR
        chain.turn(starts_at, SpanKind.EVIDENCE, party, event.attempt)
        if (event.stage, event.attempt) in handed_in:
            chain.end(handed_in[event.stage, event.attempt])
        spans += chain.spans
    return spans


def _first_times(pairs: Iterable[tuple[tuple[object, ...], datetime]]) -> dict[object, datetime]:
    found: dict[object, datetime] = {}
    for key, at in pairs:
        found.setdefault(key, at)
    return found


def placement_spans(ordered: Iterable[Heard]) -> list[Span]:
    """The search for a platform: the sponsor chooses, the platform answers."""
    chains: dict[UUID, Chain] = {}
    for heard in ordered:
        event, at = heard.message, heard.at
        if isinstance(event, registry.PlacementsReleased):
            for chain in chains.values():
                chain.end(at)
            continue
        if not isinstance(
            event,
            registry.PlacementOpened
            | registry.PlatformChosen
            | registry.PlatformDeclined
            | registry.PlatformConfirmed,
        ):
            continue
        activity = f"placement/{event.placement_id}"
        chain = chains.setdefault(event.placement_id, Chain(activity, event.stage, event.stage))
        match event:
            case registry.PlatformChosen():
                chain.turn(at, SpanKind.PLACEMENT, Party.PLATFORM)
            case registry.PlatformConfirmed():
                chain.end(at)
            case _:
                chain.turn(at, SpanKind.PLACEMENT, Party.SPONSOR)
    return [span for chain in chains.values() for span in chain.spans]


def gate_spans(ordered: Iterable[Heard]) -> list[Span]:
    """Gates, from their opening to their outcome."""
    chains: dict[UUID, Chain] = {}
    for heard in ordered:
        event = heard.message
        match event:
            case approval.GateOpened():
                chain = Chain(f"gate/{event.gate_id}", event.stage, event.stage)
                chains.setdefault(event.gate_id, chain)
                chain.turn(heard.at, SpanKind.GATE, Party.GATE, event.attempt)
            case approval.GateDecided() | approval.GateClosed():
                if event.gate_id in chains:
                    chains[event.gate_id].end(heard.at)
    return [span for chain in chains.values() for span in chain.spans]


def hold_spans(ordered: Iterable[Heard]) -> list[Span]:
    """Holds, from a gate's word to the day they end."""
    spans: list[Span] = []
    open_: dict[str, Chain] = {}
    count = 0
    for heard in ordered:
        event = heard.message
        match event:
            case lane.ProjectHeld() if event.stage not in open_:
                count += 1
                chain = Chain(f"hold/{event.stage}/{count}", event.stage, event.stage)
                chain.turn(heard.at, SpanKind.HOLD, Party.SUSPENDED, count)
                open_[event.stage] = chain
            case lane.ProjectResumed() if event.stage in open_:
                chain = open_.pop(event.stage)
                chain.end(heard.at)
                spans += chain.spans
    return spans + [span for chain in open_.values() for span in chain.spans]
