"""The words of forms in chats, whose titles and labels are short."""

from __future__ import annotations

from typing import Final, NamedTuple


class FormWords(NamedTuple):
    """What stands above a field, and what could stand in it."""

    label: str
    example: str


_PARTS: Final = {
    "shot": FormWords("Shot", "wide shot, slow push-in"),
    "subject": FormWords("Subject", "a paper boat with a red sail"),
    "action": FormWords("Action", "drifting down the gutter, spinning once"),
    "surroundings": FormWords("Setting and light", "a rainy street at dusk, neon reflections"),
    "image": FormWords("Picture to start from", "JPEG, PNG or WebP, up to 10 MB"),
    "prompt": FormWords("What the video shows", "the same scene at night"),
    "size": FormWords("Size", "portrait, 16:9 or 1280x720; empty for the usual one"),
    "seconds": FormWords("Seconds", "8; empty for the usual length"),
}


def form_title() -> str:
    """Above the form that makes a video."""
    return "Make a video"


def remix_title() -> str:
    """Above the form that changes one."""
    return "Remix this video"


def start_title() -> str:
    """Above the form that goes on from one."""
    return "Go on from this video"


def animate_title() -> str:
    """Above the form that makes one from a picture."""
    return "Animate this image"


def form_part(name: str) -> FormWords:
    """The words of one field: `shot`, `subject`, `action`, `surroundings`, `image`, `prompt`, `size` or `seconds`."""
    return _PARTS[name]


def your_words() -> str:
    """Above what somebody wrote into a form of which nothing came."""
    return "So that nothing you wrote is lost, here it is, to copy:"
