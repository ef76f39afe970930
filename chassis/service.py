"""A service, put together: its HTTP application, consumers and relay, in one process or three."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import httpx
from fastapi import APIRouter, FastAPI
from nats.aio.client import Client as Nats
from nats.js.errors import NotFoundError

from chassis.auth import Verifier
from chassis.bus import dispatch, listen, make_broker
from chassis.clock import Clock
from chassis.database import Database, UnitOfWork, make_engine
from chassis.plumbing import Plumbing
from chassis.relay import Relay, keep_relaying
from chassis.settings import Settings
from chassis.web import Check, create_app
from contracts.envelope import Envelope, Message
from contracts.topology import Consumer, consumers_of

Handler = Callable[[Any, Envelope, UnitOfWork], Awaitable[None]]
"""Has a message's effect inside the unit of work that also notes it as handled."""
Resources = Callable[["Runtime"], AbstractAsyncContextManager[Any]]


@dataclass(frozen=True)
class Service:
    """What makes a service: its name, its tables' plumbing, its routes and message handlers.

    ``resources`` opens what else the service needs (an object store, a mailer) for the life of a
    process; it is found as ``app.state.resources`` and ``Runtime.resources``.
    """

    name: str
    plumbing: Plumbing
    settings: type[Settings] = Settings
    routers: tuple[APIRouter, ...] = ()
    handlers: Mapping[type[Message], Handler] = field(default_factory=dict)
    resources: Resources | None = None
    background: Callable[["Runtime"], Awaitable[None]] | None = None
    """Work that a consumer process does beside hearing, until cancelled."""
    wider_bodies: Mapping[str, int] = field(default_factory=dict)


class Runtime:
    """A running process of a service: settings, clock, database, and what it opened."""

    def __init__(self, service: Service, settings: Settings) -> None:
        self.service = service
        self.settings = settings
        self.clock = Clock(settings.lane_clock)
        engine = make_engine(
            settings.database_url, pool=settings.database_pool, application=service.name
        )
        self.database = Database(engine, service.plumbing, self.clock, service.name)
        self.resources: Any = None

    @asynccontextmanager
    async def opened(self) -> AsyncIterator["Runtime"]:
        """The runtime with its resources; closes the engine at the end."""
        opening = self.service.resources(self) if self.service.resources else nullcontext()
        async with opening as resources:
            self.resources = resources
            try:
                yield self
            finally:
                await self.database.engine.dispose()

    async def hear(self, message: Message, envelope: Envelope, consumer: Consumer) -> None:
        """Handle a message once: inbox row and effect in one transaction."""
        handler: Handler = dispatch(self.service.handlers, message)
        async with self.database.unit_of_work() as uow:
            if await uow.is_first_time(consumer.durable, envelope.id, envelope.type):
                await handler(message, envelope, uow)


def api_app(runtime: Runtime, *, serve_api: bool = True) -> FastAPI:
    """The process's HTTP application; without ``serve_api`` only health and metrics."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with httpx.AsyncClient(timeout=10) as client:
            app.state.verifier = Verifier(
                runtime.settings.oidc_issuer, runtime.settings.oidc_audience, client
            )
            app.state.runtime = runtime
            app.state.database = runtime.database
            app.state.resources = runtime.resources
            yield

    checks: dict[str, Check] = {"database": runtime.database.is_ready}
    return create_app(
        runtime.service.name,
        routers=runtime.service.routers if serve_api else (),
        lifespan=lifespan,
        checks=checks,
        max_body_bytes=runtime.settings.max_body_bytes,
        wider_bodies=dict(runtime.service.wider_bodies),
    )


async def run_consumer(runtime: Runtime) -> None:
    """Hear the bus until cancelled."""
    broker = make_broker(runtime.settings.nats_url)
    listen(broker, consumers_of(runtime.service.name), runtime.hear)
    async with broker:
        try:
            await broker.start()
        except NotFoundError as missing:
            raise RuntimeError(
                "a stream or consumer is missing on the bus: run `python -m workflows provision`"
            ) from missing
        if runtime.service.background is not None:
            await runtime.service.background(runtime)
        await asyncio.Event().wait()


async def run_relay(runtime: Runtime) -> None:
    """Publish the outbox until cancelled."""
    nats = Nats()
    await nats.connect(
        runtime.settings.nats_url,
        max_reconnect_attempts=-1,
        reconnect_time_wait=1,
        allow_reconnect=True,
    )
    try:
        settings = runtime.settings
        await keep_relaying(Relay(runtime.service.name, settings.database_url, nats, runtime.clock))
    finally:
        await nats.close()
