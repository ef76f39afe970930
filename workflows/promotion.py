"""Makes a build of the worker the one that Temporal routes courses to.

Only with worker versioning (docs/decisions/0103). Run after a new build's workers have started.
"""

import structlog
from temporalio.api.workflowservice.v1 import SetWorkerDeploymentCurrentVersionRequest
from temporalio.client import Client

from workflows.connection import PATIENCE_S, connect_temporal, patiently
from workflows.settings import WorkflowSettings
from workflows.worker import DEPLOYMENT

log = structlog.get_logger()


class NothingToPromote(Exception):
    """The workers are not versioned."""


async def run_promotion(settings: WorkflowSettings) -> None:
    """Promote ``FASTLANE_WORKER_BUILD_ID``; waits until a worker of that build has reported."""
    build_id = settings.worker_build_id
    if not build_id:
        raise NothingToPromote("set FASTLANE_WORKER_BUILD_ID to the build to be promoted")
    client = await connect_temporal(settings)
    await patiently(
        f"a worker of build {build_id}", lambda: make_current(client, build_id), PATIENCE_S
    )
    log.info("build is current", deployment=DEPLOYMENT, build_id=build_id)


async def make_current(client: Client, build_id: str) -> None:
    """Route new and running courses to ``build_id``. May be called again."""
    await client.workflow_service.set_worker_deployment_current_version(
        SetWorkerDeploymentCurrentVersionRequest(
            namespace=client.namespace,
            deployment_name=DEPLOYMENT,
            build_id=build_id,
            identity="promotion",
            # Queues that a build leaves out are a mistake that must not pass silently.
            ignore_missing_task_queues=False,
        )
    )
