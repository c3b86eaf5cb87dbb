"""Empty databases of both engines: SQLite files, and one embedded PostgreSQL server for a whole test run."""

from __future__ import annotations

import itertools
import os
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

import asyncpg
import pytest

from adapters.storage.backend import open_store

REMEMBER: Final = """
    CREATE SCHEMA beginning;
    DO $$ DECLARE name text; BEGIN
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
            EXECUTE format('CREATE TABLE beginning.%1$I AS TABLE public.%1$I', name);
        END LOOP;
    END $$
"""
"""Keep what each table has in the beginning."""

RESTORE: Final = """
    DO $$ DECLARE name text; BEGIN
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
            EXECUTE format('DELETE FROM public.%1$I', name);
            EXECUTE format('INSERT INTO public.%1$I TABLE beginning.%1$I', name);
        END LOOP;
        FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
            EXECUTE format('ALTER SEQUENCE public.%I RESTART', name);
        END LOOP;
    END $$
"""

OTHERS: Final = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A server on a socket in a folder, which takes a host's place in an address when it is quoted."""

    host: str
    _numbers: itertools.count[int] = field(default_factory=itertools.count)
    _clean: list[str] = field(default_factory=list)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@{quote(self.host, safe='')}/{database}"

    async def new_database(self) -> str:
        """The address of a database with nothing in it."""
        name = f"test_{next(self._numbers)}"
        await _run(self.url(), f"CREATE DATABASE {name}")
        return self.url(name)

    @asynccontextmanager
    async def store(self) -> AsyncIterator[str]:
        """The address of a database with our tables as they are in the beginning.

        The next test gets it again: to empty it takes a hundredth of the time of making another.
        """
        url = self._clean.pop() if self._clean else await self._new_store()
        yield url
        if await _is_as_it_was(url):
            self._clean.append(url)

    async def _new_store(self) -> str:
        url = await self.new_database()
        async with open_store(url, exclusive=True):
            pass
        await _run(url, REMEMBER)
        return url


async def _run(url: str, statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statements)
    finally:
        await connection.close()


async def _is_as_it_was(url: str) -> bool:
    """Make it so, where nobody is connected who may still write something."""
    if await rows(url, OTHERS):
        return False
    await _run(url, RESTORE)
    return True


@contextmanager
def open_postgres_server() -> Iterator[PostgresServer]:
    """A server of its own, or a skipped test where there is none for this Python."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())  # else the package warns that it is not set
    get_server = pytest.importorskip("pgserver.postgres_server", reason="no PostgreSQL comes with pgserver").get_server
    # Not in pytest's folder: as root the server runs as a user of its own, who may not look in there.
    server = get_server(tempfile.mkdtemp(prefix="sora-postgres-"), cleanup_mode="delete")
    try:
        # No test cuts the power of the machine.
        server.psql("ALTER SYSTEM SET fsync = off")
        server.psql("SELECT pg_reload_conf()")
        yield PostgresServer(server.get_uri().partition("host=")[2])
    finally:
        server.cleanup()


async def rows(url: str, statement: str) -> list[tuple[Any, ...]]:
    """What a SELECT gives, asked beside the program."""
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
            return file.execute(statement).fetchall()
    connection = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(statement)]
    finally:
        await connection.close()
