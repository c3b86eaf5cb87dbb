"""The named statements on a PostgreSQL connection."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiosql.adapters.asyncpg import AsyncPGAdapter

from adapters.storage.statements import Row


class ConnectionAdapter(AsyncPGAdapter):
    """aiosql's adapter for asyncpg, given a connection only: the original asks each time whether it is a pool."""

    async def select(
        self, conn: Any, query_name: str, sql: str, parameters: Mapping[str, object], _: Any = None
    ) -> AsyncIterator[Row]:
        """All rows."""
        for row in await conn.fetch(sql, *self._in_order(query_name, parameters)):
            yield row

    async def select_one(
        self, conn: Any, query_name: str, sql: str, parameters: Mapping[str, object], _: Any = None
    ) -> Any:
        """The first row."""
        return await conn.fetchrow(sql, *self._in_order(query_name, parameters))

    async def select_value(self, conn: Any, query_name: str, sql: str, parameters: Mapping[str, object]) -> Any:
        """The first column of the first row."""
        return await conn.fetchval(sql, *self._in_order(query_name, parameters))

    async def insert_update_delete(self, conn: Any, query_name: str, sql: str, parameters: Mapping[str, object]) -> int:
        """The number of changed rows, which the server tells as in `UPDATE 1`."""
        status: str = await conn.execute(sql, *self._in_order(query_name, parameters))
        return int(status.rpartition(" ")[2])

    async def run_each(self, conn: Any, query: Any, values: Sequence[Mapping[str, object]]) -> int:
        """Send a statement with all its values in one round trip; the number of rows changed by all."""
        sql = query.sql.rstrip().removesuffix(";") + " RETURNING 1"  # or nothing would say how many
        return len(await conn.fetchmany(sql, [self._in_order(query.__name__, each) for each in values]))

    def _in_order(self, query_name: str, values: Mapping[str, object]) -> list[object]:
        return [values[name] for name in self.var_sorted[query_name]]


@dataclass(frozen=True, slots=True)
class PostgresStatements:
    """`Statements` on one connection; `queries` are aiosql's, with `ConnectionAdapter`."""

    queries: Any
    connection: Any

    async def one(self, name: str, **values: object) -> Row | None:
        """The first row."""
        row: Row | None = await getattr(self.queries, name)(self.connection, **values)
        return row

    async def value(self, name: str, **values: object) -> Any:
        """The first column of the first row."""
        return await getattr(self.queries, name)(self.connection, **values)

    async def all(self, name: str, **values: object) -> Sequence[Row]:
        """All rows."""
        return [row async for row in getattr(self.queries, name)(self.connection, **values)]

    async def run(self, name: str, **values: object) -> int:
        """The number of changed rows."""
        changed: int = await getattr(self.queries, name)(self.connection, **values)
        return changed

    async def run_each(self, name: str, values: Sequence[Mapping[str, object]]) -> int:
        """The number of rows changed by all."""
        adapter: ConnectionAdapter = self.queries.driver_adapter
        return await adapter.run_each(self.connection, getattr(self.queries, name), values)


class SecondStatement(BaseException):
    """A read that needs a transaction. Not an `Exception`: no work should catch it."""


@dataclass(slots=True)
class OneStatement:
    """A connection that is good for reading with one statement, and then raises `SecondStatement`."""

    _connection: Any
    _is_used: bool = False

    def __getattr__(self, name: str) -> Any:
        """What the adapter above calls: `fetch`, `fetchrow` or `fetchval`; `execute` is for changes."""
        if self._is_used or name == "execute":
            raise SecondStatement
        self._is_used = True
        return getattr(self._connection, name)
