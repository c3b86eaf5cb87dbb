"""What is posted, found and changed in Discord: the real discord.py before the stand-in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.discord.finding import LOOK_AHEAD, LOOK_BACK
from bot.domain.errors import ConversationGone, DeliveryPaused
from tests.adapters.discord.speaking import Speaking, as_requester, open_speaking
from tests.adapters.discord.values import JOB, a_card, a_post
from tests.discord.errors import Problem
from tests.discord.posting import delete


@pytest.fixture
async def speaking() -> AsyncIterator[Speaking]:
    async with open_speaking() as speaking:
        yield speaking


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"a video")
    return path


async def test_a_video_answers_its_card(speaking: Speaking, film: Path) -> None:
    card = await speaking.messenger().put_card(speaking.here, a_card(), None)

    await speaking.messenger().post_video(speaking.here, a_post(reply_to=card), film, None)

    (post,) = speaking.posts()
    assert post.reference is speaking.studio.videos.messages[0]


async def test_a_bot_that_may_not_read_the_history_posts_without_answering(speaking: Speaking, film: Path) -> None:
    card = await speaking.messenger().put_card(speaking.here, a_card(), None)
    speaking.studio.videos.forbid("read_message_history")

    await speaking.messenger().post_video(speaking.here, a_post(reply_to=card), film, None)

    (post,) = speaking.posts()
    assert post.reference is None
    assert post.files[0].content == b"a video"


async def test_a_card_that_was_deleted_stays_deleted(speaking: Speaking) -> None:
    messenger = speaking.messenger()
    ref = await messenger.put_card(speaking.here, a_card(), None)
    delete(speaking.studio.videos.messages[0])

    assert await messenger.put_card(speaking.here, a_card(title="rendering"), ref) == ref

    assert speaking.studio.videos.messages == []


async def test_a_card_that_was_deleted_before_it_was_known_is_not_tried_for_ever(speaking: Speaking) -> None:
    await speaking.messenger().put_card(speaking.here, a_card(), None)
    delete(speaking.studio.videos.messages[0])

    with pytest.raises(ConversationGone):
        await speaking.messenger().put_card(speaking.here, a_card(), None)


async def test_a_video_is_found_behind_all_that_was_said_since(speaking: Speaking, film: Path) -> None:
    card = await speaking.messenger().put_card(speaking.here, a_card(), None)
    post = await speaking.messenger().post_video(speaking.here, a_post(), film, None)
    for number in range(LOOK_BACK + 10):
        speaking.studio.bob.write(speaking.studio.videos, f"word {number}")

    assert await speaking.messenger().find_video(speaking.here, JOB, card) == post


async def test_a_video_is_found_at_the_end_of_a_long_conversation(speaking: Speaking, film: Path) -> None:
    card = await speaking.messenger().put_card(speaking.here, a_card(), None)
    for number in range(LOOK_AHEAD + 10):
        speaking.studio.bob.write(speaking.studio.videos, f"word {number}")
    post = await speaking.messenger().post_video(speaking.here, a_post(), film, None)

    assert await speaking.messenger().find_video(speaking.here, JOB, card) == post
    assert await speaking.messenger().find_video(speaking.here, JOB, None) == post


async def test_the_video_of_another_job_and_the_card_itself_are_not_found(speaking: Speaking, film: Path) -> None:
    card = await speaking.messenger().put_card(speaking.here, a_card(), None)
    await speaking.messenger().post_video(speaking.here, a_post(job_id="k7m2p9xx", buttons=()), film, None)

    assert await speaking.messenger().find_video(speaking.here, JOB, card) is None


async def test_where_nothing_may_be_read_nothing_is_found(speaking: Speaking, film: Path) -> None:
    await speaking.messenger().post_video(speaking.here, a_post(), film, None)
    speaking.studio.videos.forbid("read_message_history")

    assert await speaking.messenger().find_video(speaking.here, JOB, None) is None


async def test_a_video_whose_answer_got_lost_is_posted_once(speaking: Speaking, film: Path) -> None:
    speaking.stand_in.lose_answer("POST /channels/*/messages")
    with pytest.raises(DeliveryPaused):
        await speaking.messenger().post_video(speaking.here, a_post(), film, None)
    speaking.stand_in.move_clock(timedelta(minutes=10))  # Discord has forgotten the nonce by then

    assert await speaking.messenger().find_video(speaking.here, JOB, None) is not None
    assert len(speaking.posts()) == 1


async def test_a_private_video_without_a_card_that_can_be_changed_goes_elsewhere(
    speaking: Speaking, film: Path
) -> None:
    private = replace(speaking.here, only=str(speaking.studio.ann.id))

    for card in (None, "1/2", f"{speaking.studio.videos.id}/1575140277193015300/a-token-of-last-year"):
        with pytest.raises(ConversationGone):
            await speaking.messenger().post_video(private, a_post(reply_to=card), film, None)

    assert speaking.posts() == []
    assert speaking.studio.ann.dm.messages == []


async def test_a_private_card_without_an_answer_stands_in_direct_messages_and_changes_there(speaking: Speaking) -> None:
    private = replace(speaking.here, only=str(speaking.studio.ann.id))
    messenger = speaking.messenger()

    ref = await messenger.put_card(private, a_card(title="accepted"), None)
    await messenger.put_card(private, a_card(title="rendering"), ref)

    (card,) = speaking.studio.ann.dm.messages
    assert "rendering" in card.text
    assert speaking.studio.videos.all_messages == []


async def test_what_direct_messages_refuse_says_nothing_about_the_server(speaking: Speaking, film: Path) -> None:
    messenger = speaking.messenger()
    speaking.studio.guild.boost(14)
    before = await messenger.upload_limit(speaking.here)
    direct = await messenger.direct(as_requester(speaking.studio.ann, speaking.studio.videos))
    assert direct is not None
    at_first = await messenger.upload_limit(direct)

    speaking.stand_in.fail("POST /channels/*/messages", problem=Problem.TOO_LARGE)
    with pytest.raises(DeliveryPaused):
        await messenger.post_video(direct, a_post(), film, None)

    after = await messenger.upload_limit(direct)
    assert at_first is not None
    assert after is not None
    assert after < at_first
    assert await messenger.upload_limit(speaking.here) == before
