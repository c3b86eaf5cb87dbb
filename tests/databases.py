"""Empty databases of both engines: SQLite files, and one embedded PostgreSQL server for a whole test run."""

from __future__ import annotations

import itertools
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import asyncpg
import pytest

from adapters.storage.backend import open_store


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A server on a socket in a folder, which takes a host's place in an address when it is quoted."""

    host: str
    _numbers: itertools.count[int] = field(default_factory=itertools.count)
    _with_tables: list[str] = field(default_factory=list)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@{quote(self.host, safe='')}/{database}"

    async def new_database(self, like: str = "template1") -> str:
        """The address of a database with nothing in it, or with what that other one has."""
        name = f"test_{next(self._numbers)}"
        connection = await asyncpg.connect(self.url())
        try:
            await connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        finally:
            await connection.close()
        return self.url(name)

    async def new_store(self) -> str:
        """The address of a database with our tables and nothing in them: a copy, in half the time of making them."""
        if not self._with_tables:
            url = await self.new_database()
            async with open_store(url, exclusive=True):
                self._with_tables.append(url.rpartition("/")[2])
        return await self.new_database(like=self._with_tables[0])


@contextmanager
def open_postgres_server() -> Iterator[PostgresServer]:
    """A server of its own, or a skipped test where there is none for this Python."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())  # else the package warns that it is not set
    get_server = pytest.importorskip("pgserver.postgres_server", reason="no PostgreSQL comes with pgserver").get_server
    # Not in pytest's folder: as root the server runs as a user of its own, who may not look in there.
    server = get_server(tempfile.mkdtemp(prefix="sora-postgres-"), cleanup_mode="delete")
    try:
        # No test cuts the power of the machine, and each has a database of its own to make.
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
