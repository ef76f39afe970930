"""The course of a project as the policy tells it: stages, gates, grounds, shared limits.

The approval items are in item.py.
"""

from typing import Literal

from pydantic import Field

from contracts.process import GateOutcome, WaitsFor
from policy.model.base import Clause, Entry, Expression, Name, PackModel, SetLimit, SetPeriod, Slug

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

    waits_for: WaitsFor
    at_most: SetLimit | None = None
    """The longest that such a stop may last."""


class HoldGround(Entry):
    """A ground on which a whole project may rest, and who must act to end it."""

    waits_for: WaitsFor
    at_most: SetLimit | None = None


class Procedure(PackModel):
    """Time limits that every approval shares. What is left out, the pack does not have."""

    request_window: SetLimit | None = None
    """In which all departments collect their gaps into one request."""
    answer: SetLimit | None = None
    """For the sponsor to answer a request, where the item's rounds do not say otherwise."""
    deemed_acceptance: SetLimit | None = None
    """Silence for so long after receipt accepts the case from the day of receipt."""
    gaps_supply: SetLimit | None = None
    """In which the gaps of a case accepted with gaps must be filled."""
    delivery: SetLimit | None = None
    """From the decision to its service."""
    reconsideration: SetLimit | None = None
    """For the second officer to decide again."""
    reconsideration_request: SetLimit | None = None
    """From service, in which the sponsor may ask for it."""


class Gate(PackModel):
    """How a stage ends."""

    limit: SetLimit
    outcomes: tuple[OutcomeName, ...] = ALL_OUTCOMES
    max_attempts: int = Field(default=3, ge=1, le=20)
    max_attempts_clause: Clause | None = None
    """Where the policy gives the number; the authority set it when left out."""

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


class Supervision(Entry):
    """Inspections while a stage lasts (事中事后监管), and what a finding does."""

    department: Slug
    stages: tuple[Slug, ...] = Field(min_length=1)
    first_within: SetLimit
    """From the beginning of the stage to the first inspection."""
    every: SetPeriod | None = None
    """Once only when left out."""
    rectify: SetLimit
    """In which a finding is put right."""
    blocks_gate: bool = True
    """Whether an open serious finding blocks the gate of the stage."""
    when: Expression | None = None
    checks: tuple[Name, ...] = ()
    """What is looked at."""
