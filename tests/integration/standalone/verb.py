"""Running the command line as a person does, and waiting for its processes to be gone."""

import asyncio
import sys

from standalone.people import ROOT
from standalone.stack import Stack
from tests.support.waiting import eventually


async def fastlane(*arguments: str) -> tuple[int, str]:
    """Runs one verb to its end: exit code and everything it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "standalone", *arguments),
        cwd=ROOT,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return process.returncode or 0, output.decode()


async def all_gone(stack: Stack) -> None:
    async def none_left() -> bool:
        return not any(record.find() for record in stack.processes.values())

    await eventually(none_left, within_s=20)
