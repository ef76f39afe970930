"""A running stack as others see it: addresses, processes, and what tests do to them.

`Stack.load(state)` reads what the supervisor last wrote; `running_stack` starts one of its own and
stops it again. The supervisor's side is `supervisor`.
"""

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from standalone import anchor, databases, jsonfile
from standalone.anchor import LaneAnchor
from standalone.console import last_lines
from standalone.people import ROOT
from standalone.ports import HOST
from standalone.problem import NotRunning, StackProblem
from standalone.process import spawn
from standalone.servers import gateway, issuer, nats, temporal
from standalone.state import VERIFIER, Secrets, StateFolder

POLL_S = 0.1


@dataclass(frozen=True, slots=True)
class ProcessRecord:
    """One process at the moment of writing; `pid` is None between a death and the restart."""

    name: str
    pid: int | None
    started_at: float
    is_ready: bool
    restarts: int
    has_given_up: bool

    def find(self) -> psutil.Process | None:
        """The process itself, unless its pid has gone to somebody else."""
        return living(self.pid, self.started_at)


@dataclass(frozen=True, slots=True)
class Stack:
    """One reading of `stack.json`; load it again to see changes."""

    state: StateFolder
    supervisor_pid: int
    supervisor_started_at: float
    is_ready: bool
    ports: dict[str, int]
    processes: dict[str, ProcessRecord]

    @classmethod
    def load(cls, state: Path | StateFolder) -> "Stack":
        """Raises NotRunning when no supervisor ever wrote here, or the file is unreadable."""
        folder = state if isinstance(state, StateFolder) else StateFolder(Path(state).absolute())
        try:
            written: dict[str, Any] = jsonfile.read(folder.stack_file)
            return cls(
                state=folder,
                supervisor_pid=written["supervisor"]["pid"],
                supervisor_started_at=written["supervisor"]["started_at"],
                is_ready=written["is_ready"],
                ports=written["ports"],
                processes={row["name"]: ProcessRecord(**row) for row in written["processes"]},
            )
        except (OSError, ValueError, KeyError, TypeError):
            raise NotRunning(folder.root) from None

    @property
    def gateway_url(self) -> str:
        return gateway.url(self.ports)

    @property
    def issuer_url(self) -> str:
        return issuer.url(self.ports)

    @property
    def nats_url(self) -> str:
        return nats.url(self.ports, Secrets.load(self.state))

    @property
    def temporal_address(self) -> str:
        return f"{HOST}:{self.ports['temporal']}"

    @property
    def temporal_namespace(self) -> str:
        return temporal.NAMESPACE

    @property
    def anchor(self) -> LaneAnchor:
        return anchor.load(self.state)

    def service_url(self, name: str) -> str:
        """The address of one of our processes itself, past the gateway."""
        return f"http://{HOST}:{self.ports[name]}"

    def database_url(self, role: str = VERIFIER) -> str:
        """The database as one service's role; by default as the reader of everything."""
        return databases.url(role, self.ports, Secrets.load(self.state))

    def supervisor(self) -> psutil.Process | None:
        """The living supervisor, if any."""
        return living(self.supervisor_pid, self.supervisor_started_at)

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> int:
        """Sends the signal to a process by name and returns the pid that it had."""
        record = Stack.load(self.state).processes.get(name)
        if record is None or record.pid is None or record.find() is None:
            raise StackProblem(f"{name} 没有在运行。", f"{name} is not running.")
        os.kill(record.pid, number)
        return record.pid

    async def back(self, name: str, killed_pid: int, within_s: float = 60) -> "Stack":
        """Waits until a killed process is ready again under another pid."""

        def is_back(stack: Stack) -> bool:
            record = stack.processes[name]
            return record.is_ready and record.pid not in {None, killed_pid}

        return await wait_for(self.state, is_back, within_s)


async def wait_for(
    state: StateFolder, condition: Callable[[Stack], bool], within_s: float
) -> Stack:
    """Reads the stack until the condition holds. Raises TimeoutError."""
    async with asyncio.timeout(within_s):
        while True:
            try:
                stack = Stack.load(state)
            except NotRunning:
                stack = None
            if stack is not None and condition(stack):
                return stack
            await asyncio.sleep(POLL_S)


@asynccontextmanager
async def running_stack(
    state: Path | None = None,
    day_seconds: float = 1.0,
    *,
    only_servers: bool = False,
    split: tuple[str, ...] = (),
    ready_within_s: float = 180,
    environment: dict[str, str] | None = None,
) -> AsyncIterator[Stack]:
    """A stack of its own on free ports, stopped at the end and with this process.

    Without `state` a scratch folder is used and removed; a named one is kept, and is the caller's
    to `reset`.
    """
    options = ["--only", "servers"] if only_servers else []
    for service in split:
        options += ["--split", service]
    with tempfile.TemporaryDirectory(prefix="fastlane-", ignore_cleanup_errors=True) as scratch:
        # mkdtemp makes 0700, which PostgreSQL's own account could not pass when we are root.
        os.chmod(scratch, 0o711)
        folder = StateFolder(_root(state, scratch))
        log = folder.root.with_name(f"{folder.root.name}.supervisor.log")
        process = await _supervisor(folder, day_seconds, options, log, environment or {})
        try:
            yield await _ready(process, folder, log, ready_within_s)
        finally:
            await _end(process)


def _root(state: Path | None, scratch: str) -> Path:
    return state.absolute() if state else Path(scratch) / "state"


async def _supervisor(
    folder: StateFolder,
    day_seconds: float,
    options: list[str],
    log: Path,
    environment: dict[str, str],
) -> asyncio.subprocess.Process:
    command = [sys.executable, "-m", "standalone", "run", "--state", str(folder.root)]
    command += ["--ports", "auto", "--day-seconds", f"{day_seconds:g}", "--quiet", *options]
    with log.open("ab") as output:
        return await spawn(
            command,
            environment={**os.environ, **environment},
            cwd=ROOT,
            output=output,
            death_signal=signal.SIGTERM,
        )


async def _ready(
    process: asyncio.subprocess.Process, folder: StateFolder, log: Path, within_s: float
) -> Stack:
    def is_ours_and_ready(stack: Stack) -> bool:
        return stack.supervisor_pid == process.pid and stack.is_ready

    ended = asyncio.create_task(process.wait())
    ready = asyncio.create_task(wait_for(folder, is_ours_and_ready, within_s))
    await asyncio.wait({ended, ready}, return_when=asyncio.FIRST_COMPLETED)
    if ready.done() and not ready.exception():
        ended.cancel()
        return ready.result()
    ready.cancel()
    ended.cancel()
    raise StackProblem(
        f"系统没有启动成功:\n{last_lines(log, 25)}", f"The stack did not start; see {log}."
    )


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), timeout=60)
    except TimeoutError:
        process.kill()
        await process.wait()


def living(pid: int | None, started_at: float) -> psutil.Process | None:
    """The process of that pid if it began when ours did; pids are used again by others."""
    if pid is None:
        return None
    try:
        process = psutil.Process(pid)
        is_ours = abs(process.create_time() - started_at) < 2
        return process if is_ours and process.status() != psutil.STATUS_ZOMBIE else None
    except psutil.Error:
        return None
