"""What a process of intake holds open: the document store, and the eyes of open project pages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from obstore.store import ObjectStore

from chassis.objects import open_store
from chassis.service import Runtime
from services.intake.live import Watch
from services.intake.settings import IntakeSettings


@dataclass(frozen=True, slots=True)
class Resources:
    """Found as ``app.state.resources`` and ``Runtime.resources``."""

    store: ObjectStore
    watch: Watch


@asynccontextmanager
async def open_resources(runtime: Runtime) -> AsyncIterator[Resources]:
    """Both, for the life of the process."""
    assert isinstance(runtime.settings, IntakeSettings)
    store = open_store(runtime.settings.object_store_url)
    watch = Watch(runtime.database)
    try:
        yield Resources(store, watch)
    finally:
        await watch.close()
