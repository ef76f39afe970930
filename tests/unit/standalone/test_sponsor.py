"""A simulated sponsor is at the end of the season when every project is, and not before."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from contracts.lane_time import LaneClock
from standalone.demo.actor import Actor, Answer
from standalone.demo.bell import Bell
from standalone.demo.script import Application
from standalone.demo.season import Season
from standalone.demo.sponsor import Sponsor
from standalone.people import Person
from tests.support.waiting import eventually

NOW = datetime.now(UTC)
PERSON = Person(
    "a", "", {}, "a@lane.example", "en", ("sponsor",), {"organisation": "x"}, {"zh-CN": "x"}
)


class SlowLane:
    """Answers a submission when told to, everything else at once."""

    def __init__(self, state: str) -> None:
        self.person = PERSON
        self.state = state
        self.may_answer = asyncio.Event()
        self.is_asked = False

    async def do(self, method: str, path: str, body: object = None) -> Answer:
        if method == "POST":
            self.is_asked = True
            await self.may_answer.wait()
        return Answer(200, {"id": "1"})

    async def get(self, path: str, **params: Any) -> Any:
        return {"items": [{"id": "1", "state": self.state, "outcome": None, "turns": []}]}


async def test_whose_application_is_under_way_is_not_at_the_end() -> None:
    lane = SlowLane("finished")
    clock = LaneClock(epoch=NOW, epoch_real=NOW - timedelta(days=1), day_seconds=86_400)
    application = Application("a", "t", "i", "p", after_days=0)
    season = Season(clock, seed=1)
    sponsor = Sponsor(cast(Actor, lane), season, Bell(), [application])
    work = asyncio.create_task(sponsor.work())

    async def is_submitting() -> bool:
        return lane.is_asked

    async def is_at_the_end() -> bool:
        return sponsor.is_finished

    await eventually(is_submitting)
    assert not sponsor.is_finished
    lane.may_answer.set()
    await eventually(is_at_the_end)
    season.stop([sponsor.called])
    await asyncio.wait_for(work, 5)
    assert sponsor.mistakes == []
