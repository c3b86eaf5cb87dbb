"""The way to the form from where none can open by itself: Slack opens one only when somebody presses something."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from adapters.buttons import Weight
from adapters.slack.blocks.buttons import actions, press
from adapters.slack.blocks.home import CREATE
from adapters.slack.blocks.layout import Message, notice_message
from adapters.slack.places import MANNER
from bot import texts
from bot.domain.chat import Notice


def form_invitation(channel: str, thread: str | None) -> Message:
    """What to write, and a button that opens the form; the video then goes where it was asked for."""
    message = notice_message(Notice(text=texts.form_invitation(MANNER)))
    button = press(CREATE, texts.open_form(), Weight.PRIMARY)
    place = json.dumps({"channel": channel, "thread": thread})
    return Message(message.text, [*message.blocks, actions([{**button, "value": place}])])


def place_in(value: str) -> tuple[str | None, str | None]:
    """The channel and the thread that the button carries; nothing where it was another's."""
    try:
        place: Any = json.loads(value)
    except ValueError:
        return None, None
    if not isinstance(place, Mapping):
        return None, None
    return _text(place.get("channel")), _text(place.get("thread"))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
