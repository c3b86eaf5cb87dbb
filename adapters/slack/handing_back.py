"""Gives people back what they wrote into a form of which nothing came: nobody types it twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from adapters.slack.layout import Message, notice_message
from adapters.slack.rich import Json, preformatted, rich_text
from adapters.slack.voices import Voice, patiently
from bot import texts
from bot.domain.chat import Notice

PIECE: Final = 2500
"""Characters in one block."""


async def hand_back(voice: Voice, text: str) -> None:
    """Say it, for copying."""
    if text.strip():
        message = notice_message(Notice(text=texts.your_words()))
        await patiently(lambda: voice.say(Message(message.text, [*message.blocks, *in_code(text)])))


def in_code(text: str) -> Iterator[Json]:
    """As many blocks as it takes; Slack's clients copy them as they were written."""
    while text:
        end = len(text) if len(text) <= PIECE else text.rfind(" ", 0, PIECE) + 1 or PIECE
        yield rich_text(preformatted(text[:end]))
        text = text[end:]
