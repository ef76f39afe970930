"""One service's database: write transactions as units of work, read transactions that only read."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from opentelemetry import trace
from opentelemetry.propagate import inject
from sqlalchemy import URL, Text, bindparam, func, make_url, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from chassis.clock import Clock
from chassis.identity import new_id
from chassis.plumbing import Plumbing
from contracts.envelope import Envelope, Message

_HINT = select(func.pg_notify(bindparam("channel", type_=Text), ""))


def make_engine(url: str, *, pool: int, application: str) -> AsyncEngine:
    """An engine on asyncpg; UTC, and a lock timeout so that nobody waits for ever."""
    return create_async_engine(
        url,
        pool_size=pool,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={
            "server_settings": {
                "application_name": application,
                "timezone": "UTC",
                "lock_timeout": "10000",
                "statement_timeout": "30000",
            }
        },
    )


def asyncpg_url(url: str | URL) -> str:
    """The address of a database as asyncpg itself takes it; settings hold it for SQLAlchemy."""
    plain = make_url(url).set(drivername="postgresql")
    return plain.render_as_string(hide_password=False)


class UnitOfWork:
    """One transaction: rows and the messages that tell of them, all or nothing.

    ``now`` is lane time and stands still for the unit. The unit commits where it was opened
    (``Database.unit_of_work``), never inside a handler.
    """

    def __init__(
        self, connection: AsyncConnection, plumbing: Plumbing, clock: Clock, service: str
    ) -> None:
        self.connection = connection
        self.clock = clock
        self.now = clock.lane_now()
        self._plumbing = plumbing
        self._service = service
        self._told = False

    async def tell(self, message: Message, *, id_: UUID | None = None) -> Envelope:
        """Put a message into the outbox. Its sequence follows the aggregate's last one.

        The aggregate's counter row stays locked until commit, so messages about one aggregate
        enter the outbox in the order in which their transactions commit, and their times never
        run backwards.
        """
        counted = {"about": message.aggregate, "now": self.now}
        row = (await self.connection.execute(self._plumbing.count, counted)).one()
        carrier: dict[str, str] = {}
        inject(carrier)
        trace.get_current_span().set_attribute("aggregate.id", message.aggregate)
        envelope = Envelope.wrap(
            message,
            id_=id_ or new_id(),
            source=self._service,
            time=row.last_time,
            recorded=self.clock.real_now(),
            sequence=row.value,
            traceparent=carrier.get("traceparent"),
        )
        await self.connection.execute(
            self._plumbing.tell,
            {
                "message_id": envelope.id,
                "subject": envelope.type,
                "aggregate": envelope.subject,
                "sequence": envelope.sequence,
                "envelope": envelope.model_dump(mode="json"),
                "recorded_at": envelope.recordedtime,
            },
        )
        if not self._told:
            # A hint for the relay; it also looks by itself.
            await self.connection.execute(_HINT, {"channel": f"outbox_{self._service}"})
            self._told = True
        return envelope

    async def is_first_time(self, consumer: str, message_id: UUID, subject: str) -> bool:
        """Note a message as handled by ``consumer``; False when it already was."""
        noted = {
            "consumer": consumer,
            "message_id": message_id,
            "subject": subject,
            "handled_at": self.clock.real_now(),
        }
        return (await self.connection.execute(self._plumbing.note, noted)).first() is not None


class Database:
    """The database of one service, through that service's own role."""

    def __init__(self, engine: AsyncEngine, plumbing: Plumbing, clock: Clock, service: str) -> None:
        self.engine = engine
        self.plumbing = plumbing
        self.clock = clock
        self.service = service

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[UnitOfWork]:
        """A unit that commits when the block ends and rolls back when it raises."""
        async with self.engine.begin() as connection:
            yield UnitOfWork(connection, self.plumbing, self.clock, self.service)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction in which the database refuses to write."""
        async with self.engine.connect() as connection:
            reading = await connection.execution_options(postgresql_readonly=True)
            async with reading.begin():
                yield reading

    async def is_ready(self) -> bool:
        """Whether the database answers."""
        async with self.read() as connection:
            return bool((await connection.execute(select(1))).scalar_one() == 1)
