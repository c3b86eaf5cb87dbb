"""Places change between asking and posting: the video still comes once, and no card is tried for ever."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.domain.job import Job
from tests.chat_page import until
from tests.discord.messages import Message
from tests.discord.posting import delete
from tests.scenarios.club import Club, final
from tests.scenarios.town import Town

SLOW = "a kite #slow=2"


def videos(messages: Sequence[Message]) -> list[Message]:
    return [message for message in messages if message.files]


async def came_directly(club: Club) -> Message:
    """The video in Ann's direct messages."""
    await club.ann.dm.until(lambda found: bool(videos(found)), within=20)
    (video,) = videos(club.ann.dm.messages)
    return video


async def cards_are_done(town: Town) -> None:
    """Wait until no card is behind its job any more."""

    async def none() -> bool:
        behind: Sequence[Job] = await town.bot.backend.store.read(lambda tx: tx.cards.behind(10))
        return not behind

    await until(none, within=10)


async def test_a_bot_that_is_removed_meanwhile_sends_the_video_to_whom_it_still_meets(club: Club) -> None:
    club.discord.add_guild("Elsewhere").add_person(club.ann)
    async with club.bot():
        await (await club.ann.slash(club.channel, "sora create", prompt=SLOW)).message()
        club.guild.kick_bot()

        video = await came_directly(club)

    assert "could not be posted where you asked" in video.text


async def test_a_bot_that_is_removed_from_the_only_common_server_keeps_the_video_as_a_link(club: Club) -> None:
    async with club.bot() as town:
        await (await club.ann.slash(club.channel, "sora create", prompt=SLOW)).message()
        club.guild.kick_bot()
        job_id = await town.job_of(SLOW)
        await final(town, job_id)
        job = await town.job(job_id)
        club.guild.admit_bot()

        history = await (await club.ann.slash(club.channel, "sora history")).message()

    assert job.status == "posted"
    assert any(button.url is not None for button in history.buttons)


async def test_a_thread_gets_what_was_asked_for_in_it(club: Club) -> None:
    thread = club.channel.add_thread("kites")
    async with club.bot():
        await club.ann.slash(thread, "sora create", prompt="a kite")
        await thread.until(lambda found: bool(videos(found)), within=20)

    assert len(thread.messages) == 2
    assert club.channel.messages == []


async def test_a_thread_that_was_put_away_comes_back_with_the_video(club: Club) -> None:
    thread = club.channel.add_thread("kites")
    async with club.bot():
        seen = await club.ann.slash(thread, "sora create", prompt=SLOW)
        await seen.message()
        thread.archive()

        await thread.until(lambda found: bool(videos(found)), within=20)
        await seen.until(lambda message: "is here" in message.text)

    assert not thread.archived


@pytest.mark.parametrize("is_put_away", [False, True], ids=["locked", "locked and archived"])
async def test_a_thread_that_is_locked_meanwhile_sends_the_video_to_the_person(club: Club, is_put_away: bool) -> None:
    thread = club.channel.add_thread("kites")
    async with club.bot():
        await (await club.ann.slash(thread, "sora create", prompt=SLOW)).message()
        if is_put_away:
            thread.archive(locked=True)
        else:
            thread.lock()

        video = await came_directly(club)

    assert "could not be posted where you asked" in video.text
    assert videos(thread.messages) == []


@pytest.mark.parametrize("permission", ["view_channel", "send_messages", "attach_files"])
async def test_a_permission_that_is_lost_meanwhile_sends_the_video_to_the_person(club: Club, permission: str) -> None:
    async with club.bot():
        await (await club.ann.slash(club.channel, "sora create", prompt=SLOW)).message()
        club.channel.forbid(permission)

        await came_directly(club)

    assert videos(club.channel.messages) == []


async def test_a_bot_that_may_not_read_what_was_said_posts_all_the_same(club: Club) -> None:
    club.channel.forbid("read_message_history")
    async with club.bot():
        await club.ann.slash(club.channel, "sora create", prompt="a kite")

        video = await club.video()

    assert video.reference is None
    assert videos(club.ann.dm.messages) == []


async def test_a_card_that_somebody_deletes_stays_deleted_and_the_video_comes(club: Club) -> None:
    async with club.bot() as town:
        seen = await club.ann.slash(club.channel, "sora create", prompt=SLOW)
        delete(await seen.message())

        await club.video()
        await cards_are_done(town)
    tries = len(club.discord.calls("PATCH /channels/*/messages/*"))

    async with club.bot() as town:
        await cards_are_done(town)

    assert len(club.channel.messages) == 1
    assert len(club.discord.calls("PATCH /channels/*/messages/*")) == tries


async def test_a_card_that_somebody_deletes_keeps_nobody_from_hearing_that_there_will_be_no_video(club: Club) -> None:
    async with club.bot() as town:
        seen = await club.ann.slash(club.channel, "sora create", prompt="a kite #slow=1.5 #moderated")
        delete(await seen.message())

        (told,) = await club.ann.dm.until(bool, within=20)
        await cards_are_done(town)
    assert "Your quota was given back" in told.text
    assert club.channel.messages == []


async def test_the_video_of_somebody_who_talks_to_the_bot_directly_comes_there(club: Club) -> None:
    async with club.bot():
        await club.ann.slash(club.ann.dm, "sora create", prompt="a kite")

        await came_directly(club)

    assert len(club.ann.dm.messages) == 2
