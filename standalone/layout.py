"""Which processes a stack has, and the settings that each is given.

The order of the way up is the supervisor's; the order of the way down is `stop_wave` here.
"""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from standalone import databases, people
from standalone.anchor import LaneAnchor
from standalone.ports import HOST, SERVICES
from standalone.process import ProcessSpec, clean_environment
from standalone.servers import gateway, issuer, mail, nats, temporal
from standalone.servers.questions import get_ok
from standalone.state import DATABASE_SERVICES, Secrets, StateFolder

SERVERS = ("postgres", "nats", "temporal", "issuer", "mail", "gateway")
SERVER_PORTS = (
    *("postgres", "nats", "nats_monitor", "temporal", "temporal_ui", "temporal_http"),
    *("temporal_metrics", "issuer", "mail", "gateway"),
)
WORKFLOW_PROCESSES = ("worker", "bridge")
AUDIENCE = "fastlane-api"
# Way down: what takes in work first, what keeps it last (the gateway is 0, the servers 5 and up).
_STOP_WAVES = {"api": 1, "all": 1, "consumer": 2, "bridge": 3, "worker": 3, "relay": 4}


@dataclass(frozen=True, slots=True)
class Layout:
    """`with_services` False is the servers alone; services in `split` run as three processes."""

    with_services: bool = True
    split: frozenset[str] = frozenset()

    def processes(self) -> list[tuple[str, str, str]]:
        """One row per process of ours: its name, its module, its command."""
        if not self.with_services:
            return []
        rows = []
        for service in SERVICES:
            module = f"services.{service}"
            rows.append((service, module, "api" if service in self.split else "all"))
            if service in self.split and service in DATABASE_SERVICES:
                rows.append((f"{service}-consumer", module, "consumer"))
                rows.append((f"{service}-relay", module, "relay"))
        rows.extend((name, "workflows", name) for name in WORKFLOW_PROCESSES)
        return rows

    def port_names(self) -> Iterable[str]:
        """Every name in `ports` that this layout listens on."""
        return (*SERVER_PORTS, *(name for name, _, _ in self.processes()))


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that the settings of one stack's processes are worked out from."""

    state: StateFolder
    ports: dict[str, int]
    secrets: Secrets
    anchor: LaneAnchor

    def common(self) -> dict[str, str]:
        """What every process of the lane is given."""
        ports = self.ports
        return {
            **clean_environment(),
            "FASTLANE_ENVIRONMENT": "standalone",
            "FASTLANE_NATS_URL": nats.url(ports, self.secrets),
            "FASTLANE_TEMPORAL_ADDRESS": f"{HOST}:{ports['temporal']}",
            "FASTLANE_TEMPORAL_NAMESPACE": temporal.NAMESPACE,
            "FASTLANE_OIDC_ISSUER": issuer.url(ports),
            "FASTLANE_OIDC_AUDIENCE": AUDIENCE,
            "FASTLANE_PUBLIC_URL": gateway.url(ports),
            "FASTLANE_OBJECT_STORE_URL": self.state.objects.as_uri(),
            "FASTLANE_SMTP_HOST": HOST,
            "FASTLANE_SMTP_PORT": str(ports["mail"]),
            "FASTLANE_MAIL_FROM": "lane@fastlane.example",
            "FASTLANE_TRACE_DIR": str(self.state.traces),
            **{
                f"FASTLANE_{service.upper()}_URL": f"http://{HOST}:{ports[service]}"
                for service in SERVICES
            },
            **self.anchor.environment(),
        }

    def of(self, name: str, service: str) -> dict[str, str]:
        """The settings of one process; `service` names the schema that it may use."""
        own = {"FASTLANE_HTTP_PORT": str(self.ports[name])}
        if service in DATABASE_SERVICES:
            own["FASTLANE_DATABASE_URL"] = databases.url(service, self.ports, self.secrets)
        if service == "portal":
            own["FASTLANE_SESSION_SECRET"] = self.secrets.session
        return {**self.common(), **own}

    def migration(self) -> dict[str, str]:
        """The settings of `standalone.migrate`."""
        urls = {name: databases.url(name, self.ports, self.secrets) for name in DATABASE_SERVICES}
        return {**self.common(), "FASTLANE_MIGRATE_URLS": json.dumps(urls)}


def early_servers(settings: Settings) -> list[ProcessSpec]:
    """The servers that need nothing first (PostgreSQL is made by its own module)."""
    state, ports, secrets = settings.state, settings.ports, settings.secrets
    return [
        nats.spec(state, ports, secrets),
        temporal.spec(state, ports),
        issuer.spec(state, ports, secrets),
        mail.spec(state, ports),
    ]


def own_processes(layout: Layout, settings: Settings) -> list[ProcessSpec]:
    """Services, worker and bridge."""
    return [_own(name, module, command, settings) for name, module, command in layout.processes()]


def _own(name: str, module: str, command: str, settings: Settings) -> ProcessSpec:
    port = settings.ports[name]
    service = module.rpartition(".")[2]

    async def is_ready() -> None:
        await get_ok(f"http://{HOST}:{port}/health/ready")

    return ProcessSpec(
        name=name,
        command=[sys.executable, "-m", module, command],
        environment=settings.of(name, service),
        cwd=_root(),
        is_ready=is_ready,
        stop_wave=_STOP_WAVES[command],
    )


def _root() -> Path:
    return people.ROOT
