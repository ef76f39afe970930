"""Where a project stands on its plan, and the list of what is to be told.

The ground that the rules beside it (stage, gate, closing) stand on; course.py puts them together.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from contracts.commands.approval import ProjectCard
from contracts.envelope import Command, Event
from contracts.events.approval import CaseOutcome
from contracts.ids import CaseId, GateId, ProjectId, case_id, gate_id
from contracts.process import ItemPlan, Plan, ProjectOutcome, StagePlan
from workflows.course.state import CourseState, Phase
from workflows.course.step import Step

# Asked for with every fact; a digest each time was half of the time a workflow spent thinking.
_case_id = lru_cache(maxsize=10_000)(case_id)


@dataclass(slots=True)
class Position:
    """One project: its plan, its memory, and the steps found since they were last taken."""

    project: ProjectId
    card: ProjectCard
    plan: Plan
    state: CourseState
    found: list[Step] = field(default_factory=list)

    @property
    def stage(self) -> StagePlan:
        """The stage the project is in."""
        return self.plan.stages[self.plan.index(self.state.stage)]

    @property
    def attempt_key(self) -> str:
        """The beginning of the keys of everything that happens once per attempt."""
        return f"{self.state.stage}/{self.state.attempt}"

    def case(self, item: ItemPlan) -> CaseId:
        """The case that handles ``item`` in the present stage."""
        return _case_id(self.project, self.state.stage, item.item)

    def gate(self) -> GateId:
        """The sitting of the gate that the present attempt and round lead to."""
        state = self.state
        return gate_id(self.project, state.stage, state.attempt, state.round)

    def decided(self, item: ItemPlan) -> CaseOutcome | None:
        """How ``item`` of the present stage was decided."""
        return self.state.cases.get(self.case(item))

    def say(self, key: str, message: Event | Command) -> None:
        """Have a step told, unless it was."""
        if key not in self.state.issued:
            self.state.issued.append(key)
            self.found.append(Step(key, message))

    def take_found(self) -> list[Step]:
        """The steps found, in order; they are handed out once."""
        found, self.found = self.found, []
        return found

    def adopt(self, plan: Plan) -> None:
        """Go on by another version of the pack; what queues are shown says so."""
        self.plan = plan
        pinned = {
            "pack_version": plan.version,
            "pack_digest": plan.digest,
            "calendar": plan.calendar,
            "extra_days_off": plan.extra_days_off,
        }
        self.card = self.card.model_copy(update=pinned)

    def begin_closing(self, outcome: ProjectOutcome) -> None:
        """Leave the lane with ``outcome``: no alarm rings any more."""
        self.state.phase = Phase.CLOSING
        self.state.outcome = outcome
        self.state.held_until = None
        self.state.alarms.clear()
