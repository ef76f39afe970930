"""The verbs that start, stop and forget a stack; each works from any terminal."""

import asyncio
import os
import shutil
import signal
import tempfile
import time
from pathlib import Path

import psutil

from standalone import leftovers, supervisor
from standalone.console import Console
from standalone.layout import Layout
from standalone.problem import NotRunning, StackProblem, StateForeign
from standalone.servers import postgres
from standalone.stack import Stack
from standalone.state import StateFolder, is_locked, lock_holder, locked

# Longer than all stop waves of the supervisor together when every process is slow.
DOWN_WITHIN_S = 75.0


def run(
    state: Path | None,
    base_port: int | None,
    day_seconds: float,
    *,
    with_services: bool,
    split: tuple[str, ...],
    quiet: bool,
) -> None:
    """Runs in the foreground until a signal. `state` None: a scratch folder, removed at the end."""
    layout = Layout(with_services, frozenset(split))
    console = Console(quiet=quiet)
    if state is not None:
        supervisor.run(supervisor.Request(state, day_seconds, base_port, layout), console)
        return
    with tempfile.TemporaryDirectory(prefix="fastlane-", ignore_cleanup_errors=True) as scratch:
        Path(scratch).chmod(0o711)
        folder = Path(scratch) / "state"
        supervisor.run(supervisor.Request(folder, day_seconds, base_port, layout), console)


def down(state: Path) -> None:
    """Stops whatever runs on the folder: the supervisor, or what a killed one left behind."""
    folder = StateFolder(state.absolute())
    console = Console()
    if is_locked(folder):
        _end_supervisor(folder, console)
    if not folder.root.exists():
        raise NotRunning(folder.root)
    with locked(folder):
        asyncio.run(leftovers.end(folder, console))
    console.say("已停止", "Stopped")


def reset(state: Path) -> None:
    """Stops, then removes the folder; refuses one that is not ours."""
    folder = StateFolder(state.absolute())
    console = Console()
    if not folder.root.exists():
        console.say("没有可删除的状态", "There is no state to remove")
        return
    if any(folder.root.iterdir()) and not folder.format_file.exists():
        raise StateForeign(
            f"{folder.root} 不是本系统的状态目录，不会删除它。",
            f"{folder.root} is not a state folder of the lane; it is left alone.",
        )
    down(state)
    postgres.forget(folder)
    shutil.rmtree(folder.root)
    console.say(f"已删除 {folder.root}", f"Removed {folder.root}")


def _end_supervisor(folder: StateFolder, console: Console) -> None:
    pid = _supervisor_pid(folder)
    console.say(f"正在停止(pid {pid})", f"Stopping (pid {pid})")
    os.kill(pid, signal.SIGTERM)
    if _unlocked(folder, DOWN_WITHIN_S):
        return
    console.say("没有按时停止，强制结束", "It is late; killed")
    os.kill(pid, signal.SIGKILL)
    if not _unlocked(folder, 10):
        raise StackProblem(f"无法结束进程 {pid}。", f"Process {pid} cannot be ended.")


def _supervisor_pid(folder: StateFolder) -> int:
    """The lock's holder, checked to be a supervisor of ours."""
    pid = lock_holder(folder)
    try:
        known = Stack.load(folder).supervisor()
        if known is not None:
            return known.pid
        if pid is not None and "standalone" in " ".join(psutil.Process(pid).cmdline()):
            return pid
    except (NotRunning, psutil.Error):
        pass
    raise StackProblem(
        f"状态目录 {folder.root} 被一个未知进程锁定(pid {pid})。",
        f"The state folder {folder.root} is locked by an unknown process (pid {pid}).",
    )


def _unlocked(folder: StateFolder, within_s: float) -> bool:
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if not is_locked(folder):
            return True
        time.sleep(0.1)
    return False
