"""The worker: runs the courses of all projects."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

from fastapi import FastAPI
from nats.js import JetStreamContext
from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import Worker, WorkerDeploymentConfig

from chassis.run import serve_until_stopped
from chassis.web import create_app
from workflows.connection import connect_nats, connect_temporal, temporal_answers
from workflows.registry import WORKFLOWS, activities, sandboxed_runner
from workflows.settings import WorkflowSettings

DEPLOYMENT: Final = "fast-lane"
GRACE: Final = timedelta(seconds=10)
"""What one run of announce may take (policies.py)."""


def make_worker(client: Client, jetstream: JetStreamContext, settings: WorkflowSettings) -> Worker:
    """A worker on the lane's task queue; not yet running."""
    return Worker(
        client,
        task_queue=settings.task_queue,
        workflows=WORKFLOWS,
        activities=activities(jetstream),
        workflow_runner=sandboxed_runner(),
        graceful_shutdown_timeout=GRACE,
        # announce is local: nothing is ever on the activity queue.
        no_remote_activities=True,
        deployment_config=_deployment(settings),
    )


def _deployment(settings: WorkflowSettings) -> WorkerDeploymentConfig | None:
    if not settings.worker_build_id:
        return None
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(DEPLOYMENT, settings.worker_build_id),
        use_worker_versioning=True,
        # Courses last for years: they move to new code, which is patched and replay-tested.
        default_versioning_behavior=VersioningBehavior.AUTO_UPGRADE,
    )


async def run_worker(settings: WorkflowSettings) -> None:
    """Run until stopped; health and metrics on the HTTP port."""
    client = await connect_temporal(settings)
    nats = await connect_nats(settings)

    async def bus_answers() -> bool:
        return nats.is_connected

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield

    app = create_app(
        "worker",
        routers=(),
        lifespan=lifespan,
        checks={"temporal": lambda: temporal_answers(client), "bus": bus_answers},
        max_body_bytes=settings.max_body_bytes,
    )
    worker = make_worker(client, nats.jetstream(), settings)
    try:
        await serve_until_stopped(app, settings, [worker.run])
    finally:
        await nats.close()
