"""What is under way for people: each in a task of its own, waited for when the bot stops."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
import structlog
from slack_sdk.errors import SlackClientError

from adapters.slack.arriving import SOON, left_of
from bot.domain.errors import ConversationGone, DeliveryPaused

log = structlog.get_logger()

GOODBYE: Final = 2.0
"""Seconds for a last sentence to those whom we cannot finish with."""

Sorry = Callable[[BaseException | None], Awaitable[None]]
"""Says that it broke, or, without an error, that the bot stops before it is done."""


_SAFE: Final[ContextVar[asyncio.Event | None]] = ContextVar("safe", default=None)


def is_safe() -> None:
    """What the work at hand was begun for is in the database now, and outlasts this process."""
    safe = _SAFE.get()
    if safe is not None:
        safe.set()


class Stopping(Exception):
    """The bot stops: what Slack is not told of now, it tells somebody again."""


@dataclass(slots=True)
class Works:
    """Runs each to its end; what fails is told to the person who waits, and logged without what they wrote."""

    _running: dict[asyncio.Task[None], Sorry] = field(default_factory=dict)
    _is_over: bool = False

    def begin(self, work: Coroutine[Any, Any, None], sorry: Sorry) -> asyncio.Task[None]:
        """Go on with it beside everything else. Raises `Stopping`."""
        if self._is_over:
            work.close()
            raise Stopping
        task = asyncio.create_task(_guarded(work, sorry))
        self._running[task] = sorry
        task.add_done_callback(lambda done: self._running.pop(done, None))
        return task

    async def soon(self, work: Coroutine[Any, Any, None], sorry: Sorry) -> None:
        """Return when it is done, or safe, or so long after it arrived that Slack gets impatient; it goes on then.

        What is not acknowledged comes again: so what is lost with this process before that is not lost.
        """
        safe = asyncio.Event()
        token = _SAFE.set(safe)
        try:
            task = self.begin(work, sorry)
        finally:
            _SAFE.reset(token)
        waiting = asyncio.create_task(safe.wait())
        await asyncio.wait({task, waiting}, timeout=left_of(SOON), return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()

    async def settle(self, within: float) -> None:
        """Wait for what is under way, but no longer than so many seconds."""
        if self._running:
            await asyncio.wait(set(self._running), timeout=within)

    async def end(self, within: float) -> None:
        """Begin nothing new; finish what is under way within so many seconds, and say so where that is too little."""
        self._is_over = True
        await self.settle(within)
        cut_off = dict(self._running)
        for task in cut_off:
            task.cancel()
        if cut_off:
            goodbyes = [asyncio.create_task(_quietly(sorry(None))) for sorry in cut_off.values()]
            _, late = await asyncio.wait(goodbyes, timeout=GOODBYE)
            for task in late:
                task.cancel()


async def _guarded(work: Coroutine[Any, Any, None], sorry: Sorry) -> None:
    try:
        await work
    except (ConversationGone, DeliveryPaused, SlackClientError, aiohttp.ClientError, TimeoutError) as error:
        log.warning("slack_answer_not_given", error=type(error).__name__)
        await _quietly(sorry(error))
    except Exception as error:
        log.exception("slack_work_failed")
        await _quietly(sorry(error))


async def _quietly(goodbye: Awaitable[None]) -> None:
    try:
        await goodbye
    except Exception as error:  # noqa: BLE001 - the last words to somebody: there is nobody else to tell
        log.info("slack_sorry_not_said", error=type(error).__name__)
