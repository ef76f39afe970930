"""A program that runs once while the stack comes up: migrations, provisioning."""

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence

from standalone.console import last_lines
from standalone.people import ROOT
from standalone.problem import DidNotStart, StackProblem, StateForeign
from standalone.process import spawn
from standalone.state import StateFolder

WITHIN_S = 180.0


async def run_once(
    name: str, command: Sequence[str], environment: Mapping[str, str], state: StateFolder
) -> None:
    """Runs it to its end, its output in a log of its name. Raises DidNotStart when it fails."""
    log = state.logs / f"{name}.log"
    with log.open("ab") as output:
        process = await spawn(command, environment=environment, cwd=ROOT, output=output)
    try:
        code = await asyncio.wait_for(process.wait(), WITHIN_S)
    except (TimeoutError, asyncio.CancelledError) as error:
        os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
        if isinstance(error, asyncio.CancelledError):
            raise
        raise _failed(
            name, f"{WITHIN_S:.0f} 秒内没有完成", f"not done within {WITHIN_S:.0f} s", state
        ) from None
    if code != 0:
        raise _failed(name, f"退出码 {code}", f"it ended with {code}", state)


def _failed(name: str, zh: str, en: str, state: StateFolder) -> StackProblem:
    log = state.logs / f"{name}.log"
    tail = last_lines(log, 15)
    if "Can't locate revision" in tail:
        return StateForeign(
            f"状态目录 {state.root} 的数据库由更新的版本建立。"
            f"用那个版本打开，或执行 make reset 重新开始。",
            f"The databases in {state.root} were made by a newer release. "
            f"Open them with that release, or run `make reset` to begin again.",
        )
    return DidNotStart(name, zh, en, log, tail)
