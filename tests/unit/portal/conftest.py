"""Fixtures of the portal's tests: a stage of samples, and the portal on it."""

import pytest
import structlog
from fastapi import FastAPI

from tests.unit.portal.browser import Backstage, make_portal


@pytest.fixture(autouse=True)
def plain_logs() -> None:
    """Faults that a test provokes are logged in one line each."""
    structlog.configure(processors=[structlog.processors.KeyValueRenderer()])


@pytest.fixture
def backstage() -> Backstage:
    """The other services, played."""
    return Backstage()


@pytest.fixture
def portal(backstage: Backstage) -> FastAPI:
    """The portal on that stage."""
    return make_portal(backstage)
