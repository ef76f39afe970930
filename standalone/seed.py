"""Sample platforms, put into the registry through its public API at every start."""
from standalone.console import Console
from standalone.layout import Settings
async def platforms(gateway_url: str, console: Console, settings: Settings) -> None:
    return None
