"""What is needed to run one process of the stack, and how it is forked.

Does not watch it; that is `child`.
"""

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ReadyCheck = Callable[[], Awaitable[None]]
_PR_SET_PDEATHSIG = 1
# A log line longer than this is dropped whole.
LINE_LIMIT_BYTES = 2**20
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Account:
    """The account that a process is dropped to."""

    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class ProcessSpec:
    """One process. `is_ready` raises while it is not; low `stop_wave`s go down first."""

    name: str
    command: Sequence[str]
    is_ready: ReadyCheck
    stop_wave: int
    environment: Mapping[str, str] = field(default_factory=dict)
    cwd: Path | None = None
    run_as: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    # What the kernel sends when the supervisor itself is killed. Everything here survives SIGKILL
    # by design; servers with files of their own are asked more kindly.
    death_signal: signal.Signals = signal.SIGKILL
    # On an idle machine it is seconds; a loaded one with two cores has taken half a minute.
    ready_within_s: float = 120.0
    # The services give open requests 8 s and a batch in hand as long again.
    stop_within_s: float = 20.0


def tie_to_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """A hook for the forked child: it gets `death_signal` when this process ends, however it ends.

    The kernel ties this to the thread that forked, so children are started from the main thread.
    """
    parent = os.getpid()

    def tie() -> None:
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, int(death_signal))
            if os.getppid() != parent:
                os._exit(1)

    return tie


async def spawn(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    cwd: Path | None,
    output: int | IO[bytes],
    run_as: Account | None = None,
    death_signal: signal.Signals = signal.SIGKILL,
) -> asyncio.subprocess.Process:
    """Starts a process in a session of its own, outputs in one, tied to this process's life."""
    return await asyncio.create_subprocess_exec(
        *command,
        cwd=cwd,
        env=dict(environment),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=output,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=tie_to_parent(death_signal),
        limit=LINE_LIMIT_BYTES,
        user=run_as.uid if run_as else None,
        group=run_as.gid if run_as else None,
        extra_groups=[] if run_as else None,
    )


def clean_environment() -> dict[str, str]:
    """This process's environment without settings meant for another stack."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("FASTLANE_")}
    for key in ("FASTLANE_LOG_LEVEL", "FASTLANE_PACKS_DIR"):
        if key in os.environ:
            kept[key] = os.environ[key]
    kept.update(PYTHONUNBUFFERED="1", PYTHONFAULTHANDLER="1", PYTHONUTF8="1")
    return kept
