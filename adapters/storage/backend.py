"""Opens all that lies in the database: the store, the queue beside it, the local chat page's log, adapters' notes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from adapters.jobs.in_memory import InMemoryQueue
from adapters.storage.chat_log import ChatLog
from adapters.storage.errors import DatabaseAddressWrong
from adapters.storage.notes import Notes
from adapters.storage.postgres import open_postgres_store
from adapters.storage.slack_installations import SlackInstallations
from adapters.storage.slack_posts import SlackPosts
from adapters.storage.sqlite import open_sqlite_store
from bot.ports import JobQueue, Store

SQLITE: Final = "sqlite:///"
POSTGRES: Final = ("postgresql://", "postgres://")


@dataclass(frozen=True, slots=True)
class Backend:
    """What one database address gives."""

    store: Store
    queue: JobQueue
    chat_log: ChatLog
    notes: Notes
    slack_posts: SlackPosts
    slack_installations: SlackInstallations


@asynccontextmanager
async def open_store(url: str, *, exclusive: bool) -> AsyncIterator[Backend]:
    """Open `sqlite:///path` (a fourth slash makes it absolute) or `postgresql://…`.

    `exclusive` is for the running bot: an SQLite file has one owner, and `AlreadyRunning` is raised for a second.
    Command-line tools open the same database beside it without. Raises `DatabaseTooNew`, `DatabaseUnreachable` and
    `DatabaseAddressWrong`.
    """
    if url.startswith(SQLITE):
        queue = InMemoryQueue()
        async with open_sqlite_store(_path(url), queue, exclusive=exclusive) as store:
            yield Backend(store, queue, ChatLog(store), Notes(store), SlackPosts(store), SlackInstallations(store))
    elif url.startswith(POSTGRES):
        async with open_postgres_store(url) as (postgres_store, postgres_queue):
            yield Backend(
                postgres_store,
                postgres_queue,
                ChatLog(postgres_store),
                Notes(postgres_store),
                SlackPosts(postgres_store),
                SlackInstallations(postgres_store),
            )
    else:
        raise DatabaseAddressWrong(url.partition(":")[0])


def _path(url: str) -> Path:
    return Path(url.removeprefix(SQLITE)).expanduser()
