"""Who and where, in Slack's ids and in ours.

A conversation is a channel and, mostly, a thread: the `ts` of the message that began it. Private ones go to the direct
messages with the one person who may see them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.domain.chat import Conversation
from bot.domain.manner import Manner

PLATFORM: Final = "slack"
MENTION: Final = "@sora"
MANNER: Final = Manner(before=f"{MENTION} ", before_admin=f"{MENTION} admin ")
"""The mention works everywhere; slash commands do not in threads."""

_TS: Final = re.compile(r"[0-9]{1,12}\.[0-9]{1,8}")
_CHANNEL: Final = re.compile(r"[A-Z0-9]{2,30}")


@dataclass(frozen=True, slots=True)
class Ref:
    """One message, as cards and videos are remembered: `channel/ts`, or `channel/ts/file` with the id of its file."""

    channel: str
    ts: str
    file: str | None = None

    @classmethod
    def parse(cls, text: str) -> Ref | None:
        """The message behind a remembered text; None where that was no message of Slack's."""
        channel, _, rest = text.partition("/")
        ts, _, file = rest.partition("/")
        is_message = _CHANNEL.fullmatch(channel) and _TS.fullmatch(ts)
        return cls(channel, ts, file or None) if is_message else None

    def __str__(self) -> str:
        return "/".join(filter(None, (self.channel, self.ts, self.file)))


def is_direct(channel: str) -> bool:
    """Whether the channel is the direct messages between one person and us."""
    return channel.startswith("D")


def direct_conversation(team: str, channel: str) -> Conversation:
    """The direct messages with one person."""
    return Conversation(platform=PLATFORM, team=team, channel=channel)
