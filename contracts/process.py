"""The course of a project as data: what a policy pack compiles to and a workflow carries.

The plan travels in the workflow's input and in commands, so a running project never reads a pack
again: it is pinned to the version and digest it was submitted under.
"""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from contracts.ids import ProjectId

Unit = Literal["working_day", "calendar_day"]
Roll = Literal["next_working_day", "none"]
Rank = Literal["department_lead", "agency_head", "government_head"]
WaitsFor = Literal["sponsor", "department", "third_party", "public"]
ProcedureKind = Literal["expert_review", "public_notice", "hearing", "testing", "site_check"]
UtilityKind = Literal["water", "gas", "heat", "power", "network"]
OnRefusal = Literal["stop", "finish", "supersede"]
"""What a refusal does to the other items: end them, let them be decided, or replace them."""


class GateOutcome(StrEnum):
    """What a gate can decide (domain.md section 2)."""

    ADVANCE = "advance"
    ITERATE = "iterate"
    HOLD = "hold"
    STOP = "stop"


class ProjectOutcome(StrEnum):
    """How a project's course can end."""

    INDUSTRIALISED = "industrialised"
    REFUSED = "refused"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limit(_Frozen):
    """A time limit: a figure never goes without its unit (facts.md)."""

    figure: int = Field(gt=0, le=3650)
    unit: Unit
    roll: Roll = "next_working_day"


class ExtensionPlan(_Frozen):
    """How far an item's limit may be extended, how often, and by whom at least."""

    at_most: Limit
    approver: Rank
    times: int = Field(default=1, ge=1)


class StopPlan(_Frozen):
    """A ground that stops the item's clock: whom everybody waits for, and how long at most."""

    ground: str
    waits_for: WaitsFor
    at_most: Limit | None = None


class ProcedurePlan(_Frozen):
    """A procedure of an item, such as an expert review; the clock stops on its ground, if any."""

    procedure: str
    kind: ProcedureKind
    limit: Limit
    stop_ground: str | None = None
    is_required: bool = False
    """Whether nothing may be decided without it."""


class CheckPlan(_Frozen):
    """What an officer ticks off. In words, since the words are what was ticked."""

    check: str
    zh: str
    en: str


class RoundPlan(_Frozen):
    """The limits of one round of information; the last round's hold for later ones."""

    round: int = Field(ge=1)
    answer: Limit | None = None
    """For the sponsor. None: no limit."""
    review: Limit | None = None
    """For the department, counted anew from the answer. None: the item's own clock goes on."""


class ReconsiderationPlan(_Frozen):
    """Asked for within the first limit from service, decided by another within the second."""

    request: Limit | None
    """None: the pack sets none."""
    decision: Limit


class PermissionPlan(_Frozen):
    """How long what was approved stays good."""

    valid_months: int = Field(ge=1)
    prolonged_by_months: int | None = None
    """By one prolongation."""
    prolongations: int = Field(default=0, ge=0)
    is_temporary: bool = False
    """A run for a time: dismantled, sealed or converted when it ends."""


class CommitmentPlan(_Frozen):
    """What a sponsor signs on the route of commitment and filing."""

    text: str
    """Id of the commitment text in the pack."""
    sha256: str
    """Of the Chinese text, a line feed, and the English one, in UTF-8."""
    rectify: Limit | None = None
    """In which what an inspection finds is put right."""


class PriorityPlan(_Frozen):
    """A list that gives priority, and the item's committed limit from the day of listing on."""

    priority: str
    committed: Limit


class Dependant(_Frozen):
    """An item of the same stage that waits for this one, and for whatever else it waits."""

    item: str
    department: str
    after: tuple[str, ...]


RouteName = Literal["commitment_and_filing", "simplified", "standard"]


class CreditTerms(_Frozen):
    """What a sponsor's credit grade closes, and the item's terms under it from then on."""

    grade: Literal["A", "B", "C", "D"]
    closes: tuple[str, ...]
    """commitment_and_filing, simplified, accepted_with_gaps, funding."""
    route: RouteName
    committed: Limit
    materials: tuple[str, ...] = ()


class ItemPlan(_Frozen):
    """One approval item: who decides, after which others, in what time."""

    item: str
    department: str
    after: tuple[str, ...] = ()
    statutory: Limit
    committed: Limit
    remind_at_percent: tuple[int, ...] = (50, 80, 100)
    on_refusal: OnRefusal
    refusal_grounds: tuple[str, ...]
    stop_grounds: tuple[str, ...]
    max_information_rounds: int = Field(ge=0)
    route: Literal["commitment_and_filing", "simplified", "standard"] = "standard"
    inspection: Limit | None = None
    """After a filing by commitment, in what time it is inspected."""
    grade: str | None = None
    grade_rule: str | None = None
    """The pack's risk grade at submission, and the rule that gave it."""
    utility: UtilityKind | None = None
    """A connection to be supplied rather than an approval; it takes the same course."""
    materials: tuple[str, ...] = ()
    """What the route asks for."""
    request_window: Limit | None = None
    """In which all departments collect what they ask for into one request."""
    rounds: tuple[RoundPlan, ...] = ()
    deemed_acceptance: Limit | None = None
    """Silence for so long after receipt accepts the case from the day of receipt."""
    accepts_gaps: bool = False
    """Acceptance with gaps (容缺受理); false while the sponsor's credit closes it."""
    gaps_supply: Limit | None = None
    stops: tuple[StopPlan, ...] = ()
    """One for each of ``stop_grounds``."""
    procedures: tuple[ProcedurePlan, ...] = ()
    extension: ExtensionPlan | None = None
    checklist: tuple[CheckPlan, ...] = ()
    four_eyes: bool = False
    """One recommends, another confirms or challenges."""
    joint_review: bool = False
    affects_safety: bool = False
    deemed_approval: bool = False
    """Silence beyond the statutory limit approves (默认同意); never where safety is affected."""
    service_limit: Limit | None = None
    """From the decision to its service."""
    reconsideration: ReconsiderationPlan | None = None
    permission: PermissionPlan | None = None
    commitment: CommitmentPlan | None = None
    """Only on the route of commitment and filing."""
    priority: str | None = None
    """The list that gave priority at submission; ``committed`` is already the shorter limit."""
    priorities: tuple[PriorityPlan, ...] = ()
    """What being put on a list changes, from that day on."""
    dependants: tuple[Dependant, ...] = ()
    """What an approval of this item lets open; a refusal keeps it shut."""
    credit: tuple[CreditTerms, ...] = ()
    """For every grade that closes something."""


class SupervisionPlan(_Frozen):
    """Inspections while a stage lasts (事中事后监管)."""

    supervision: str
    department: str
    first_within: Limit
    """From the stage's beginning to the first inspection."""
    every_months: int | None = None
    rectify: Limit
    """In which a finding is put right."""
    blocks_gate: bool = True
    """Whether an open serious finding blocks the stage's gate."""


class GatePlan(_Frozen):
    """The gate that ends a stage."""

    limit: Limit
    outcomes: tuple[GateOutcome, ...]
    max_attempts: int = Field(ge=1)


class StagePlan(_Frozen):
    """One stage: who carries it out, what it must show, which approvals open in it."""

    stage: str
    carried_out_by: Literal["sponsor", "platform"]
    needs_platform: bool
    evidence: tuple[str, ...]
    items: tuple[ItemPlan, ...] = ()
    gate: GatePlan
    supervision: tuple[SupervisionPlan, ...] = ()


class Plan(_Frozen):
    """A pack, compiled: the stages in order, and the pin."""

    pack: str
    version: str
    digest: str
    calendar: str
    """Version of the working-day calendar the pack was compiled with."""
    stages: tuple[StagePlan, ...] = Field(min_length=1)
    entry_stages: tuple[str, ...] = Field(min_length=1)
    extra_days_off: tuple[date, ...] = ()
    subject: str = "project"

    def index(self, stage: str) -> int:
        """Position of a stage; ValueError when the plan has none of that name."""
        return [each.stage for each in self.stages].index(stage)


def workflow_id(project: ProjectId) -> str:
    """The Temporal id of a project's course; the one place that makes it."""
    return f"fast-lane/{project}"
