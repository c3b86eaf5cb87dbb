"""The connection to Slack in all its troubles: whatever happens to it, nothing is lost and nothing is doubled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from pydantic import SecretStr

from adapters.sandbox.server import open_sandbox
from adapters.startup_errors import told
from bot import texts
from tests.chat_page import until
from tests.scenarios.club import healthy_as
from tests.scenarios.office import HASTY, Office, id_of
from tests.scenarios.processes import free_port
from tests.scenarios.town import Town
from tests.slack.world import Message
from tests.waiting import eventually


async def answers(office: Office) -> Message:
    """See that the bot hears and answers."""
    asked = office.ann.writes("quota")
    return await office.slack.channel_until(
        office.ann.dm, lambda message: message.bot_id is not None and message.ts > asked.ts, within=15
    )


async def healthy(town: Town, word: str) -> None:
    await healthy_as(town, word, platform="slack")


async def sentence_at_the_end(office: Office, trouble: Callable[[], object]) -> str | None:
    """What the operator reads when the bot ends because of this trouble."""
    try:
        async with asyncio.timeout(20), office.bot():
            trouble()
            await asyncio.Event().wait()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is looked at
        return told(error)
    return None


# --- the socket -------------------------------------------------------------------------------------------------------


async def test_a_bot_that_is_asked_to_connect_anew_misses_nothing(office: Office) -> None:
    async with office.bot():
        leaving = asyncio.create_task(office.slack.socket.disconnect())
        office.ann.mentions(office.channel, "a kite")
        await leaving
        await office.slack.socket.connected()
        office.bob.mentions(office.channel, "a red kite")

        await office.slack.until(lambda: len(office.videos()) == 2 or None, within=20, wanted="second video")


async def test_what_is_asked_while_the_connection_is_broken_is_answered(office: Office) -> None:
    async with office.bot():
        office.slack.socket.drop()
        office.ann.mentions(office.channel, "a kite")

        await office.video()
    assert len(office.videos()) == 1


async def test_a_connection_that_says_nothing_any_more_is_replaced(office: Office) -> None:
    async with office.bot() as town:
        office.slack.socket.freeze()
        await healthy(town, "away")
        office.ann.mentions(office.channel, "a kite")
        office.slack.socket.freeze(False)

        await office.video()
        await healthy(town, "connected")


async def test_a_slack_that_gives_no_addresses_for_a_while_is_asked_until_it_does(office: Office) -> None:
    async with office.bot() as town:
        opened = office.slack.socket.opened
        office.slack.socket.refuse()
        office.slack.socket.drop()
        await eventually(lambda: office.slack.socket.opened > opened + 2)
        await healthy(town, "away")
        office.slack.socket.refuse(False)

        await answers(office)
        await healthy(town, "connected")


async def test_sockets_that_let_nobody_in_for_longer_than_an_address_lives_are_begun_anew(office: Office) -> None:
    async with office.bot() as town:
        office.slack.socket.refuse_sockets()
        office.slack.socket.drop()
        opened = office.slack.socket.opened
        # Slack's library tries its first address for ever; that we ask for another one is what is seen here.
        await eventually(lambda: office.slack.socket.opened > opened + 1)
        office.slack.socket.refuse_sockets(False)

        await answers(office)
        await healthy(town, "connected")


async def test_a_slack_that_gives_no_address_for_a_reason_of_its_own_ends_nobody(office: Office) -> None:
    async with office.bot() as town:
        refused = office.slack.trouble("apps.connections.open", error="access_denied", times=10**6)
        office.slack.socket.drop()
        await asyncio.sleep(HASTY.deaf * 2)  # until then Slack's library asks by itself, and takes any answer
        met = refused.met
        await eventually(lambda: refused.met > met + 2)
        await healthy(town, "away")
        refused.times = 0

        await answers(office)
        await healthy(town, "connected")


async def test_a_bot_that_is_stopped_while_it_reconnects_ends(office: Office) -> None:
    async with asyncio.timeout(15), office.bot():
        office.slack.socket.refuse_sockets()
        office.slack.socket.drop()

    assert office.slack.socket.connections == []


# --- outages ----------------------------------------------------------------------------------------------------------


async def test_everything_else_works_while_slack_is_away_and_slack_when_it_is_back(office: Office) -> None:
    away = [office.slack.trouble(method, status=500, times=10**6) for method in ("auth.test", "apps.connections.open")]
    async with office.starting_bot() as town:
        await town.ended(await town.ask("a kite"))
        await healthy(town, "never reached")
        for trouble in away:
            trouble.times = 0

        await answers(office)
        await healthy(town, "connected")


async def test_what_is_asked_before_slack_has_said_who_we_are_is_answered(office: Office) -> None:
    unknown = office.slack.trouble("auth.test", status=503, times=10**6)
    async with office.starting_bot():
        office.ann.mentions(office.channel, "a kite")
        await eventually(lambda: unknown.met > 3)
        assert not office.slack.acknowledgements[0].is_acknowledged
        unknown.times = 0

        await office.video()


async def test_what_is_asked_before_it_is_known_whose_token_is_whose_is_answered(office: Office) -> None:
    unknown = office.slack.trouble("auth.test", status=503, times=10**6)
    client: dict[str, Any] = {"slack_client_id": "1.2", "slack_client_secret": SecretStr("secret")}
    async with office.starting_bot(**client):
        await office.slack.socket.connected(within=15)
        office.ann.mentions(office.channel, "a kite")
        await office.slack.until(lambda: office.slack.acknowledgements[0].tries > 1 or None)
        assert not office.slack.acknowledgements[0].is_acknowledged
        unknown.times = 0

        await office.video()


@pytest.mark.parametrize("has_public_url", [True, False])
async def test_a_video_that_is_made_while_slack_says_nothing_waits_for_its_place(
    office: Office, has_public_url: bool
) -> None:
    calls_back = (timedelta(milliseconds=100),) * 2  # where nobody answers, it is soon over
    async with open_sandbox(clip=office.clip, callback_pauses=calls_back) as provider:
        settings: dict[str, Any] = {"base_url": provider.apixo_base_url, "has_public_url": has_public_url}
        async with office.bot(**settings) as town:
            office.ann.mentions(office.channel, "a kite #slow=2")
            job_id = id_of(await office.card("being made"))
        away = office.slack.trouble("auth.test", status=503, times=10**6)
        async with office.starting_bot(**settings) as town:

            async def was_tried() -> bool:
                return (await town.job(job_id)).deliveries > 0

            await until(was_tried)
            away.times = 0

            await office.card("is here")
            assert await town.ledger(job_id) == ["reserved", "settled"]
    assert len(office.videos()) == 1


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
async def test_an_answer_that_is_none_of_slacks_is_no_reason_to_end(office: Office, method: str) -> None:
    strange = office.slack.trouble(method, status=200, times=2)
    async with office.starting_bot():
        await answers(office)
        office.slack.trouble("apps.connections.open", status=200)
        office.slack.socket.drop()

        await answers(office)
    assert strange.met == 2


async def test_a_machine_without_a_network_starts_and_connects_later(office: Office) -> None:
    port = free_port()
    async with office.starting_bot(slack_api_url=f"http://127.0.0.1:{port}/api/") as town:
        await healthy(town, "never reached")
        async with leading_to(office.slack.origin, port):
            await office.slack.socket.connected(within=15)

            await answers(office)


async def test_a_slack_that_refuses_us_after_it_was_away_is_asked_until_it_does_not(office: Office) -> None:
    away = office.slack.trouble("auth.test", status=503)
    refused = office.slack.trouble("auth.test", error="team_access_not_granted", times=10**6)
    async with office.starting_bot() as town:
        await eventually(lambda: away.met == 1 and refused.met > 2)
        await healthy(town, "never reached")
        refused.times = 0

        await answers(office)


@dataclass(frozen=True, slots=True)
class _Pipe:
    """Bytes as they come, to another port of this machine."""

    port: int

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self.port)
        await asyncio.gather(_pour(reader, back), _pour(there, writer))


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while piece := await reader.read(65536):
            writer.write(piece)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def leading_to(origin: str, port: int) -> AsyncIterator[None]:
    """From now on, somebody listens at the port."""
    server = await asyncio.start_server(_Pipe(urlsplit(origin).port or 80), "127.0.0.1", port)
    try:
        yield
    finally:
        server.close()


# --- tokens -----------------------------------------------------------------------------------------------------------


async def test_a_wrong_bot_token_ends_the_start(office: Office) -> None:
    office.workspace.token_error = "invalid_auth"

    assert await sentence_at_the_end(office, lambda: None) == texts.slack_token_refused()


@pytest.mark.parametrize("error", ["invalid_auth", "not_allowed_token_type", "missing_scope"])
async def test_a_refused_app_token_ends_the_start(office: Office, error: str) -> None:
    office.slack.app_token_error = error

    assert await sentence_at_the_end(office, lambda: None) == texts.slack_app_token_refused()


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
async def test_a_slack_that_does_not_let_us_in_ends_the_start_with_its_own_word(office: Office, method: str) -> None:
    office.slack.trouble(method, error="forbidden_team", times=10**6)

    sentence = await sentence_at_the_end(office, lambda: None)

    assert sentence == texts.slack_access_refused("forbidden_team", is_app_token=method == "apps.connections.open")


@pytest.mark.parametrize("how", ["revoke_tokens", "uninstall"])
async def test_a_bot_that_is_put_out_says_so_at_once(office: Office, how: str) -> None:
    def put_out() -> None:
        getattr(office.slack, how)(office.workspace)

    assert await sentence_at_the_end(office, put_out) == texts.slack_token_refused()


async def test_a_token_that_dies_in_silence_is_noticed_when_it_is_used(office: Office) -> None:
    def revoke() -> None:
        office.ann.mentions(office.channel, "a kite")
        office.workspace.token_error = "token_revoked"

    assert await sentence_at_the_end(office, revoke) == texts.slack_token_refused()


async def test_an_app_token_that_is_taken_back_ends_the_bot(office: Office) -> None:
    def revoke() -> None:
        office.slack.app_token_error = "token_revoked"
        office.slack.socket.drop()

    assert await sentence_at_the_end(office, revoke) == texts.slack_app_token_refused()


async def test_one_refusal_is_no_reason_to_end_while_the_token_is_good(office: Office) -> None:
    async with office.bot() as town:
        refused = office.slack.trouble("files.getUploadURLExternal", error="invalid_auth")
        office.ann.mentions(office.channel, "a kite")

        await office.video()
        await healthy(town, "connected")
    assert refused.met == 1


async def test_an_app_token_that_is_refused_once_is_tried_again(office: Office) -> None:
    async with office.bot():
        opened = len(office.slack.api.of("apps.connections.open"))
        office.slack.trouble("apps.connections.open", error="invalid_auth")
        office.slack.socket.drop()
        await eventually(lambda: len(office.slack.api.of("apps.connections.open")) > opened + 1)

        await answers(office)
