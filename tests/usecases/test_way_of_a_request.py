"""From a message to a video in the same conversation."""

from __future__ import annotations

import pytest

from bot.domain.chat import Cards
from bot.domain.job import Closing, JobStatus
from bot.ports import Running
from tests.builders import APIXO
from tests.world import World


async def test_a_request_becomes_a_video_in_the_same_conversation(world: World) -> None:
    reply = await world.ask("a paper boat in the rain, 8s portrait", channel="ideas")
    assert isinstance(reply, Cards)
    job_id = world.jobs[0]
    await world.work()

    await world.call_back(job_id)
    await world.work()

    conversation, post, content, link = world.messenger.videos[job_id]
    assert conversation.channel == "ideas"
    assert post.prompt == "a paper boat in the rain"
    assert (content, link) == (b"a video", None)
    job = await world.job(job_id)
    assert (job.status, job.closing) == (JobStatus.POSTED, Closing.SETTLED)


async def test_the_card_shows_every_step_and_what_is_left(world: World) -> None:
    job_id = await world.accept("a kite")
    first = world.messenger.cards[job_id]
    await world.work()
    await world.posted("another kite")
    world.provider.tasks[world.provider.task_of[job_id]] = Running()
    await world.usecases.record_callback(APIXO, job_id, {}, b"x")
    await world.work()
    await world.card(job_id)

    assert first.status == "accepted"
    assert any("9" in fact for fact in first.facts)
    assert world.messenger.cards[job_id].status == "rendering"


async def test_nothing_lies_in_the_spool_after_a_post(world: World) -> None:
    await world.posted()

    assert list(world.folder.glob("*.mp4")) == []


async def test_a_repeated_message_makes_one_job(world: World) -> None:
    await world.ask("a kite", event="same")
    again = await world.ask("a kite", event="same")

    assert again == Cards(cards=())
    assert await world.used() == 1


async def test_a_count_makes_that_many_jobs(world: World) -> None:
    await world.ask("a kite x3")
    await world.work()

    assert len(world.jobs) == 3
    assert {order.job_id for order in world.provider.orders} == set(world.jobs)
    assert await world.used() == 3


async def test_a_count_over_the_quota_makes_none(world: World) -> None:
    world.daily_videos = 2
    world.restart()

    sentence = await world.refused("a kite x3")

    assert await world.used() == 0
    assert "2" in sentence


async def test_several_over_the_quota_are_counted_together(world: World) -> None:
    world.daily_videos = 3
    world.restart()
    await world.accept()
    await world.accept()

    assert "You have used 2 of 3 videos today, and this would take 3 videos" in await world.refused("a kite x3")
    assert "This takes 4 videos, and the limit is 3" in await world.refused("a kite x4")


async def test_the_quota_refuses_and_says_when_it_resets(world: World) -> None:
    world.daily_videos = 1
    world.restart()
    await world.accept()

    sentence = await world.refused("one more kite")

    assert "12 h" in sentence
    assert await world.used() == 1


async def test_a_reference_image_goes_along_as_bytes_and_as_a_link(world: World) -> None:
    await world.ask("a kite", image=b"picture")
    await world.work()

    order = world.provider.orders[0]

    assert order.images == (b"picture",)
    assert order.image_links[0].startswith("https://bot/images/")


async def test_again_makes_the_same_video_with_its_image(world: World) -> None:
    first = await world.ask("a kite 4s portrait", image=b"picture")
    assert isinstance(first, Cards)
    await world.work()

    await world.ask(f"again {world.jobs[0]}", user="bob")
    await world.work()

    before, after = world.provider.orders
    assert (after.request.prompt, after.request.seconds, after.request.shape) == (
        before.request.prompt,
        before.request.seconds,
        before.request.shape,
    )
    assert after.images == (b"picture",)
    assert await world.used("bob") == 1


async def test_remix_changes_the_words_and_keeps_the_rest(world: World) -> None:
    job_id = await world.posted("a kite 4s portrait")

    await world.ask(f"remix {job_id} a balloon")
    await world.work()

    request = world.provider.orders[-1].request
    assert (request.prompt, request.seconds, request.shape.word) == ("a balloon", 4, "portrait")


async def test_an_unknown_option_is_named_with_what_is_allowed(world: World) -> None:
    sentence = await world.refused("a kite --seconds 9")

    assert "9" in sentence
    assert "8" in sentence


@pytest.mark.parametrize("words", ["a kite --private", "a kite, private"])
async def test_a_private_video_is_refused_where_everybody_would_see_it(world: World, words: str) -> None:
    sentence = await world.refused(words)

    assert "private" in sentence
    assert await world.used() == 0
