"""The connection to Discord by itself, against the stand-in: what it knows of places, and when it lets things pass."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, cast

import aiohttp
import discord
import pytest

from adapters.discord.answering import Answering
from adapters.discord.limits_of_places import HEAD_ROOM, KEPT, MIB
from adapters.discord.login_settings import DiscordLogin
from adapters.discord.opening import DiscordConnection, open_discord
from adapters.discord.pace import Pace
from adapters.discord.reaching import is_away, until_reached
from bot.domain.chat import Conversation
from bot.domain.errors import DeliveryPaused
from tests.builders import a_catalogue
from tests.chat_page import until
from tests.discord import stand_in
from tests.discord.client import lead_discord_py_to
from tests.discord.stand_in import Discord
from tests.fakes import FakeClock
from tests.waiting import eventually

GUILD = "GET /guilds/*"


@pytest.fixture
async def there() -> AsyncIterator[Discord]:
    async with stand_in.open_discord() as there:
        with lead_discord_py_to(there):
            yield there


def login(there: Discord) -> DiscordLogin:
    return DiscordLogin(
        token=there.token,
        api_url=there.api_url,
        gateway_url=there.gateway_url,
        pace=Pace(waits=(0.1,), lives=(0.1,), login=1),
    )


@asynccontextmanager
async def listening(connection: DiscordConnection) -> AsyncIterator[None]:
    """The gateway, with nobody behind it."""
    answering = Answering(cast(Any, None), a_catalogue())

    async def register() -> None:
        """No commands."""

    async with connection.serving(answering, register):
        await eventually(lambda: connection.standing.word == "connected")
        yield


async def limit_is(connection: DiscordConnection, place: Conversation, limit: int) -> None:
    """Wait until this is the largest file there."""

    async def is_so() -> bool:
        return await connection.messenger().upload_limit(place) == limit - HEAD_ROOM

    await until(is_so)


async def test_a_server_that_is_boosted_takes_larger_files_at_once(there: Discord) -> None:
    guild = there.add_guild("Film club")
    place = Conversation(platform="discord", team=str(guild.id), channel="1")
    async with open_discord(login(there), FakeClock()) as connection, listening(connection):
        await eventually(lambda: connection.limits.tier(place.team) is not None)
        await limit_is(connection, place, 20 * MIB)

        guild.boost(7)

        await limit_is(connection, place, 50 * MIB)
    assert there.calls(GUILD) == []


async def test_without_the_gateway_boosts_are_asked_for_once_an_hour(there: Discord) -> None:
    guild, clock = there.add_guild("Film club"), FakeClock()
    place = Conversation(platform="discord", team=str(guild.id), channel="1")
    async with open_discord(login(there), clock) as connection:
        for _ in range(2):
            await limit_is(connection, place, 20 * MIB)
        guild.boost(14)
        await limit_is(connection, place, 20 * MIB)

        clock.pass_time(KEPT)

        await limit_is(connection, place, 100 * MIB)
    assert len(there.calls(GUILD)) == 2


async def test_nothing_is_sent_before_discord_has_let_us_in(there: Discord) -> None:
    guild = there.add_guild("Film club")
    place = Conversation(platform="discord", team=str(guild.id), channel="1")
    outage = AsyncExitStack()
    await outage.enter_async_context(there.outage())
    async with open_discord(login(there), FakeClock()) as connection:
        with pytest.raises(DeliveryPaused):
            await connection.messenger().upload_limit(place)
        assert there.calls(GUILD) == []
        await outage.aclose()
        await eventually(connection.standing.reached.is_set)

        await limit_is(connection, place, 20 * MIB)


async def test_one_refusal_of_a_good_token_ends_nothing(there: Discord) -> None:
    guild = there.add_guild("Film club")
    place = Conversation(platform="discord", team=str(guild.id), channel="1")
    async with open_discord(login(there), FakeClock()) as connection:
        there.fail(GUILD, status=401, body={"message": "401: Unauthorized", "code": 0})
        with pytest.raises(DeliveryPaused):
            await connection.messenger().upload_limit(place)
        await there.called("GET /users/@me", 2)
        await eventually(lambda: not connection.standing.doubted.is_set())

        await limit_is(connection, place, 20 * MIB)


@pytest.mark.parametrize("status", [403, 429])
async def test_what_a_proxy_refuses_is_waited_for(there: Discord, status: int) -> None:
    there.fail("GET /users/@me", status=status, body="<html>Access denied</html>", headers={"Retry-After": "9"})

    async with open_discord(login(there), FakeClock()) as connection:
        assert connection.standing.word == "never reached"


def refusal(status: int, body: dict[str, Any] | str) -> discord.HTTPException:
    class Response:
        reason = "no"

        def __init__(self) -> None:
            self.status, self.headers = status, {"Retry-After": "77"}

    return discord.HTTPException(cast(Any, Response()), cast(Any, body))


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (aiohttp.ClientConnectionError(), True),
        (TimeoutError(), True),
        (cast(Any, discord.GatewayNotFound)(), True),
        (discord.RateLimited(3), True),
        (refusal(429, "banned"), True),
        (refusal(403, "banned"), True),
        (refusal(403, {"message": "Missing Access", "code": 50001}), False),
        (refusal(400, {"message": "Invalid Form Body", "code": 50035}), False),
        (ValueError(), False),
    ],
)
def test_being_away_is_told_from_a_refusal(error: BaseException, *, away: bool) -> None:
    assert is_away(error) is away


async def test_what_is_refused_is_not_asked_again() -> None:
    calls = 0

    async def refused() -> None:
        nonlocal calls
        calls += 1
        raise refusal(403, {"message": "Missing Access", "code": 50001})

    with pytest.raises(discord.HTTPException):
        await until_reached(refused, Pace())
    assert calls == 1
