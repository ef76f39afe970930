"""Plays a season: everybody at work at once, until every project has ended."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import httpx

from standalone import people
from standalone.demo.actor import Actor, Tally
from standalone.demo.bell import Bell, ringing
from standalone.demo.departments import Lead, Officer, Reviewer, Stories
from standalone.demo.helpers import CaseManager, FundingOfficer, PlatformOperator
from standalone.demo.script import Application
from standalone.demo.season import Season
from standalone.demo.sponsor import Sponsor, Submitted
from standalone.demo.worker import Worker
from standalone.people import Person
from standalone.problem import StackProblem
from standalone.stack import Stack

Say = Callable[[str], None]
_AT_ONCE = 16
"""Requests on their way to the gateway, for all people together."""


@dataclass
class Cast:
    """Everybody who takes part."""

    sponsors: list[Sponsor] = field(default_factory=list)
    others: list[Worker] = field(default_factory=list)

    @property
    def everybody(self) -> list[Sponsor | Worker]:
        return [*self.sponsors, *self.others]

    def mistakes(self) -> list[str]:
        """What should not have happened, in words."""
        return [word for each in self.everybody for word in each.mistakes]

    def projects(self) -> list[Submitted]:
        """All projects that the lane took on."""
        return [project for each in self.sponsors for project in each.projects.values()]

    @property
    def is_finished(self) -> bool:
        return all(each.is_finished for each in self.sponsors)


@dataclass(frozen=True, slots=True)
class Played:
    """A season that is over."""

    projects: list[Submitted]
    refused: int
    """Applications that were wrong on purpose and were refused for that."""
    tally: Tally
    mistakes: list[str]
    wall_seconds: float


async def play(
    stack: Stack,
    applications: list[Application],
    *,
    seed: int,
    within_s: float,
    say: Say,
) -> Played:
    """Submit everything, work everything off. Raises StackProblem when time runs out first."""
    started = time.monotonic()
    season = Season(stack.anchor.clock, seed)
    tally = Tally()
    async with AsyncExitStack() as opened:
        http = await opened.enter_async_context(
            httpx.AsyncClient(
                base_url=stack.gateway_url, timeout=30, trust_env=False, transport=_InTurn()
            )
        )
        bell = await opened.enter_async_context(ringing(stack.nats_url))
        cast = _cast(applications, season, stack.issuer_url, http, tally, bell)
        everybody = cast.everybody
        await asyncio.gather(*(_enter(each.actor) for each in everybody))
        say(f"已登录 {len(everybody)} 人，开始办理 · {len(everybody)} people signed in")
        tasks = [asyncio.create_task(each.work()) for each in everybody]
        try:
            await _until_over(cast, season, tasks, started + within_s, say)
        finally:
            season.stop(each.called for each in everybody)
            await asyncio.wait(tasks, timeout=15)
            for task in tasks:
                task.cancel()
    refused = sum(each.refused for each in cast.sponsors)
    wall_seconds = time.monotonic() - started
    return Played(cast.projects(), refused, tally, cast.mistakes(), wall_seconds)


class _InTurn(httpx.AsyncHTTPTransport):
    """Lets few requests in at once: for each one, httpcore looks at every other that it has."""

    def __init__(self) -> None:
        super().__init__(limits=httpx.Limits(max_connections=None))
        self._free = asyncio.Semaphore(_AT_ONCE)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        async with self._free:
            return await super().handle_async_request(request)


async def _enter(actor: Actor) -> None:
    """Sign in, and be known to whoever sends messages."""
    await actor.do("PUT", "/api/notify/v1/me", {})


async def _until_over(
    cast: Cast,
    season: Season,
    tasks: list[asyncio.Task[None]],
    deadline: float,
    say: Say,
) -> None:
    shown = time.monotonic()
    while not cast.is_finished:
        await asyncio.sleep(0.5)
        for task in tasks:
            if task.done() and not task.cancelled() and (fault := task.exception()):
                raise StackProblem(
                    f"演示中断：{fault}", f"The season broke off: {fault}"
                ) from fault
        if time.monotonic() > deadline:
            left = [p.application.title for p in cast.projects() if p.state != "finished"]
            raise StackProblem(
                f"演示超时，{len(left)} 个项目尚未结束：{';'.join(left[:8])}",
                f"Time is up with {len(left)} projects not at their end: {'; '.join(left[:8])}",
            )
        if time.monotonic() - shown > 10:
            shown = time.monotonic()
            say(_progress(cast, season))


def _progress(cast: Cast, season: Season) -> str:
    states: dict[str, int] = {}
    for project in cast.projects():
        state = project.outcome or project.state
        states[state] = states.get(state, 0) + 1
    shown = " · ".join(f"{state} {count}" for state, count in sorted(states.items()))
    return f"{season.today().isoformat()}  {shown}"


def _cast(
    applications: list[Application],
    season: Season,
    issuer: str,
    http: httpx.AsyncClient,
    tally: Tally,
    bell: Bell,
) -> Cast:
    stories: Stories = {each.title: each.story for each in applications}
    wishes = {each.title: each.platform for each in applications}
    packs = {each.pack for each in applications} | {""}
    known = [person for person in people.load() if person.home in packs]
    cast = Cast()
    sponsors = {each.sponsor for each in applications}
    if unknown := sponsors - {person.user for person in known}:
        named = ", ".join(sorted(unknown))
        raise StackProblem(f"演示人员中没有：{named}", f"Not among the demo people: {named}")
    for person in known:
        actor = Actor(person, issuer, http, tally)
        if "sponsor" in person.roles:
            own = [each for each in applications if each.sponsor == person.user]
            if own:
                cast.sponsors.append(Sponsor(actor, season, bell, own))
            continue
        if (role := _part(person, actor, season, stories, wishes)) is not None:
            cast.others.append(role)
    for person in known:
        if "department_lead" in person.roles:
            team = [
                each
                for each in cast.others
                if isinstance(each, Officer) and each.actor.person.scopes == person.scopes
            ]
            cast.others.append(Lead(Actor(person, issuer, http, tally), season, colleagues=team))
    for worker in cast.others:
        for matter in worker.matters():
            bell.ring_for(matter, worker.called)
    return cast


def _part(
    person: Person,
    actor: Actor,
    season: Season,
    stories: Stories,
    wishes: dict[str, str | None],
) -> Worker | None:
    parts: dict[str, Callable[[], Worker]] = {
        "officer": lambda: Officer(actor, season, stories=stories),
        "gate_reviewer": lambda: Reviewer(actor, season, stories=stories),
        "platform_operator": lambda: PlatformOperator(
            actor, season, stories=stories, wishes=wishes
        ),
        "case_manager": lambda: CaseManager(actor, season),
        "funding_officer": lambda: FundingOfficer(actor, season),
    }
    for role, make in parts.items():
        if role in person.roles:
            return make()
    return None
