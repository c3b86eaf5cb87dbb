"""The connection to Discord in all its troubles: whatever happens to it, nothing is lost and nothing is doubled."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from contextlib import AsyncExitStack, closing
from pathlib import Path
from typing import Final

import pytest

from adapters.discord.pace import Pace
from adapters.platforms import Paces
from bot import texts
from tests.discord.errors import Problem
from tests.discord.seen import Seen
from tests.scenarios.club import Club, final, healthy_as, open_club
from tests.scenarios.town import Town
from tests.waiting import eventually

HASTY: Final = Pace(waits=(0.2,), lives=(0.2,))
ANSWERS: Final = "* /webhooks/*/*/messages/*"
CALLBACK: Final = "POST /interactions/*/*/callback"


async def answers(club: Club) -> Seen:
    """See that the bot hears and answers."""
    seen = await club.ann.slash(club.channel, "sora help")
    await seen.message()
    return seen


async def health(town: Town) -> dict[str, str]:
    answer = await town.client.get("/healthz")
    assert answer.status == 200
    body: dict[str, str] = answer.body
    return body


def videos(club: Club) -> int:
    return sum(bool(message.files) for message in club.channel.messages)


# --- the gateway ------------------------------------------------------------------------------------------------------


async def test_a_bot_that_is_asked_to_reconnect_goes_on(club: Club) -> None:
    async with club.bot():
        club.discord.gateway.ask_to_reconnect()
        await club.discord.gateway.resumed()

        await answers(club)

    assert len(club.discord.gateway.identifies) == 1


async def test_what_was_asked_while_the_connection_was_broken_is_answered(club: Club) -> None:
    async with club.bot():
        club.discord.gateway.cut()
        await club.discord.gateway.disconnected()

        await (await club.ann.slash(club.channel, "sora create", prompt="a kite")).message()
        await club.video()

    assert len(club.discord.gateway.identifies) == 1
    assert videos(club) == 1


async def test_a_session_that_is_over_is_begun_again(club: Club) -> None:
    async with club.bot():
        club.discord.gateway.invalidate()
        await club.discord.gateway.identified(2)
        await club.ready()

        await answers(club)


async def test_a_connection_that_says_nothing_any_more_is_replaced(tmp_path: Path, clip: bytes) -> None:
    async with (
        open_club(tmp_path, clip, heartbeat=0.1) as club,
        club.bot(paces=Paces(discord=Pace(heartbeat=0.5))),
    ):
        club.discord.gateway.go_silent()
        await club.discord.gateway.resumed()

        await answers(club)


async def test_a_bot_that_needs_more_shards_comes_back_with_them(club: Club) -> None:
    async with club.bot(paces=Paces(discord=HASTY)) as town:
        club.discord.gateway.require_shards(2)
        await club.ready(2)

        await answers(club)
        await healthy_as(town, "connected")

    assert [one["shard"] for one in club.discord.gateway.identifies] == [[0, 1], [0, 2], [1, 2]]
    assert 4011 in club.discord.gateway.closed_with


async def test_a_gateway_that_lets_nobody_in_is_tried_anew_until_it_does(club: Club) -> None:
    async with club.bot(paces=Paces(discord=Pace(waits=(0.2,), lives=(0.2,), deaf=1))) as town:
        logins = len(club.discord.calls("GET /users/@me"))
        club.discord.gateway.says_hello = False
        club.discord.gateway.cut()
        await club.discord.called("GET /users/@me", logins + 1, within=10)
        assert (await health(town)) == {"status": "ok", "discord": "away"}

        club.discord.gateway.says_hello = True
        await club.ready()

        await answers(club)
        await healthy_as(town, "connected")


async def test_a_bot_without_session_starts_left_waits_and_keeps_its_token(club: Club) -> None:
    club.discord.gateway.starts_left = 0
    async with club.starting_bot(paces=Paces(discord=HASTY)) as town:
        await club.discord.called("GET /gateway/bot")
        await town.ended(await town.ask("a kite"))

        assert await health(town) == {"status": "ok", "discord": "away"}

    assert len(club.discord.calls("GET /gateway/bot")) == 1
    assert club.discord.gateway.identifies == []


async def test_a_bot_that_is_stopped_while_it_reconnects_ends(club: Club) -> None:
    gateway = club.discord.gateway
    async with asyncio.timeout(20), club.bot():
        before = set(gateway.connections)
        gateway.says_hello = False
        gateway.cut()
        await eventually(lambda: bool(gateway.connections - before))

    assert not gateway.is_connected


async def test_a_bot_that_is_stopped_while_it_begins_a_session_leaves_no_heartbeat(club: Club) -> None:
    gateway = club.discord.gateway
    async with club.bot():
        before = set(gateway.connections)
        gateway.invalidate()
        # discord.py waits for five seconds before it identifies itself again; its heart beats from the greeting on.
        await eventually(lambda: any(one.heartbeats for one in gateway.connections - before))

    await eventually(lambda: not [one for one in threading.enumerate() if one.name.startswith("keep-alive-handler")])


# --- shards -----------------------------------------------------------------------------------------------------------


async def test_a_large_bot_has_as_many_shards_as_discord_recommends(tmp_path: Path, clip: bytes) -> None:
    async with open_club(tmp_path, clip, shards=2) as club, club.bot():
        for guild in [club.discord.add_guild(f"Guild {shard}", shard=shard) for shard in (0, 1)]:
            guild.add_person(club.ann)
            channel = guild.add_channel("videos")
            await (await club.ann.slash(channel, "sora create", prompt="a kite")).message()
            await channel.until(lambda seen: any(one.files for one in seen), within=20)

        assert [one["shard"] for one in club.discord.gateway.identifies] == [[0, 2], [1, 2]]


# --- outages ----------------------------------------------------------------------------------------------------------


async def test_everything_else_works_while_discord_is_away_and_discord_when_it_is_back(club: Club) -> None:
    async with AsyncExitStack() as outage:
        await outage.enter_async_context(club.discord.outage())
        async with club.starting_bot(paces=Paces(discord=HASTY)) as town:
            await town.ended(await town.ask("a kite"))
            assert await health(town) == {"status": "ok", "discord": "never reached"}

            await outage.aclose()
            await club.ready()

            await answers(club)
            await healthy_as(town, "connected")


async def test_after_an_outage_the_bot_hears_again(club: Club) -> None:
    async with club.bot(paces=Paces(discord=Pace(waits=(0.2,), lives=(0.2,), deaf=3))) as town:
        async with club.discord.outage():
            await healthy_as(town, "away")
        await club.ready()

        await answers(club)
        await healthy_as(town, "connected")


@pytest.mark.parametrize("is_global", [False, True])
async def test_rate_limits_lose_nothing_and_double_nothing(club: Club, *, is_global: bool) -> None:
    async with club.bot() as town:
        limited = [
            club.discord.rate_limit(route, retry_after=0.3, times=3, is_global=is_global)
            for route in ("POST /channels/*/messages", ANSWERS, "PATCH /channels/*/messages/*", CALLBACK)
        ]
        seen = await club.ann.slash(club.channel, "sora create", prompt="a kite")
        card = await seen.message()
        await club.video()
        await card.until(lambda message: "is here" in message.text, within=20)
        await final(town, await town.job_of("a kite"))

    assert seen.acknowledged_after < 3
    assert [fault.met for fault in limited] == [3] * 4
    assert len(club.channel.messages) == 2


# --- commands ---------------------------------------------------------------------------------------------------------


async def test_commands_are_registered_at_the_first_start_alone(club: Club) -> None:
    for _ in range(2):
        async with club.bot():
            await answers(club)

    assert len(club.discord.calls("PUT /applications/*/commands")) == 1


@pytest.mark.parametrize("is_there", [True, False])
async def test_commands_for_a_server_we_are_not_in_end_nothing(club: Club, *, is_there: bool) -> None:
    async with club.bot():
        pass
    elsewhere = club.discord.add_guild("Elsewhere")
    elsewhere.kick_bot()

    async with club.starting_bot(discord_guild=elsewhere.id if is_there else 1) as town:
        await club.discord.called("PUT /applications/*/guilds/*/commands")
        await club.ready()
        await answers(club)
        await healthy_as(town, "connected")

    assert len(club.discord.calls("PUT /applications/*/guilds/*/commands")) == 1


async def test_where_only_the_commands_were_added_an_admin_has_to_add_the_bot(club: Club) -> None:
    async with club.bot() as town:
        club.guild.kick_bot(keep_commands=True)
        answer = await (await club.ann.slash(club.channel, "sora create", prompt="a kite")).message()

        assert answer.is_ephemeral
        assert answer.text == texts.bot_not_added()
        assert await town.used() == 0


# --- the first answer -------------------------------------------------------------------------------------------------


async def test_the_acknowledgement_does_not_wait_for_a_busy_core(club: Club) -> None:
    async with club.bot() as town:
        with closing(sqlite3.connect(town.folder / "bot.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            seen = await club.ann.slash(club.channel, "sora create", prompt="a kite")
            assert seen.first is not None
            assert seen.first.is_thinking
            other.execute("COMMIT")

        await seen.until(lambda message: "a kite" in message.text)
        await club.video()

    assert seen.acknowledged_after < 1


async def test_an_acknowledgement_whose_answer_is_lost_is_as_good_as_any(club: Club) -> None:
    async with club.bot():
        club.discord.lose_answer(CALLBACK)

        await (await club.ann.slash(club.channel, "sora create", prompt="a kite")).message()
        await club.video()

    assert [call.status for call in club.discord.calls(CALLBACK)] == [None, 400]


async def test_an_acknowledgement_that_discord_fails_at_halfway_is_as_good_as_any(club: Club) -> None:
    async with club.bot():
        club.discord.fail(CALLBACK, status=503, acts=True)

        await (await club.ann.slash(club.channel, "sora create", prompt="a kite")).message()
        await club.video()

    assert [call.status for call in club.discord.calls(CALLBACK)] == [503, 400]


async def test_what_another_process_has_acknowledged_is_not_called_a_mistake(club: Club) -> None:
    async with club.bot():
        for _ in range(2):
            club.discord.fail(CALLBACK, problem=Problem.ALREADY_ACKNOWLEDGED, acts=True)

        card = await (await club.ann.slash(club.channel, "sora create", prompt="a kite")).message()
        form = await club.ann.slash(club.channel, "sora create")
        await card.until(lambda message: "is here" in message.text, within=20)

    assert (await form.modal()).opened_by.person is club.ann
    assert form.followups == []


@pytest.mark.parametrize("problem", [Problem.UNKNOWN_MESSAGE, Problem.UNKNOWN_WEBHOOK])
async def test_an_answer_that_cannot_be_shown_is_followed_by_a_sentence(club: Club, problem: Problem) -> None:
    async with club.bot():
        club.discord.fail(f"PATCH{ANSWERS.removeprefix('*')}", problem=problem)

        seen = await club.ann.slash(club.channel, "sora help")

        assert (await seen.message()).text == texts.internal_error()


# --- the end ----------------------------------------------------------------------------------------------------------


async def test_an_answer_under_way_is_finished_before_the_bot_stops(club: Club) -> None:
    async with club.bot():
        held = club.discord.hold(f"PATCH{ANSWERS.removeprefix('*')}")
        seen = await club.ann.slash(club.channel, "sora create", prompt="a kite #slow=30")
        await held.reached()
        asyncio.get_running_loop().call_later(0.5, held.let_go)

    assert seen.first is not None
    assert "a kite" in seen.first.text


async def test_who_waits_for_longer_than_a_stop_may_take_is_told(club: Club) -> None:
    async with club.bot(paces=Paces(discord=Pace(farewell=0.3))):
        held = club.discord.hold(f"PATCH{ANSWERS.removeprefix('*')}")
        held.drops_request = True
        seen = await club.ann.slash(club.channel, "sora help")
        await held.reached()
        asyncio.get_running_loop().call_later(2, held.let_go)

    assert (await seen.message()).text == texts.stopped_meanwhile()
