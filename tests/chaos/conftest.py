"""One lane of its own, on which a small season is played while every process is killed once."""

import asyncio
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from standalone.demo import script
from standalone.demo.play import Played, play
from standalone.stack import Stack, running_stack
from standalone.verify.fault import Fault
from standalone.verify.run import verify
from tests.chaos.planting import plant_all

DAY_SECONDS = 0.6
SEASON = Path(__file__).with_name("season.yaml")
KILLED = (
    "approval-relay",
    "approval-consumer",
    "approval",
    "intake",
    "registry",
    "funding",
    "notify",
    "insight",
    "portal",
    "bridge",
    "worker",
    "gateway",
    "issuer",
    "mail",
    "temporal",
    "nats",
    "postgres",
)
"""In turn, the servers last: by then much is under way."""


@dataclass(frozen=True)
class Season:
    """What is left when it is over; the stack still runs."""

    stack: Stack
    played: Played
    killed: tuple[str, ...]
    faults: list[Fault]
    looked_at: dict[str, int]


async def _kill_in_turn(stack: Stack) -> tuple[str, ...]:
    killed = []
    for name in KILLED:
        await asyncio.sleep(1.0)
        pid = stack.kill(name, signal.SIGKILL)
        await stack.back(name, pid, within_s=60)
        killed.append(name)
    return tuple(killed)


@pytest.fixture(scope="session")
async def season() -> AsyncIterator[Season]:
    """A season with all its kills, played once for all tests here."""
    applications = script.load(SEASON)
    said: list[str] = []
    async with running_stack(day_seconds=DAY_SECONDS, split=("approval",)) as stack:
        playing = asyncio.create_task(
            play(stack, applications, seed=7, within_s=300, say=said.append)
        )
        killing = asyncio.create_task(_kill_in_turn(stack))
        await asyncio.wait({playing, killing}, return_when=asyncio.FIRST_EXCEPTION)
        played, killed = await playing, await killing
        faults, looked_at = await verify(stack, within_s=60)
        yield Season(Stack.load(stack.state), played, killed, faults, looked_at)


@pytest.fixture(scope="session")
async def planted(season: Season) -> dict[str, list[Fault]]:
    """A fault of each kind planted, one name each, and what is then found of it."""
    subjects = await plant_all(season.stack)
    faults, _ = await verify(season.stack, within_s=0)
    return {
        name: [fault for fault in faults if fault.check == check and subject in fault.subject]
        for name, (check, subject) in subjects.items()
    }
