"""The bot comes into a server: whoever answers for it hears what there is to do."""

from __future__ import annotations

from typing import Final

from adapters.discord.pace import Pace
from adapters.platforms import Paces
from tests.scenarios.club import Club

AT_ONCE: Final = Pace(greeting=0)
"""A server that lets the bot in while those it was in before are still being named counts as one of them."""


async def test_the_owner_of_a_new_server_is_told_the_three_things_to_do(club: Club) -> None:
    async with club.bot(paces=Paces(discord=AT_ONCE)):
        guild = club.discord.add_guild("Book club")

        (hello,) = await guild.owner.dm.until(bool)

    assert "Book club" in hello.text
    assert all(thing in hello.text for thing in ("Make sure", "Try it", "Look at"))


async def test_where_the_owner_takes_no_messages_the_servers_own_news_have_it(club: Club) -> None:
    club.guild.kick_bot()
    club.guild.owner.close_direct_messages()
    async with club.bot(paces=Paces(discord=AT_ONCE)):
        news = club.guild.add_channel("news", is_system=True)
        club.guild.admit_bot()

        (hello,) = await news.until(bool)

    assert "Film club" in hello.text


async def test_a_start_greets_nobody_anew(club: Club) -> None:
    async with club.bot():
        seen = await club.ann.slash(club.channel, "sora help")
        await seen.message()

    assert club.guild.owner.dm.messages == []
