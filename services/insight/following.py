"""The lane's figures in memory, following the read models: every answer first takes in what is new.

One base segment holds most projects; those written since are in a young segment that is made anew
each time, and in a few grown ones. A project that is in a newer segment does not count in an older.
ADR 0501.
"""

import asyncio
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.database import Database
from services.insight.domain.bits import bit_set
from services.insight.domain.lane import Lane
from services.insight.domain.segment import Segment
from services.insight.queries import figures as queries

YOUNG = 1000
"""Projects at most in the segment that is made anew with every change: some ten milliseconds."""
GROWN = 16
"""Segments at most; then all is read again."""


class Following:
    """The figures of one process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._busy = asyncio.Lock()
        self._generation = 0
        self._horizon = 0
        self._seen: dict[UUID, int] = {}
        self._segments: list[Segment] = []
        self._live: list[int] = []
        self._places: dict[UUID, tuple[int, int]] = {}

    async def lane(self) -> Lane:
        """The lane as the read models show it at this moment."""
        async with self._busy, self._database.read() as connection:
            await self._catch_up(connection)
            parts = tuple(zip(self._segments, self._live, strict=True))
            return Lane(parts, self._database.clock.lane_now())

    async def _catch_up(self, connection: AsyncConnection) -> None:
        generation = await queries.generation(connection)
        horizon = await queries.horizon(connection)
        if generation != self._generation or len(self._segments) > GROWN:
            self._begin(await queries.segment(connection, None))
            self._generation, self._seen = generation, {}
        else:
            written = await queries.written_since(connection, self._horizon)
            new = [id_ for id_, wrote in written if self._seen.get(id_) != wrote]
            if new:
                await self._take_in(connection, new)
            # Only what may come up again has to be remembered.
            self._seen = {id_: wrote for id_, wrote in written if wrote >= horizon}
        self._horizon = horizon

    def _begin(self, base: Segment) -> None:
        self._segments, self._live, self._places = [], [], {}
        self._append(base)

    async def _take_in(self, connection: AsyncConnection, new: Sequence[UUID]) -> None:
        young = self._young()
        ids = list(dict.fromkeys((*young, *new)))
        newest = await queries.segment(connection, ids)
        # From here on nothing is waited for: whoever asks sees all of it or nothing.
        self._bury(ids)
        if young:
            self._segments.pop()
            self._live.pop()
        self._append(newest)

    def _young(self) -> list[UUID]:
        """The projects of the youngest segment; none when it is the base or grown."""
        last = len(self._segments) - 1
        if last < 1 or len(self._segments[last].ids) >= YOUNG:
            return []
        return [id_ for id_ in self._segments[last].ids if self._places[id_][0] == last]

    def _bury(self, ids: Iterable[UUID]) -> None:
        dead: dict[int, list[int]] = {}
        for id_ in ids:
            if (place := self._places.pop(id_, None)) is not None:
                dead.setdefault(place[0], []).append(place[1])
        for index, numbers in dead.items():
            self._live[index] &= ~bit_set(numbers, len(self._segments[index].ids))

    def _append(self, segment: Segment) -> None:
        index = len(self._segments)
        self._segments.append(segment)
        self._live.append((1 << len(segment.ids)) - 1)
        self._places.update((id_, (index, number)) for number, id_ in enumerate(segment.ids))
