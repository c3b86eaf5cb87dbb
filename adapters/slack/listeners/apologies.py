"""What people are told when something broke, or the bot stops before it is done."""

from __future__ import annotations

from adapters.slack.blocks.layout import notice_message
from adapters.slack.posts.voices import Voice
from adapters.slack.works import Sorry
from bot import texts
from bot.domain.chat import refusal


def sorry_to(voice: Voice) -> Sorry:
    """Tells this person, once."""

    async def sorry(error: BaseException | None) -> None:
        words = texts.stopped_meanwhile() if error is None else texts.internal_error()
        await voice.say(notice_message(refusal(words)))

    return sorry


async def quietly_sorry(error: BaseException | None) -> None:
    """Nobody waits for it: what went wrong is in the log."""
    del error
