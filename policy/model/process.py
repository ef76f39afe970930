"""The course of a project as the policy tells it: stages, gates, approval items, grounds."""

from typing import Annotated, Literal

from pydantic import Field

from contracts.process import GateOutcome
from policy.model.base import Clause, Entry, PackModel, SetLimit, Slug

Percent = Annotated[int, Field(gt=0, le=100)]
OutcomeName = Literal["advance", "iterate", "hold", "stop"]
ALL_OUTCOMES: tuple[OutcomeName, ...] = ("advance", "iterate", "hold", "stop")


class EvidenceKind(Entry):
    """A kind of evidence that a stage asks for."""


class Material(Entry):
    """A document that an approval item asks for."""


class RefusalGround(Entry):
    """A ground on which a department may refuse. Nothing else is one."""


class StopGround(Entry):
    """A ground that stops a clock: for what, and whom everybody waits for meanwhile."""

    waits_for: Literal["sponsor", "department", "third_party", "public"]


class Gate(PackModel):
    """How a stage ends."""

    limit: SetLimit
    outcomes: tuple[OutcomeName, ...] = ALL_OUTCOMES
    max_attempts: int = Field(default=3, ge=1, le=20)

    def gate_outcomes(self) -> tuple[GateOutcome, ...]:
        """The outcomes as the published language names them."""
        return tuple(GateOutcome(outcome) for outcome in self.outcomes)


class Stage(Entry):
    """One stage. The order in the pack is the course."""

    carried_out_by: Literal["sponsor", "platform"]
    needs_platform: bool = False
    can_enter: bool = False
    """Whether a project may begin here, showing the evidence of the stages before."""
    evidence: tuple[Slug, ...]
    gate: Gate


class ItemLimits(PackModel):
    """The limit that the law sets and the shorter one that the authority promises."""

    statutory: SetLimit
    committed: SetLimit


class Item(Entry):
    """An approval item: who decides on what, when it opens, and in what time."""

    clause: Clause
    department: Slug
    opens_at: Slug
    after: tuple[Slug, ...] = ()
    materials: tuple[Slug, ...]
    limits: ItemLimits
    remind_at_percent: tuple[Percent, ...] = (50, 80, 100)
    on_refusal: Literal["stop", "finish"]
    """What a refusal does to the others: `stop` ends them, `finish` lets them be decided."""
    refusal_grounds: tuple[Slug, ...]
    stop_grounds: tuple[Slug, ...] = ()
    max_information_rounds: int = Field(ge=0, le=10)
