"""What all simulated people have in common."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from standalone.demo.actor import Actor, Answer
from standalone.demo.season import Season


@dataclass
class Worker(ABC):
    """Looks at the own work when called or when something is due, on working days; does it."""

    actor: Actor
    season: Season
    planned: dict[str, datetime] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)
    acted: bool = False
    """Whether the last look led to something: then another follows soon."""
    called: asyncio.Event = field(default_factory=asyncio.Event)

    def matters(self) -> Iterable[str]:
        """What the person wants to be called about; see ``bell``."""
        return ()

    async def work(self) -> None:
        """Until the season ends."""
        has_rung = False
        while not self.season.stopped.is_set():
            self.acted = False
            is_here = self.season.is_open() and not self.is_away()
            if is_here:
                await self.look()
            if self.acted or not is_here:
                await self.season.tick()
            else:
                has_rung = await self.season.rest(
                    self.planned.values(), self.called, has_rung=has_rung
                )

    def is_away(self) -> bool:
        """Whether the person is on leave today."""
        return False

    @abstractmethod
    async def look(self) -> None:
        """One look at the own work."""

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
