"""A bot on the real discord.py, and what people see of it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.discord.client import lead_discord_py_to
from tests.discord.files import Upload
from tests.discord.small_bot import SmallBot, running
from tests.discord.stand_in import Discord, open_discord


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with open_discord() as stand_in:
        stand_in.rest.conformance.checks_answers = True
        with lead_discord_py_to(stand_in):
            yield stand_in
        assert stand_in.rest.conformance.own == []


async def test_a_command_is_deferred_and_its_answer_edited(discord: Discord) -> None:
    guild = discord.add_guild("Studio")
    channel, ann = guild.add_channel("videos"), guild.add_person("ann")

    async with running(discord, SmallBot()):
        seen = await ann.slash(
            channel, "sora create", prompt="a kite", size="Portrait", image=Upload("k.png", b"12345")
        )
        message = await seen.message()

        assert seen.kind == "deferred"
        assert message.text == "a kite 9:16 5"

        pressed = await ann.press(message, "Cancel")
        assert pressed.kind == "update"
        assert message.text == "cancelled a1"

        modal = await (await ann.slash(channel, "sora create", prompt="form")).modal()
        filled = await ann.fill(modal, {"Shot": "wide"}, files={"Image": Upload("a.png", b"123")})
        assert (await filled.message()).text == "wide [3]"
        assert filled.is_ephemeral

        own = ann.write(channel, "look", files=[Upload("cat.png", b"meow")])
        menu = await ann.use_message_menu(own, "Animate this image")
        assert (await menu.message()).text == "look ['cat.png']"
