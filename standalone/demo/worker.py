"""What all simulated people have in common."""

from dataclasses import dataclass, field
from datetime import datetime

from standalone.demo.actor import Actor, Answer
from standalone.demo.season import Season


@dataclass
class Worker:
    """Looks at the own work on every working day, and does what is due."""

    actor: Actor
    season: Season
    planned: dict[str, datetime] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)
    acted: bool = False
    """Whether the last look led to something: then another follows soon."""

    async def work(self) -> None:
        """Until the season ends."""
        while not self.season.stopped.is_set():
            self.acted = False
            if self.season.is_open() and not self.is_away():
                await self.look()
            if self.acted:
                await self.season.tick()
            else:
                await self.season.rest(self.planned.values())

    def is_away(self) -> bool:
        """Whether the person is on leave today."""
        return False

    async def look(self) -> None:
        """One look at the own work."""
        raise NotImplementedError

    def is_time(self, key: str, days: tuple[float, float]) -> bool:
        """Whether the planned instant of a piece of work has come; plans it at first sight."""
        if key not in self.planned:
            chance = self.season.chance(self.actor.person.user, key)
            self.planned[key] = self.season.in_working_days(chance.uniform(*days))
        return self.season.now() >= self.planned[key]

    def note(self, answer: Answer) -> None:
        """Losing a race or finding a thing closed is daily life; anything else is a mistake."""
        self.acted = True
        if answer.status >= 400 and answer.status not in (404, 409):
            self.mistakes.append(f"{self.actor.person.user}: {answer.status} {answer.body}")
