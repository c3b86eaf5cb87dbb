"""Runs the handlers of queue entries with PgQueuer, until cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Final

import structlog
from pgqueuer.core.qm import QueueManager
from pgqueuer.models import Job as PickedEntry
from pgqueuer.ports import RepositoryPort

from bot.ports import Step

log = structlog.get_logger()

AT_ONCE: Final = 128
"""Handlers that run at one time in this process."""

BATCH: Final = 32
"""Entries picked, and ended ones written off, in one go."""

GRACE: Final = timedelta(seconds=8)
"""What running handlers get to finish once we are told to stop."""

LOOK_EVERY: Final = timedelta(seconds=5)
"""How long an entry waits at most whose wake-up call was lost, with the connection that should have carried it."""

HEARTBEAT: Final = timedelta(seconds=60)
"""An entry whose worker was silent this long is picked by another one."""

PAUSE: Final = timedelta(seconds=1)
"""Between a lost connection and the next try to work."""

Handle = Callable[[str], Awaitable[None]]


async def work_until_cancelled(
    new_queries: Callable[[], RepositoryPort], handlers: Mapping[Step, Handle], *, grace: timedelta = GRACE
) -> None:
    """Pick entries and run their handlers. Once cancelled: pick no more, give handlers `grace`, then cancel them.

    A lost connection to the queue is a line in the log and a pause.
    """
    while True:
        await _work(new_queries(), handlers, grace)
        await asyncio.sleep(PAUSE.total_seconds())


async def _work(queries: RepositoryPort, handlers: Mapping[Step, Handle], grace: timedelta) -> None:
    manager = QueueManager(queries, channel=queries.qbe.settings.channel)
    for step, handle in handlers.items():
        manager.entrypoint(step.value, accepts_context=False)(_guarded(step, handle))
    running = asyncio.create_task(_run(manager), name="queue worker")
    try:
        await asyncio.wait({running})
    finally:
        manager.shutdown.set()
        await asyncio.wait({running}, timeout=grace.total_seconds())
        running.cancel()
        await asyncio.wait({running})
        if not running.cancelled() and (error := running.exception()) is not None:
            log.error("queue_worker_broke", exc_info=error)


async def _run(manager: QueueManager) -> None:
    await manager.run(
        dequeue_timeout=LOOK_EVERY,
        batch_size=BATCH,
        max_concurrent_tasks=AT_ONCE,
        heartbeat_timeout=HEARTBEAT,
        shutdown_on_listener_failure=True,
        log_aggregation_interval=timedelta(0),
    )


def _guarded(step: Step, handle: Handle) -> Callable[[PickedEntry], Awaitable[None]]:
    """A handler for PgQueuer that never raises: the row still says what is to be done, and the sweep reads rows."""

    async def run(entry: PickedEntry) -> None:
        key = (entry.payload or b"").decode()
        try:
            await handle(key)
        except Exception:
            log.exception("queue_entry_failed", step=step.value, key=key)

    return run
