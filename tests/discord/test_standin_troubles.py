"""Errors, rate limits, broken connections and outages, met by the real client."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import discord
import pytest

from tests.discord.errors import Problem
from tests.discord.small_bot import film
from tests.discord.stand_in import Discord
from tests.discord.studio import Studio

POST = "POST /channels/*/messages"


@pytest.fixture
def channel(rest: discord.Client, studio: Studio) -> discord.PartialMessageable:
    return rest.get_partial_messageable(studio.videos.id, guild_id=studio.guild.id)


async def test_a_wrong_token_is_refused(stand_in: Discord) -> None:
    async with discord.Client(intents=discord.Intents.none()) as client:
        with pytest.raises(discord.LoginFailure):
            await client.login("a wrong token")

    [call] = stand_in.calls("GET /users/@me")
    assert call.status == 401
    assert stand_in.invalid_requests == 1


async def test_a_bucket_that_is_empty_is_waited_for(channel: discord.PartialMessageable, stand_in: Discord) -> None:
    stand_in.limit(POST, 2, per=0.2)

    begun = time.monotonic()
    for number in range(3):
        await channel.send(str(number))

    assert time.monotonic() - begun >= 0.2
    # The headers told the client when to go on, so it never ran into the limit.
    assert [call.status for call in stand_in.calls(POST)] == [200, 200, 200]


async def test_who_does_not_wait_meets_a_429(stand_in: Discord, studio: Studio) -> None:
    stand_in.limit(POST, 1, per=5)
    url, headers = (
        f"{stand_in.api_url}/channels/{studio.videos.id}/messages",
        {"Authorization": f"Bot {stand_in.token}"},
    )

    async with aiohttp.ClientSession(headers=headers) as http:
        async with http.post(url, json={"content": "one"}) as first:
            assert first.headers["X-RateLimit-Remaining"] == "0"
        async with http.post(url, json={"content": "two"}) as second:
            body = await second.json()

    assert second.status == 429
    assert second.headers["Retry-After"] == "5"
    assert first.headers["X-RateLimit-Bucket"] == second.headers["X-RateLimit-Bucket"]
    assert 4 < body["retry_after"] <= 5
    assert not body["global"]
    assert [message.text for message in studio.videos.messages] == ["one"]


async def test_a_global_limit_stops_everything(channel: discord.PartialMessageable, stand_in: Discord) -> None:
    limited = stand_in.rate_limit(POST, retry_after=0.1, is_global=True)

    begun = time.monotonic()
    await channel.send("one")

    assert time.monotonic() - begun >= 0.1
    assert limited.met == 1
    assert [call.status for call in stand_in.calls(POST)] == [429, 200]


async def test_the_limit_of_all_requests_counts_across_routes(
    channel: discord.PartialMessageable, stand_in: Discord
) -> None:
    stand_in.limit_all(1, per=0.1)

    await channel.send("one")
    await channel.typing()

    assert [call.status for call in stand_in.rest.calls[-2:]] == [429, 204]


async def test_a_route_fails_so_often_as_asked_for(
    channel: discord.PartialMessageable, studio: Studio, stand_in: Discord
) -> None:
    stand_in.fail(POST, status=503, times=2)
    stand_in.fail(POST, problem=Problem.MISSING_PERMISSIONS)

    for _ in range(2):
        with pytest.raises(discord.DiscordServerError):
            await channel.send("no")
    with pytest.raises(discord.Forbidden, match="Missing Permissions"):
        await channel.send("no")
    await channel.send("yes")

    assert [message.text for message in studio.videos.messages] == ["yes"]


async def test_a_server_error_is_tried_again_by_the_client(
    channel: discord.PartialMessageable, studio: Studio, stand_in: Discord
) -> None:
    stand_in.fail(POST, status=502, body="<html>Bad Gateway</html>")

    await channel.send("yes")

    assert [call.status for call in stand_in.calls(POST)] == [502, 200]
    assert len(studio.videos.messages) == 1


async def test_a_server_acts_and_fails_on_the_way_back(
    channel: discord.PartialMessageable, studio: Studio, stand_in: Discord
) -> None:
    stand_in.fail(POST, status=503, acts=True)

    with pytest.raises(discord.DiscordServerError):
        await channel.send("yes")

    assert [message.text for message in studio.videos.messages] == ["yes"]


async def test_a_request_is_taken_and_dropped(
    channel: discord.PartialMessageable, studio: Studio, stand_in: Discord
) -> None:
    stand_in.drop(POST)

    with pytest.raises(aiohttp.ClientError):
        await channel.send("lost")

    assert studio.videos.messages == []
    [call] = stand_in.calls(POST)
    assert call.json["content"] == "lost"
    assert call.status is None


async def test_an_answer_is_lost_and_the_nonce_saves_the_day(
    channel: discord.PartialMessageable, studio: Studio, stand_in: Discord
) -> None:
    stand_in.lose_answer(POST)

    with pytest.raises(aiohttp.ClientError):
        await channel.send("video", nonce="n")
    await channel.send("video", nonce="n")

    assert [message.text for message in studio.videos.messages] == ["video"]


async def test_an_answer_is_lost_to_uploads_alone(channel: discord.PartialMessageable, stand_in: Discord) -> None:
    lost = stand_in.lose_answer(POST, only_uploads=True)

    await channel.send("words")
    with pytest.raises(aiohttp.ClientError):
        await channel.send(file=film())

    assert lost.met == 1


async def test_an_answer_takes_its_time(channel: discord.PartialMessageable, stand_in: Discord) -> None:
    stand_in.delay(POST, 0.1)

    begun = time.monotonic()
    await channel.send("slow")

    assert time.monotonic() - begun >= 0.1


async def test_a_request_is_held_until_it_may_go_on(
    channel: discord.PartialMessageable, studio: Studio, stand_in: Discord
) -> None:
    held = stand_in.hold(POST)
    sending = asyncio.create_task(channel.send("held"))

    await held.reached()
    assert studio.videos.messages == []
    held.let_go()

    await sending
    await stand_in.called(POST)
    assert [message.text for message in studio.videos.messages] == ["held"]


async def test_nothing_is_reached_in_an_outage(channel: discord.PartialMessageable, stand_in: Discord) -> None:
    async with stand_in.outage():
        with pytest.raises(aiohttp.ClientError):
            await channel.send("no")

    await channel.send("yes")


async def test_an_unknown_route_is_complained_of(rest: discord.Client, stand_in: Discord) -> None:
    with pytest.raises(discord.NotFound):
        await anext(rest.fetch_guilds())

    with pytest.raises(AssertionError, match="does not know these routes: \\['GET /users/@me/guilds'\\]"):
        stand_in.rest.complain()
    stand_in.rest.unknown.clear()
