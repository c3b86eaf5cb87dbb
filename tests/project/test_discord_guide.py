"""The guide to Discord says what the bot does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from adapters.discord.permissions import INVITE
from adapters.settings import Settings

GUIDE: Final = (Path(__file__).parents[2] / "docs" / "discord.md").read_text()


def test_the_invite_asks_for_the_permissions_the_bot_needs() -> None:
    assert re.findall(r"permissions=(\d+)", GUIDE) == [str(INVITE.value)]


@pytest.mark.parametrize("name", [name for name, wanted in INVITE if wanted])
def test_each_permission_is_explained(name: str) -> None:
    # discord.py's name for it is older than Discord's own.
    words = "View Channel" if name == "read_messages" else name.replace("_", " ").title().replace(" In ", " in ")

    assert words in GUIDE


def test_each_setting_it_names_exists() -> None:
    named = {name.removeprefix("SORA_").lower() for name in re.findall(r"SORA_[A-Z_]+", GUIDE)}
    accounts = {"apixo_api_key", "apixo_base_url"}

    assert named - accounts <= {*Settings.model_fields}
