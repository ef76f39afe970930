"""The parts of an explanation, as data for a page or a terminal. Made by explain.py."""

from dataclasses import dataclass
from datetime import date

from policy.citation import cited
from policy.clock import DueDate
from policy.grading import STANDARD, Route
from policy.item_limit import ItemTerms
from policy.model import (
    Advice,
    Evaluation,
    Item,
    Name,
    Permission,
    Procedure,
    SetLimit,
    Source,
    Stage,
    Supervision,
)
from policy.quote import ProgrammeQuote, StackingQuote

GATE = "gate"
"""Stands for the gate in a critical path, after the items."""


@dataclass(frozen=True, slots=True)
class LimitExplained:
    """A limit as the pack sets it, and the date it would end on."""

    rule: SetLimit
    due: DueDate


@dataclass(frozen=True, slots=True)
class ItemExplained:
    """One approval. `due` dates chain over the items that it waits for."""

    item: Item
    department: Name
    materials: tuple[Name, ...]
    after: tuple[Name, ...]
    committed: LimitExplained
    statutory: LimitExplained
    is_critical: bool
    route: Route = STANDARD
    inspection: LimitExplained | None = None
    """After a filing by commitment; nobody waits for it."""
    is_needed_if: tuple[str, ...] = ()
    """Facts that nobody has stated, on which it hangs whether the item is needed at all."""
    commitment: Name | None = None
    """What is signed on the route of commitment and filing."""
    rectify: SetLimit | None = None
    permission: Permission | None = None
    """How long the approval stays good, where it ends for such a project."""
    terms: ItemTerms | None = None
    """What decided on its limits: a case, a list with priority, or facts that are missing."""


@dataclass(frozen=True, slots=True)
class SupervisionExplained:
    """Inspections while a stage lasts, and whose."""

    supervision: Supervision
    department: Name


@dataclass(frozen=True, slots=True)
class EvaluationExplained:
    """A programme is evaluated while it runs, and by whom."""

    evaluation: Evaluation
    authority: Name


@dataclass(frozen=True, slots=True)
class StageExplained:
    """One stage from its opening to its gate, all limits kept and none stopped."""

    stage: Stage
    evidence: tuple[Name, ...]
    items: tuple[ItemExplained, ...]
    gate_committed: LimitExplained
    gate_statutory: LimitExplained
    """The gate's own limit is one; it ends later when the items before it take their full law."""
    critical_path: tuple[str, ...]
    """Item ids in order, then ``gate``."""
    working_days: int = 0
    """Of the critical path, all promises kept."""
    not_needed: tuple[Name, ...] = ()
    """Items that this project is spared, by the pack's own condition."""
    supervision: tuple[SupervisionExplained, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole course, in order. Working days are those of the administration only."""

    pack: str
    name: Name
    version: str
    digest: str
    sources: tuple[Source, ...]
    industry: Name
    start_on: date
    earlier_evidence: tuple[Name, ...]
    """To be shown when the project begins at a later stage."""
    stages: tuple[StageExplained, ...]
    committed_working_days: int
    statutory_working_days: int
    procedure: Procedure
    """Limits that all its approvals share."""
    subject: str = "project"
    quotes: tuple[ProgrammeQuote, ...] = ()
    """Every programme of the pack, vouchers included, with its working."""
    stacking: tuple[StackingQuote, ...] = ()
    advice: tuple[Advice, ...] = ()
    """Help of others; never part of an amount."""
    fact_names: tuple[tuple[str, Name], ...] = ()
    """How to call the facts that are missing."""
    evaluations: tuple[EvaluationExplained, ...] = ()
    subject_names: tuple[tuple[str, Name], ...] = ()
    """How the pack calls the subjects that it opens the lane for."""

    def cited(self, clause: str, language: str) -> str:
        """A clause of the pack in words, as its source calls its parts."""
        return cited(self.sources, clause, language)

    @property
    def committed_on(self) -> date:
        return self.stages[-1].gate_committed.due.due_on

    @property
    def statutory_on(self) -> date:
        return self.stages[-1].gate_statutory.due.due_on

    @property
    def is_provisional(self) -> bool:
        """Whether the course reaches beyond the published calendar."""
        return self.stages[-1].gate_statutory.due.is_provisional
