"""Playing a course against a world, without Temporal."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from contracts.envelope import Message
from contracts.process import Plan
from tests.support.lane_world import World
from tests.support.plans import BEGIN, PROJECT, card, plan
from workflows.course import Course, Phase, Step


def begun(chosen: Plan | None = None) -> Course:
    """A course at the first stage of a plan."""
    chosen = chosen or plan()
    return Course.begin(PROJECT, card(), chosen, chosen.stages[0].stage)


@dataclass
class Play:
    """A course and its world: facts wait in ``bag`` until they are delivered."""

    course: Course = field(default_factory=begun)
    world: World = field(default_factory=World)
    now: datetime = BEGIN
    steps: list[Step] = field(default_factory=list)
    bag: list[Message] = field(default_factory=list)

    def turn(self) -> list[Step]:
        """Take what the course says now; the world's answers go into the bag."""
        steps = self.course.next_steps(self.now)
        self.steps += steps
        for step in steps:
            self.bag += self.world.answer(step.message)
        return steps

    def deliver(self, fact: Message) -> list[Step]:
        """The course hears a fact and goes on."""
        self.course.hear(fact)
        return self.turn()

    def to_the_end(self) -> "Play":
        """Deliver everything in order, and let holds pass, until nothing comes any more."""
        return self.until(lambda: False)

    def until(self, enough: Callable[[], bool]) -> "Play":
        """The same, but stop as soon as it is enough."""
        self.turn()
        while not enough():
            if self.bag:
                self.deliver(self.bag.pop(0))
            elif self.course.state.phase is Phase.HELD:
                held_until = self.course.state.held_until
                assert held_until is not None
                self.now = held_until
                self.turn()
            else:
                break
        return self

    @property
    def keys(self) -> list[str]:
        """The keys of everything said, in order."""
        return [step.key for step in self.steps]

    def said(self, kind: type[Message]) -> list[Any]:
        """The messages of one type, in order."""
        return [step.message for step in self.steps if isinstance(step.message, kind)]
