"""A pool of connections to a PostgreSQL server, on a database with all its tables."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg

from adapters.jobs.on_postgres import install_queue
from adapters.storage.errors import DatabaseAddressWrong, DatabaseUnreachable
from adapters.storage.migrate import LAST_APPLIED, RECORD_TABLE, load_migrations, missing

_CONNECTIONS: Final = 16
_QUEUE_CONNECTIONS: Final = 3
"""The queue has its own, so that its workers and its heartbeat never stand in line behind transactions."""

_SERVER_SETTINGS: Final = {
    "application_name": "sora-bot",
    "statement_timeout": "20s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    "jit": "off",  # compiling takes longer than any of our statements
}

_STARTUP_LOCK: Final = 7_672_262
"""Any number no other program uses: two processes that start together change the tables one after the other."""


@asynccontextmanager
async def open_pools(url: str) -> AsyncIterator[tuple[Any, Any]]:
    """Connect, and apply what is missing: a pool for transactions and one for the queue's workers.

    Raises `DatabaseUnreachable`, `DatabaseAddressWrong`, `DatabaseTooNew`.
    """
    async with _pool(url, _CONNECTIONS) as pool:
        async with pool.acquire() as connection:
            await _prepare(connection)
        async with _pool(url, _QUEUE_CONNECTIONS) as queue_pool:
            yield pool, queue_pool


@asynccontextmanager
async def _pool(url: str, most: int) -> AsyncIterator[Any]:
    pool = await _connect(url, most)
    try:
        yield pool
    finally:
        await _close(pool)


async def _connect(url: str, most: int) -> Any:
    host, port = _server(url)
    try:
        return await asyncpg.create_pool(
            url,
            min_size=2,
            max_size=most,
            timeout=10,
            max_cached_statement_lifetime=0,
            server_settings=_SERVER_SETTINGS,
            reset=_leave_as_it_is,
        )
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        # Not `from error`: what it says may quote the address, and the password is part of that.
        raise DatabaseUnreachable(host, port, type(error).__name__) from None


async def _leave_as_it_is(_connection: Any) -> None:
    """Nothing we do outlives its transaction, so a connection goes back without the usual round trip of resets."""


async def _close(pool: Any) -> None:
    try:
        async with asyncio.timeout(10):
            await pool.close()
    except TimeoutError:
        pool.terminate()


def _server(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or 5432
    except ValueError:
        raise DatabaseAddressWrong(url.partition(":")[0]) from None
    return unquote(parts.hostname or parse_qs(parts.query).get("host", ["localhost"])[0]), port


async def _prepare(connection: Any) -> None:
    await connection.execute("SELECT pg_advisory_lock($1)", _STARTUP_LOCK)
    try:
        await _migrate(connection)
        await install_queue(connection)
    finally:
        await connection.execute("SELECT pg_advisory_unlock($1)", _STARTUP_LOCK)


async def _migrate(connection: Any) -> None:
    await connection.execute(RECORD_TABLE)
    applied = await connection.fetchval(LAST_APPLIED)
    for migration in missing(await asyncio.to_thread(load_migrations), applied):
        async with connection.transaction():
            await connection.execute(migration.sql)
            await connection.execute(migration.record)
