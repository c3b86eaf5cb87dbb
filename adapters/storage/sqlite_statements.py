"""The named statements on an SQLite connection. Nothing here ever waits: the methods are async in form only."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.storage.statements import Row


@dataclass(frozen=True, slots=True)
class SqliteStatements:
    """`Statements` on one connection; `queries` are aiosql's, with its synchronous adapter."""

    queries: Any
    connection: sqlite3.Connection

    async def one(self, name: str, **values: object) -> Row | None:
        """The first row."""
        row: Row | None = getattr(self.queries, name)(self.connection, **values)
        return row

    async def value(self, name: str, **values: object) -> Any:
        """The first column of the first row."""
        return getattr(self.queries, name)(self.connection, **values)

    async def all(self, name: str, **values: object) -> Sequence[Row]:
        """All rows."""
        return list(getattr(self.queries, name)(self.connection, **values))

    async def run(self, name: str, **values: object) -> int:
        """The number of changed rows."""
        changed: int = getattr(self.queries, name)(self.connection, **values)
        return changed

    async def run_each(self, name: str, values: Sequence[Mapping[str, object]]) -> int:
        """The number of rows changed by all."""
        query = getattr(self.queries, name)
        return sum(query(self.connection, **each) for each in values)
