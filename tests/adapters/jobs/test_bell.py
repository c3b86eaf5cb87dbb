"""The wake-up calls of the queue on PostgreSQL."""

from __future__ import annotations

import asyncio

import asyncpg

from adapters.jobs.bell import Bell, BellDriver
from tests.databases import PostgresServer


async def test_a_call_to_itself_waits_until_the_worker_listens(postgres_server: PostgresServer) -> None:
    heard: asyncio.Queue[str | bytes | bytearray] = asyncio.Queue()
    address = await postgres_server.new_database()
    async with (
        asyncpg.create_pool(address, min_size=2, max_size=3) as pool,
        BellDriver(pool, Bell(pool, "line", "table")) as driver,
    ):
        early = asyncio.create_task(driver.notify("line", "are you there?"))
        await pool.fetchval("SELECT 1")  # longer than a call would take

        await driver.add_listener("line", heard.put_nowait)

        async with asyncio.timeout(5):
            await early
            assert await heard.get() == "are you there?"
