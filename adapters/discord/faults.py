"""What Discord refuses or fails at, as errors of ours.

Codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

import aiohttp
import discord

from bot.domain.errors import ConversationGone, DeliveryPaused

AWAY: Final = timedelta(seconds=5)
"""How long we leave Discord alone after it failed without saying for how long."""

_GONE: Final = frozenset(
    {
        10003,  # unknown channel
        10004,  # unknown guild
        10008,  # unknown message: it was deleted, and the nonce of a deleted one makes it not again
        10013,  # unknown user
        50001,  # missing access
        50007,  # cannot send messages to this user
        50008,  # cannot send messages in a channel of this kind
        50013,  # missing permissions
        50083,  # the thread is archived, and locked
        50278,  # no mutual guilds with this user
        160005,  # the thread is locked
    }
)
_TOKEN_OVER: Final = frozenset(
    {
        10008,  # unknown message: the answer was dismissed
        10015,  # unknown webhook
        10062,  # unknown interaction
        50027,  # invalid webhook token
    }
)
TOO_LARGE: Final = 40005
DELETED: Final = 10008
NO_HISTORY: Final = 160002


def is_too_large(error: discord.HTTPException) -> bool:
    """Whether Discord, or a proxy before it, found the upload too large."""
    return error.code == TOO_LARGE or error.status == 413


def is_deleted(error: discord.HTTPException) -> bool:
    """Whether the message is not there any more."""
    return error.code == DELETED


def may_not_reply(error: discord.HTTPException) -> bool:
    """Whether a message was refused only because it replies to another, which takes the right to read the history."""
    return error.code == NO_HISTORY


def is_token_over(error: discord.HTTPException) -> bool:
    """Whether an interaction can be answered no more: after 15 minutes, and sometimes earlier."""
    return error.code in _TOKEN_OVER


@contextmanager
def faults_translated() -> Iterator[None]:
    """Raise `ConversationGone` and `DeliveryPaused` for what they mean; other errors are faults of ours and stay."""
    try:
        yield
    except discord.RateLimited as error:
        raise DeliveryPaused(timedelta(seconds=error.retry_after)) from None
    except discord.HTTPException as error:
        if error.code in _GONE:
            raise ConversationGone from None
        if error.status >= 500 or error.status in (401, 429):
            raise DeliveryPaused(AWAY) from None
        raise
    except (aiohttp.ClientError, OSError, TimeoutError):
        raise DeliveryPaused(AWAY) from None
