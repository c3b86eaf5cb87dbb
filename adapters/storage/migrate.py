"""The numbered migrations: forward only, applied at start, each in one transaction and recorded in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from adapters.storage.errors import DatabaseTooNew

MIGRATIONS: Final = Path(__file__).parent / "migrations"

RECORD_TABLE: Final = """
CREATE TABLE IF NOT EXISTS schema_migrations (
  number BIGINT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
)
"""
LAST_APPLIED: Final = "SELECT COALESCE(MAX(number), 0) FROM schema_migrations"


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: a file `NNNN_name.sql`."""

    number: int
    name: str
    sql: str

    @property
    def record(self) -> str:
        """The statement that notes it as applied. Number and name come from our own file names."""
        return f"INSERT INTO schema_migrations (number, name) VALUES ({self.number}, '{self.name}')"  # noqa: S608


def load_migrations(folder: Path = MIGRATIONS) -> Sequence[Migration]:
    """All migrations, in order."""
    return [
        Migration(int(path.stem[:4]), path.stem[5:], path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    ]


def missing(migrations: Sequence[Migration], applied: int) -> Sequence[Migration]:
    """Those that come after number `applied`. Raises `DatabaseTooNew`."""
    if applied > migrations[-1].number:
        raise DatabaseTooNew(found=applied, known=migrations[-1].number)
    return [migration for migration in migrations if migration.number > applied]
