"""``python -m services.portal api|all|migrate``; the portal hears no bus and keeps no records."""

import os
import sys

from chassis.run import run_main, serve_until_stopped
from chassis.settings import Settings
from services.portal.app import make_app
from services.portal.settings import PortalSettings

ROLES = ("api", "all", "migrate")
ABSENT = ("consumer", "relay")


async def _serve(settings: Settings) -> None:
    assert isinstance(settings, PortalSettings)
    await serve_until_stopped(make_app(settings), settings, [])


def main() -> None:
    """Run the role that the command line names."""
    role = sys.argv[1] if len(sys.argv) == 2 else ""
    if role in ABSENT:
        print(f"portal has no {role}: it hears no bus and publishes nothing", file=sys.stderr)
        sys.exit(2)
    if role not in ROLES:
        print(f"usage: python -m services.portal {'|'.join(ROLES)}", file=sys.stderr)
        sys.exit(2)
    if role == "migrate":
        print("portal keeps no records: nothing to migrate", flush=True)
        os._exit(0)
    run_main("portal", PortalSettings, _serve)


if __name__ == "__main__":
    main()
