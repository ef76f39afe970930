"""The course of a project as the policy tells it: stages, gates, approval items, grounds."""

from typing import Annotated, Literal

from pydantic import Field

from contracts.process import GateOutcome
from policy.model.base import (
    Basis,
    Clause,
    Entry,
    Expression,
    PackModel,
    SetLimit,
    SetPeriod,
    Slug,
)

Percent = Annotated[int, Field(gt=0, le=100)]
OutcomeName = Literal["advance", "iterate", "hold", "stop"]
ALL_OUTCOMES: tuple[OutcomeName, ...] = ("advance", "iterate", "hold", "stop")


WaitsFor = Literal["sponsor", "department", "third_party", "public"]


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
    deemed_acceptance: SetLimit | None = None
    """Silence for so long after receipt accepts the case from the day of receipt."""
    gaps_supply: SetLimit | None = None
    """In which the gaps of a case accepted with gaps must be filled."""
    delivery: SetLimit | None = None
    """From the decision to its service."""
    reconsideration: SetLimit | None = None
    """For the second officer to decide again."""


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


class RouteTerms(PackModel):
    """A lighter route of an item: its own promise and its own materials."""

    committed: SetLimit
    materials: tuple[Slug, ...]
    inspection: SetLimit | None = None
    """After a filing by commitment, in what time it is inspected."""


class ItemRoutes(PackModel):
    """The lighter routes that an item has. The standard route is the item itself."""

    commitment_and_filing: RouteTerms | None = None
    simplified: RouteTerms | None = None


class Extension(PackModel):
    """How far a limit may be extended, how often, and who may say so."""

    at_most: SetLimit
    approver: Literal["department_lead", "agency_head", "government_head"]
    times: int = Field(default=1, ge=1, le=5)


class Permission(PackModel):
    """How long what was approved stays good, and how it is prolonged."""

    valid_for: SetPeriod
    prolonged_by: SetPeriod | None = None
    prolongations: int = Field(default=0, ge=0, le=10)


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
    when: Expression | None = None
    """Whether a project needs it at all; every project when left out."""
    routes: ItemRoutes | None = None
    extension: Extension | None = None
    deemed_approval: Basis | None = None
    """Silence beyond the statutory limit approves. Never where `affects_safety`."""
    affects_safety: bool = False
    accepts_gaps: bool = False
    four_eyes: bool = False
    """An assessor recommends, a reviewer confirms."""
    joint_review: bool = False
    permission: Permission | None = None
