"""What Slack tells twice is done once, and what it tells is acknowledged in time, whatever hangs."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing

import pytest

from tests.chat_page import until
from tests.scenarios.office import Office
from tests.scenarios.town import Town
from tests.slack.reading import text_of
from tests.slack.told import Kind, Told
from tests.slack.world import Message
from tests.waiting import eventually

IN_TIME = 3.0
"""Seconds in which Slack wants to hear that something has arrived."""


def cards(office: Office) -> list[Message]:
    return [message for message in office.channel.messages if message.metadata is not None]


async def jobs(town: Town) -> int:
    return len(await town.database.rows("SELECT id FROM jobs"))


async def all_acknowledged(office: Office, *, within: float = 10) -> list[Told]:
    """Everything the bot was told, once it has said of all that it has it."""
    told = office.slack.acknowledgements
    await eventually(lambda: all(one.is_acknowledged for one in told), within=within)
    return told


def were_in_time(told: list[Told]) -> bool:
    return all(one.tries == 1 and (one.acknowledged_after or 0) < IN_TIME for one in told)


def hang(office: Office, gate: asyncio.Event) -> None:
    """Until the gate opens, let nothing be answered that the bot may ask before it answers somebody."""
    for method in ("users.info", "conversations.info", "chat.postMessage"):
        office.slack.trouble(method, gate=gate, times=3)


# --- told again -------------------------------------------------------------------------------------------------------


async def test_an_event_that_comes_three_times_makes_one_video(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "a kite")
        office.slack.repeat_last_event()
        office.slack.repeat_last_event()
        await office.card("is here")
        office.slack.repeat_last_event()
        await all_acknowledged(office)

        assert await jobs(town) == 1
        assert await town.used() == 1
    assert len(cards(office)) == len(office.videos()) == 1


async def test_an_event_that_comes_again_after_a_restart_makes_nothing_new(office: Office) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, "a kite")
        await office.card("is here")

    async with office.bot() as town:
        office.slack.repeat_last_event()
        await all_acknowledged(office)

        assert await jobs(town) == 1
    assert len(cards(office)) == len(office.videos()) == 1


@pytest.mark.parametrize("words", ["help", ""])
async def test_an_answer_in_words_is_given_once_however_often_it_is_asked_for(office: Office, words: str) -> None:
    async with office.bot():
        office.ann.writes(words)
        await office.slack.channel_until(office.ann.dm, lambda message: message.bot_id is not None)
        office.slack.repeat_last_event()
        await all_acknowledged(office)

    async with office.bot():
        office.slack.repeat_last_event()
        await all_acknowledged(office)

    assert len([message for message in office.ann.dm.messages if message.bot_id]) == 1


async def test_an_event_that_comes_again_before_its_card_is_there_has_one_card(office: Office) -> None:
    gate = asyncio.Event()
    async with office.bot() as town:
        office.slack.trouble("chat.postMessage", gate=gate)
        office.ann.mentions(office.channel, "a kite")
        office.slack.repeat_last_event()
        await all_acknowledged(office)
        gate.set()

        await office.card("is here")
        assert await jobs(town) == 1
    assert len(cards(office)) == len(office.videos()) == 1


async def test_a_command_that_is_edited_afterwards_stays_one(office: Office) -> None:
    async with office.bot() as town:
        mention = office.ann.mentions(office.channel, "a kite")
        await office.card()
        office.ann.edits(mention, f"<@{office.workspace.bot_user}> a red kite")
        await office.card("is here")
        await all_acknowledged(office)

        assert await jobs(town) == 1


async def test_what_a_busy_database_keeps_waiting_comes_again_and_is_one_job(office: Office) -> None:
    async with office.bot() as town:
        with closing(sqlite3.connect(town.folder / "bot.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            office.ann.mentions(office.channel, "a kite")
            await all_acknowledged(office)
            office.slack.repeat_last_event()
            await all_acknowledged(office)
            other.execute("COMMIT")

        await office.card("is here")
        assert await jobs(town) == 1
    assert were_in_time(office.slack.acknowledgements[:1])
    assert len(office.videos()) == 1


# --- acknowledged in time ---------------------------------------------------------------------------------------------


async def test_a_mention_is_acknowledged_while_slack_hangs(office: Office) -> None:
    gate = asyncio.Event()
    async with office.bot():
        hang(office, gate)
        office.ann.mentions(office.channel, "a kite")
        told = await all_acknowledged(office)
        gate.set()

        await office.video()
    assert were_in_time(told)
    assert len(cards(office)) == len(office.videos()) == 1


async def test_a_command_is_acknowledged_while_slack_hangs(office: Office) -> None:
    gate = asyncio.Event()
    async with office.bot():
        hang(office, gate)
        told = await office.ann.slash(office.channel, "/sora", "a kite")
        gate.set()

        await office.video()
    assert were_in_time([told])


async def test_a_press_is_acknowledged_while_slack_hangs(office: Office) -> None:
    gate = asyncio.Event()
    async with office.bot():
        office.ann.mentions(office.channel, "a kite")
        video = await office.video()
        hang(office, gate)
        told = await office.bob.presses(video, "Again")
        gate.set()

        await office.slack.until(lambda: len(office.videos()) == 2 or None, within=20, wanted="second video")
    assert told.kind is Kind.INTERACTION
    assert were_in_time([told])


async def test_many_who_ask_at_once_are_all_acknowledged_in_time(office: Office) -> None:
    rooms = [office.slack.add_channel(office.workspace, f"room-{number}") for number in range(10)]
    people = [office.slack.add_person(office.workspace, f"person-{number}") for number in range(20)]
    async with office.bot() as town:
        for number, person in enumerate(people):
            person.mentions(rooms[number % 10], f"kite {number}")
        told = await all_acknowledged(office)

        async def are_there() -> bool:
            return await jobs(town) == 20

        await until(are_there)
    assert were_in_time(told)


async def test_what_the_bot_could_not_do_is_said_and_acknowledged(office: Office) -> None:
    async with office.bot():
        office.slack.trouble("chat.postMessage", error="invalid_blocks")
        office.ann.writes("help")

        said = await office.slack.channel_until(office.ann.dm, lambda message: message.bot_id is not None)
    assert "went wrong" in text_of(said)
