"""Streams of the bus, and who hears what. Provisioning makes exactly this."""

from dataclasses import dataclass
from typing import Final

from contracts.commands import approval as to_approval
from contracts.commands import funding as to_funding
from contracts.commands import registry as to_registry
from contracts.envelope import Message
from contracts.events import (
    after_decision,
    approval,
    case_life,
    funding,
    intake,
    lane,
    registry,
)


@dataclass(frozen=True, slots=True)
class Stream:
    """A JetStream stream: one per publisher, one for commands, one for dead letters."""

    name: str
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Consumer:
    """A durable pull consumer: ``service`` hears ``messages`` of ``stream``."""

    service: str
    stream: str
    messages: tuple[type[Message], ...]

    @property
    def durable(self) -> str:
        return f"{self.service}-{self.stream.lower()}"

    @property
    def subjects(self) -> tuple[str, ...]:
        return tuple(message.TYPE for message in self.messages)


DEAD_LETTERS: Final = Stream("DEAD_LETTERS", ("dlq.>",))
STREAMS: Final = (
    Stream("INTAKE", ("fastlane.intake.>",)),
    Stream("LANE", ("fastlane.lane.>",)),
    Stream("APPROVAL", ("fastlane.approval.>",)),
    Stream("REGISTRY", ("fastlane.registry.>",)),
    Stream("FUNDING", ("fastlane.funding.>",)),
    Stream("COMMANDS", ("fastlane.cmd.>",)),
    DEAD_LETTERS,
)

_APPROVAL: Final = (*approval.EVENTS, *case_life.EVENTS)
_PLACEMENTS: Final = tuple(e for e in registry.EVENTS if e is not registry.PlatformPublished)
_FUNDED: Final = tuple(e for e in funding.EVENTS if e is not funding.BudgetCarriedOver)

CONSUMERS: Final = (
    Consumer("approval", "COMMANDS", to_approval.COMMANDS),
    Consumer("registry", "COMMANDS", to_registry.COMMANDS),
    Consumer("funding", "COMMANDS", to_funding.COMMANDS),
    Consumer("funding", "INTAKE", (intake.ProjectSubmitted,)),
    Consumer("funding", "APPROVAL", (after_decision.CreditGraded,)),
    Consumer("funding", "LANE", (lane.StageEntered, lane.ClosingStarted, lane.ProjectFinished)),
    Consumer("intake", "LANE", lane.EVENTS),
    Consumer("intake", "APPROVAL", _APPROVAL),
    Consumer("intake", "REGISTRY", _PLACEMENTS),
    Consumer("intake", "FUNDING", _FUNDED),
    Consumer("notify", "INTAKE", intake.EVENTS),
    Consumer("notify", "LANE", lane.EVENTS),
    Consumer("notify", "APPROVAL", _APPROVAL),
    Consumer("notify", "REGISTRY", _PLACEMENTS),
    Consumer("notify", "FUNDING", _FUNDED),
    Consumer("insight", "INTAKE", intake.EVENTS),
    Consumer("insight", "LANE", lane.EVENTS),
    Consumer("insight", "APPROVAL", _APPROVAL),
    Consumer("insight", "REGISTRY", registry.EVENTS),
    Consumer("insight", "FUNDING", funding.EVENTS),
    Consumer(
        "bridge",
        "INTAKE",
        (
            intake.ProjectSubmitted,
            intake.EvidenceSubmitted,
            intake.ProjectWithdrawn,
            intake.ProjectReplanned,
        ),
    ),
    Consumer(
        "bridge",
        "APPROVAL",
        (
            approval.CaseOpened,
            approval.InformationRequested,
            approval.InformationSupplied,
            approval.CaseDecided,
            after_decision.CaseRevoked,
            approval.CaseClosed,
            approval.ClockRecomputed,
            approval.GateOpened,
            approval.GateDecided,
            approval.ProjectWorkClosed,
            *case_life.CLOCK_SET,
            *case_life.CLOCK_ENDED,
            case_life.ClockStopped,
        ),
    ),
    Consumer("bridge", "REGISTRY", (registry.PlatformConfirmed, registry.PlacementsReleased)),
    Consumer("bridge", "FUNDING", (funding.ProjectFundingReleased,)),
)


def consumers_of(service: str) -> tuple[Consumer, ...]:
    """The durables of one service, in the order they are declared."""
    return tuple(each for each in CONSUMERS if each.service == service)
