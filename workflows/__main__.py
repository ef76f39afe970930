"""``python -m workflows worker|bridge|provision|promote``."""

import os
import sys
from collections.abc import Awaitable, Callable
from typing import cast

from chassis.run import run_main
from chassis.settings import Settings
from workflows.bridge import run_bridge
from workflows.promotion import run_promotion
from workflows.provision import run_provision
from workflows.settings import WorkflowSettings
from workflows.worker import run_worker

ROLES: dict[str, Callable[[WorkflowSettings], Awaitable[None]]] = {
    "worker": run_worker,
    "bridge": run_bridge,
    "provision": run_provision,
    "promote": run_promotion,
}


def main() -> None:
    """Run the role that the command line names; never returns."""
    if len(sys.argv) != 2 or sys.argv[1] not in ROLES:
        print(f"usage: python -m workflows {'|'.join(ROLES)}", file=sys.stderr)
        os._exit(2)
    role = sys.argv[1]

    async def body(settings: Settings) -> None:
        await ROLES[role](cast(WorkflowSettings, settings))

    run_main(role, WorkflowSettings, body)


if __name__ == "__main__":
    main()
