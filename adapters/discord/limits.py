"""What Discord takes in one message of components, and the check that ours keeps to it.

https://docs.discord.com/developers/components/reference
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import discord

TEXT: Final = 4000
"""Characters of all texts of a message together."""

COMPONENTS: Final = 40
"""Components of a message, those inside others included."""

ROW: Final = 5
"""Buttons in a row."""

GALLERY: Final = 10
"""Pictures and films side by side."""

LABEL: Final = 80
CUSTOM_ID: Final = 100
BUTTON_LINK: Final = 512
ALT_TEXT: Final = 256

_BUTTON: Final = discord.ComponentType.button.value
_TEXT: Final = discord.ComponentType.text_display.value
_ROW: Final = discord.ComponentType.action_row.value

Component = Mapping[str, Any]


def within_limits(view: discord.ui.LayoutView) -> discord.ui.LayoutView:
    """The same view. One that Discord would refuse is a bug of ours: `AssertionError` says which limit."""
    components = list(_all([child.to_component_dict() for child in view.children]))
    buttons = [component for component in components if component["type"] == _BUTTON]
    texts = [component["content"] for component in components if component["type"] == _TEXT]
    custom_ids = [button["custom_id"] for button in buttons if "custom_id" in button]
    assert 0 < len(components) <= COMPONENTS, f"{len(components)} components"
    assert sum(map(len, texts)) <= TEXT, f"{sum(map(len, texts))} characters"
    assert all(text.strip() for text in texts), "an empty text"
    assert all(0 < len(row["components"]) <= ROW for row in components if row["type"] == _ROW), "an odd row"
    assert all(0 < len(button["label"]) <= LABEL for button in buttons), "a label"
    assert all(len(custom_id) <= CUSTOM_ID for custom_id in custom_ids), "a custom id"
    assert len(set(custom_ids)) == len(custom_ids), "a custom id twice"
    assert all(len(button.get("url") or "") <= BUTTON_LINK for button in buttons), "a link"
    return view


def _all(components: Sequence[Component]) -> Iterator[Component]:
    for component in components:
        yield component
        yield from _all(component.get("components", ()))
