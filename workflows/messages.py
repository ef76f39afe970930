"""What goes into the workflow and what can be asked of it. Data only: it is kept in histories."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict

from contracts.catalogue import BY_TYPE
from contracts.commands.approval import ProjectCard
from contracts.envelope import Envelope, Message
from contracts.ids import EventId, ProjectId
from contracts.lane_time import LaneClock
from contracts.process import Plan
from workflows.course import CourseState, Phase

WORKFLOW_TYPE = "FastLane"


class LaneInput(BaseModel):
    """Everything a course needs: the pinned plan travels with it, so replay never reads a file.

    ``state`` is what an earlier run carried over, ``pending`` what it left to be told; without a
    state the course begins at ``entry_stage``.
    ``traceparent`` is that of the submission.
    """

    model_config = ConfigDict(frozen=True)
    project_id: ProjectId
    card: ProjectCard
    plan: Plan
    entry_stage: str
    clock: LaneClock
    traceparent: str | None = None
    state: CourseState | None = None
    pending: tuple[Envelope, ...] = ()


class Fact(BaseModel):
    """An event as the workflow hears it; ``time`` is lane time."""

    model_config = ConfigDict(frozen=True)
    id: EventId
    type: str
    time: AwareDatetime
    traceparent: str | None
    data: dict[str, Any]

    @classmethod
    def of(cls, envelope: Envelope, traceparent: str | None) -> "Fact":
        """The fact in ``envelope``; whatever follows from it belongs to ``traceparent``."""
        return cls(
            id=envelope.id,
            type=envelope.type,
            time=envelope.time,
            traceparent=traceparent,
            data=envelope.data,
        )

    def message(self) -> Message:
        """The event inside. KeyError or ValidationError when this code does not know it."""
        return BY_TYPE[self.type].model_validate(self.data)


class Standing(BaseModel):
    """Where a course stands; the answer to the query ``standing``.

    ``waiting_for``: ``evidence``, ``platform``, ``case:<item>``, ``gate``, ``hold`` or
    ``closing:<work|placements|funding>``. ``issued`` counts the messages told so far.
    """

    stage: str
    attempt: int
    round: int
    phase: Phase
    outcome: str | None
    waiting_for: list[str]
    issued: int
    alarms: int
    next_instant: AwareDatetime | None


def receipt(envelopes: Iterable[Envelope]) -> str:
    """What announce returns: short for exactly these messages in this order.

    It stands in the history, which otherwise would not show what was told; on replay the workflow
    compares it with what it would tell now.
    """
    return sha256("\n".join(str(each.id) for each in envelopes).encode()).hexdigest()[:16]
