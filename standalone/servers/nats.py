"""NATS with JetStream on disk; an acknowledgement means that the message was synced."""

import json
import os
import signal

from standalone.ports import HOST
from standalone.process import ProcessSpec, clean_environment
from standalone.servers.programs import script
from standalone.servers.questions import get_ok
from standalone.state import Secrets, StateFolder

USER = "fastlane"


def url(ports: dict[str, int], secrets: Secrets) -> str:
    """The address with its credentials."""
    return f"nats://{USER}:{secrets.nats}@{HOST}:{ports['nats']}"


def spec(state: StateFolder, ports: dict[str, int], secrets: Secrets) -> ProcessSpec:
    """Writes the configuration and says how to run the server."""
    folder = state.folder("nats")
    configuration = {
        "server_name": "fastlane",
        "host": HOST,
        "port": ports["nats"],
        "http": f"{HOST}:{ports['nats_monitor']}",
        "jetstream": {
            "store_dir": str(folder / "store"),
            # Without it an acknowledged publish can be lost with the machine's power.
            "sync_interval": "always",
            "max_memory_store": 64 * 2**20,
            "max_file_store": 8 * 2**30,
        },
        "authorization": {"user": USER, "password": secrets.nats},
    }
    path = folder / "nats.json"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(configuration, stream, indent=2)

    async def is_ready() -> None:
        await get_ok(f"http://{HOST}:{ports['nats_monitor']}/healthz")

    return ProcessSpec(
        name="nats",
        command=[script("nats-server", "FASTLANE_NATS_BIN"), "--config", str(path)],
        environment=clean_environment(),
        is_ready=is_ready,
        stop_wave=6,
        death_signal=signal.SIGTERM,
    )
