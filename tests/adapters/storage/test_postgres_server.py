"""What is particular to PostgreSQL: servers that are away, processes that start together or were killed."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import asyncpg
import pytest

from adapters.jobs.worker import AT_ONCE, LOOK_EVERY
from adapters.storage.backend import open_store
from adapters.storage.errors import DatabaseAddressWrong, DatabaseTooNew, DatabaseUnreachable
from bot.domain.job import JobId
from bot.ports import QueueEntry, Step
from tests.builders import a_job
from tests.databases import PostgresServer, rows


async def test_a_server_that_is_away_is_named_without_the_password(unused_tcp_port: int) -> None:
    with pytest.raises(DatabaseUnreachable) as refused:
        async with open_store(f"postgresql://me:secret@127.0.0.1:{unused_tcp_port}/db", exclusive=True):
            pass

    assert (refused.value.host, refused.value.port) == ("127.0.0.1", unused_tcp_port)
    assert "secret" not in repr(refused.value) + repr(refused.value.__cause__)


async def test_a_database_that_is_not_there_counts_as_unreachable(postgres_server: PostgresServer) -> None:
    with pytest.raises(DatabaseUnreachable) as refused:
        async with open_store(postgres_server.url("nowhere"), exclusive=True):
            pass

    assert refused.value.problem == "InvalidCatalogNameError"


async def test_a_broken_address_is_not_quoted() -> None:
    with pytest.raises(DatabaseAddressWrong) as refused:
        async with open_store("postgresql://me:sec/ret@host/db", exclusive=True):
            pass

    assert "ret" not in str(refused.value) + repr(refused.value.__cause__)


async def test_processes_that_start_together_make_the_tables_once(postgres_server: PostgresServer) -> None:
    url = await postgres_server.new_database()

    async def start(number: int) -> bool:
        async with open_store(url, exclusive=True) as backend:
            return await backend.store.write(lambda tx: tx.jobs.add(a_job(f"job-{number}"), "accepted"))

    assert await asyncio.gather(*(start(number) for number in range(3))) == [True] * 3


async def test_a_database_of_a_newer_program_is_refused(postgres_server: PostgresServer) -> None:
    url = await postgres_server.new_database()
    async with open_store(url, exclusive=True):
        pass
    connection = await asyncpg.connect(url)
    await connection.execute("INSERT INTO schema_migrations (number, name) VALUES (9000, 'from the future')")
    await connection.close()

    with pytest.raises(DatabaseTooNew):
        async with open_store(url, exclusive=True):
            pass


async def test_the_queue_keeps_no_log_of_entries_that_are_done(postgres_server: PostgresServer) -> None:
    url = await postgres_server.new_database()
    handled = asyncio.Semaphore(0)

    async def note(_key: str) -> None:
        handled.release()

    async with open_store(url, exclusive=True) as backend:
        worker = asyncio.create_task(backend.queue.work({Step.FOLLOW: note}))
        await backend.queue.put([QueueEntry(Step.FOLLOW, str(number)) for number in range(100)])
        async with asyncio.timeout(20):
            for _ in range(100):
                await handled.acquire()
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)

    tables = ("pgqueuer", "pgqueuer_log", "pgqueuer_statistics")
    assert [await rows(url, f"SELECT COUNT(*) FROM {table}") for table in tables] == [[(0,)]] * 3


async def test_an_entry_wakes_the_workers_of_other_processes_too(postgres_server: PostgresServer) -> None:
    url = await postgres_server.new_database()
    heard: asyncio.Queue[str] = asyncio.Queue()

    async with open_store(url, exclusive=True) as here, open_store(url, exclusive=True) as there:
        worker = asyncio.create_task(there.queue.work({Step.FOLLOW: heard.put}))
        await here.queue.put([QueueEntry(Step.FOLLOW, "first")])
        async with asyncio.timeout(20):
            await heard.get()
        async with asyncio.timeout(LOOK_EVERY.total_seconds() / 2):
            await here.queue.put([QueueEntry(Step.FOLLOW, "second")])
            assert await heard.get() == "second"
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)


async def test_entries_a_killed_process_had_picked_do_not_hold_up_the_next_one(postgres_server: PostgresServer) -> None:
    url = await postgres_server.new_database()
    program = """
import asyncio, sys
from adapters.jobs.worker import LOOK_EVERY
from adapters.storage.backend import open_store
from bot.ports import QueueEntry, Step

async def main():
    async with open_store(sys.argv[1], exclusive=True) as backend:
        async def never_end(key):
            print(key, flush=True)
            await asyncio.sleep(3600)
        await backend.queue.put([QueueEntry(Step.FOLLOW, str(number)) for number in range(300)])
        await backend.queue.work({Step.FOLLOW: never_end})

asyncio.run(main())
"""
    killed = await asyncio.create_subprocess_exec(sys.executable, "-c", program, url, stdout=asyncio.subprocess.PIPE)
    assert killed.stdout is not None
    for _ in range(AT_ONCE):
        await killed.stdout.readline()
    killed.kill()
    await killed.communicate()
    heard: asyncio.Queue[str] = asyncio.Queue()

    async with open_store(url, exclusive=True) as backend:
        worker = asyncio.create_task(backend.queue.work({Step.FOLLOW: heard.put}))
        await backend.queue.put([QueueEntry(Step.FOLLOW, "new")])
        async with asyncio.timeout(20):
            while await heard.get() != "new":
                pass
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)


@pytest.mark.slow
async def test_workers_go_on_after_their_connections_were_cut(postgres_server: PostgresServer) -> None:
    url = await postgres_server.new_database()
    heard: asyncio.Queue[str] = asyncio.Queue()

    async with open_store(url, exclusive=True) as backend:
        worker = asyncio.create_task(backend.queue.work({Step.FOLLOW: heard.put}))
        await backend.queue.put([QueueEntry(Step.FOLLOW, "before")])
        async with asyncio.timeout(40):
            await heard.get()
            await cut_all_connections(url)
            await put_when_possible(backend.queue.put, QueueEntry(Step.FOLLOW, "after", timedelta(0)))
            while await heard.get() != "after":
                pass
        assert await backend.store.write(lambda tx: tx.jobs.add(a_job(), "accepted"))
        assert await backend.store.read(lambda tx: tx.jobs.get(JobId("abcdefgh")))
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)


async def cut_all_connections(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.fetch(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await connection.close()


async def put_when_possible(put: Callable[[Sequence[QueueEntry]], Awaitable[None]], entry: QueueEntry) -> None:
    """The pool learns of a cut connection by trying it."""
    while True:
        try:
            return await put([entry])
        except Exception:  # noqa: BLE001 - it depends on the moment what asyncpg finds first
            await asyncio.sleep(0.05)
