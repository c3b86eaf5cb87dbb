"""What a platform's own lists and menus say about the bot, beside the commands of `bot.commands`."""

from __future__ import annotations

from typing import Final

PEOPLE: Final = "Make videos, right where you talk"
"""About everything that people can do."""

ADMINS: Final = "Who may make how many videos, and where"
"""About everything that admins can do."""

ANIMATE: Final = "Animate this image"
"""The entry in the menu of a message with a picture."""
