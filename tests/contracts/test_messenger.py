"""What every chat platform keeps its word on; run on each implementation of the port `Messenger`."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from bot.domain.chat import Action, Button, Card, Conversation, Notice, Tone, VideoPost
from bot.domain.errors import ConversationGone
from bot.ports import Messenger, PostedFile
from tests.adapters.discord.speaking import in_channel, open_speaking
from tests.adapters.slack import speaking as slack_speaking
from tests.builders import a_conversation
from tests.chat_page import open_chat_page
from tests.fakes import FakeMessenger
from tests.slack.reading import text_of

_TITLE: Final = re.compile(r"### (.*)|:\w+: \*(.*)\*")
"""The first line of a card, in Discord and in Slack."""


@dataclass(frozen=True, slots=True)
class Platform:
    """A messenger, and how a person would see what it did: titles of cards, prompts of videos, notices."""

    messenger: Messenger
    seen: Callable[[], Awaitable[list[str]]]
    here: Conversation
    gone: Conversation


@asynccontextmanager
async def _web(folder: Path) -> AsyncIterator[Platform]:
    async with open_chat_page(folder) as page:

        async def seen() -> list[str]:
            found = await page.room.log.messages("studio", before_seq=None, limit=100)
            messages = [message for message in found if message.kind != "removed"]
            texts = ({"card": "title", "video": "prompt", "notice": "text"}[message.kind] for message in messages)
            return [message.body[name] for message, name in zip(messages, texts, strict=True)]

        yield Platform(page.messenger, seen, a_conversation(), a_conversation("gone"))


@asynccontextmanager
async def _fake(_: Path) -> AsyncIterator[Platform]:
    fake = FakeMessenger(gone={"gone"})

    async def seen() -> list[str]:
        cards = [card.title for card in fake.cards.values()]
        videos = [post.prompt for _, post, _, _ in fake.videos.values()]
        return [*cards, *videos, *(notice.text for _, notice in fake.said)]

    yield Platform(fake, seen, a_conversation(), a_conversation("gone"))


@asynccontextmanager
async def _discord(_: Path) -> AsyncIterator[Platform]:
    async with open_speaking() as speaking:

        async def seen() -> list[str]:
            return [_as_seen(message.text) for message in speaking.studio.videos.messages]

        other = speaking.studio.guild.add_channel("other")
        other.delete()
        yield Platform(speaking.messenger(), seen, speaking.here, in_channel(other))


@asynccontextmanager
async def _slack(folder: Path) -> AsyncIterator[Platform]:
    async with slack_speaking.open_speaking(folder) as speaking:

        async def seen() -> list[str]:
            return [_as_seen(text_of(message)) for message in speaking.ours]

        other = speaking.slack.add_channel(speaking.studio, "other")
        del speaking.studio.channels[other.id]
        yield Platform(speaking.messenger(), seen, speaking.here, slack_speaking.in_channel(other))


def _as_seen(text: str) -> str:
    """The title of a card, the prompt of a video, or the words of a notice."""
    lines = text.split("\n")
    title = _TITLE.fullmatch(lines[0])
    if title is not None:
        return title[1] or title[2]
    return next((line.removeprefix("> ") for line in lines if line.startswith("> ")), text)


@pytest.fixture(params=[_web, _fake, _discord, _slack], ids=["web", "fake", "discord", "slack"])
async def platform(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Platform]:
    async with request.param(tmp_path) as opened:
        yield opened


def a_card(title: str = "accepted", job_id: str = "k7m2qx22") -> Card:
    return Card(job_id=job_id, status="accepted", tone=Tone.BUSY, title=title, prompt="a kite")


def a_post(prompt: str = "a kite", job_id: str = "k7m2qx22") -> VideoPost:
    return VideoPost(
        job_id=job_id,
        text="ready",
        prompt=prompt,
        filename="kite.mp4",
        width=16,
        height=9,
        seconds=1,
        mentions="80351110224678912",
        buttons=(Button(Action.AGAIN, "Again", job_id),),
    )


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"a video")
    return path


async def test_a_card_is_posted_and_then_edited(platform: Platform) -> None:
    ref = await platform.messenger.put_card(platform.here, a_card("accepted"), None)
    again = await platform.messenger.put_card(platform.here, a_card("rendering"), ref)

    assert again == ref
    assert await platform.seen() == ["rendering"]


async def test_a_card_whose_ref_was_lost_is_found_by_its_job(platform: Platform) -> None:
    ref = await platform.messenger.put_card(platform.here, a_card("accepted"), None)
    again = await platform.messenger.put_card(platform.here, a_card("rendering"), None)

    assert again == ref
    assert await platform.seen() == ["rendering"]


async def test_each_job_has_its_own_card(platform: Platform) -> None:
    first = await platform.messenger.put_card(platform.here, a_card("one", "k7m2qx22"), None)
    second = await platform.messenger.put_card(platform.here, a_card("two", "k7m2qx23"), None)

    assert first != second
    assert await platform.seen() == ["one", "two"]


async def test_a_video_is_posted_once_however_often_it_is_tried(platform: Platform, film: Path) -> None:
    first = await platform.messenger.post_video(platform.here, a_post(), film, None)
    second = await platform.messenger.post_video(platform.here, a_post(), film, None)

    assert second == first
    assert await platform.seen() == ["a kite"]


async def test_a_second_try_may_come_without_the_file(platform: Platform, film: Path) -> None:
    first = await platform.messenger.post_video(platform.here, a_post(), film, None)
    film.unlink()

    assert await platform.messenger.post_video(platform.here, a_post(), None, "https://bot.example/1") == first


async def test_a_video_is_found_where_an_earlier_try_has_posted_it(platform: Platform, film: Path) -> None:
    card = await platform.messenger.put_card(platform.here, a_card(), None)
    before = await platform.messenger.find_video(platform.here, "k7m2qx22", card)
    posted = await platform.messenger.post_video(platform.here, a_post(), film, None)

    assert before is None
    assert await platform.messenger.find_video(platform.here, "k7m2qx22", card) == posted
    assert await platform.messenger.find_video(platform.here, "k7m2qx22", None) == posted
    assert await platform.messenger.find_video(platform.here, "k7m2qx23", card) is None


async def test_a_video_behind_a_link_is_found_too(platform: Platform) -> None:
    posted = await platform.messenger.post_video(platform.here, a_post(), None, "https://bot.example/1")

    assert await platform.messenger.find_video(platform.here, "k7m2qx22", None) == posted


async def test_a_link_stands_in_for_a_file(platform: Platform) -> None:
    await platform.messenger.post_video(platform.here, a_post(), None, "https://bot.example/1")

    assert await platform.seen() == ["a kite"]


async def test_a_posted_file_can_be_read_again(platform: Platform, film: Path) -> None:
    ref = await platform.messenger.post_video(platform.here, a_post(), film, None)

    place = await platform.messenger.posted_file(platform.here, a_post().job_id, ref, None)

    assert place is not None
    assert isinstance(place, PostedFile) or place.read_bytes() == b"a video"


async def test_a_link_is_no_file_that_could_be_read(platform: Platform) -> None:
    ref = await platform.messenger.post_video(platform.here, a_post(), None, "https://bot.example/1")

    assert await platform.messenger.posted_file(platform.here, a_post().job_id, ref, None) is None


async def test_a_removed_video_is_gone_and_may_be_removed_twice(platform: Platform, film: Path) -> None:
    ref = await platform.messenger.post_video(platform.here, a_post(), film, None)
    other = await platform.messenger.post_video(platform.here, a_post("another", "k7m2qx23"), film, None)

    for _ in range(2):
        await platform.messenger.remove_video(platform.here, a_post().job_id, ref, None)

    assert await platform.seen() == ["another"]
    assert await platform.messenger.posted_file(platform.here, a_post().job_id, ref, None) is None
    assert await platform.messenger.posted_file(platform.here, "k7m2qx23", other, None) is not None


async def test_there_is_a_way_to_a_message(platform: Platform, film: Path) -> None:
    ref = await platform.messenger.post_video(platform.here, a_post(), film, None)

    link = platform.messenger.message_link(platform.here, ref)

    assert link is None or platform.here.channel in link


async def test_a_notice_is_said(platform: Platform) -> None:
    await platform.messenger.say(platform.here, Notice(text="hello"))
    await platform.messenger.say(platform.here, Notice(text="hello"))

    assert await platform.seen() == ["hello", "hello"]


async def test_a_conversation_that_is_gone_is_named_as_such(platform: Platform, film: Path) -> None:
    with pytest.raises(ConversationGone):
        await platform.messenger.put_card(platform.gone, a_card(), None)
    with pytest.raises(ConversationGone):
        await platform.messenger.post_video(platform.gone, a_post(), film, None)
    with pytest.raises(ConversationGone):
        await platform.messenger.say(platform.gone, Notice(text="hello"))
    assert await platform.seen() == []


async def test_the_upload_limit_is_a_number_of_bytes_or_none(platform: Platform) -> None:
    limit = await platform.messenger.upload_limit(platform.here)

    assert limit is None or limit > 0
