"""Which port each process listens on: fixed beside the gateway's, or any free ones."""

import random
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import psutil

from standalone.problem import PortTaken, StackProblem

HOST = "127.0.0.1"
SERVICES = ("intake", "approval", "funding", "notify", "registry", "insight", "portal")
# Distance from the gateway's port, so that another PORT moves the whole stack.
OFFSETS: dict[str, int] = {
    "gateway": 0,
    "issuer": 1,
    "mail": 2,
    "nats": 3,
    "nats_monitor": 4,
    "temporal": 5,
    "temporal_ui": 6,
    "temporal_http": 7,
    "temporal_metrics": 8,
    "postgres": 9,
    **{service: 21 + place for place, service in enumerate(SERVICES)},
    "worker": 28,
    "bridge": 29,
    **{f"{service}-consumer": 31 + place for place, service in enumerate(SERVICES)},
    **{f"{service}-relay": 41 + place for place, service in enumerate(SERVICES)},
}
# Below the kernel's range for outgoing connections: a port from that range can be borrowed by any
# client in the moment between a server's death and its restart.
FREE_RANGE = range(20000, 32000)
BLOCK = 64


def fixed(base: int) -> dict[str, int]:
    """Every port counted from the gateway's."""
    return {name: base + offset for name, offset in OFFSETS.items()}


def free() -> dict[str, int]:
    """A free port for every name, looked for in random order so that two callers rarely meet."""
    candidates = iter(random.sample(FREE_RANGE, len(FREE_RANGE)))
    return {name: next(port for port in candidates if is_free(port)) for name in OFFSETS}


@contextmanager
def reserved() -> Iterator[dict[str, int]]:
    """Free ports that no other stack takes while the context is open.

    The ports of a block belong to whoever holds its first one, which nothing else is used for.
    """
    blocks = range(FREE_RANGE.start, FREE_RANGE.stop - BLOCK + 1, BLOCK)
    for first in random.sample(blocks, len(blocks)):
        numbers = {name: first + 1 + place for place, name in enumerate(OFFSETS)}
        with socket.socket() as holder:
            try:
                holder.bind((HOST, first))
            except OSError:
                continue
            if all(is_free(port) for port in numbers.values()):
                yield numbers
                return
    raise StackProblem(
        f"{FREE_RANGE.start}-{FREE_RANGE.stop} 之间没有一组空闲端口。停止其他系统后重试。",
        f"No block of ports is free between {FREE_RANGE.start} and {FREE_RANGE.stop}. "
        f"Stop other stacks and try again.",
    )


def check(ports: dict[str, int], names: Iterable[str]) -> None:
    """Raises PortTaken for the first of `names` whose port somebody holds."""
    for name in names:
        if not is_free(ports[name]):
            raise PortTaken(name, ports[name], _holder(ports[name]))


def is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket() as probe:
        # As servers do it, so that connections in TIME_WAIT do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _holder(port: int) -> str:
    try:
        for connection in psutil.net_connections("tcp"):
            if connection.laddr and connection.laddr.port == port and connection.status == "LISTEN":
                return psutil.Process(connection.pid).name() if connection.pid else ""
    except psutil.Error:
        # Others' sockets are hidden from us; the port's number has to do.
        return ""
    return ""
