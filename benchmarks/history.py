"""Fills an SQLite database with the past: copies of its finished jobs, with everything that belongs to them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

TABLES: Final = ("jobs", "quota_ledger", "seen_events")
NAMES: Final = frozenset({"id", "job_id", "task_id", "event_id"})
"""Columns that must differ from copy to copy."""
STEP_MS: Final = 60_000
"""Each copy lies so much further in the past."""


def multiply_history(path: Path, jobs: int) -> None:
    """Add copies of everything that is there until there are so many jobs. All of them must be finished."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -500000", "temp_store = MEMORY"):
            database.execute(f"PRAGMA {setting}").close()
        (count,) = database.execute("SELECT COUNT(*) FROM jobs").fetchone()
        indexes = _indexes(database)
        database.execute("BEGIN")
        for name, _ in indexes:
            database.execute(f"DROP INDEX {name}")
        for table in TABLES:
            database.execute(_copy(database, table), {"copies": -(-jobs // count) - 1})
        for _, definition in indexes:
            database.execute(definition)
        database.execute("COMMIT")
        database.execute("PRAGMA journal_mode = WAL").close()


def _indexes(database: sqlite3.Connection) -> list[tuple[str, str]]:
    """Name and definition: to build an index once is quicker than to keep it through a million rows."""
    marks = ", ".join("?" * len(TABLES))
    found = database.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})",
        TABLES,
    )
    return list(found)


def _copy(database: sqlite3.Connection, table: str) -> str:
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(_copied(column) for column in columns)
    # Copy by copy in the outer loop, and within one in the order of the rows.
    return (
        "WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < :copies)"
        f" INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM copy CROSS JOIN {table}"
    )


def _copied(column: str) -> str:
    if column in NAMES:
        return f"{column} || '-' || n"
    return f"{column} - n * {STEP_MS}" if column == "at" or column.endswith("_at") else column
