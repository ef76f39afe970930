"""A service under test: its real HTTP application and database, driven without a network.

In a ``conftest.py`` of an area::

    @pytest.fixture(scope="module")
    async def bench(postgres_server: PostgresServer) -> AsyncIterator[Bench]:
        async with bench_of(make_service(), postgres_server) as bench:
            yield bench

Then ``await bench.client(officer("o1", "ecology")).get(...)``, ``await bench.hear(OpenCase(...))``
for what comes from the bus, ``await bench.published()`` for what the service told.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import httpx
from fastapi import FastAPI
from sqlalchemy import select

from chassis.identity import new_id
from chassis.service import Runtime, Service, api_app
from contracts.catalogue import parse
from contracts.envelope import Envelope, Message
from contracts.lane_time import LaneClock
from contracts.topology import Consumer, consumers_of
from tests.support.person import AUDIENCE, ISSUER, Issuer, Person
from tests.support.postgres import PostgresServer

M = TypeVar("M", bound=Message)
MONDAY_MORNING = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""10:00 in Shanghai on an ordinary working day: where a bench's lane clock begins."""


class Client:
    """One person's HTTP client. POSTs get a new idempotency key unless one is given."""

    def __init__(self, app: FastAPI, token: str | None) -> None:
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.AsyncClient(
            # A fault becomes a 500 as it would for anybody, instead of the test's exception.
            transport=httpx.ASGITransport(app=app, raise_app_exceptions=False),
            base_url="http://service.test",
        )

    async def get(self, path: str, **params: Any) -> httpx.Response:
        """GET with query parameters; those that are None are left out."""
        given = {key: value for key, value in params.items() if value is not None}
        return await self._http.get(path, params=given, headers=self._headers)

    async def post(
        self,
        path: str,
        json: Any = None,
        *,
        key: str | None = None,
        if_match: str | int | None = None,
        **more: Any,
    ) -> httpx.Response:
        """POST; ``key`` is the Idempotency-Key. ``more`` goes to httpx (content, files)."""
        headers = self._with(if_match) | {"Idempotency-Key": key or str(new_id())}
        if "content" in more:
            headers["Content-Type"] = "application/json"
        return await self._http.post(path, json=json, headers=headers, **more)

    async def put(
        self, path: str, json: Any = None, *, if_match: str | int | None = None
    ) -> httpx.Response:
        """PUT."""
        return await self._http.put(path, json=json, headers=self._with(if_match))

    async def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Any other request, exactly as given but for the bearer token."""
        headers = self._headers | more.pop("headers", {})
        return await self._http.request(method, path, headers=headers, **more)

    def _with(self, if_match: str | int | None) -> dict[str, str]:
        if if_match is None:
            return dict(self._headers)
        etag = f'"{if_match}"' if isinstance(if_match, int) else if_match
        return self._headers | {"If-Match": etag}


class Bench:
    """A service on its own database, with a lane clock that the test sets."""

    def __init__(self, runtime: Runtime, app: FastAPI, issuer: Issuer) -> None:
        self.runtime = runtime
        self.app = app
        self.issuer = issuer

    @property
    def now(self) -> datetime:
        """Lane time."""
        return self.runtime.clock.lane_now()

    def travel_to(self, instant: datetime) -> None:
        """Set the lane's clock; it goes on from there in real time."""
        self.runtime.clock.lane = LaneClock(epoch=instant, epoch_real=self.runtime.clock.real_now())

    def travel(self, by: timedelta) -> None:
        """Move the lane's clock."""
        self.travel_to(self.now + by)

    def token(self, person: Person) -> str:
        """An access token for a person."""
        return self.issuer.token(person)

    def client(self, person: Person | None = None) -> Client:
        """A client for a person; for None one that is not signed in."""
        return Client(self.app, self.token(person) if person else None)

    async def hear(
        self,
        message: Message,
        *,
        id_: UUID | None = None,
        sequence: int = 0,
        time: datetime | None = None,
    ) -> Envelope:
        """Hand the service a message as its consumer would. The same ``id_`` is a redelivery."""
        envelope = Envelope.wrap(
            message,
            id_=id_ or new_id(),
            source=message.TYPE.split(".")[1].replace("cmd", "lane"),
            time=time or self.now,
            recorded=self.runtime.clock.real_now(),
            sequence=sequence,
        )
        await self.runtime.hear(message, envelope, self._consumer(message))
        return envelope

    def _consumer(self, message: Message) -> Consumer:
        hearing = consumers_of(self.runtime.service.name)
        return next(each for each in hearing if type(message) in each.messages)

    async def published(self, subject: object = None) -> list[Envelope]:
        """What the service told, in order; with ``subject`` only what concerns that aggregate."""
        outbox = self.runtime.service.plumbing.outbox
        statement = select(outbox.c.envelope).order_by(outbox.c.id)
        if subject is not None:
            statement = statement.where(outbox.c.aggregate == str(subject))
        async with self.runtime.database.read() as connection:
            found = (await connection.execute(statement)).scalars().all()
        return [Envelope.model_validate(each) for each in found]

    async def told(self, type_: type[M], subject: object = None) -> list[M]:
        """The messages of one type that the service told, in order."""
        read = [parse(envelope) for envelope in await self.published(subject)]
        return [message for message in read if isinstance(message, type_)]


@asynccontextmanager
async def bench_of(
    service: Service, server: PostgresServer, **settings: Any
) -> AsyncIterator[Bench]:
    """A service on a fresh, migrated database; ``settings`` go to its settings type."""
    given: dict[str, Any] = {
        "environment": "test",
        "oidc_issuer": ISSUER,
        "oidc_audience": AUDIENCE,
        "lane_epoch": MONDAY_MORNING,
        "lane_epoch_real": datetime.now(UTC),
    }
    issuer = Issuer()
    async with (
        server.database(service.name) as url,
        Runtime(
            service, service.settings(**(given | {"database_url": url} | settings))
        ).opened() as runtime,
    ):
        app = api_app(runtime)
        # What the application's lifespan would set up, with a verifier that needs no network.
        app.state.verifier = issuer.verifier()
        app.state.runtime = runtime
        app.state.database = runtime.database
        app.state.resources = runtime.resources
        yield Bench(runtime, app, issuer)
