"""The course of one project: hears facts in any order, says what is to be told next.

The rules of domain.md sections 2 and 3 that concern a project as a whole; a case's and a gate's
own rules are the approval service's.
"""

from datetime import datetime
from typing import Self

from contracts.commands.approval import ProjectCard, RingAlarm
from contracts.envelope import Message
from contracts.ids import ProjectId
from contracts.process import Plan, ProjectOutcome
from workflows.course import alarms, closing, gate, stage
from workflows.course.hearing import hear
from workflows.course.position import Position
from workflows.course.state import CourseState, Phase
from workflows.course.step import Step


class Course:
    """Decides over a ``CourseState``; holds nothing else that could be lost.

    ``hear`` and ``next_steps`` may be called in any order and again with the same arguments: a
    fact counts once, a step is given out once.
    """

    def __init__(
        self, project: ProjectId, card: ProjectCard, plan: Plan, state: CourseState
    ) -> None:
        self._here = Position(project, card, plan, state)

    @classmethod
    def begin(cls, project: ProjectId, card: ProjectCard, plan: Plan, entry_stage: str) -> Self:
        """A course that has told nothing yet. ValueError when the plan has no such stage."""
        plan.index(entry_stage)
        return cls(project, card, plan, CourseState(stage=entry_stage))

    @property
    def state(self) -> CourseState:
        """Everything that has to be carried for the course to go on elsewhere."""
        return self._here.state

    @property
    def pinned(self) -> tuple[ProjectCard, Plan]:
        """What the course goes by: it changes when it adopts another plan."""
        return self._here.card, self._here.plan

    def hear(self, fact: Message) -> None:
        """Take a fact in."""
        hear(self.state, fact)

    def next_steps(self, lane_now: datetime) -> list[Step]:
        """What is to be told now, in this order; each step is given out once and remembered."""
        while self._moves_on(lane_now):
            pass
        self._ring(lane_now)
        return self._here.take_found()

    def next_instant(self) -> datetime | None:
        """The lane instant by which ``next_steps`` has something to say although nobody spoke."""
        state = self.state
        instants = (state.held_until, alarms.earliest(state.alarms))
        return min((each for each in instants if each is not None), default=None)

    def waiting_for(self) -> list[str]:
        """What has to be heard before the project moves, as coded words."""
        match self.state.phase:
            case Phase.OPEN:
                return stage.missing(self._here) or ["gate"]
            case Phase.HELD:
                return ["hold"]
            case Phase.CLOSING:
                return closing.awaited(self.state)
            case Phase.FINISHED:
                return []

    def _moves_on(self, lane_now: datetime) -> bool:
        """Apply the rules of the phase; True when the position changed and they must run again."""
        here, state = self._here, self.state
        if state.is_withdrawn and state.phase in (Phase.OPEN, Phase.HELD):
            here.begin_closing(ProjectOutcome.WITHDRAWN)
        match state.phase:
            case Phase.OPEN:
                return self._work_on_stage(lane_now)
            case Phase.HELD:
                return gate.resume(here, lane_now)
            case Phase.CLOSING:
                assert state.outcome is not None
                return closing.close(here, state.outcome)
            case Phase.FINISHED:
                return False

    def _work_on_stage(self, lane_now: datetime) -> bool:
        here = self._here
        stage.enter(here)
        if stage.refuse(here):
            return self.state.phase is Phase.CLOSING
        stage.open_cases(here)
        return not stage.missing(here) and gate.sit(here, lane_now)

    def _ring(self, lane_now: datetime) -> None:
        for due in alarms.take_due(self.state.alarms, lane_now):
            self._here.say(
                f"alarm/{due.task_id}/{due.clock_version}/{due.key}",
                RingAlarm(
                    project_id=self._here.project,
                    task_id=due.task_id,
                    task_kind=due.kind,
                    key=due.key,
                    clock_version=due.clock_version,
                ),
            )
