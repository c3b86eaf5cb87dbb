"""The contract of the notes on videos that are on their way into Slack, on both engines."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.storage.backend import Backend, open_store
from adapters.storage.slack_posts import KEPT, SlackPost, SlackPosts
from tests.fakes import START

JOB = "k7m2p9xq"


@pytest.fixture
def posts(backend: Backend) -> SlackPosts:
    return backend.slack_posts


async def test_nothing_is_on_its_way_at_first(posts: SlackPosts) -> None:
    assert await posts.get(JOB, "C1") is None


async def test_what_was_begun_may_be_there(posts: SlackPosts) -> None:
    await posts.begin(JOB, "C1", "F1", START)

    assert await posts.get(JOB, "C1") == SlackPost("F1", None, START)


async def test_what_has_arrived_is_known_by_its_message(posts: SlackPosts) -> None:
    await posts.begin(JOB, "C1", "F1", START)
    await posts.end(JOB, "C1", "C1/1.1/F1")

    assert await posts.get(JOB, "C1") == SlackPost("F1", "C1/1.1/F1", START)


async def test_a_link_has_no_file(posts: SlackPosts) -> None:
    await posts.begin(JOB, "C1", "", START)

    assert await posts.get(JOB, "C1") == SlackPost("", None, START, uploads=0)


async def test_links_count_as_no_uploads(posts: SlackPosts) -> None:
    for file_id in ("F1", "", "", "F2"):
        await posts.begin(JOB, "C1", file_id, START)

    assert await posts.get(JOB, "C1") == SlackPost("F2", None, START, uploads=2)


async def test_a_second_upload_takes_the_place_of_the_first(posts: SlackPosts) -> None:
    later = START + timedelta(minutes=2)
    await posts.begin(JOB, "C1", "F1", START)
    await posts.end(JOB, "C1", "C1/1.1/F1")
    await posts.begin(JOB, "C1", "F2", later)

    assert await posts.get(JOB, "C1") == SlackPost("F2", None, later, uploads=2)


async def test_what_was_refused_is_as_if_it_never_was(posts: SlackPosts) -> None:
    await posts.begin(JOB, "C1", "F1", START)
    for _ in range(2):
        await posts.drop(JOB, "C1")

    assert await posts.get(JOB, "C1") is None
    await posts.begin(JOB, "C1", "F1", START)
    assert await posts.get(JOB, "C1") == SlackPost("F1", None, START)


async def test_what_was_never_begun_cannot_arrive(posts: SlackPosts) -> None:
    await posts.end(JOB, "C1", "C1/1.1/F1")

    assert await posts.get(JOB, "C1") is None


async def test_jobs_and_channels_do_not_mix(posts: SlackPosts) -> None:
    await posts.begin(JOB, "C1", "F1", START)
    await posts.begin(JOB, "D1", "F2", START)
    await posts.begin("k7m2p9xx", "C1", "F3", START)

    await posts.end(JOB, "D1", "D1/1.1/F2")
    await posts.drop("k7m2p9xx", "C1")

    assert await posts.get(JOB, "C1") == SlackPost("F1", None, START)
    assert await posts.get(JOB, "D1") == SlackPost("F2", "D1/1.1/F2", START)


async def test_what_is_old_is_forgotten(posts: SlackPosts) -> None:
    await posts.begin(JOB, "C1", "F1", START)
    await posts.begin("k7m2p9xx", "C1", "F2", START + timedelta(days=1))

    await posts.forget_old(START + KEPT + timedelta(seconds=1))

    assert await posts.get(JOB, "C1") is None
    assert await posts.get("k7m2p9xx", "C1") is not None


async def test_what_is_on_its_way_outlasts_the_program(database_url: str) -> None:
    async with open_store(database_url, exclusive=True) as backend:
        await backend.slack_posts.begin(JOB, "C1", "F1", START)

    async with open_store(database_url, exclusive=True) as backend:
        assert await backend.slack_posts.get(JOB, "C1") == SlackPost("F1", None, START)
