"""All services' migrations in one process: `python -m standalone.migrate`.

Addresses come in the environment (`FASTLANE_MIGRATE_URLS`, JSON: service -> address), since a
command line can be read by every user of the machine.
"""

import asyncio
import json
import os

from chassis.migrations import upgrade


async def run(urls: dict[str, str]) -> None:
    """Upgrades one service after another, in the order given."""
    for service, url in urls.items():
        await upgrade(service, url)
        print(f"{service}: up to date", flush=True)


if __name__ == "__main__":
    asyncio.run(run(json.loads(os.environ["FASTLANE_MIGRATE_URLS"])))
