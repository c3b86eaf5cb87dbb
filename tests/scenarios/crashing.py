"""A process that dies: at any write, before or after it commits; and at any answer from outside."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from bot.ports import Store, Transaction

T = TypeVar("T")


class Killed(BaseException):
    """The process is gone from here on. No handler of ours may stop it."""


def is_death(error: BaseException) -> bool:
    """Whether this, or anything in this group, is the end of the process."""
    if isinstance(error, BaseExceptionGroup):
        return any(is_death(inner) for inner in error.exceptions)
    return isinstance(error, Killed)


@dataclass(slots=True)
class CrashingStore:
    """A store whose process dies at a chosen write: `writes_left` counts down to it.

    `commits`: whether the fatal write still reaches the database. Reads and writes after it die too, as everything
    does in a dead process, until `revive`.
    """

    store: Store
    writes_left: int | None = None
    commits: bool = True
    is_dead: bool = False

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        self._check()
        if self.writes_left is None:
            return await self.store.write(work)
        self.writes_left -= 1
        if self.writes_left > 0:
            return await self.store.write(work)
        self.is_dead = True
        if self.commits:
            with suppress(Exception):
                await self.store.write(work)
        raise Killed

    async def read(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        self._check()
        return await self.store.read(work)

    def die_at(self, writes: int, *, commits: bool) -> None:
        """Die at the n-th write from now."""
        self.writes_left, self.commits = writes, commits

    def revive(self) -> None:
        """A new process."""
        self.writes_left, self.is_dead = None, False

    def _check(self) -> None:
        if self.is_dead:
            raise Killed
