"""Whom a message pings."""

from __future__ import annotations

import discord
import pytest

from tests.discord.small_bot import card, place
from tests.discord.studio import Studio


@pytest.mark.parametrize(
    ("allowed", "users", "roles", "everyone"),
    [
        (discord.AllowedMentions.all(), ["bob"], ["fans"], False),
        (discord.AllowedMentions.none(), [], [], False),
        (discord.AllowedMentions(users=False, roles=True, everyone=False), [], ["fans"], False),
    ],
)
async def test_only_allowed_mentions_ping(
    rest: discord.Client,
    studio: Studio,
    *,
    allowed: discord.AllowedMentions,
    users: list[str],
    roles: list[str],
    everyone: bool,
) -> None:
    fans = studio.guild.add_role("fans", mentionable=True)

    text = f"{studio.bob.mention} {fans.mention} @everyone"
    await place(rest, studio).send(view=card(text), allowed_mentions=allowed)

    [message] = studio.videos.messages
    assert [user.name for user in message.pings.users] == users
    assert [role.name for role in message.pings.roles] == roles
    assert message.pings.everyone is everyone


async def test_one_person_alone_can_be_pinged(rest: discord.Client, studio: Studio) -> None:
    allowed = discord.AllowedMentions(everyone=False, roles=False, users=[discord.Object(studio.ann.id)])

    await place(rest, studio).send(f"{studio.ann.mention} {studio.bob.mention}", allowed_mentions=allowed)

    assert studio.videos.messages[0].pings.users == (studio.ann,)


async def test_everyone_is_pinged_only_by_who_may(rest: discord.Client, studio: Studio) -> None:
    studio.videos.allow("mention_everyone")

    await place(rest, studio).send("@everyone look")

    assert studio.videos.messages[0].pings.everyone


async def test_an_edit_pings_nobody(rest: discord.Client, studio: Studio) -> None:
    sent = await place(rest, studio).send("queued")

    await sent.edit(content=f"done {studio.ann.mention}")

    assert studio.videos.messages[0].pings.users == ()


async def test_flags_and_typing_are_seen(rest: discord.Client, studio: Studio) -> None:
    await place(rest, studio).typing()
    await place(rest, studio).send("quiet", silent=True)

    assert studio.videos.typing == 1
    assert studio.videos.messages[0].is_silent
