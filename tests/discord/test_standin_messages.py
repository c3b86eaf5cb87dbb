"""The rules of messages: nonces, limits, layouts, replies."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import discord
import pytest
from discord.http import Route

from tests.discord.files import Upload
from tests.discord.small_bot import card, place
from tests.discord.stand_in import Discord
from tests.discord.studio import Studio


async def refused(rest: discord.Client, studio: Studio, body: dict[str, Any]) -> discord.HTTPException:
    """Post a body as it is, and give the error."""
    with pytest.raises(discord.HTTPException) as caught:
        await rest.http.request(
            Route("POST", "/channels/{channel_id}/messages", channel_id=studio.videos.id), json=body
        )
    return caught.value


def layout(*components: dict[str, Any]) -> dict[str, Any]:
    return {"flags": 32768, "components": list(components)}


def row(*buttons: str) -> dict[str, Any]:
    return {"type": 1, "components": [{"type": 2, "style": 1, "label": one, "custom_id": one} for one in buttons]}


async def test_a_nonce_is_forgotten_after_a_while(rest: discord.Client, studio: Studio, stand_in: Discord) -> None:
    await place(rest, studio).send("one", nonce="n")
    stand_in.move_clock(timedelta(minutes=6))

    await place(rest, studio).send("two", nonce="n")

    assert [message.text for message in studio.videos.messages] == ["one", "two"]


async def test_a_message_that_was_deleted_is_not_made_again(rest: discord.Client, studio: Studio) -> None:
    await (await place(rest, studio).send("one", nonce="n")).delete()

    with pytest.raises(discord.NotFound) as caught:
        await place(rest, studio).send("one", nonce="n")

    assert caught.value.code == 10008


async def test_nobody_can_ask_for_a_nonce_later(rest: discord.Client, studio: Studio) -> None:
    sent = await place(rest, studio).send("one", nonce="n")

    assert (await place(rest, studio).fetch_message(sent.id)).nonce is None


@pytest.mark.parametrize(
    ("body", "field", "reason"),
    [
        ({"content": "x" * 2001}, "content", "BASE_TYPE_MAX_LENGTH"),
        ({"content": "x", "nonce": "n" * 26}, "nonce", "BASE_TYPE_MAX_LENGTH"),
        ({"content": "x", "components": [row(*"abcdef")]}, "components.0.components", "BASE_TYPE_BAD_LENGTH"),
        ({"content": "x", "components": [row("a", "a")]}, "custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"),
        ({"content": "x", "components": [row("a" * 81)]}, "label", "BASE_TYPE_MAX_LENGTH"),
        ({"content": "x", "components": [row("a")] * 6}, "components", "BASE_TYPE_BAD_LENGTH"),
        ({"content": "x", "components": [{"type": 10, "content": "y"}]}, "components.0.type", "UNION_TYPE_CHOICES"),
        (layout({"type": 10, "content": "x"}) | {"content": "y"}, "", "LEGACY_FIELDS"),
        (layout(*[{"type": 10, "content": "x"}] * 41), "components", "TOTAL_COMPONENTS_EXCEEDED"),
        (layout(*[{"type": 10, "content": "x" * 2001}] * 2), "components", "DISPLAYABLE_TEXT_SIZE_EXCEEDED"),
        (layout({"type": 12, "items": [{"media": {"url": "attachment://no.mp4"}}]}), "components.0", "NOT_FOUND"),
        (layout({"type": 17, "components": [{"type": 17, "components": []}]}), "components.0", "UNION_TYPE_CHOICES"),
        (layout({"type": 12, "items": [{"media": {"url": "file:///etc"}}]}), "media.url", "URL_TYPE_INVALID_SCHEME"),
        ({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}, "", "PARSE_EXCLUSIVE"),
        (layout({"type": 2, "style": 1, "label": "a", "custom_id": "a"}), "components.0.type", "UNION_TYPE_CHOICES"),
    ],
)
async def test_what_is_too_much_is_refused_with_the_field(
    rest: discord.Client, studio: Studio, stand_in: Discord, *, body: dict[str, Any], field: str, reason: str
) -> None:
    error = await refused(rest, studio, body)

    assert (error.status, error.code) == (400, 50035)
    assert field in error.text
    assert reason in str(error._errors)
    assert studio.videos.messages == []
    stand_in.violations.clear()


async def test_an_empty_message_is_refused(rest: discord.Client, studio: Studio) -> None:
    assert (await refused(rest, studio, {"content": ""})).code == 50006


async def test_a_layout_stays_one(rest: discord.Client, studio: Studio) -> None:
    sent = await place(rest, studio).send(view=card("queued"))

    await sent.edit(view=card("done"))
    with pytest.raises(discord.HTTPException, match="IS_COMPONENTS_V2"):
        await sent.edit(content="plain", view=None)

    [message] = studio.videos.messages
    assert message.is_layout
    assert (message.text, message.edits) == ("done", 1)


async def test_a_plain_message_can_become_a_layout(rest: discord.Client, studio: Studio) -> None:
    sent = await place(rest, studio).send("queued")

    await sent.edit(content=None, view=card("done"))

    assert [(message.text, message.is_layout) for message in studio.videos.messages] == [("done", True)]


async def test_a_reply_refers_to_its_message(rest: discord.Client, studio: Studio) -> None:
    question = studio.ann.write(studio.videos, "a kite?")
    reference = discord.MessageReference(message_id=question.id, channel_id=studio.videos.id, fail_if_not_exists=False)

    sent = await place(rest, studio).send("here", reference=reference, mention_author=False)

    answer = studio.videos.messages[-1]
    assert answer.reference is question
    assert answer.pings.users == ()
    assert sent.type is discord.MessageType.reply


async def test_a_reply_to_a_message_that_is_gone_is_posted_if_so_wanted(rest: discord.Client, studio: Studio) -> None:
    gone = discord.MessageReference(message_id=1, channel_id=studio.videos.id, fail_if_not_exists=False)
    needed = discord.MessageReference(message_id=1, channel_id=studio.videos.id)

    await place(rest, studio).send("here", reference=gone)
    with pytest.raises(discord.HTTPException, match="Unknown message"):
        await place(rest, studio).send("here", reference=needed)

    assert [message.reference for message in studio.videos.messages] == [None]


async def test_messages_are_listed_newest_first(rest: discord.Client, studio: Studio) -> None:
    posted = [studio.ann.write(studio.videos, str(number)).id for number in range(5)]
    channel, middle = place(rest, studio), discord.Object(posted[2])

    assert [message.id async for message in channel.history(limit=2)] == [posted[4], posted[3]]
    assert [message.id async for message in channel.history(limit=9, before=middle)] == [posted[1], posted[0]]
    assert [message.id async for message in channel.history(limit=9, after=middle)] == [posted[3], posted[4]]


async def test_what_people_write_is_hidden_unless_it_is_to_the_bot(rest: discord.Client, studio: Studio) -> None:
    studio.ann.write(studio.videos, "a secret", files=[Upload("cat.png", b"meow")])
    studio.ann.write(studio.videos, f"<@{rest.application_id}> for you")
    studio.ann.write(studio.ann.dm, "hello")

    heard = [message async for message in place(rest, studio).history(oldest_first=True)]
    direct = [message async for message in rest.get_partial_messageable(studio.ann.dm.id).history()]

    assert [message.content for message in heard] == ["", f"<@{rest.application_id}> for you"]
    assert heard[0].attachments == []
    assert [message.content for message in direct] == ["hello"]


async def test_only_own_messages_are_edited(rest: discord.Client, studio: Studio) -> None:
    other = studio.ann.write(studio.videos, "mine")
    message = place(rest, studio).get_partial_message(other.id)

    with pytest.raises(discord.Forbidden) as caught:
        await message.edit(content="yours")
    with pytest.raises(discord.Forbidden):
        await message.delete()

    assert caught.value.code == 50005
    assert other.text == "mine"


async def test_a_message_that_is_gone_is_unknown(rest: discord.Client, studio: Studio) -> None:
    sent = await place(rest, studio).send("one")
    await sent.delete()

    with pytest.raises(discord.NotFound) as caught:
        await sent.edit(content="two")

    assert caught.value.code == 10008
    assert studio.videos.messages == []


async def test_a_person_waits_for_what_comes(rest: discord.Client, studio: Studio) -> None:
    await place(rest, studio).send("the kite is ready")

    assert (await studio.videos.message("ready")).author.is_bot
    assert len(await studio.videos.until(1)) == 1
    with pytest.raises(AssertionError, match=re.escape("#videos has [\"sora: 'the kite is ready' \"]")):
        await studio.videos.until(2, within=0.01)
