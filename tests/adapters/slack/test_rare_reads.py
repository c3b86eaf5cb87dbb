"""An app from outside Slack's Marketplace reads a channel once a minute, 15 messages each time: all comes, and once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from adapters.slack.messenger import SlackMessenger
from adapters.slack.posts.cards import new_jobs
from adapters.slack.posts.finding import MOST, PAGE
from adapters.slack.posts.videos import PATIENCE
from bot.domain.chat import Conversation
from bot.domain.errors import DeliveryPaused
from tests.adapters.discord.values import JOB, a_card, a_post
from tests.adapters.slack.speaking import Speaking, as_requester, in_channel, said
from tests.slack.world import Message

LINK = "https://bot.example/files/1"
COMPLETE = "files.completeUploadExternal"
PLACES = ["thread", "channel", "direct"]

T = TypeVar("T")


def read_rarely(speaking: Speaking) -> None:
    speaking.slack.limits.reads_left, speaking.slack.world.largest_page = 1, 15


def pass_a_minute(speaking: Speaking) -> None:
    speaking.seconds.now += 60
    speaking.clock.pass_time(timedelta(minutes=1))
    speaking.slack.limits.reads_left = 1


async def in_the_end(speaking: Speaking, work: Callable[[], Awaitable[T]]) -> T:
    """What comes of it when it is tried once a minute, as whoever is told to pause does."""
    for _ in range(20):
        try:
            return await work()
        except DeliveryPaused:
            pass_a_minute(speaking)
    raise AssertionError("it is tried for ever")


def a_place(speaking: Speaking, kind: str) -> Conversation:
    direct = in_channel(speaking.ann.dm)
    return {"thread": speaking.here, "channel": in_channel(speaking.videos), "direct": direct}[kind]


def chatter(speaking: Speaking, kind: str) -> None:
    """Much is said there."""
    for number in range(40):
        if kind == "direct":
            speaking.ann.writes(f"word {number}")
        else:
            speaking.bob.posts(speaking.videos, f"word {number}", thread=speaking.asked if kind == "thread" else None)


def everything(speaking: Speaking) -> list[Message]:
    return [*speaking.ours, *said(speaking.ann.dm)]


async def deliver(speaking: Speaking, messenger: SlackMessenger, where: Conversation, film: Path | None) -> str:
    """A further try to deliver: look in both places, then post."""
    direct = await messenger.direct(as_requester(speaking.ann))
    assert direct is not None
    for place in (where, direct):
        found = await messenger.find_video(place, JOB, None)
        if found is not None:
            return found
    return await messenger.post_video(where, a_post(), film, None if film else LINK)


@pytest.mark.parametrize("kind", PLACES)
async def test_a_card_whose_answer_got_lost_is_found(speaking: Speaking, kind: str) -> None:
    messenger, where = speaking.messenger(), a_place(speaking, kind)
    if kind == "thread":
        chatter(speaking, kind)
    speaking.slack.trouble("chat.postMessage", acts=True, drops=True)
    with pytest.raises(DeliveryPaused):
        await messenger.put_card(where, a_card(), None)
    if kind != "thread":
        chatter(speaking, kind)
    read_rarely(speaking)

    await in_the_end(speaking, lambda: messenger.put_card(where, a_card(title="rendering"), None))

    assert len(everything(speaking)) == 1


@pytest.mark.parametrize("kind", PLACES)
async def test_a_card_that_is_not_there_is_posted(speaking: Speaking, kind: str) -> None:
    messenger, where = speaking.messenger(), a_place(speaking, kind)
    chatter(speaking, kind)
    read_rarely(speaking)

    await in_the_end(speaking, lambda: messenger.put_card(where, a_card(), None))

    assert len(everything(speaking)) == 1


async def test_a_card_that_was_not_there_and_whose_answer_got_lost_is_looked_for_anew(speaking: Speaking) -> None:
    messenger = speaking.messenger()
    chatter(speaking, "thread")
    speaking.slack.trouble("chat.postMessage", acts=True, drops=True)
    read_rarely(speaking)

    await in_the_end(speaking, lambda: messenger.put_card(speaking.here, a_card(), None))

    assert len(speaking.ours) == 1


@pytest.mark.parametrize("kind", PLACES)
async def test_a_link_whose_answer_got_lost_is_found(speaking: Speaking, kind: str) -> None:
    messenger, where = speaking.messenger(), a_place(speaking, kind)
    chatter(speaking, kind)
    speaking.slack.trouble("chat.postMessage", acts=True, drops=True)
    read_rarely(speaking)

    await in_the_end(speaking, lambda: deliver(speaking, messenger, where, None))

    assert len(everything(speaking)) == 1


@pytest.mark.parametrize("kind", PLACES)
async def test_a_link_that_was_never_posted_is_posted(speaking: Speaking, kind: str) -> None:
    messenger, where = speaking.messenger(), a_place(speaking, kind)
    chatter(speaking, kind)
    speaking.slack.trouble("chat.postMessage", drops=True)
    read_rarely(speaking)

    await in_the_end(speaking, lambda: deliver(speaking, messenger, where, None))

    assert len(everything(speaking)) == 1


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize("has_files_read", [True, False])
async def test_a_video_whose_answer_got_lost_is_found(
    speaking: Speaking, film: Path, kind: str, *, has_files_read: bool
) -> None:
    messenger, where = speaking.messenger(), a_place(speaking, kind)
    if not has_files_read:
        speaking.studio.scopes.discard("files:read")
    chatter(speaking, kind)
    speaking.slack.trouble(COMPLETE, acts=True, drops=True)
    with pytest.raises(DeliveryPaused):
        await messenger.post_video(where, a_post(), film, None)
    await speaking.slack.world.bell.until(lambda: everything(speaking), within=5, wanted=lambda: "no film")
    read_rarely(speaking)

    await in_the_end(speaking, lambda: deliver(speaking, messenger, where, film))

    (video,) = everything(speaking)
    assert [file.content for file in video.files] == [film.read_bytes()]


async def test_a_video_that_slack_knows_to_be_there_needs_no_reading(speaking: Speaking, film: Path) -> None:
    messenger = speaking.messenger()
    speaking.slack.files.share_delay = 1  # not before it was looked for the first time
    speaking.slack.trouble(COMPLETE, acts=True, drops=True)
    with pytest.raises(DeliveryPaused):
        await messenger.post_video(speaking.here, a_post(), film, None)
    with pytest.raises(DeliveryPaused):
        await messenger.find_video(speaking.here, JOB, None)
    await speaking.slack.world.bell.until(lambda: speaking.films, within=5, wanted=lambda: "no film")

    assert await messenger.find_video(speaking.here, JOB, None) is not None
    assert speaking.slack.api.of("conversations.replies") == []


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize("has_files_read", [True, False])
async def test_a_video_that_slack_never_shows_is_sent_anew(
    speaking: Speaking, film: Path, kind: str, *, has_files_read: bool
) -> None:
    messenger, where = speaking.messenger(), a_place(speaking, kind)
    if not has_files_read:
        speaking.studio.scopes.discard("files:read")
    chatter(speaking, kind)
    speaking.slack.files.shares_lost = 1
    with pytest.raises(DeliveryPaused):
        await speaking.messenger(looks=()).post_video(where, a_post(), film, None)
    speaking.clock.pass_time(PATIENCE)
    read_rarely(speaking)

    await in_the_end(speaking, lambda: deliver(speaking, messenger, where, film))

    (video,) = everything(speaking)
    assert [file.content for file in video.files] == [film.read_bytes()]


@pytest.mark.parametrize("kind", PLACES)
async def test_a_look_for_a_video_of_a_lost_database_ends(speaking: Speaking, film: Path, kind: str) -> None:
    messenger, where = speaking.messenger(), a_place(speaking, kind)
    chatter(speaking, kind)
    read_rarely(speaking)

    await in_the_end(speaking, lambda: deliver(speaking, messenger, where, film))

    assert len(everything(speaking)) == 1


async def test_a_place_that_slack_does_not_know_any_more_is_begun_anew(speaking: Speaking) -> None:
    messenger = speaking.messenger()
    chatter(speaking, "thread")
    speaking.slack.trouble("chat.postMessage", acts=True, drops=True)
    with new_jobs(), pytest.raises(DeliveryPaused):
        await messenger.put_card(speaking.here, a_card(), None)
    read_rarely(speaking)
    with pytest.raises(DeliveryPaused):
        await messenger.put_card(speaking.here, a_card(), None)
    pass_a_minute(speaking)
    speaking.slack.trouble("conversations.replies", error="invalid_cursor")

    await in_the_end(speaking, lambda: messenger.put_card(speaking.here, a_card(), None))

    assert len(speaking.ours) == 1
    assert [call.maybe("cursor") for call in speaking.slack.api.of("conversations.replies")].count(None) == 2


async def test_a_search_looks_through_no_more_than_it_would_at_once(speaking: Speaking) -> None:
    messenger, where = speaking.messenger(), in_channel(speaking.videos)
    for number in range(MOST + PAGE):
        speaking.bob.posts(speaking.videos, f"word {number}")
    read_rarely(speaking)
    speaking.slack.world.largest_page = PAGE

    await in_the_end(speaking, lambda: messenger.put_card(where, a_card(), None))

    assert len(speaking.slack.api.of("conversations.history")) - len(speaking.slack.limits.hits) == MOST / PAGE


async def test_a_search_that_nobody_goes_on_with_is_forgotten(speaking: Speaking) -> None:
    messenger = speaking.messenger()
    chatter(speaking, "thread")
    read_rarely(speaking)
    with pytest.raises(DeliveryPaused):
        await messenger.put_card(speaking.here, a_card(), None)
    speaking.clock.pass_time(timedelta(hours=1))

    await in_the_end(speaking, lambda: messenger.put_card(speaking.here, a_card(), None))

    assert len(speaking.ours) == 1
