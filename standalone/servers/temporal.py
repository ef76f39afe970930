"""Temporal's development server on one SQLite file, set to survive kill and power loss."""

import signal

from standalone.ports import HOST
from standalone.process import ProcessSpec, clean_environment
from standalone.servers.programs import script
from standalone.servers.questions import get_ok
from standalone.state import StateFolder

NAMESPACE = "fastlane"


def spec(state: StateFolder, ports: dict[str, int]) -> ProcessSpec:
    """Says how to run the server. Search attributes are registered by provisioning, not here."""
    folder = state.folder("temporal")
    # WAL with FULL costs nothing against the default here and loses nothing; the file is backed up
    # with its -wal and -shm.
    pragmas = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000")
    command = [script("temporal", "FASTLANE_TEMPORAL_BIN"), "server", "start-dev"]
    command += ["--ip", HOST, "--port", str(ports["temporal"])]
    command += ["--ui-port", str(ports["temporal_ui"]), "--http-port", str(ports["temporal_http"])]
    command += ["--metrics-port", str(ports["temporal_metrics"]), "--log-level", "warn"]
    command += ["--db-filename", str(folder / "temporal.db"), "--namespace", NAMESPACE]
    command += ["--ui-disable-news-fetch"]
    for pragma in pragmas:
        command += ["--sqlite-pragma", pragma]

    async def is_ready() -> None:
        address = f"http://{HOST}:{ports['temporal_http']}"
        await get_ok(f"{address}/api/v1/namespaces/{NAMESPACE}")

    return ProcessSpec(
        name="temporal",
        command=command,
        environment={**clean_environment(), "HOME": str(folder)},
        is_ready=is_ready,
        stop_wave=5,
        death_signal=signal.SIGTERM,
    )
