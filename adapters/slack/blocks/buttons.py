"""Buttons that work for ever: all they need is in their action id."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from adapters.buttons import BUTTON_ID, Weight, button_id, weighed
from adapters.links import address, is_public
from adapters.slack.blocks import limits
from adapters.slack.blocks.rich import Json, label
from bot import texts
from bot.domain.chat import Button, Link

MOST_BUTTONS: Final = 25
LINK: Final = "sora-link"
"""What the action ids of links begin with. Slack tells us of presses on them, and wants nothing but an "all right"."""


def read_action(action_id: str) -> tuple[str, str] | None:
    """The action and the job's id (or the number of a page); None for what no button of ours sends.

    The action may be one that no button has any more: messages stay for years.
    """
    found = BUTTON_ID.fullmatch(action_id)
    return (found["action"], found["job_id"]) if found else None


def may_be_button(link: Link) -> bool:
    """Whether Slack surely takes a button with this address."""
    return is_public(link.url, limits.URL)


def actions_blocks(buttons: Iterable[Button], links: Iterable[Link] = ()) -> list[Json]:
    """The links that may be buttons, then the buttons; none where there are none, and no more than 25."""
    elements = [link_button(link, place) for place, link in enumerate(filter(may_be_button, links))]
    elements += [_button(button, weight) for button, weight in weighed(buttons)]
    return [actions(elements[:MOST_BUTTONS])] if elements else []


def actions(elements: Iterable[Json]) -> Json:
    """A row of buttons."""
    return {"type": "actions", "elements": list(elements)}


def link_button(link: Link, place: int | str) -> Json:
    """The link as a button; `place` sets it apart from the others."""
    url = address(link.url)
    return {**press(f"{LINK}:{place}", link.label or texts.open_link()), "url": url}


def press(action_id: str, words: str, weight: Weight = Weight.USUAL) -> Json:
    """A button of Slack's: it has no style unless it stands out."""
    button: Json = {"type": "button", "action_id": action_id, "text": label(words, limits.LABEL)}
    return button if weight is Weight.USUAL else {**button, "style": weight.value}


def _button(button: Button, weight: Weight) -> Json:
    return press(button_id(button), button.label or button.action.value, weight)
