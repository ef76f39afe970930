"""A season that is broken off takes down the lane that it started for itself."""

import asyncio
import signal
import sys
from pathlib import Path

import psutil
import pytest

from standalone.people import ROOT
from tests.support.waiting import eventually

pytestmark = [pytest.mark.stack, pytest.mark.timeout(120)]
_SOME = 3
"""Processes of the lane below its supervisor: enough to leave something behind."""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_season_that_is_broken_off_leaves_nothing(
    tmp_path: Path, number: signal.Signals
) -> None:
    season = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "standalone", "demo", "--state", str(tmp_path / "none")),
        cwd=ROOT,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    lane: dict[int, psutil.Process] = {}

    async def has_begun() -> bool:
        lane.update((each.pid, each) for each in psutil.Process(season.pid).children(True))
        return len(lane) > _SOME

    await eventually(has_begun, within_s=60)
    supervisor = next(each for each in lane.values() if "run" in each.cmdline())
    state = Path(supervisor.cmdline()[supervisor.cmdline().index("--state") + 1])
    assert await asyncio.to_thread(state.exists)
    season.send_signal(number)
    said, _ = await season.communicate()
    assert season.returncode == 130, said.decode()
    assert "ended early" in said.decode()
    assert not [each for each in lane.values() if each.is_running()]
    assert not await asyncio.to_thread(state.exists)
