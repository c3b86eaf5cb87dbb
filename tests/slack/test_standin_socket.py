"""Socket Mode in the stand-in's Slack, with slack_sdk's own client."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.slack.people import Person
from tests.slack.small_app import SmallApp, over_socket
from tests.slack.socket_mode import SocketMode
from tests.slack.stand_in import Slack
from tests.slack.world import Workspace


@pytest.fixture
def socket(slack: Slack) -> SocketMode:
    return slack.socket


@pytest.fixture
async def small(slack: Slack, studio: Workspace) -> AsyncIterator[SmallApp]:
    small = SmallApp(f"{slack.api_url}/", studio.token or "")
    async with over_socket(small, slack.app_token):
        await slack.socket.connected()
        yield small


async def _heard(slack: Slack) -> None:
    told = slack.acknowledgements[-1]
    await slack.until(lambda: told.is_acknowledged or None, within=5)


async def test_what_is_taken_is_acknowledged_at_once(slack: Slack, small: SmallApp, ann: Person) -> None:
    ann.writes("a kite")
    await _heard(slack)

    told = slack.acknowledgements[0]
    assert (told.kind, told.name, told.tries) == ("events_api", "message", 1)
    assert told.acknowledged_after is not None
    assert told.acknowledged_after < 1


async def test_an_event_says_whose_it_is(slack: Slack, small: SmallApp, ann: Person) -> None:
    ann.writes("a kite")
    await _heard(slack)

    event = small.heard[0]
    assert (event["team_id"], event["event"]["channel"]) == (ann.workspace.id, ann.dm.id)
    assert event["authorizations"][0]["user_id"] == ann.workspace.bot_user


async def test_an_event_that_is_not_taken_in_time_is_sent_again(slack: Slack, small: SmallApp, ann: Person) -> None:
    slack.patience = 0.1
    small.deaf_for = 2

    ann.writes("a kite")
    await _heard(slack)

    assert [event["event_id"] for event in small.heard] == [small.heard[0]["event_id"]] * 3
    assert slack.acknowledgements[0].reasons == ["timeout", "timeout"]


async def test_a_command_is_not_sent_again(slack: Slack, small: SmallApp, ann: Person) -> None:
    slack.patience = 0.1

    done = await ann.slash(ann.dm, "/sora", "silent")

    assert (done.tries, done.acknowledged_after, done.is_given_up) == (1, None, True)


async def test_the_last_event_can_come_again(slack: Slack, small: SmallApp, ann: Person) -> None:
    ann.writes("a kite")
    await _heard(slack)

    slack.repeat_last_event()
    await _heard(slack)

    assert small.heard[0] == small.heard[1]


@pytest.mark.parametrize("is_polite", [True, False])
async def test_an_app_that_lost_its_connection_comes_back_and_hears_what_waited(
    is_polite: bool, slack: Slack, socket: SocketMode, small: SmallApp, ann: Person
) -> None:
    if is_polite:
        await socket.disconnect()
    else:
        socket.drop()
    ann.writes("a kite")

    await _heard(slack)

    assert len(small.heard) == 1
    assert socket.opened >= 2


async def test_an_app_that_is_refused_for_a_while_comes_back(
    slack: Slack, socket: SocketMode, small: SmallApp, ann: Person
) -> None:
    socket.refuse()
    socket.drop()
    await slack.until(lambda: socket.opened > 1 or None)
    ann.writes("a kite")
    assert small.heard == []

    socket.refuse(False)
    await _heard(slack)

    assert len(small.heard) == 1


async def test_a_silent_connection_is_given_up_by_the_app(
    slack: Slack, socket: SocketMode, small: SmallApp, ann: Person
) -> None:
    silent = socket.connections[0]
    socket.freeze()
    await slack.until(lambda: silent.is_closed or None, wanted="end of the connection")

    socket.freeze(False)
    await socket.connected()


async def test_things_go_to_any_of_several_connections(
    slack: Slack, socket: SocketMode, small: SmallApp, ann: Person
) -> None:
    async with over_socket(small, slack.app_token):
        await socket.connected(2)
        for word in ("a", "b", "c", "d"):
            ann.writes(word)
            await _heard(slack)

    assert all(len(connection.received) == 2 for connection in socket.all_connections)


async def test_an_address_is_good_once(slack: Slack, socket: SocketMode) -> None:
    url = socket.open()["url"]
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as connection:
            assert (await connection.receive_json())["type"] == "hello"

        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_an_eleventh_connection_is_one_too_many(slack: Slack, socket: SocketMode) -> None:
    async with aiohttp.ClientSession() as session:
        ten = [await session.ws_connect(socket.open()["url"]) for _ in range(10)]
        await socket.connected(len(ten))

        eleventh = await session.ws_connect(socket.open()["url"])

        assert (await eleventh.receive_json())["reason"] == "too_many_websockets"


async def test_nobody_is_let_in_while_sockets_are_refused(socket: SocketMode) -> None:
    socket.refuse_sockets()

    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(socket.open()["url"])


async def test_a_workspace_that_throws_the_app_out_says_so_and_nothing_after_that(
    slack: Slack, small: SmallApp, ann: Person
) -> None:
    slack.uninstall(ann.workspace)
    ann.writes("a kite")
    await _heard(slack)

    assert {told.name for told in slack.acknowledgements} == {"tokens_revoked", "app_uninstalled"}
