"""Tells open project pages that something was noted, while they are looked at. Hints, not records.

One look a second per process at the histories of the projects that somebody watches, however many
do: what is told is committed, and a page that reads again finds it.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from sqlalchemy.exc import SQLAlchemyError

from chassis.database import Database
from contracts.ids import ProjectId
from services.intake import queries

log = structlog.get_logger()
LOOK_S = 1.0


class Watch:
    """Looks at the watched projects for all listeners of a process."""

    def __init__(self, database: Database, look_s: float = LOOK_S) -> None:
        self._database, self._look_s = database, look_s
        self._watched: Counter[ProjectId] = Counter()
        self._seen: dict[ProjectId, int] = {}
        self._changed = asyncio.Condition()
        self._looking: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def listening(self, project: ProjectId) -> AsyncIterator["Listener"]:
        """What is noted of a project, for as long as the block lasts."""
        self._watched[project] += 1
        if not self.is_looking:
            self._looking = asyncio.create_task(self._look())
        try:
            if project not in self._seen:
                await self._look_once([project])
            yield Listener(self, project)
        finally:
            self._watched[project] -= 1
            if not self._watched[project]:
                del self._watched[project]
                self._seen.pop(project, None)

    @property
    def is_looking(self) -> bool:
        """Whether somebody watches, or did a moment ago."""
        return self._looking is not None and not self._looking.done()

    def seen(self, project: ProjectId) -> int:
        """The newest history row known of a project; 0 before the first look."""
        return self._seen.get(project, 0)

    async def beyond(self, project: ProjectId, mark: int) -> None:
        """Return once more is known than ``mark``."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.seen(project) > mark)

    async def close(self) -> None:
        """Stop looking."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)

    async def _look(self) -> None:
        """Look until nobody watches. A database that is away is looked at again later."""
        while self._watched:
            await asyncio.sleep(self._look_s)
            try:
                await self._look_once(list(self._watched))
            except (SQLAlchemyError, OSError) as fault:
                log.warning("no live hints, will look again", fault=repr(fault)[:300])

    async def _look_once(self, projects: list[ProjectId]) -> None:
        async with self._database.read() as connection:
            newest = await queries.newest_history(connection, projects)
        async with self._changed:
            self._seen.update({id_: row for id_, row in newest.items() if id_ in self._watched})
            self._changed.notify_all()


class Listener:
    """One page's place in the history: what it has been told."""

    def __init__(self, watch: Watch, project: ProjectId) -> None:
        self._watch, self._project = watch, project
        self._mark = watch.seen(project)

    async def more(self) -> None:
        """Return once something was noted that this page does not know."""
        await self._watch.beyond(self._project, self._mark)
        self._mark = self._watch.seen(self._project)
