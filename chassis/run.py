"""The command line of a service's process, and the one way in and out of every process."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Generator
from typing import Any

import structlog
import uvicorn
import uvloop
from fastapi import FastAPI
from pydantic import ValidationError

from chassis.logs import start_logging
from chassis.migrations import upgrade
from chassis.service import Runtime, Service, api_app, run_consumer, run_relay
from chassis.settings import Settings
from chassis.telemetry import start_tracing

log = structlog.get_logger()

ROLES = ("api", "consumer", "relay", "migrate", "all")
SHUTDOWN_S = 8


class _Server(uvicorn.Server):
    """Leaves signals to ``serve_until_stopped``."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


async def serve_until_stopped(
    app: FastAPI, settings: Settings, work: list[Callable[[], Coroutine[Any, Any, None]]]
) -> None:
    """Serve ``app`` and run ``work`` until SIGINT or SIGTERM; a part that fails ends the whole."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    server = _Server(
        uvicorn.Config(
            app,
            host=settings.http_host,
            port=settings.http_port,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=SHUTDOWN_S,
            lifespan="on",
        )
    )
    tasks = [asyncio.create_task(part()) for part in work]
    serving = asyncio.create_task(server.serve())
    stopping = asyncio.create_task(stop.wait())
    done, _ = await asyncio.wait([serving, stopping, *tasks], return_when=asyncio.FIRST_COMPLETED)
    app.state.stopping.set()
    server.should_exit = True
    await asyncio.wait([serving], timeout=SHUTDOWN_S)
    for task in tasks:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    if stopping not in done:
        faults = [each for each in results if isinstance(each, Exception)]
        raise RuntimeError(f"a part of the process ended by itself: {faults or 'http server'}")


def run_main(
    name: str, settings_type: type[Settings], body: Callable[[Settings], Coroutine[Any, Any, None]]
) -> None:
    """Read settings, start logs and traces, run ``body``, flush, leave.

    Leaves by ``os._exit``: extension modules with threads of their own (Temporal's core) may
    otherwise abort while the interpreter is torn down.
    """
    try:
        settings = settings_type()
    except ValidationError as fault:
        print(f"{name}: settings are not usable: {fault}", file=sys.stderr, flush=True)
        os._exit(2)
    if settings_type.needs_database and not settings.database_url:
        print(f"{name}: set FASTLANE_DATABASE_URL", file=sys.stderr, flush=True)
        os._exit(2)
    start_logging(name, settings.log_level, json_lines=settings.environment == "production")
    tracing = start_tracing(name, settings.trace_dir)
    code = 0
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(body(settings))
    except KeyboardInterrupt:
        code = 130
    except Exception as fault:
        log.error("process failed", fault=repr(fault), exc_info=fault)
        code = 1
    tracing.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def main(make_service: Callable[[], Service]) -> None:
    """``python -m services.<name> api|consumer|relay|migrate|all``."""
    service = make_service()
    if len(sys.argv) != 2 or sys.argv[1] not in ROLES:
        print(f"usage: python -m services.{service.name} {'|'.join(ROLES)}", file=sys.stderr)
        os._exit(2)
    role = sys.argv[1]

    async def body(settings: Settings) -> None:
        if role == "migrate":
            await upgrade(service.name, settings.database_url)
            return
        async with Runtime(service, settings).opened() as runtime:
            work: list[Callable[[], Coroutine[Any, Any, None]]] = []
            if role in ("consumer", "all"):
                work.append(lambda: run_consumer(runtime))
            if role in ("relay", "all"):
                work.append(lambda: run_relay(runtime))
            app = api_app(runtime, serve_api=role in ("api", "all"))
            await serve_until_stopped(app, settings, work)

    run_main(f"{service.name}-{role}" if role != "all" else service.name, service.settings, body)
