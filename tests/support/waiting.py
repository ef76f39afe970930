"""Waiting on a condition with a deadline, instead of sleeping."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")
POLL_S = 0.02


async def eventually(check: Callable[[], Awaitable[T]], *, within_s: float = 5) -> T:
    """What ``check`` returns once it neither raises nor returns False. Raises its last fault."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + within_s
    while True:
        fault: Exception = AssertionError(f"not true within {within_s} s")
        try:
            found = await check()
        except Exception as raised:
            fault = raised
        else:
            if found is not False:
                return found
        if loop.time() > deadline:
            raise fault
        await asyncio.sleep(POLL_S)
