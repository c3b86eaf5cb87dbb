"""What every view we send has in common."""

from __future__ import annotations

from typing import TypeVar

import discord

V = TypeVar("V", discord.ui.LayoutView, discord.ui.Modal)


def still(view: V) -> V:
    """The same view, which the library need not remember: buttons and forms carry all they need in their ids.

    It would keep every message's view for ever otherwise, and a timer for each that is whispered.
    """
    view.stop()
    return view
