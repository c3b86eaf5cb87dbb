"""What is particular to SQLite: one owner, one commit for many, files that outlive a crash and a full disk."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest

from adapters.jobs.in_memory import InMemoryQueue
from adapters.storage.backend import open_store
from adapters.storage.errors import AlreadyRunning, DatabaseAddressWrong, DatabaseTooNew
from adapters.storage.migrate import load_migrations
from adapters.storage.sqlite import open_sqlite_store
from bot.domain.job import Job, JobId
from bot.ports import Transaction
from tests.builders import a_job


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "sora.sqlite3"


def adding(name: str) -> Callable[[Transaction], Awaitable[bool]]:
    return lambda tx: tx.jobs.add(a_job(name), "accepted")


def getting(name: str) -> Callable[[Transaction], Awaitable[Job | None]]:
    return lambda tx: tx.jobs.get(JobId(name))


def start(program: str, path: Path) -> subprocess.Popen[str]:
    """A process of its own that runs `program`, with the file as its argument."""
    return subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True)


async def test_the_folder_is_made(path: Path) -> None:
    async with open_store(f"sqlite:///{path}", exclusive=True):
        assert path.exists()


async def test_a_second_bot_is_refused_and_a_tool_is_not(path: Path) -> None:
    async with open_store(f"sqlite:///{path}", exclusive=True) as bot:
        with pytest.raises(AlreadyRunning) as refused:
            async with open_store(f"sqlite:///{path}", exclusive=True):
                pass
        async with open_store(f"sqlite:///{path}", exclusive=False) as tool:
            assert await tool.store.write(lambda tx: tx.jobs.add(a_job("tools"), "accepted"))
        assert await bot.store.read(lambda tx: tx.jobs.get(JobId("tools")))

    assert refused.value.path == path


async def test_the_next_bot_may_own_the_file(path: Path) -> None:
    for _ in range(2):
        async with open_store(f"sqlite:///{path}", exclusive=True) as backend:
            await backend.store.write(lambda tx: tx.jobs.add(a_job(), "accepted"))


async def test_a_database_of_a_newer_program_is_refused(path: Path) -> None:
    async with open_store(f"sqlite:///{path}", exclusive=True):
        pass
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("INSERT INTO schema_migrations (number, name) VALUES (9000, 'from the future')")

    with pytest.raises(DatabaseTooNew) as refused:
        async with open_store(f"sqlite:///{path}", exclusive=True):
            pass

    assert (refused.value.found, refused.value.known) == (9000, len(load_migrations()))


async def test_an_address_of_another_kind_is_refused_by_its_scheme_alone() -> None:
    with pytest.raises(DatabaseAddressWrong) as refused:
        async with open_store("mysql://me:secret@host/db", exclusive=True):
            pass

    assert vars(refused.value) == {"scheme": "mysql"}


async def test_work_that_waits_for_something_else_is_refused(path: Path) -> None:
    async def work(tx: Transaction) -> None:
        await tx.jobs.add(a_job(), "accepted")
        await asyncio.sleep(0)

    async with open_sqlite_store(path, InMemoryQueue(), exclusive=True) as store:
        with pytest.raises(RuntimeError, match="waited for something else"):
            await store.write(work)

        assert await store.read(lambda tx: tx.jobs.get(a_job().id)) is None


async def test_works_that_wait_share_a_commit(path: Path) -> None:
    async with open_sqlite_store(path, InMemoryQueue(), exclusive=True) as store:
        before = await commits(path)

        await asyncio.gather(*(store.write(adding(f"job-{number}")) for number in range(100)))

        assert await commits(path) - before <= 4


async def commits(path: Path) -> int:
    """Transactions in the write-ahead log: frames that carry the size of the database end one."""
    log = path.with_name(path.name + "-wal").read_bytes()
    page = int.from_bytes(log[8:12], "big")
    frames = range(32, len(log), 24 + page)
    salt = log[16:24]
    return sum(log[at + 8 : at + 16] == salt and log[at + 4 : at + 8] != bytes(4) for at in frames)


async def test_what_was_promised_before_a_kill_is_there_after_it(path: Path) -> None:
    program = """
import asyncio, sys
from pathlib import Path
from adapters.jobs.in_memory import InMemoryQueue
from adapters.storage.migrate import load_migrations
from adapters.storage.sqlite import open_sqlite_store
from tests.builders import a_job

async def main():
    async with open_sqlite_store(Path(sys.argv[1]), InMemoryQueue(), exclusive=True) as store:
        async def one(lane):
            for number in range(100_000):
                name = f"{lane}-{number}"
                await store.write(lambda tx: tx.jobs.add(a_job(name), "accepted"))
                print(name, flush=True)
        await asyncio.gather(*(one(lane) for lane in range(8)))

asyncio.run(main())
"""
    with start(program, path) as writer:
        assert writer.stdout is not None
        promised = [writer.stdout.readline().strip() for _ in range(300)]
        writer.kill()
        promised += writer.stdout.read().split("\n")[:-1]

    async with open_store(f"sqlite:///{path}", exclusive=True) as backend:
        kept = [await backend.store.read(getting(name)) for name in promised]
    assert len(kept) >= 300
    assert None not in kept


@pytest.mark.skipif(sys.platform == "win32", reason="limits on file sizes are a matter of POSIX")
async def test_a_full_disk_is_told_and_the_store_works_on_once_there_is_room(path: Path) -> None:
    program = """
import asyncio, resource, sys
from pathlib import Path
from adapters.jobs.in_memory import InMemoryQueue
from adapters.storage.migrate import load_migrations
from adapters.storage.sqlite import open_sqlite_store
from bot.domain.errors import StorageFull
from bot.domain.job import Job, JobId
from bot.domain.video import ImageId
from tests.builders import a_job
from tests.fakes import START

async def main():
    async with open_sqlite_store(Path(sys.argv[1]), InMemoryQueue(), exclusive=True) as store:
        await store.write(lambda tx: tx.jobs.add(a_job("before"), "accepted"))
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, most))
        def image(number):
            return lambda tx: tx.images.add(ImageId(str(number)), JobId("j"), bytes(300_000), START)
        outcomes = await asyncio.gather(*(store.write(image(n)) for n in range(20)), return_exceptions=True)
        print(sorted({type(outcome).__name__ for outcome in outcomes}))
        kept = [await store.read(lambda tx, n=n: tx.images.get(ImageId(str(n)))) is not None for n in range(20)]
        print(kept == [outcome is None for outcome in outcomes])
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        await store.write(image(99))
        print(await store.read(lambda tx: tx.jobs.get(JobId("before"))) is not None)

asyncio.run(main())
"""
    with start(program, path) as filler:
        output, _ = filler.communicate(timeout=60)

    assert output.splitlines() == ["['NoneType', 'StorageFull']", "True", "True"]
