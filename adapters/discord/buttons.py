"""Buttons that work for ever: all they need is in their custom id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final, Protocol, Self, cast

import discord
from discord import ui

from adapters.buttons import BUTTON_ID, Weight, button_id, weighed
from adapters.discord import limits
from adapters.wording import one_line, shorten
from bot.domain.chat import Button

MOST_BUTTONS: Final = 25

_STYLES: Final = {
    Weight.USUAL: discord.ButtonStyle.secondary,
    Weight.PRIMARY: discord.ButtonStyle.primary,
    Weight.DANGER: discord.ButtonStyle.danger,
}


class TakesPresses(Protocol):
    """What a client is that serves these buttons."""

    async def on_job_button(self, interaction: discord.Interaction[Any], action: str, job_id: str) -> None:
        """Answer a press; the interaction is not acknowledged yet.

        `action` may be one that no button has any more: messages stay for years. It gets an answer, too. What is raised
        here reaches nobody but the log of discord.py.
        """
        ...


class JobButton(ui.DynamicItem[ui.Button[Any]], template=BUTTON_ID):
    """A button under a card, a video or an answer, before and after any restart."""

    def __init__(self, item: ui.Button[Any], action: str, job_id: str) -> None:
        super().__init__(item)
        self.action: Final = action
        self.job_id: Final = job_id

    @classmethod
    def of(cls, button: Button, style: discord.ButtonStyle = discord.ButtonStyle.secondary) -> Self:
        """The button as Discord shows it."""
        item: ui.Button[Any] = ui.Button(
            style=style,
            label=shorten(one_line(button.label), limits.LABEL) or button.action.value,
            custom_id=button_id(button),
        )
        return cls(item, button.action.value, button.job_id)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed, out of the message that has it."""
        del interaction
        assert isinstance(item, ui.Button), "only buttons have ids of this kind"
        return cls(item, match["action"], match["job_id"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press over."""
        client = cast(TakesPresses, interaction.client)
        await client.on_job_button(interaction, self.action, self.job_id)


def job_buttons(buttons: Iterable[Button]) -> list[JobButton]:
    """Buttons with their styles: red for what cannot be undone, the first of the others stands out. None twice."""
    return [JobButton.of(button, _STYLES[weight]) for button, weight in weighed(buttons)]


def in_rows(items: Sequence[ui.Item[Any]]) -> list[ui.ActionRow[Any]]:
    """Buttons in rows of five; more than Discord has room for are left out."""
    kept = items[:MOST_BUTTONS]
    return [ui.ActionRow(*kept[start : start + limits.ROW]) for start in range(0, len(kept), limits.ROW)]
