"""The gateway: sessions, resuming, zombies, closing codes and shards."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import discord
import pytest

from tests.discord.client import lead_discord_py_to
from tests.discord.small_bot import SmallBot, running
from tests.discord.stand_in import Discord, open_discord
from tests.discord.studio import Studio
from tests.waiting import eventually


async def works(studio: Studio, name: str = "sora limits") -> bool:
    """Whether the bot answers a command."""
    return (await studio.ann.slash(studio.videos, name)).failure is None


async def test_a_bot_says_what_it_wants_to_hear(bot: SmallBot, stand_in: Discord) -> None:
    [identify] = stand_in.gateway.identifies

    assert identify["intents"] == bot.intents.value
    assert identify["shard"] == [0, 1]
    session = stand_in.gateway.session()
    assert session.connection is not None
    assert session.connection.compress


async def test_a_broken_connection_is_resumed_and_nothing_is_missed(
    bot: SmallBot, studio: Studio, stand_in: Discord
) -> None:
    await bot.wait_until_ready()
    stand_in.gateway.cut()
    studio.guild.add_channel("made while nobody listened")

    await stand_in.gateway.resumed()

    await eventually(lambda: "guild_channel_create" in bot.heard)
    assert len(stand_in.gateway.identifies) == 1
    session = stand_in.gateway.session()
    assert session.connection is not None
    assert session.connection.path == "/gateway/resume"
    assert await works(studio)


async def test_a_bot_that_is_asked_to_reconnect_resumes(bot: SmallBot, studio: Studio, stand_in: Discord) -> None:
    stand_in.gateway.ask_to_reconnect()

    await stand_in.gateway.resumed()

    assert await works(studio)


async def test_a_closed_connection_is_resumed(bot: SmallBot, studio: Studio, stand_in: Discord) -> None:
    stand_in.gateway.close(4000)

    await stand_in.gateway.resumed()

    assert stand_in.gateway.closed_with == [4000]
    assert await works(studio)


async def test_a_session_that_is_over_is_begun_again(bot: SmallBot, studio: Studio, stand_in: Discord) -> None:
    stand_in.gateway.invalidate()

    await eventually(lambda: len(stand_in.gateway.identifies) == 2)

    assert await works(studio)


async def test_an_invalid_session_may_be_resumed_if_so_said(bot: SmallBot, stand_in: Discord) -> None:
    stand_in.gateway.invalidate(resumable=True)

    await stand_in.gateway.resumed()


async def test_a_forgotten_session_is_begun_again(bot: SmallBot, studio: Studio, stand_in: Discord) -> None:
    stand_in.gateway.forget_sessions()
    stand_in.gateway.ask_to_reconnect()

    await eventually(lambda: len(stand_in.gateway.identifies) == 2)

    assert await works(studio)


async def test_a_zombie_is_noticed() -> None:
    async with open_discord(heartbeat=0.1) as stand_in:
        with lead_discord_py_to(stand_in):
            async with running(stand_in, SmallBot(heartbeat_timeout=0.3)):
                await eventually(lambda: stand_in.gateway.session().heartbeats > 2)

                stand_in.gateway.go_silent()

                await stand_in.gateway.resumed()


async def test_a_heartbeat_is_asked_for(bot: SmallBot, stand_in: Discord) -> None:
    before = stand_in.gateway.session().heartbeats

    stand_in.gateway.ask_for_heartbeat()

    await eventually(lambda: stand_in.gateway.session().heartbeats > before)


@pytest.mark.parametrize("intents", [{"members": True}, {"presences": True}, {"message_content": True}])
async def test_privileged_intents_are_refused(stand_in: Discord, intents: dict[str, bool]) -> None:
    bot = SmallBot(intents=discord.Intents(guilds=True, **intents), chunk_guilds_at_startup=False)

    async with running(stand_in, bot) as task:
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await task

    assert stand_in.gateway.closed_with == [4014]


async def test_a_bot_with_a_token_that_has_changed_is_not_let_in(stand_in: Discord) -> None:
    class Changed(SmallBot):
        async def setup_hook(self) -> None:
            self.http.token = "changed"
            self.shard_count = 1

    async with running(stand_in, Changed()) as task:
        with pytest.raises(discord.ConnectionClosed) as caught:
            await task

    assert caught.value.code == 4004


async def test_each_shard_hears_of_its_own_guilds() -> None:
    async with open_discord(shards=2) as stand_in:
        guilds = [stand_in.add_guild(name, shard=shard) for shard, name in enumerate(("Zero", "One"))]
        channels = [guild.add_channel("videos") for guild in guilds]
        ann = guilds[0].add_person("ann")
        guilds[1].add_person(ann)
        with lead_discord_py_to(stand_in):
            async with running(stand_in, SmallBot()) as _:
                await stand_in.gateway.connected(2)
                for shard, channel in enumerate(channels):
                    before = stand_in.gateway.session(1 - shard).seq
                    seen = await ann.slash(channel, "sora limits")
                    assert seen.kind == "message"
                    others = [event for seq, event, _ in stand_in.gateway.session(1 - shard).sent if seq > before]
                    assert others == []
                assert (await ann.slash(ann.dm, "sora limits")).kind == "message"
                assert stand_in.gateway.session(0).sent[-1][1] == "INTERACTION_CREATE"

                stand_in.gateway.close(4000, shard=1)
                await stand_in.gateway.resumed(shard=1)
                assert stand_in.gateway.session(0).resumed == 0


async def test_a_bot_that_is_stopped_ends_its_session(stand_in: Discord, studio: Studio) -> None:
    async with running(stand_in, SmallBot()):
        assert stand_in.gateway.is_connected

    await stand_in.gateway.disconnected()
    assert stand_in.gateway.sessions == []


async def test_a_bot_comes_back_after_an_outage(bot: SmallBot, studio: Studio, stand_in: Discord) -> None:
    async with stand_in.outage():
        await stand_in.gateway.disconnected()

    await stand_in.gateway.resumed(within=10)
    assert await works(studio)


async def closing_code(stand_in: Discord, *payloads: Any, query: str = "v=10&encoding=json") -> int | None:
    """Say something to the gateway without discord.py, and see how it closes."""
    async with aiohttp.ClientSession() as http, http.ws_connect(f"{stand_in.gateway_url}?{query}") as socket:
        for payload in payloads:
            await socket.send_str(payload if isinstance(payload, str) else discord.utils._to_json(payload))
        async with asyncio.timeout(5):
            async for _ in socket:
                pass
        return socket.close_code


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ("no JSON", 4002),
        ({"op": 77}, 4001),
        ({"op": 3, "d": {}}, 4003),
        ({"op": 2, "d": {"token": "wrong", "intents": 0}}, 4004),
        ({"op": 6, "d": {"token": "wrong", "session_id": "x", "seq": 1}}, 4004),
    ],
)
async def test_the_gateway_closes_on_what_it_does_not_take(stand_in: Discord, payload: Any, code: int) -> None:
    assert await closing_code(stand_in, payload) == code


async def test_the_gateway_speaks_one_version(stand_in: Discord) -> None:
    assert await closing_code(stand_in, query="v=6&encoding=json") == 4012


async def test_a_second_identify_and_a_wrong_shard_are_refused(stand_in: Discord) -> None:
    identify = {"op": 2, "d": {"token": stand_in.token, "intents": 1}}
    wrong = {"op": 2, "d": {"token": stand_in.token, "intents": 1, "shard": [2, 2]}}

    assert await closing_code(stand_in, identify, identify) == 4005
    assert await closing_code(stand_in, wrong) == 4010


async def test_a_client_whose_heart_stops_is_closed() -> None:
    async with open_discord(heartbeat=0.05) as stand_in:
        identify = {"op": 2, "d": {"token": stand_in.token, "intents": 1}}

        assert await closing_code(stand_in, identify) == 4009


async def test_a_token_that_is_reset_is_good_for_nothing(bot: SmallBot, stand_in: Discord) -> None:
    before = stand_in.token

    stand_in.reset_token()

    await stand_in.gateway.disconnected()
    assert stand_in.gateway.closed_with == [4004]
    assert await closing_code(stand_in, {"op": 2, "d": {"token": before, "intents": 1}}) == 4004


async def test_a_bot_with_too_few_shards_is_not_let_in(bot: SmallBot, stand_in: Discord) -> None:
    stand_in.gateway.require_shards(2)

    await stand_in.gateway.disconnected()
    few = {"op": 2, "d": {"token": stand_in.token, "intents": 1, "shard": [0, 1]}}
    assert await closing_code(stand_in, few) == 4011


async def test_a_bot_without_starts_left_is_not_let_in(stand_in: Discord) -> None:
    stand_in.gateway.starts_left = 1
    identify = {"op": 2, "d": {"token": stand_in.token, "intents": 1}}

    async with running(stand_in, SmallBot()):
        assert await closing_code(stand_in, identify) == 4004
