"""Intake on a database of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.intake.app import make_service
from tests.support.postgres import PostgresServer
from tests.support.service import Bench, bench_of


@pytest.fixture(scope="module")
async def bench(
    postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Bench]:
    """The service under test."""
    store: Path = tmp_path_factory.mktemp("documents")
    async with bench_of(
        make_service(),
        postgres_server,
        object_store_url=store.as_uri(),
        max_document_bytes=2000,
        stream_seconds=1.6,
    ) as bench:
        yield bench
