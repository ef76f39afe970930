"""Composition root of intake."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from obstore.store import ObjectStore

from chassis.objects import open_store
from chassis.service import Runtime, Service
from services.intake import api, consumer, tables
from services.intake.settings import IntakeSettings

FORM_OVERHEAD_BYTES = 100_000


@asynccontextmanager
async def open_resources(runtime: Runtime) -> AsyncIterator[ObjectStore]:
    """The document store, for the life of the process."""
    assert isinstance(runtime.settings, IntakeSettings)
    yield open_store(runtime.settings.object_store_url)


def make_service() -> Service:
    """Intake, put together."""
    limit = IntakeSettings.model_fields["max_document_bytes"].default
    return Service(
        name="intake",
        plumbing=tables.plumbing,
        settings=IntakeSettings,
        routers=(api.router,),
        handlers=consumer.HANDLERS,
        resources=open_resources,
        wider_bodies={"/documents": limit + FORM_OVERHEAD_BYTES},
    )
