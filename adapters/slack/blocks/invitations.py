"""The way to the form from where none can open by itself: Slack opens one only when somebody presses something."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from adapters.buttons import Weight
from adapters.slack.blocks.buttons import actions, press
from adapters.slack.blocks.home import CREATE
from adapters.slack.blocks.layout import Message, notice_message
from adapters.slack.blocks.pictures import Picture
from adapters.slack.places import MANNER
from bot import texts
from bot.domain.chat import Notice

_LONGEST_ADDRESS: Final = 1500
"""Slack takes 2000 characters into a button, and there is more to carry."""


def form_invitation(channel: str, thread: str | None, picture: Picture | None = None) -> Message:
    """What to write, and a button that opens the form; the video then goes where it was asked for.

    It starts from the picture that came without words.
    """
    kept = _to_carry(picture)
    message = notice_message(Notice(text=texts.form_invitation(MANNER, has_picture=bool(kept))))
    button = press(CREATE, texts.open_form(), Weight.PRIMARY)
    carried = json.dumps({"channel": channel, "thread": thread, **kept}, ensure_ascii=False)
    return Message(message.text, [*message.blocks, actions([{**button, "value": carried}])])


def place_in(value: str) -> tuple[str | None, str | None]:
    """The channel and the thread that the button carries; nothing where it was another's."""
    carried = _carried(value)
    return _text(carried.get("channel")), _text(carried.get("thread"))


def picture_in(value: str) -> Picture | None:
    """The picture that the button carries, if any."""
    carried = _carried(value)
    file, address = _text(carried.get("file")), _text(carried.get("address"))
    return Picture(file, address) if file or address else None


def _to_carry(picture: Picture | None) -> Mapping[str, str]:
    """A file's id is enough to find it; what lies elsewhere on the web is known by its address alone."""
    if picture is None:
        return {}
    if picture.id is not None:
        return {"file": picture.id}
    address = picture.address or ""
    return {"address": address} if 0 < len(address) <= _LONGEST_ADDRESS else {}


def _carried(value: str) -> Mapping[str, Any]:
    try:
        carried: Any = json.loads(value)
    except ValueError:
        return {}
    return carried if isinstance(carried, Mapping) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
