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
    "idea": FormWords("What the video shows", "a red kite over the sea at dawn, slow tracking shot"),
    "more": FormWords("The prompt, continued", "whatever does not fit above"),
    "model": FormWords("Model", "the usual one"),
    "count": FormWords("How many videos", "one"),
    "place": FormWords("Where to post it", "your direct messages with me"),
    "private": FormWords("Who sees it", "everybody there"),
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
    """The words of one field, by the name of its option; `idea` is a new prompt, and `more` the rest of a long one."""
    return _PARTS[name]


def form_send() -> str:
    """The button that sends a form off."""
    return "Make it"


def form_close() -> str:
    """The button that closes a form, and nothing comes of it."""
    return "Close"


def form_in_parts() -> str:
    """Between the field for a whole prompt and those for its parts."""
    return "Or say it in parts. Fill in as many as you like; both together make one prompt."


def form_usual() -> str:
    """The first choice of a list: nothing is asked for in particular."""
    return "As usual"


def form_as_it_was() -> str:
    """The same in a form that changes a video or goes on from one: what is not asked for stays as it was there."""
    return "As it was"


def form_private() -> str:
    """Beside the box that makes a video private."""
    return "Only me: it comes to my direct messages"


def form_place_hint() -> str:
    """Under the list of places."""
    return "I can post in channels I was invited to. Left empty, the video comes to you directly."


def question_title() -> str:
    """Above a question that is answered with one of two buttons."""
    return "Are you sure?"


def answer_title() -> str:
    """Above an answer that stands alone."""
    return "Your videos"


def your_words() -> str:
    """Above what somebody wrote into a form of which nothing came."""
    return "So that nothing you wrote is lost, here it is, to copy:"
