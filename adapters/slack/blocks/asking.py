"""Questions and answers where there is no message to say them in: in a modal, over a person's own page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from adapters.buttons import button_id
from adapters.slack.blocks.buttons import read_action
from adapters.slack.blocks.forms import modal
from adapters.slack.blocks.layout import notice_blocks
from adapters.slack.blocks.rich import Json
from bot import texts
from bot.domain.chat import Button, Notice

ASK: Final = "sora:ask"
TELL: Final = "sora:tell"


def ask_view(notice: Notice, yes: Button, no: Button) -> Json:
    """The question, and its two answers as the buttons of the modal; "no" closes it, and nobody hears of it."""
    blocks = notice_blocks(replace(notice, buttons=()))
    return modal(
        ASK,
        texts.question_title(),
        blocks,
        submit=yes.label or yes.action.value,
        close=no.label,
        metadata=button_id(yes),
    )


def read_yes(view: Mapping[str, Any]) -> tuple[str, str] | None:
    """The action and the job's id that somebody said yes to; None for what is no question of ours."""
    return read_action(str(view.get("private_metadata", ""))) if view.get("callback_id") == ASK else None


def answer_view(notice: Notice) -> Json:
    """The question with its two answers; where there is nothing to ask, what there is to say alone."""
    if len(notice.buttons) != 2:
        return tell_view(notice)
    yes, no = notice.buttons
    return ask_view(notice, yes, no)


def tell_view(notice: Notice) -> Json:
    """An answer to read and to close."""
    return modal(
        TELL, texts.answer_title(), notice_blocks(replace(notice, buttons=())), submit="", close=texts.form_close()
    )
