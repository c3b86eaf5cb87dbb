"""Fixtures for all tests: what they log, and the databases on which they run."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog

from adapters.storage.backend import Backend, open_store
from tests.databases import PostgresServer, open_postgres_server


@pytest.fixture(scope="session", autouse=True)
def plain_tracebacks() -> None:
    """As the bot logs them. The library's own choice draws all that each frame knows, which takes seconds each time."""
    renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], renderer])


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    with open_postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database with nothing in it, on each engine in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/sora.sqlite3"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    async with server.store() as url:
        yield url


@pytest.fixture
async def backend(database_url: str) -> AsyncIterator[Backend]:
    """Store, queue and chat log on an empty database."""
    async with open_store(database_url, exclusive=True) as backend:
        yield backend
