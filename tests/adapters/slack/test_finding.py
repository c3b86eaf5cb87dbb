"""What an earlier try has posted is found by our marks, and by nobody else's."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack.places import Ref
from adapters.slack.posts.finding import CARD, MOST, PAGE, VIDEO, Place, Searches, mark
from tests.adapters.discord.values import JOB
from tests.adapters.slack.speaking import Speaking
from tests.slack.world import File, Message

OTHER = "k7m2p9xx"
BLOCK = {"type": "rich_text", "block_id": f"sora:video:{JOB}", "elements": []}


def ours(speaking: Speaking, thread: str | None = None, **parts: Any) -> Message:
    """A message of the bot's."""
    world, channel, bot = speaking.slack.world, speaking.videos, speaking.studio
    message = Message(channel, world.new_ts(), bot.bot_user, bot_id=bot.bot_id, thread_ts=thread, **parts)
    return world.add_message(message)


def searches(speaking: Speaking) -> Searches:
    """As of a process that has just started."""
    return Searches(speaking.web, speaking.clock)


def a_file(name: str) -> File:
    return File("F0123", name, "video/mp4", "U0", b"a video")


def ref(message: Message, file: str | None = None) -> Ref:
    return Ref(message.channel.id, message.ts, file)


async def test_a_card_is_found_by_its_mark(speaking: Speaking) -> None:
    card = ours(speaking, metadata=mark(CARD, JOB))
    place = Place(speaking.videos.id)

    assert await searches(speaking).card(speaking.workspace, place, JOB) == ref(card)
    assert await searches(speaking).card(speaking.workspace, place, OTHER) is None
    assert await searches(speaking).video(speaking.workspace, place, JOB) is None


@pytest.mark.parametrize(
    "parts",
    [
        {"metadata": mark(VIDEO, JOB)},
        {"blocks": [BLOCK]},
        {"files": [a_file(f"sora-2-{JOB}.mp4")]},
        {"files": [a_file(f"{JOB}.mp4")]},
    ],
)
async def test_a_video_is_found_by_its_mark_its_blocks_or_its_file(speaking: Speaking, parts: dict[str, Any]) -> None:
    video = ours(speaking, **parts)
    place = Place(speaking.videos.id)

    found = await searches(speaking).video(speaking.workspace, place, JOB)

    assert found == ref(video, "F0123" if "files" in parts else None)
    assert await searches(speaking).video(speaking.workspace, place, OTHER) is None


@pytest.mark.parametrize("name", [f"x{JOB}.mp4", f"{JOB}x.mp4", JOB, "film.mp4"])
async def test_another_file_is_no_video_of_the_job(speaking: Speaking, name: str) -> None:
    ours(speaking, files=[a_file(name)])

    assert await searches(speaking).video(speaking.workspace, Place(speaking.videos.id), JOB) is None


async def test_a_mark_on_a_message_of_somebody_elses_means_nothing(speaking: Speaking) -> None:
    message = ours(speaking, metadata=mark(CARD, JOB), blocks=[BLOCK])
    message.user, message.bot_id = speaking.bob.id, None

    assert await searches(speaking).card(speaking.workspace, Place(speaking.videos.id), JOB) is None
    assert await searches(speaking).video(speaking.workspace, Place(speaking.videos.id), JOB) is None


async def test_a_thread_is_looked_through_from_its_beginning(speaking: Speaking) -> None:
    for number in range(PAGE + 10):
        speaking.ann.posts(speaking.videos, f"word {number}", thread=speaking.asked)
    card = ours(speaking, speaking.asked.ts, metadata=mark(CARD, JOB))

    found = await searches(speaking).card(speaking.workspace, Place(speaking.videos.id, speaking.asked.ts), JOB)

    assert found == ref(card)
    assert len(speaking.slack.api.of("conversations.replies")) == 2


async def test_what_is_in_a_thread_is_not_looked_for_in_the_channel(speaking: Speaking) -> None:
    ours(speaking, speaking.asked.ts, metadata=mark(CARD, JOB))

    assert await searches(speaking).card(speaking.workspace, Place(speaking.videos.id), JOB) is None


async def test_what_is_older_than_the_card_is_not_looked_through(speaking: Speaking) -> None:
    old = ours(speaking, metadata=mark(VIDEO, JOB))
    since = ours(speaking, metadata=mark(CARD, JOB))

    place = Place(speaking.videos.id)
    assert await searches(speaking).video(speaking.workspace, place, JOB, since.ts) is None
    assert await searches(speaking).video(speaking.workspace, place, JOB) == ref(old)


async def test_a_search_comes_to_an_end(speaking: Speaking) -> None:
    for number in range(MOST + 1):
        speaking.ann.posts(speaking.videos, f"word {number}")

    assert await searches(speaking).card(speaking.workspace, Place(speaking.videos.id), JOB) is None
    assert len(speaking.slack.api.of("conversations.history")) == MOST / PAGE
