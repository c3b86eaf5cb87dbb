"""A bot that stops, gracefully or not, while something is under way in Slack, and what its next life makes of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.sandbox.server import open_sandbox
from tests.scenarios.office import Office
from tests.slack.reading import text_of
from tests.slack.world import Message
from tests.waiting import eventually


@pytest.fixture
async def provider(clip: bytes) -> AsyncIterator[str]:
    """One that outlives the bot."""
    pauses = (timedelta(seconds=0.5),) * 3
    async with open_sandbox(clip=clip, delay=timedelta(seconds=0.3), callback_pauses=pauses) as sandbox:
        yield sandbox.apixo_base_url


def cards(office: Office) -> list[Message]:
    return [message for message in office.channel.messages if message.metadata is not None]


async def all_heard(office: Office) -> None:
    """Wait until nothing is left that Slack would tell again."""
    await eventually(lambda: all(told.is_acknowledged for told in office.slack.acknowledgements))


async def is_well(office: Office) -> None:
    """One card that says that the video is here, and one video."""
    await office.card("is here", within=30)
    assert len(cards(office)) == len(office.videos()) == 1


async def test_a_video_that_is_being_uploaded_when_the_bot_stops_comes_once(office: Office) -> None:
    gate = asyncio.Event()
    async with office.bot():
        upload = office.slack.trouble("upload", gate=gate)
        office.ann.mentions(office.channel, "a kite")
        await eventually(lambda: upload.met == 1)
        asyncio.get_running_loop().call_later(1, gate.set)

    async with office.bot() as town:
        await is_well(office)
        assert await town.used() == 1


async def test_a_video_whose_showing_is_asked_for_when_the_bot_stops_comes_once(office: Office) -> None:
    gate = asyncio.Event()
    async with office.bot():
        show = office.slack.trouble("files.completeUploadExternal", gate=gate, acts=True, times=1)
        office.ann.mentions(office.channel, "a kite")
        await eventually(lambda: show.met == 1)
        await all_heard(office)
        asyncio.get_running_loop().call_later(3, gate.set)

    async with office.bot():
        await is_well(office)


async def test_a_share_that_is_lost_is_made_up_for(office: Office, provider: str) -> None:
    office.slack.files.shares_lost = 1
    async with office.bot(base_url=provider):
        office.ann.mentions(office.channel, "a kite")
        await all_heard(office)
        await eventually(lambda: bool(office.slack.api.of("files.info")))

    async with office.bot(base_url=provider) as town:
        town.clock.ahead = timedelta(minutes=3)
        await is_well(office)
        assert await town.used() == 1


async def test_a_video_that_is_made_while_the_bot_is_away_comes_when_it_is_back(office: Office, provider: str) -> None:
    async with office.bot(base_url=provider):
        office.ann.mentions(office.channel, "a kite #slow=1")
        await office.card()
        await all_heard(office)

    async with office.bot(base_url=provider):
        await is_well(office)


async def test_what_was_asked_while_the_bot_was_away_is_heard_when_it_is_back(office: Office) -> None:
    office.ann.mentions(office.channel, "a kite")
    async with office.bot():
        await is_well(office)


async def test_a_card_that_could_not_be_posted_before_the_stop_follows(office: Office, provider: str) -> None:
    async with office.bot(base_url=provider):
        away = office.slack.trouble("chat.postMessage", status=503, times=10**6)
        office.ann.mentions(office.channel, "a kite #slow=2")
        await eventually(lambda: away.met > 0)
        await all_heard(office)
    away.times = 0

    async with office.bot(base_url=provider):
        await is_well(office)


async def test_buttons_and_cards_of_an_earlier_life_work(office: Office) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, "a kite")
        video = await office.video()
        await office.card("is here")

    async with office.bot():
        told = await office.bob.presses(video, "Again")
        await office.slack.until(lambda: len(office.videos()) == 2 or None, within=20, wanted="second video")
    assert told.is_acknowledged


async def test_who_waits_for_longer_than_a_stop_may_take_is_told(office: Office) -> None:
    gate = asyncio.Event()
    async with office.bot():
        hung = office.slack.trouble("chat.postEphemeral", gate=gate)
        office.ann.mentions(office.channel, "help")
        await eventually(lambda: hung.met == 1)
        await all_heard(office)
        asyncio.get_running_loop().call_later(5, gate.set)

    assert "I was stopped" in text_of(office.ann.whispers(office.channel)[0])


async def test_an_answer_under_way_is_finished_before_the_bot_stops(office: Office) -> None:
    gate = asyncio.Event()
    async with office.bot():
        hung = office.slack.trouble("chat.postMessage", gate=gate)
        office.ann.mentions(office.channel, "a kite #slow=30")
        await eventually(lambda: hung.met == 1)
        await all_heard(office)
        asyncio.get_running_loop().call_later(0.5, gate.set)

    (card,) = cards(office)
    assert "a kite" in text_of(card)
