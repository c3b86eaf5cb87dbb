"""Wakes the workers of the queue on PostgreSQL: those of this process at once, those of others with one call for many.

PgQueuer's own wake-up call is part of each transaction that touches the queue. PostgreSQL lets only one transaction
with a call commit at a time, in the whole server, with the wait for the disk inside: measured 800 commits a second,
where those without a call made 5,700.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import structlog
from pgqueuer.adapters.drivers.asyncpg import AsyncpgPoolDriver
from pgqueuer.ports.driver import NotifyCallback

log = structlog.get_logger()

GATHER: Final = timedelta(milliseconds=10)
"""How long a call to other processes waits for more to say."""


class Bell:
    """`ring` after a commit that put entries into the queue."""

    def __init__(self, pool: Any, channel: str, table: str) -> None:
        self._pool = pool
        self._channel = channel
        self._table = table
        self._name = uuid4().hex
        self._ears: list[NotifyCallback] = []
        self._is_rung = asyncio.Event()

    def ring(self) -> None:
        """Wake the workers here now, and those elsewhere soon."""
        self.ring_here()
        self._is_rung.set()

    def ring_here(self) -> None:
        """Wake the workers of this process."""
        for ear in self._ears:
            ear(self._call())

    def listen(self, ear: NotifyCallback) -> NotifyCallback:
        """Call `ear` when the bell rings, and return what is to listen to calls of other processes."""
        self._ears.append(ear)

        def hear(call: str | bytes | bytearray) -> None:
            if self._name not in str(call):
                ear(call)

        return hear

    def forget_all(self) -> None:
        """Nobody listens any more."""
        self._ears.clear()

    async def serve(self) -> None:
        """Call other processes until cancelled. A call that fails is no loss: they look for themselves, a bit later."""
        while True:
            await self._is_rung.wait()
            self._is_rung.clear()
            try:
                await self._pool.execute("SELECT pg_notify($1, $2)", self._channel, self._call(), timeout=10)
            except Exception as error:  # noqa: BLE001 - whatever the server's trouble is, it is told where it matters
                log.warning("queue_bell_not_heard", error=type(error).__name__)
            await asyncio.sleep(GATHER.total_seconds())

    def _call(self) -> str:
        """What PgQueuer understands as a change of its table; the sender is for `listen`."""
        return json.dumps(
            {
                "type": "table_changed_event",
                "operation": "insert",
                "channel": self._channel,
                "table": self._table,
                "sent_at": datetime.now(UTC).isoformat(),
                "sender": self._name,
            }
        )


@asynccontextmanager
async def serving(bell: Bell) -> AsyncIterator[None]:
    """Carry the bell's calls to other processes while inside."""
    server = asyncio.create_task(bell.serve(), name="queue bell")
    try:
        yield
    finally:
        server.cancel()
        await asyncio.wait({server})


class BellDriver(AsyncpgPoolDriver):
    """PgQueuer's driver, whose listener hears the bell of this process too."""

    def __init__(self, pool: Any, bell: Bell) -> None:
        super().__init__(pool)
        self._bell = bell
        self._is_listening = asyncio.Event()

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        """Listen on the server's channel and to the bell."""
        await super().add_listener(channel, self._bell.listen(callback))
        self._is_listening.set()

    async def notify(self, channel: str, payload: str) -> None:
        """Call, but not before we listen.

        PgQueuer tests its line by a call to itself. On a pool of connections that call can be the faster one: nobody
        would hear it, and ten seconds later the worker would be taken for deaf and started anew.
        """
        await self._is_listening.wait()
        await super().notify(channel, payload)

    async def __aexit__(self, *error: object) -> None:
        self._bell.forget_all()
        await super().__aexit__(*error)
