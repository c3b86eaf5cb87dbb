"""What can go wrong while a database is opened. The sentences for the operator are made from these elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.domain.errors import OperatorError


@dataclass(eq=False)
class AlreadyRunning(OperatorError):
    """Another running bot owns this SQLite file; several bots need PostgreSQL."""

    path: Path


@dataclass(eq=False)
class DatabaseTooNew(OperatorError):
    """A newer program has changed the tables: `found` is the last migration there, `known` the last one here."""

    found: int
    known: int


@dataclass(eq=False)
class DatabaseUnreachable(OperatorError):
    """The server does not answer, or refuses us. `problem` is the class of the error; never holds the password."""

    host: str
    port: int
    problem: str


@dataclass(eq=False)
class DatabaseAddressWrong(OperatorError):
    """The address of the database is neither `sqlite:///path` nor `postgresql://…`. Holds its scheme alone."""

    scheme: str
