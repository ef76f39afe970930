"""One supervised process: started, watched, restarted with growing pauses, stopped.

States: starting -> ready -> (exited -> starting)* -> stopped | given_up.
"""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil

from standalone.console import Console, LogFile
from standalone.problem import DidNotStart
from standalone.process import ProcessSpec, spawn

FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 10.0
# Deaths in a row without ever having been ready: a broken program, not a fault that passes.
DEATHS_BEFORE_GIVING_UP = 8
DEATHS_WHILE_STARTING = 3
READY_POLL_S = 0.1


@dataclass(slots=True)
class ChildState:
    """What others may know of the process now."""

    pid: int | None = None
    started_at: float = 0.0
    is_ready: bool = False
    restarts: int = 0
    has_given_up: bool = False


class Child:
    """Keeps one process alive. `changed` is called after every change of `state`."""

    def __init__(
        self,
        spec: ProcessSpec,
        log: LogFile,
        console: Console,
        colour: int,
        changed: Callable[[], None],
    ) -> None:
        self.spec = spec
        self.log = log
        self.state = ChildState()
        self._console = console
        self._colour = colour
        self._changed = changed
        self._stopping = asyncio.Event()
        self._was_ready = asyncio.Event()
        self._failed: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._keeper: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Returns when the process answers its first readiness question. Raises DidNotStart."""
        self._keeper = asyncio.create_task(self._keep(), name=f"keep-{self.spec.name}")
        ready = asyncio.create_task(self._was_ready.wait())
        waiting: set[asyncio.Future[object]] = {ready, self._failed, self._keeper}  # type: ignore[arg-type]
        await asyncio.wait(
            waiting, timeout=self.spec.ready_within_s, return_when=asyncio.FIRST_COMPLETED
        )
        ready.cancel()
        if self._was_ready.is_set():
            return
        if self._keeper.done() and (error := self._keeper.exception()):
            raise error
        if self._failed.done():
            raise self._did_not_start(
                "进程一再退出", f"it ended again and again ({self._failed.result()})"
            )
        within = f"{self.spec.ready_within_s:.0f}"
        raise self._did_not_start(f"{within} 秒内没有就绪", f"it was not ready within {within} s")

    async def stop(self) -> None:
        """Asks the process to end, insists after its deadline. May be called twice."""
        self._stopping.set()
        if self._keeper is None:
            return
        self._signal(self.spec.stop_signal)
        done, _ = await asyncio.wait({self._keeper}, timeout=self.spec.stop_within_s)
        if not done:
            self._console.say(
                f"{self.spec.name} 未按时退出，强制结束", f"{self.spec.name} is late; killed"
            )
            self._signal(signal.SIGKILL)
            await asyncio.wait({self._keeper}, timeout=5)
        self.log.close()

    def _did_not_start(self, zh: str, en: str) -> DidNotStart:
        return DidNotStart(self.spec.name, zh, en, self.log.path, self.log.tail())

    async def _keep(self) -> None:
        deaths = 0
        while not self._stopping.is_set():
            was_ready, code = await self._run_once()
            if self._stopping.is_set():
                return
            deaths = 0 if was_ready else deaths + 1
            ending = _ending(code)
            if deaths >= DEATHS_WHILE_STARTING and not self._was_ready.is_set():
                self._failed.set_result(ending)
                return
            if deaths >= DEATHS_BEFORE_GIVING_UP:
                self._give_up(ending)
                return
            pause = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2**deaths)
            self._console.say(
                f"{self.spec.name} 已退出({ending}),{pause:.1f} 秒后重新启动",
                f"{self.spec.name} ended ({ending}); starting it again in {pause:.1f} s",
            )
            self.state.restarts += 1
            self._changed()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)

    async def _run_once(self) -> tuple[bool, int]:
        spec = self.spec
        process = await spawn(
            spec.command,
            environment=spec.environment,
            cwd=spec.cwd,
            output=asyncio.subprocess.PIPE,
            run_as=spec.run_as,
            death_signal=spec.death_signal,
        )
        self.state.pid, self.state.started_at = process.pid, _created_at(process.pid)
        self._changed()
        if self._stopping.is_set():
            self._signal(spec.stop_signal)
        assert process.stdout is not None
        pump = asyncio.create_task(self._pump(process.stdout))
        prober = asyncio.create_task(self._probe())
        code = await process.wait()
        prober.cancel()
        # What the process itself forked goes with it; its output pipe may otherwise stay open.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        await asyncio.wait({pump}, timeout=1)
        pump.cancel()
        was_ready = self.state.is_ready
        self.state.pid, self.state.is_ready = None, False
        self._changed()
        return was_ready, code

    async def _probe(self) -> None:
        while True:
            try:
                await asyncio.wait_for(self.spec.is_ready(), timeout=5)
                break
            except Exception:
                # Every failure means the same here: not yet. The deadline is in `start`.
                await asyncio.sleep(READY_POLL_S)
        self.state.is_ready = True
        self._was_ready.set()
        self._changed()

    async def _pump(self, stream: asyncio.StreamReader) -> None:
        while True:
            try:
                line = await stream.readline()
            except ValueError:
                # A line longer than the limit: asyncio has dropped it, the next one is fine.
                continue
            if not line:
                return
            self.log.write(line)
            self._console.line(
                self.spec.name, self._colour, line.decode("utf-8", "replace").rstrip()
            )

    def _give_up(self, ending: str) -> None:
        self.state.has_given_up = True
        self._changed()
        self._console.say(
            f"{self.spec.name} 连续退出 {DEATHS_BEFORE_GIVING_UP} 次({ending}),"
            f"不再重启；见 {self.log.path}",
            f"{self.spec.name} ended {DEATHS_BEFORE_GIVING_UP} times in a row ({ending}); "
            f"given up, see {self.log.path}",
        )

    def _signal(self, number: signal.Signals) -> None:
        if self.state.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.state.pid, number)


def _created_at(pid: int) -> float:
    """With the pid this names a process for good; a pid alone is used again."""
    try:
        return psutil.Process(pid).create_time()
    except psutil.Error:
        return time.time()


def _ending(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit {code}"
