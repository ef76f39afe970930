"""Settings of the workflow processes, beside those that every process reads."""

from typing import ClassVar

from pydantic import Field

from chassis.settings import Settings


class WorkflowSettings(Settings):
    """``FASTLANE_TEMPORAL_ADDRESS`` and the like.

    ``worker_build_id`` empty means an unversioned worker; with one, Temporal routes nothing to the
    worker until ``python -m workflows promote`` has made that build current
    (docs/decisions/0103).
    """

    needs_database: ClassVar[bool] = False
    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: str = "fastlane"
    task_queue: str = "fast-lane"
    nats_replicas: int = Field(default=1, ge=1, le=5)
    worker_build_id: str = ""
