"""One batch of works on an SQLite connection: each in its own savepoint, all in one commit."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from adapters.storage.batches import Waiting
from adapters.storage.sqlite_statements import SqliteStatements
from adapters.storage.stepping import run_to_end
from adapters.storage.transaction import SqlTransaction
from bot.domain.errors import StorageFull
from bot.ports import StaleJob

TRIES: Final = 5
"""How often a work runs before it is told that its job is stale."""

_FULL: Final = frozenset(
    {
        sqlite3.SQLITE_FULL,
        # Quotas and file size limits come as failed writes, or at the sync where the file system allocates late.
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_FSYNC,
        sqlite3.SQLITE_IOERR_SHMSIZE,
    }
)


class _TransactionGone(Exception):
    """SQLite has rolled the whole transaction back by itself, as it may when the disk is full."""


@dataclass(frozen=True, slots=True)
class SqliteBatch:
    """Runs batches. `queries` are aiosql's."""

    queries: Any

    def write(self, connection: sqlite3.Connection, batch: Sequence[Waiting]) -> None:
        """Run all works and commit. Where the whole batch fails, each work gets a transaction of its own."""
        try:
            _roll_back(connection)
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            _fail(batch, error)
            return
        try:
            self._commit_together(connection, batch)
        except (sqlite3.Error, _TransactionGone) as error:
            if len(batch) == 1:
                _fail(batch, error)
                return
            for waiting in batch:
                self.write(connection, [waiting])

    def read(self, connection: sqlite3.Connection, batch: Sequence[Waiting]) -> None:
        """Run all works on one view of the database."""
        try:
            connection.execute("BEGIN")
            for waiting in batch:
                self._run(connection, waiting)
        except sqlite3.Error as error:
            _fail(batch, error)
        finally:
            _roll_back(connection)

    def _commit_together(self, connection: sqlite3.Connection, batch: Sequence[Waiting]) -> None:
        for waiting in batch:
            for _ in range(TRIES):
                self._run_in_savepoint(connection, waiting)
                if not isinstance(waiting.error, StaleJob):
                    break
        connection.execute("COMMIT")

    def _run_in_savepoint(self, connection: sqlite3.Connection, waiting: Waiting) -> None:
        connection.execute("SAVEPOINT work")
        self._run(connection, waiting)
        if not connection.in_transaction:
            raise _TransactionGone
        if waiting.error is not None:
            connection.execute("ROLLBACK TO work")
        connection.execute("RELEASE work")

    def _run(self, connection: sqlite3.Connection, waiting: Waiting) -> None:
        transaction = SqlTransaction(SqliteStatements(self.queries, connection))
        waiting.entries, waiting.result, waiting.error = transaction.entries, None, None
        try:
            waiting.result = run_to_end(waiting.work(transaction))
        except sqlite3.Error as error:
            waiting.error = _told(error)
        except BaseException as error:  # noqa: BLE001 - whatever it is, it belongs to the caller, not to this thread
            waiting.error = error


def _fail(batch: Sequence[Waiting], error: Exception) -> None:
    """Nothing of the batch was kept."""
    for waiting in batch:
        waiting.error = waiting.error or _told(error)


def _told(error: Exception) -> Exception:
    """What the caller hears of an error of the database."""
    is_full = isinstance(error, _TransactionGone) or (
        isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", None) in _FULL
    )
    if not is_full:
        return error
    full = StorageFull()
    full.__cause__ = error
    return full


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")
