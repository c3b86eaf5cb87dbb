"""The life of an interaction: three seconds for the first answer, fifteen minutes for the others."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import discord
import pytest
from discord import app_commands, ui

from tests.discord.errors import Impossible
from tests.discord.small_bot import SmallBot, card, running
from tests.discord.stand_in import Discord
from tests.discord.studio import Studio

Interaction = discord.Interaction[Any]


class Desk(SmallBot):
    """Does nothing about its commands by itself: the test holds the interaction in its hands."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: asyncio.Queue[Interaction] = asyncio.Queue()
        self.tree.clear_commands(guild=None)
        self.tree.add_command(app_commands.Command(name="hand", description="Hand it over", callback=self.hand))

    async def hand(self, interaction: Interaction) -> None:
        await self.waiting.put(interaction)


@pytest.fixture
async def desk(stand_in: Discord, studio: Studio) -> AsyncIterator[Desk]:
    stand_in.world.interactions.patience = 0.3
    desk = Desk()
    async with running(stand_in, desk):
        yield desk


async def handed(desk: Desk, studio: Studio) -> tuple[Interaction, asyncio.Task[Any]]:
    """Let Ann use the command, and give what the bot got."""
    acting = asyncio.create_task(studio.ann.slash(studio.videos, "hand"))
    return await asyncio.wait_for(desk.waiting.get(), 5), acting


async def code(error: type[discord.HTTPException], answer: Any) -> int:
    with pytest.raises(error) as caught:
        await answer
    return caught.value.code


async def test_an_answer_after_three_seconds_is_too_late(desk: Desk, studio: Studio) -> None:
    interaction, acting = await handed(desk, studio)
    seen = await acting

    assert seen.failure == "The application did not respond"
    assert seen.acknowledged_after >= 0.3
    assert await code(discord.NotFound, interaction.response.send_message("late")) == 10062
    assert studio.ann.sees(studio.videos) == []
    with pytest.raises(AssertionError, match="hand: The application did not respond"):
        await seen.message()


async def test_only_one_first_answer_is_taken(desk: Desk, studio: Studio) -> None:
    interaction, acting = await handed(desk, studio)
    await interaction.response.defer()
    await acting

    interaction.response._response_type = None  # discord.py would refuse by itself
    assert await code(discord.HTTPException, interaction.response.send_message("again")) == 40060


async def test_there_is_no_later_answer_before_the_first(desk: Desk, studio: Studio) -> None:
    interaction, acting = await handed(desk, studio)

    assert await code(discord.NotFound, interaction.followup.send("too soon")) == 10015
    await interaction.response.defer()
    assert (await acting).kind == "deferred"


async def test_a_token_ends_after_fifteen_minutes(desk: Desk, studio: Studio, stand_in: Discord) -> None:
    interaction, acting = await handed(desk, studio)
    await interaction.response.defer()
    seen = await acting

    stand_in.move_clock(timedelta(minutes=14))
    await interaction.edit_original_response(content="still here")
    stand_in.move_clock(timedelta(minutes=1))

    assert await code(discord.HTTPException, interaction.edit_original_response(content="gone")) == 50027
    assert (await seen.message()).text == "still here"


async def test_the_first_follow_up_takes_the_place_of_thinking(desk: Desk, studio: Studio) -> None:
    interaction, acting = await handed(desk, studio)
    await interaction.response.defer(ephemeral=True)
    seen = await acting
    assert seen.first is not None
    assert seen.first.is_thinking

    await interaction.followup.send("first")
    second = await interaction.followup.send("second", wait=True)
    await second.edit(content="second, edited")

    assert (await seen.message()).text == "first"
    assert seen.is_ephemeral
    assert not (await seen.message()).is_edited
    assert (await seen.followup()).text == "second, edited"
    assert not seen.followups[0].is_ephemeral


async def test_an_answer_can_be_fetched_and_deleted(desk: Desk, studio: Studio) -> None:
    interaction, acting = await handed(desk, studio)
    await interaction.response.send_message(view=card("hello"))
    await acting

    original = await interaction.original_response()
    await interaction.delete_original_response()

    assert original.flags.components_v2
    assert studio.videos.messages == []
    assert await code(discord.NotFound, interaction.edit_original_response(content="x")) == 10008


async def test_an_ephemeral_message_is_not_found_in_its_channel(desk: Desk, studio: Studio) -> None:
    interaction, acting = await handed(desk, studio)
    await interaction.response.send_message("psst", ephemeral=True)
    message = await (await acting).message()

    fetched = desk.get_partial_messageable(studio.videos.id).fetch_message(message.id)

    assert await code(discord.NotFound, fetched) == 10008


async def test_files_come_with_an_answer(desk: Desk, studio: Studio) -> None:
    interaction, acting = await handed(desk, studio)
    await interaction.response.send_message("film", file=discord.File(io.BytesIO(b"film"), "a.mp4"), ephemeral=True)

    message = await (await acting).message()

    assert [file.filename for file in message.files] == ["a.mp4"]
    assert "/ephemeral-attachments/" in message.files[0].url


async def test_an_answer_to_a_channel_that_is_gone_fails(desk: Desk, studio: Studio) -> None:
    interaction, acting = await handed(desk, studio)
    await interaction.response.defer()
    await acting
    studio.videos.delete()

    assert await code(discord.NotFound, interaction.edit_original_response(content="x")) == 10003


async def test_a_forms_limits_are_checked(desk: Desk, studio: Studio, stand_in: Discord) -> None:
    interaction, acting = await handed(desk, studio)
    form = ui.Modal(title="x" * 46)
    form.add_item(ui.Label(text="y" * 46, component=ui.TextInput()))

    with pytest.raises(discord.HTTPException, match="Must be 45 or fewer in length"):
        await interaction.response.send_modal(form)
    form.title = "short"
    with pytest.raises(discord.HTTPException, match=re.escape("components.0.label")):
        await interaction.response.send_modal(form)

    stand_in.violations.clear()
    assert (await acting).failure is not None


async def test_a_form_is_open_before_one_person(desk: Desk, studio: Studio) -> None:
    interaction, acting = await handed(desk, studio)
    form = ui.Modal(title="A form")
    form.add_item(ui.Label(text="What", component=ui.TextInput(default="a kite")))
    await interaction.response.send_modal(form)
    modal = await (await acting).modal()

    assert modal.field("What").value == "a kite"
    with pytest.raises(Impossible, match="before ann, not before bob"):
        await studio.bob.fill(modal)


async def test_an_interaction_without_a_bot_fails(stand_in: Discord, studio: Studio) -> None:
    stand_in.world.interactions.patience = 0.05
    stand_in.commands.add({"name": "hand", "description": "x"}, None)

    assert (await studio.ann.slash(studio.videos, "hand")).failure == "The application did not respond"
