"""The contract of what is noted of videos on their way into Slack, on both engines."""

from __future__ import annotations

from datetime import timedelta

from adapters.storage.backend import Backend
from adapters.storage.slack_posts import KEPT
from tests.fakes import START


async def test_a_post_is_known_from_before_it_is_made(backend: Backend) -> None:
    await backend.slack_posts.begin("k7m2qx22", "C1", "F1", START)

    begun = await backend.slack_posts.get("k7m2qx22", "C1")

    assert begun is not None
    assert (begun.file_id, begun.ref, begun.began_at) == ("F1", None, START)
    assert await backend.slack_posts.get("k7m2qx22", "C2") is None


async def test_a_post_that_arrived_has_its_message(backend: Backend) -> None:
    await backend.slack_posts.begin("k7m2qx22", "C1", "F1", START)
    await backend.slack_posts.end("k7m2qx22", "C1", "C1/1.2/F1")

    post = await backend.slack_posts.get("k7m2qx22", "C1")

    assert post is not None
    assert post.ref == "C1/1.2/F1"


async def test_a_second_try_takes_the_place_of_the_first(backend: Backend) -> None:
    await backend.slack_posts.begin("k7m2qx22", "C1", "F1", START)
    await backend.slack_posts.begin("k7m2qx22", "C1", "F2", START + timedelta(minutes=3))

    post = await backend.slack_posts.get("k7m2qx22", "C1")

    assert post is not None
    assert (post.file_id, post.ref, post.began_at) == ("F2", None, START + timedelta(minutes=3))


async def test_posts_are_forgotten_one_by_one_and_with_age(backend: Backend) -> None:
    await backend.slack_posts.begin("k7m2qx22", "C1", "F1", START)
    await backend.slack_posts.begin("k7m2qx23", "C1", "F2", START)
    await backend.slack_posts.begin("k7m2qx24", "C1", "F3", START + timedelta(days=1))

    await backend.slack_posts.drop("k7m2qx22", "C1")
    await backend.slack_posts.forget_old(START + KEPT + timedelta(hours=1))

    found = [await backend.slack_posts.get(job_id, "C1") for job_id in ("k7m2qx22", "k7m2qx23", "k7m2qx24")]
    assert [post is not None for post in found] == [False, False, True]
