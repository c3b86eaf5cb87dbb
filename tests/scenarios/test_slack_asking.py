"""Every way to ask for something in Slack, and who sees the answer."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.scenarios.office import Office, id_of
from tests.slack.pressables import labels_in
from tests.slack.reading import pings, text_of


def picture() -> bytes:
    body = io.BytesIO()
    Image.new("RGB", (1280, 720), "navy").save(body, "PNG")
    return body.getvalue()


async def test_a_command_posts_its_card_and_the_video_below_it(office: Office) -> None:
    async with office.bot():
        told = await office.ann.slash(office.channel, "/sora", "a red kite, 8s portrait")
        card = await office.card("is here")
        video = await office.video()

    assert told.acknowledged_after is not None
    assert told.acknowledged_after < 3
    assert card.thread_ts is None
    assert video.thread_ts == card.ts


async def test_a_direct_message_is_answered_where_it_stands(office: Office) -> None:
    async with office.bot():
        office.ann.writes("a red kite")
        card = await office.card("is here", channel=office.ann.dm)
        video = await office.video(channel=office.ann.dm)

    assert card.thread_ts is video.thread_ts is None
    assert office.channel.messages == []


async def test_what_is_asked_in_a_direct_message_is_nobody_elses_affair(office: Office) -> None:
    async with office.bot():
        office.bob.writes("a secret kite")
        card = await office.card("is here", channel=office.bob.dm)
        office.ann.mentions(office.channel, f"again {id_of(card)}")
        unknown = await office.whisper(office.ann, "There is no video")
        office.ann.mentions(office.channel, "admin jobs")
        listed = await office.whisper(office.ann, "on the way")

    assert unknown.only_for == office.ann.id
    assert "secret" not in text_of(listed)


async def test_a_mention_in_a_thread_is_answered_in_that_thread(office: Office) -> None:
    async with office.bot():
        first = office.bob.posts(office.channel, "who wants a video?")
        office.ann.mentions(office.channel, "a red kite", thread=first)
        card = await office.card("is here")
        video = await office.video()

    assert card.thread_ts == video.thread_ts == first.ts


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("quota", "What you may still make"),
        ("models", "You get Sora 2"),
        ("help", "Write “@sora” and what a video should show"),
        ("status", "Nothing of yours is being made"),
        ("queue", "The queue is empty"),
        ("history", "no videos yet"),
    ],
)
async def test_answers_that_concern_one_person_are_seen_by_nobody_else(office: Office, words: str, part: str) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, words)
        mentioned = await office.whisper(office.ann, part)
        await office.bob.slash(office.channel, "/sora", words)
        commanded = await office.whisper(office.bob, part)
        office.ann.writes(words)
        direct = await office.slack.channel_until(office.ann.dm, lambda one: part in text_of(one))

    assert (mentioned.only_for, commanded.only_for, direct.only_for) == (office.ann.id, office.bob.id, None)
    assert [one for one in office.channel.messages if one.bot_id] == []


async def test_a_wrong_value_is_named_with_what_is_possible(office: Office) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, "a kite --seconds 7")
        answer = await office.whisper(office.ann, "7")

    assert "8" in text_of(answer)


async def test_nothing_said_offers_the_form(office: Office) -> None:
    async with office.bot():
        mention = office.ann.mentions(office.channel, "")
        answer = await office.whisper(office.ann, "paper boat")
        await office.ann.presses(answer, "Open the form")
        assert await office.ann.fills_and_sends(prompt="a kite at dawn") == {}
        video = await office.video()

    assert video.thread_ts == mention.ts
    assert "a kite at dawn" in text_of(video)


async def test_a_picture_that_is_attached_is_where_the_video_starts(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "let it fly", files=[("kite.png", picture(), "image/png")])
        card = await office.card("is here")
        job = await town.job(id_of(card))

    assert len(job.request.images) == 1


async def test_a_message_with_a_picture_is_animated(office: Office) -> None:
    async with office.bot() as town:
        message = office.bob.posts(office.channel, "my kite", files=[("kite.png", picture(), "image/png")])
        await office.ann.uses_message_shortcut("sora_animate", message)
        assert office.ann.window is not None
        assert await office.ann.fills_and_sends(prompt="it flies away") == {}
        card = await office.card("is here")
        job = await town.job(id_of(card))

    assert card.thread_ts == message.ts
    assert len(job.request.images) == 1


async def test_a_message_without_a_picture_is_not_animated(office: Office) -> None:
    async with office.bot():
        message = office.bob.posts(office.channel, "no kite")
        await office.ann.uses_message_shortcut("sora_animate", message)
        answer = await office.whisper(office.ann, "no picture")

    assert office.ann.window is None
    assert "attach yours" in text_of(answer)


async def test_where_the_bot_is_not_it_says_how_to_invite_it(office: Office) -> None:
    other = office.slack.add_channel(office.workspace, "other", has_bot=False)
    async with office.bot() as town:
        await office.ann.slash(other, "/sora", "a red kite")
        answer = await office.whisper(office.ann, "/invite @sora", channel=other)
        jobs = await town.database.rows("SELECT id FROM jobs")
        office.ann.invites_bot(other)
        await office.slack.channel_until(other, lambda one: "Hello!" in text_of(one))
        await office.ann.slash(other, "/sora", "a red kite")
        await office.card("is here", channel=other)

    assert "Nothing was charged" in text_of(answer)
    assert jobs == []


async def test_a_hello_is_said_once_and_only_for_the_bot(office: Office) -> None:
    other = office.slack.add_channel(office.workspace, "other", has_bot=False)
    async with office.bot():
        office.ann.invites_bot(other)
        await office.slack.channel_until(other, lambda one: "Hello!" in text_of(one))
        await office.slack.delivery.answered(office.slack.repeat_last_event())

    assert len([one for one in other.messages if one.bot_id]) == 1


async def test_what_is_edited_or_deleted_is_no_new_request(office: Office) -> None:
    async with office.bot() as town:
        message = office.ann.writes("a red kite")
        await office.card("is here", channel=office.ann.dm)
        office.ann.edits(message, "a blue kite")
        office.ann.deletes(message)
        await office.slack.until(lambda: all(told.is_acknowledged for told in office.slack.acknowledgements))
        jobs = await town.database.rows("SELECT id FROM jobs")

    assert len(jobs) == 1


async def test_private_videos_go_to_their_person_alone(office: Office) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, "a red kite --private")
        await office.whisper(office.ann, "direct messages with me")
        await office.card("is here", channel=office.ann.dm)
        video = await office.video(channel=office.ann.dm)
        await office.bob.slash(office.channel, "/sora", f"again {id_of(video)}")
        refused = await office.whisper(office.bob, "There is no video")

    assert [one for one in office.channel.messages if one.bot_id] == []
    assert refused.only_for == office.bob.id
    assert "Remix" in labels_in(video.blocks)


async def test_a_prompt_calls_nobody_and_reads_as_it_was_written(office: Office) -> None:
    evil = "a kite <!channel> @here *bold* `x` &amp; <b>"
    async with office.bot():
        office.ann.mentions(office.channel, evil)
        card = await office.card("is here")
        video = await office.video()

    assert list(pings(card)) == []
    assert list(pings(video)) == [office.ann.id]
    assert evil.replace("<!channel>", "@channel") in text_of(card)


async def test_admins_pause_and_resume(office: Office) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, "admin pause")
        await office.whisper(office.ann, "Paused")
        office.bob.mentions(office.channel, "a red kite")
        refused = await office.whisper(office.bob, "paused")
        await office.ann.slash(office.channel, "/sora-admin", "resume")
        await office.whisper(office.ann, "taken again")
        await office.bob.slash(office.channel, "/sora-admin", "pause")
        no = await office.whisper(office.bob, "Only people who manage")
        await office.ann.slash(office.channel, "/sora-admin", "dance")
        helped = await office.whisper(office.ann, "Admins can write")
        office.bob.mentions(office.channel, "admin paus")
        await office.whisper(office.bob, "Admins can write")

    assert "Nothing was charged" in text_of(refused)
    assert no.only_for == office.bob.id
    assert "@sora admin pause" in text_of(helped)


async def test_somebody_the_operator_named_is_an_admin(office: Office) -> None:
    async with office.bot(slack_admins=(office.bob.id,)):
        await office.bob.slash(office.channel, "/sora-admin", "show")
        answer = await office.whisper(office.bob, "What holds here")

    assert "999" in text_of(answer) or "1,000" in text_of(answer)
