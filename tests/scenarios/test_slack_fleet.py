"""Two bots for one workspace, on one PostgreSQL."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
from pydantic import SecretStr

from adapters.bootstrap import open_bot
from adapters.http.listener import bind
from adapters.platforms import Paces
from adapters.sandbox.server import open_sandbox
from tests.databases import PostgresServer
from tests.scenarios.office import HASTY, Office
from tests.scenarios.town import HASTY as HASTY_HTTP
from tests.scenarios.town import QUICK, ShiftedClock, settings_for
from tests.slack.reading import job_of, text_of
from tests.slack.world import Message

VIDEOS = 6


async def open_two_bots(stack: AsyncExitStack, office: Office, database_url: str) -> None:
    """Both are connected; whoever is told of something takes it, and whoever is free goes on with it."""
    sandbox = await stack.enter_async_context(open_sandbox(clip=office.clip, delay=timedelta(seconds=1)))
    shared = {"database_url": SecretStr(database_url), "secret_key": SecretStr("0123456789abcdef0123456789abcdef")}
    for name in ("one", "two"):
        folder = office.folder / name
        folder.mkdir()
        listener = bind("127.0.0.1", 0)
        settings = settings_for(folder, listener, sandbox.apixo_base_url, True, {**office.settings, **shared})
        bot = open_bot(
            settings,
            listener,
            overrides=QUICK,
            clock=ShiftedClock(),
            card_pace=timedelta(milliseconds=200),
            http_limits=HASTY_HTTP,
            paces=Paces(slack=HASTY),
        )
        await stack.enter_async_context(bot)
    await office.slack.socket.connected(2, within=15)


def cards_in(office: Office) -> list[Message]:
    return [one for one in office.channel.messages if (one.metadata or {}).get("event_type") == "sora_card"]


@pytest.mark.slow
async def test_each_video_has_one_card_that_tells_the_end(office: Office, postgres_server: PostgresServer) -> None:
    async with AsyncExitStack() as stack:
        database_url = await stack.enter_async_context(postgres_server.store())
        await open_two_bots(stack, office, database_url)
        office.slack.trouble("chat.postMessage", wait=0.25, times=1000)  # a card is on its way while others are at work
        for number in range(VIDEOS):
            (office.ann if number % 2 else office.bob).mentions(office.channel, f"kite number {number}")
            await asyncio.sleep(0.05)

        def are_done() -> bool:
            ended = {job_of(card) for card in cards_in(office) if "is here" in text_of(card)}
            return len(ended) == VIDEOS == len(office.videos())

        await office.slack.until(are_done, within=60)

        assert set(Counter(job_of(card) for card in cards_in(office)).values()) == {1}
        assert len(office.videos()) == VIDEOS
