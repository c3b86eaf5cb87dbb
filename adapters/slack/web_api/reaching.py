"""Tries until Slack is there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.slack.pace import SlackPace
from adapters.slack.web_api.faults import asked_to_wait, error_code, is_away

log = structlog.get_logger()

T = TypeVar("T")

SECOND_LOOKS: Final = (1.0, 3.0)
"""Seconds before each further look at whether a token is refused indeed: Slack may be unwell."""


async def until_reached(call: Callable[[], Awaitable[T]], pace: SlackPace) -> T:
    """What the call returns, however long it takes until Slack is there. Raises what Slack refuses."""
    return await _until(call, pace, is_worth_waiting)


async def until_let_in(call: Callable[[], Awaitable[T]], pace: SlackPace) -> T:
    """The same, and what Slack refuses is waited out, too: others are served meanwhile, and it may think better."""
    return await _until(call, pace, lambda _: True)


async def _until(
    call: Callable[[], Awaitable[T]], pace: SlackPace, is_waited_out: Callable[[BaseException], bool]
) -> T:
    tries = 0
    while True:
        try:
            return await call()
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            if not is_waited_out(error):
                raise
            wait = max(pace.waits[min(tries, len(pace.waits) - 1)], _asked_for(error))
            log.warning("slack_away", error=word_for(error), again_in_seconds=wait)
            tries += 1
            await asyncio.sleep(wait)


def is_worth_waiting(error: BaseException) -> bool:
    """Whether another try may succeed."""
    if isinstance(error, SlackApiError):
        return is_away(error)
    return isinstance(error, SlackClientError | aiohttp.ClientError | OSError | TimeoutError)


def _asked_for(error: BaseException) -> float:
    wait = asked_to_wait(error) if isinstance(error, SlackApiError) else None
    return 0.0 if wait is None else wait.total_seconds()


def word_for(error: BaseException) -> str:
    """What the log says of it."""
    return (error_code(error) if isinstance(error, SlackApiError) else "") or type(error).__name__
