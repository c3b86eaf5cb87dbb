"""One person is answered so that nobody else sees it, and is reached where the first way is closed."""

from __future__ import annotations

import pytest

from adapters.slack.blocks.layout import notice_message
from adapters.slack.lookups.directs import Directs
from adapters.slack.posts.voices import Plain, Reply, Whisper, tell
from bot.domain.chat import Notice
from bot.domain.errors import ConversationGone, DeliveryPaused
from tests.adapters.slack.speaking import Speaking, said
from tests.slack.reading import pings, text_of
from tests.slack.world import Message

HELLO = Notice(text="hello")


def plain(speaking: Speaking) -> Plain:
    return Plain(speaking.web, speaking.workspace, speaking.ann.dm.id)


def whisper(speaking: Speaking, thread: str | None = None) -> Whisper:
    directs = Directs(speaking.web)
    return Whisper(speaking.web, directs, speaking.workspace, speaking.videos.id, speaking.ann.id, thread)


def reply(speaking: Speaking, message: Message | None = None, thread: str | None = None) -> Reply:
    address, _ = speaking.slack.responses.issue(speaking.ann.user, speaking.videos, message)
    return Reply(speaking.web, address, whisper(speaking), thread)


def texts(messages: list[Message]) -> list[str]:
    return [text_of(message) for message in messages]


async def test_in_direct_messages_an_answer_is_plain(speaking: Speaking) -> None:
    await tell(plain(speaking), HELLO)

    assert texts(said(speaking.ann.dm)) == ["hello"]


async def test_in_direct_messages_an_answer_stays_in_its_thread(speaking: Speaking) -> None:
    asked = speaking.ann.writes("help")

    await tell(Plain(speaking.web, speaking.workspace, speaking.ann.dm.id, asked.ts), HELLO)

    assert texts(speaking.ann.dm.thread(asked.ts)) == ["hello"]


async def test_in_a_channel_one_person_alone_sees_it(speaking: Speaking) -> None:
    await tell(whisper(speaking), HELLO)

    assert texts(speaking.ann.whispers(speaking.videos)) == ["hello"]
    assert speaking.bob.whispers(speaking.videos) == []
    assert speaking.ours == []


async def test_in_a_thread_with_replies_it_stands_there(speaking: Speaking) -> None:
    speaking.bob.posts(speaking.videos, "nice", thread=speaking.asked)

    await tell(whisper(speaking, speaking.asked.ts), HELLO)

    assert [one.thread_ts for one in speaking.ann.whispers(speaking.videos)] == [speaking.asked.ts]


@pytest.mark.parametrize("who", ["bot", "person"])
async def test_who_cannot_be_whispered_to_is_written_to(speaking: Speaking, who: str) -> None:
    speaking.videos.members.discard(speaking.studio.bot_user if who == "bot" else speaking.ann.id)

    await tell(whisper(speaking), HELLO)

    assert texts(said(speaking.ann.dm)) == ["hello"]


async def test_who_cannot_be_reached_at_all_is_let_be(speaking: Speaking) -> None:
    speaking.ann.removes_bot(speaking.videos)
    speaking.ann.user.takes_messages = False

    await tell(whisper(speaking), HELLO)

    assert said(speaking.ann.dm) == []


async def test_a_press_is_answered_by_its_own_address(speaking: Speaking) -> None:
    speaking.ann.removes_bot(speaking.videos)

    await tell(reply(speaking), HELLO)

    assert texts(speaking.ann.whispers(speaking.videos)) == ["hello"]
    assert speaking.slack.api.of("chat.postEphemeral") == []


async def test_a_press_in_a_thread_is_answered_there(speaking: Speaking) -> None:
    await tell(reply(speaking, thread=speaking.asked.ts), HELLO)

    assert [one.thread_ts for one in speaking.ann.whispers(speaking.videos)] == [speaking.asked.ts]


async def test_after_five_answers_there_is_another_way(speaking: Speaking) -> None:
    voice = reply(speaking)

    for _ in range(6):
        await tell(voice, HELLO)

    assert texts(speaking.ann.whispers(speaking.videos)) == ["hello"] * 6
    assert len(speaking.slack.api.of("chat.postEphemeral")) == 1


async def test_an_address_that_is_too_old_has_another_way(speaking: Speaking) -> None:
    voice = reply(speaking)
    speaking.slack.responses.expire()

    await tell(voice, HELLO)

    assert texts(speaking.ann.whispers(speaking.videos)) == ["hello"]


async def test_an_answer_takes_the_place_of_what_was_pressed(speaking: Speaking) -> None:
    await tell(whisper(speaking), Notice(text="sure?"))
    (pressed,) = speaking.ann.whispers(speaking.videos)

    await reply(speaking, pressed).replace(notice_message(HELLO))

    assert texts(speaking.ann.whispers(speaking.videos)) == ["hello"]


async def test_an_answer_that_can_take_no_place_is_said(speaking: Speaking) -> None:
    await tell(whisper(speaking), Notice(text="sure?"))
    (pressed,) = speaking.ann.whispers(speaking.videos)
    voice = reply(speaking, pressed)
    speaking.slack.responses.expire()

    await voice.replace(notice_message(HELLO))

    assert texts(speaking.ann.whispers(speaking.videos)) == ["sure?", "hello"]


@pytest.mark.parametrize("trouble", [{"status": 500}, {"drops": True}, {"error": "internal_error"}])
async def test_an_answer_is_tried_again_after_a_moment(speaking: Speaking, trouble: dict[str, object]) -> None:
    speaking.slack.trouble("chat.postEphemeral", **trouble)

    await tell(whisper(speaking), HELLO, sleep=speaking.seconds.sleep)

    assert texts(speaking.ann.whispers(speaking.videos)) == ["hello"]


async def test_an_answer_is_given_up_where_slack_stays_away(speaking: Speaking) -> None:
    speaking.slack.trouble("chat.postEphemeral", error="internal_error", times=9)

    with pytest.raises(DeliveryPaused):
        await tell(whisper(speaking), HELLO, sleep=speaking.seconds.sleep)

    assert len(speaking.slack.api.of("chat.postEphemeral")) == 3


async def test_where_direct_messages_are_closed_nobody_is_answered(speaking: Speaking) -> None:
    speaking.ann.user.takes_messages = False

    with pytest.raises(ConversationGone):
        await tell(plain(speaking), HELLO)


async def test_no_answer_calls_anybody(speaking: Speaking) -> None:
    hostile = Notice(text="<!channel> <@U012AB3CD> @everyone <!subteam^S1> &lt;!here&gt;")
    await tell(plain(speaking), hostile)
    await tell(whisper(speaking), hostile)
    await tell(reply(speaking), hostile)

    messages = [*said(speaking.ann.dm), *speaking.ann.whispers(speaking.videos)]
    assert len(messages) == 3
    assert [name for message in messages for name in pings(message)] == []
