"""Puts nudges into the queue on PostgreSQL: once for all that came within a few milliseconds.

Every job asks for a look at its provider's line twice, when it is accepted and when it frees its place. As rows of
their own in every transaction these looks were a tenth of the work, and nearly all of them found nothing to do. What
a crash loses between a commit and these milliseconds, the sweep over the rows finds again.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

import structlog

from bot.ports import QueueEntry

log = structlog.get_logger()

GATHER: Final = timedelta(milliseconds=10)
"""How long after a nudge was put the next one waits for others."""

PAUSE: Final = timedelta(seconds=1)
"""Between two tries while the database is away."""


class Nudges:
    """`add` after the commit; `put` hands over what was gathered."""

    def __init__(self, put: Callable[[Sequence[QueueEntry]], Awaitable[None]]) -> None:
        self._put = put
        self._gathered: set[QueueEntry] = set()
        self._is_any = asyncio.Event()

    def add(self, nudges: Iterable[QueueEntry]) -> None:
        """Put them soon."""
        self._gathered.update(nudges)
        if self._gathered:
            self._is_any.set()

    async def serve(self) -> None:
        """Put what is gathered until cancelled."""
        while True:
            await self._is_any.wait()
            self._is_any.clear()
            is_put = await self.flush()
            await asyncio.sleep((GATHER if is_put else PAUSE).total_seconds())

    async def flush(self) -> bool:
        """Put what is gathered now. False, and all is kept, where the database does not take it."""
        gathered, self._gathered = self._gathered, set()
        if not gathered:
            return True
        try:
            await self._put(list(gathered))
        except asyncio.CancelledError:
            self.add(gathered)
            raise
        except Exception as error:  # noqa: BLE001 - whatever the server's trouble is, it is told where it matters
            log.warning("queue_nudges_wait", count=len(gathered), error=type(error).__name__)
            self.add(gathered)
            return False
        return True


@asynccontextmanager
async def gathering(nudges: Nudges) -> AsyncIterator[None]:
    """Put nudges while inside, and at the end those that are left: other processes may be there to hear them."""
    server = asyncio.create_task(nudges.serve(), name="queue nudges")
    try:
        yield
    finally:
        server.cancel()
        await asyncio.wait({server})
        await nudges.flush()
