"""Composition root of intake."""

from chassis.service import Service
from services.intake import api, consumer, tables
from services.intake.resources import open_resources
from services.intake.settings import IntakeSettings

FORM_OVERHEAD_BYTES = 100_000


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
