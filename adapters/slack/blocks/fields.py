"""The fields of forms. Each is a block of its own, named like the option that it fills, so that errors find it.

https://docs.slack.dev/reference/block-kit/blocks/input-block
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from adapters.slack.blocks import limits
from adapters.slack.blocks.rich import Json, label
from bot import texts
from bot.commands import Choice
from bot.texts import FormWords

USUAL: Final = "as_usual"
"""The value of the first choice: nothing is asked for."""

_LABEL: Final = 200
_PICTURES: Final = ("jpg", "jpeg", "png", "webp")


def text_field(
    name: str, words: FormWords, *, value: str = "", is_long: bool = True, required: bool = False, longest: int = 0
) -> Json:
    """A field to write in."""
    element: Json = {
        "type": "plain_text_input",
        "multiline": is_long,
        "max_length": longest or limits.ENTRY,
        "placeholder": label(words.example, limits.PLACEHOLDER),
    }
    return _field(name, words.label, {**element, "initial_value": value} if value else element, required=required)


def choice_field(name: str, words: FormWords, choices: Sequence[Choice], *, usual: str) -> Json:
    """A list to choose from, whose first choice, `usual`, asks for nothing; what Slack cannot list is left out."""
    fit = [choice for choice in choices if 0 < len(choice.value) <= limits.OPTION_VALUE]
    first = _option(usual, USUAL)
    options = [first, *(_option(choice.label or choice.value, choice.value) for choice in fit)][: limits.OPTIONS]
    return _field(name, words.label, {"type": "static_select", "options": options, "initial_option": first})


def picture_field(name: str, words: FormWords) -> Json:
    """A picture to upload. Slack checks the end of its name, and nothing else."""
    element = {"type": "file_input", "filetypes": list(_PICTURES), "max_files": 1}
    return {**_field(name, words.label, element), "hint": label(words.example, _LABEL)}


def place_field(name: str, words: FormWords, *, is_here: bool) -> Json:
    """Where to post. `is_here`: the place that the person looks at is chosen already."""
    element: Json = {"type": "conversations_select", "placeholder": label(words.example, limits.PLACEHOLDER)}
    if is_here:
        element["default_to_current_conversation"] = True
    return {**_field(name, words.label, element), "hint": label(texts.form_place_hint(), _LABEL)}


def private_field(name: str, words: FormWords) -> Json:
    """A box to tick."""
    element = {"type": "checkboxes", "options": [_option(texts.form_private(), name)]}
    return _field(name, words.label, element)


def _field(name: str, words: str, element: Json, *, required: bool = False) -> Json:
    return {
        "type": "input",
        "block_id": name,
        "label": label(words, _LABEL),
        "optional": not required,
        "element": {**element, "action_id": name},
    }


def _option(words: str, value: str) -> Json:
    return {"text": label(words, limits.LABEL), "value": value}
