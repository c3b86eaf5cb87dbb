"""The named SQL statements, and the one way the storage classes run them on either engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

import aiosql

Row = Sequence[Any]
"""Columns in the order of the statement."""

QUERIES: Final = Path(__file__).parent / "queries"


@cache
def load_queries(adapter: Any) -> Any:
    """The statements as aiosql's functions, for one of its adapters. Reads files, and each of them once."""
    return aiosql.from_path(QUERIES, adapter, mandatory_parameters=False)


class Statements(Protocol):
    """Runs statements of `queries/*.sql` by name, inside one transaction."""

    async def one(self, name: str, **values: object) -> Row | None:
        """The first row of a `^` statement."""
        ...

    async def value(self, name: str, **values: object) -> Any:
        """The first column of the first row of a `$` statement; None without a row."""
        ...

    async def all(self, name: str, **values: object) -> Sequence[Row]:
        """All rows of a statement without a mark."""
        ...

    async def run(self, name: str, **values: object) -> int:
        """Run a `!` statement and return how many rows it changed."""
        ...

    async def run_each(self, name: str, values: Sequence[Mapping[str, object]]) -> int:
        """Run a `!` statement that says `RETURNING` nowhere once for each, in order; the rows changed in all."""
        ...
