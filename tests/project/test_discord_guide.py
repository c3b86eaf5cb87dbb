"""The guide to Discord says what the bot does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.discord.permissions import INVITE, invite_address
from adapters.settings import Settings

GUIDE: Final = (Path(__file__).parents[2] / "docs" / "discord.md").read_text()


def test_the_invite_is_the_one_that_the_bot_tells() -> None:
    (address,) = re.findall(r"^https://discord.com/oauth2/\S+$", GUIDE, re.MULTILINE)

    told = parse_qs(urlsplit(invite_address(42)).query)
    written = parse_qs(urlsplit(address.replace("YOUR_APPLICATION_ID", "42")).query)

    assert written == told
    assert told["permissions"] == [str(INVITE.value)]


@pytest.mark.parametrize("name", [name for name, wanted in INVITE if wanted])
def test_each_permission_is_explained(name: str) -> None:
    # discord.py's name for it is older than Discord's own.
    words = "View Channel" if name == "read_messages" else name.replace("_", " ").title().replace(" In ", " in ")

    assert words in GUIDE


def test_each_setting_it_names_exists() -> None:
    named = {name.removeprefix("SORA_").lower() for name in re.findall(r"SORA_[A-Z_]+", GUIDE)}
    accounts = {"apixo_api_key", "apixo_base_url"}

    assert named - accounts <= {*Settings.model_fields}
