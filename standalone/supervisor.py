"""Brings the stack up in order, keeps it up, takes it down in order.

Way up: PostgreSQL, NATS, Temporal, sign-in and mail side by side; roles and schemas, migrations and
provisioning; services, worker, bridge; gateway; sample platforms. Way down: see `layout`.
"""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Awaitable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import psutil

from standalone import anchor, databases, jsonfile, leftovers, ports, seed, state
from standalone.child import Child
from standalone.console import Console, LogFile
from standalone.layout import Layout, Settings, early_servers, own_processes
from standalone.oneshot import run_once
from standalone.people import ROOT
from standalone.problem import StackProblem
from standalone.process import ProcessSpec
from standalone.servers import gateway, issuer, postgres
from standalone.stack import ProcessRecord
from standalone.summary import summary

# A lane that cannot write stops keeping its promises; say it while there is still room to act.
LOW_DISK_BYTES = 200 * 2**20
DISK_CHECK_S = 10.0
# Every process writes a file of its own at every start; some days of a busy lane fit in this.
KEPT_TRACES_BYTES = 256 * 2**20


@dataclass(frozen=True, slots=True)
class Request:
    """What the person asked for. `base_port` None: any free ports."""

    state: Path
    day_seconds: float
    base_port: int | None
    layout: Layout


class Supervisor:
    """One stack on one state folder. `run` is called once."""

    def __init__(self, request: Request, console: Console) -> None:
        self._request = request
        self._console = console
        self._children: list[Child] = []
        self._is_ready = False
        self._started_at = psutil.Process().create_time()
        self._folder: state.StateFolder | None = None
        self._ports: dict[str, int] = {}

    async def run(self, ended: asyncio.Event) -> None:
        """Up, then until `ended` is set, then down. Raises StackProblem when it cannot come up."""
        self._folder = folder = state.prepare(self._request.state)
        with state.locked(folder), self._numbers() as numbers:
            await leftovers.end(folder, self._console)
            settings = self._settle(folder, numbers)
            watcher = asyncio.create_task(self._watch_disk(folder))
            try:
                await _until(ended, self._up(settings))
                if not ended.is_set():
                    self._is_ready = True
                    self._write()
                    self._console.plain(summary(settings, self._request.layout, self._seconds()))
                    await ended.wait()
            finally:
                watcher.cancel()
                await self._down()

    def _numbers(self) -> AbstractContextManager[dict[str, int]]:
        base = self._request.base_port
        return ports.reserved() if base is None else contextlib.nullcontext(ports.fixed(base))

    def _settle(self, folder: state.StateFolder, numbers: dict[str, int]) -> Settings:
        self._ports = numbers
        ports.check(self._ports, self._request.layout.port_names())
        state.prune(folder.traces, KEPT_TRACES_BYTES)
        lane = anchor.load_or_fix(folder, self._request.day_seconds, datetime.now(UTC))
        is_new = postgres.locate(folder).is_new
        return Settings(
            folder, self._ports, state.load_or_make_secrets(folder, is_new=is_new), lane
        )

    async def _up(self, settings: Settings) -> None:
        say = self._console.say
        self._write()
        say(
            "启动数据库、消息、流程和登录服务",
            "Starting PostgreSQL, NATS, Temporal, mail and sign-in",
        )
        servers = [self._start(spec) for spec in early_servers(settings)]
        await _all(self._postgres(settings), *servers)
        if self._request.layout.with_services:
            say(
                "迁移数据库，建立消息流和流程命名空间",
                "Migrating the databases, provisioning streams",
            )
            module = [sys.executable, "-m"]
            await _all(
                run_once(
                    "migrate", [*module, "standalone.migrate"], settings.migration(), settings.state
                ),
                run_once(
                    "provision",
                    [*module, "workflows", "provision"],
                    settings.common(),
                    settings.state,
                ),
            )
            specs = own_processes(self._request.layout, settings)
            say(f"启动 {len(specs)} 个业务进程", f"Starting {len(specs)} processes of the lane")
            await _all(*(self._start(spec) for spec in specs))
        await self._start(gateway.spec(settings.state, settings.ports))
        if self._request.layout.with_services:
            gate, sign_in = gateway.url(settings.ports), issuer.url(settings.ports)
            if published := await seed.publish_platforms(gate, sign_in):
                say(f"登记了 {published} 个样例平台", f"Published {published} sample platforms")

    async def _postgres(self, settings: Settings) -> None:
        home = postgres.locate(settings.state)
        if home.is_new:
            self._console.say("首次启动：建立数据库", "First start: creating the database")
        await postgres.create(home, settings.state, settings.secrets)
        await self._start(postgres.spec(home, settings.ports, settings.secrets))
        await databases.prepare(settings.ports, settings.secrets)

    async def _start(self, spec: ProcessSpec) -> None:
        assert self._folder is not None
        log = LogFile(self._folder.logs / f"{spec.name}.log")
        child = Child(spec, log, self._console, len(self._children), self._write)
        self._children.append(child)
        begun = time.monotonic()
        await child.start()
        seconds = time.monotonic() - begun
        self._console.say(
            f"{spec.name} 就绪（{seconds:.1f} 秒）", f"{spec.name} ready in {seconds:.1f} s"
        )

    async def _down(self) -> None:
        self._is_ready = False
        self._write()
        self._console.say("正在停止", "Stopping")

        def wave_of(child: Child) -> int:
            return child.spec.stop_wave

        for _, wave in groupby(sorted(self._children, key=wave_of), key=wave_of):
            await asyncio.gather(*(child.stop() for child in wave))
        if self._folder is not None:
            self._folder.stack_file.unlink(missing_ok=True)
        self._console.say("已全部停止，状态已保留", "Everything is stopped; the state is kept")

    def _write(self) -> None:
        """Tells others; losing one write to a full disk must not end the stack."""
        assert self._folder is not None
        written = {
            "supervisor": {"pid": os.getpid(), "started_at": self._started_at},
            "is_ready": self._is_ready,
            "ports": self._ports,
            "processes": [asdict(_record(child)) for child in self._children],
        }
        with contextlib.suppress(OSError):
            jsonfile.write(self._folder.stack_file, written)

    async def _watch_disk(self, folder: state.StateFolder) -> None:
        was_low = False
        while True:
            free = state.free_bytes(folder.root)
            is_low = free < LOW_DISK_BYTES or any(child.log.is_full for child in self._children)
            if is_low and not was_low:
                self._console.say(
                    f"磁盘将满：{folder.root} 只剩 {free // 2**20} MB，请尽快清理，否则写入会失败",
                    f"The disk is nearly full: {free // 2**20} MB left at {folder.root}. "
                    f"Make room now; writes will fail",
                )
            was_low = is_low
            await asyncio.sleep(DISK_CHECK_S)

    def _seconds(self) -> float:
        return time.time() - self._started_at


def _record(child: Child) -> ProcessRecord:
    now = child.state
    return ProcessRecord(
        child.spec.name, now.pid, now.started_at, now.is_ready, now.restarts, now.has_given_up
    )


async def _all(*steps: Awaitable[None]) -> None:
    """Runs steps side by side; the first failure cancels the others and is raised as it is."""
    tasks = [asyncio.ensure_future(step) for step in steps]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _until(ended: asyncio.Event, step: Awaitable[None]) -> None:
    """Runs the step, given up as soon as `ended` is set."""
    work = asyncio.ensure_future(step)
    stop = asyncio.create_task(ended.wait())
    await asyncio.wait({work, stop}, return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    if not work.done():
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        return
    work.result()


def run(request: Request, console: Console) -> None:
    """Runs a stack in the foreground until SIGINT or SIGTERM. Raises StackProblem."""

    async def in_loop() -> None:
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, ended.set)
        os.chdir(ROOT)
        await Supervisor(request, console).run(ended)

    try:
        asyncio.run(in_loop())
    except OSError as error:
        raise StackProblem(
            f"系统拒绝了一项操作：{error.strerror}({error.filename or '-'})。"
            f"检查磁盘空间和目录权限。",
            f"The machine refused an operation: {error.strerror} ({error.filename or '-'}). "
            f"Check disk space and the rights of the folder.",
        ) from error
