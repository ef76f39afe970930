"""Readiness by asking the server something that it can only answer when it works."""

import httpx

_TIMEOUT_S = 3.0


async def get_ok(url: str) -> None:
    """Raises unless the address answers 2xx."""
    async with httpx.AsyncClient(timeout=_TIMEOUT_S, trust_env=False) as client:
        (await client.get(url)).raise_for_status()
