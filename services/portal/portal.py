"""What a running portal holds: settings, clients, templates. Made once, in ``app``."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import httpx
from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chassis.clock import Clock
from services.portal.clients.issuer import Issuer
from services.portal.session import Sealer
from services.portal.settings import PortalSettings

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"


@dataclass(frozen=True)
class Portal:
    """Found as ``app.state.portal``."""

    settings: PortalSettings
    client: httpx.AsyncClient
    issuer: Issuer
    sealer: Sealer
    clock: Clock
    environment: Environment


def make_environment() -> Environment:
    """The templates. Everything is escaped; a name that a page does not know is an error."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    environment.globals["asset"] = asset
    return environment


@lru_cache(maxsize=64)
def asset(name: str) -> str:
    """The address of a static file; it changes with the content, so it may be kept for ever."""
    path = STATIC / name
    if not path.is_file():
        return f"/static/{name}"
    mark = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={mark}"


def portal_of(request: Request) -> Portal:
    """The portal that a request came to."""
    portal: Portal = request.app.state.portal
    return portal
