"""The stack at rest: memory, and how long it takes to be ready, the first and the second time."""

import asyncio
import os
import tempfile
import time
from pathlib import Path

from standalone.stack import Stack, running_stack

SETTLE_S = 10


def memory_mb(stack: Stack) -> dict[str, float]:
    """Proportional set size by process name: shared pages are counted once."""
    found: dict[str, float] = {}
    for record in stack.processes.values():
        process = record.find()
        if process is None:
            continue
        family = [process, *process.children(recursive=True)]
        found[record.name] = sum(each.memory_full_info().pss for each in family) / 1_000_000
    return found


async def measure() -> dict[str, float]:
    """Seconds and megabytes."""
    with tempfile.TemporaryDirectory(prefix="fastlane-bench-") as folder:
        os.chmod(folder, 0o711)  # PostgreSQL's own account has to pass.
        state = Path(folder) / "state"
        seconds = []
        for _ in range(2):
            started = time.monotonic()
            async with running_stack(state, day_seconds=86_400.0):
                seconds.append(time.monotonic() - started)
                if len(seconds) == 2:
                    await asyncio.sleep(SETTLE_S)
                    memory = memory_mb(Stack.load(state))
    return {
        "first_start_s": seconds[0],
        "second_start_s": seconds[1],
        "memory_mb": sum(memory.values()),
        **{f"memory_mb.{name}": megabytes for name, megabytes in sorted(memory.items())},
    }
