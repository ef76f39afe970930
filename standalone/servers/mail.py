"""The mail sink of `standalone.mail` as a supervised process."""

import asyncio
import sys

from standalone.ports import HOST
from standalone.process import ProcessSpec, clean_environment
from standalone.state import StateFolder


def spec(state: StateFolder, ports: dict[str, int]) -> ProcessSpec:
    """Says how to run the sink; messages are kept in the state's `mail` folder."""

    async def is_ready() -> None:
        reader, writer = await asyncio.open_connection(HOST, ports["mail"])
        try:
            greeting = await reader.readline()
            if not greeting.startswith(b"220"):
                raise ConnectionError(f"expected 220, got {greeting!r}")
            writer.write(b"QUIT\r\n")
            await reader.readline()
        finally:
            writer.close()

    return ProcessSpec(
        name="mail",
        command=[sys.executable, "-m", "standalone.mail", str(ports["mail"]), str(state.mail)],
        environment=clean_environment(),
        is_ready=is_ready,
        stop_wave=7,
    )
