"""Channels, threads, guilds and direct messages, and how they are lost."""

from __future__ import annotations

import io
from typing import Any

import discord
import pytest

from tests.discord.small_bot import SmallBot
from tests.discord.stand_in import Discord
from tests.discord.studio import Studio
from tests.waiting import eventually


async def code_of_posting(rest: discord.Client, channel_id: int, **options: Any) -> tuple[int, int] | None:
    """Post a message, and give status and code if it is refused."""
    try:
        await rest.get_partial_messageable(channel_id).send("hello", **options)
    except discord.HTTPException as error:
        return error.status, error.code
    return None


@pytest.mark.parametrize(
    ("forbidden", "answer"),
    [
        ("view_channel", (403, 50001)),
        ("send_messages", (403, 50013)),
        ("attach_files", (403, 50013)),
        ("read_message_history", None),
    ],
)
async def test_what_the_bot_may_not_do_in_a_channel(
    rest: discord.Client, studio: Studio, forbidden: str, answer: tuple[int, int] | None
) -> None:
    studio.videos.forbid(forbidden)

    assert await code_of_posting(rest, studio.videos.id, file=discord.File(io.BytesIO(b"film"), "a.mp4")) == answer

    studio.videos.allow(forbidden)
    assert await code_of_posting(rest, studio.videos.id) is None


async def test_a_channel_that_is_deleted_is_unknown(rest: discord.Client, studio: Studio) -> None:
    thread = studio.videos.add_thread("kites")
    studio.videos.delete()

    assert await code_of_posting(rest, studio.videos.id) == (404, 10003)
    assert await code_of_posting(rest, thread.id) == (404, 10003)


async def test_a_guild_that_has_thrown_the_bot_out_is_closed(rest: discord.Client, studio: Studio) -> None:
    studio.guild.kick_bot()

    assert await code_of_posting(rest, studio.videos.id) == (403, 50001)
    with pytest.raises(discord.Forbidden):
        await rest.fetch_guild(studio.guild.id)

    studio.guild.admit_bot()
    assert await code_of_posting(rest, studio.videos.id) is None


async def test_a_thread_that_was_put_away_comes_back_unless_it_is_locked(rest: discord.Client, studio: Studio) -> None:
    thread = studio.videos.add_thread("kites")

    thread.archive()
    assert await code_of_posting(rest, thread.id) is None
    assert not thread.archived
    thread.archive(locked=True)
    assert await code_of_posting(rest, thread.id) == (400, 50083)
    thread.reopen()
    thread.lock()
    assert await code_of_posting(rest, thread.id) == (403, 160005)
    assert [message.text for message in thread.messages] == ["hello"]


async def test_nothing_is_edited_in_a_thread_that_was_put_away(rest: discord.Client, studio: Studio) -> None:
    thread = studio.videos.add_thread("kites")
    sent = await rest.get_partial_messageable(thread.id).send("queued")
    thread.archive()

    with pytest.raises(discord.HTTPException) as caught:
        await sent.edit(content="done")

    assert caught.value.code == 50083


async def test_writing_in_threads_is_a_permission_of_its_own(rest: discord.Client, studio: Studio) -> None:
    thread = studio.videos.add_thread("kites")
    studio.videos.forbid("send_messages_in_threads")

    assert await code_of_posting(rest, thread.id) == (403, 50013)
    assert await code_of_posting(rest, studio.videos.id) is None


async def test_the_bot_writes_to_a_person(rest: discord.Client, studio: Studio) -> None:
    channel = await rest.create_dm(discord.Object(studio.ann.id))
    await channel.send("your video")

    assert [message.text for message in studio.ann.dm.messages] == ["your video"]
    assert channel.recipient is not None
    assert channel.recipient.name == "ann"


async def test_a_person_who_closed_their_direct_messages_is_not_reached(rest: discord.Client, studio: Studio) -> None:
    channel = await rest.create_dm(discord.Object(studio.ann.id))

    studio.ann.close_direct_messages()
    assert await code_of_posting(rest, channel.id) == (403, 50007)
    studio.ann.open_direct_messages()
    studio.guild.remove_person(studio.ann)
    assert await code_of_posting(rest, channel.id) == (403, 50278)


async def test_places_and_people_are_looked_up(rest: discord.Client, studio: Studio, stand_in: Discord) -> None:
    studio.guild.boost(7)

    guild = await rest.fetch_guild(studio.guild.id)
    member = await guild.fetch_member(studio.ann.id)
    stranger = stand_in.add_person("eve")

    assert guild.premium_tier == 2
    assert (member.name, (await rest.fetch_user(stranger.id)).name) == ("ann", "eve")
    with pytest.raises(discord.NotFound):
        await guild.fetch_member(stranger.id)
    with pytest.raises(discord.NotFound):
        await rest.fetch_channel(1)


async def test_the_bot_hears_of_every_change(bot: SmallBot, studio: Studio, stand_in: Discord) -> None:
    await bot.wait_until_ready()
    thread = studio.videos.add_thread("kites")
    thread.archive()
    thread.delete()
    studio.videos.forbid("send_messages")
    other = studio.guild.add_channel("stills")
    other.delete()
    studio.guild.add_role("fans")
    studio.guild.boost(2)
    studio.guild.kick_bot()
    stand_in.add_guild("Elsewhere")

    expected = [
        "thread_create", "raw_thread_update", "thread_update", "raw_thread_delete", "guild_channel_update",
        "guild_channel_create", "guild_channel_delete", "guild_role_create", "guild_update", "guild_remove",
        "guild_join",
    ]  # fmt: skip
    await eventually(lambda: "guild_join" in bot.heard)
    assert [event for event in bot.heard if event in expected] == expected


async def test_the_bots_permissions_are_what_discord_py_computes(bot: SmallBot, studio: Studio) -> None:
    studio.videos.forbid("attach_files")
    await eventually(lambda: "guild_channel_update" in bot.heard)

    channel = bot.get_channel(studio.videos.id)
    assert isinstance(channel, discord.TextChannel)
    may = channel.permissions_for(channel.guild.me)

    assert (may.send_messages, may.attach_files, may.manage_guild) == (True, False, False)


async def test_the_bot_does_not_read_what_people_write(bot: SmallBot, studio: Studio) -> None:
    read: list[str] = []

    @bot.event
    async def on_message(message: discord.Message) -> None:
        read.append(message.content)

    studio.ann.write(studio.videos, "a secret")
    studio.ann.write(studio.videos, f"<@{bot.application_id}> for you")

    await eventually(lambda: len(read) == 2)
    assert read == ["", f"<@{bot.application_id}> for you"]


async def test_the_bot_joins_the_threads_it_writes_in(bot: SmallBot, studio: Studio) -> None:
    thread = studio.videos.add_thread("kites")

    await (await studio.ann.slash(thread, "sora create", prompt="a kite")).message()

    assert thread.bot_joined
    await eventually(lambda: "thread_join" in bot.heard)
