"""Processes of a stack whose supervisor is gone: found by what it wrote, then ended."""

import asyncio
import signal
import time

import psutil

from standalone.console import Console
from standalone.problem import NotRunning, StackProblem
from standalone.stack import Stack
from standalone.state import StateFolder

# They are on their way out already: the kernel signalled them when the supervisor died.
GRACE_S = 10.0


async def end(state: StateFolder, console: Console) -> None:
    """Ends what is left of an earlier run; the caller holds the lock. Raises StackProblem."""
    try:
        stack = Stack.load(state)
    except NotRunning:
        return
    alive = _alive(stack)
    if alive:
        console.say(
            f"清理上次运行留下的 {len(alive)} 个进程",
            f"Ending {len(alive)} processes of an earlier run",
        )
        for process in alive:
            # PostgreSQL's fast shutdown; the others treat it like SIGTERM.
            _signal(process, signal.SIGINT)
        alive = await _gone(alive, GRACE_S)
        for process in alive:
            _signal(process, signal.SIGKILL)
        alive = await _gone(alive, GRACE_S)
    if alive:
        pids = ", ".join(str(process.pid) for process in alive)
        raise StackProblem(
            f"上次运行的进程无法结束：{pids}。请手动结束后重试。",
            f"Processes of an earlier run cannot be ended: {pids}. End them by hand and try again.",
        )
    state.stack_file.unlink(missing_ok=True)


def _alive(stack: Stack) -> list[psutil.Process]:
    return [process for record in stack.processes.values() if (process := record.find())]


def _signal(process: psutil.Process, number: signal.Signals) -> None:
    try:
        process.send_signal(number)
    except psutil.Error:
        return


async def _gone(processes: list[psutil.Process], within_s: float) -> list[psutil.Process]:
    """Those still alive when the time is up."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        processes = [process for process in processes if _is_alive(process)]
        if not processes:
            break
        await asyncio.sleep(0.05)
    return processes


def _is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
