"""Making videos in Slack, as people live it: the real bot, the real slack-bolt, stand-ins on both sides."""

from __future__ import annotations

from tests.scenarios.office import Office, jobs_in
from tests.slack.pressables import labels_in
from tests.slack.reading import pings, text_of


async def test_a_mention_becomes_a_video_in_its_thread(office: Office) -> None:
    async with office.bot():
        mention = office.ann.mentions(office.channel, "a red kite over the sea, 8s portrait")
        card = await office.card()
        first = text_of(card)

        video = await office.video()

        await office.card("is here")
    assert "accepted" in first
    assert "a red kite over the sea" in first
    assert "999 videos left" in first
    assert card.thread_ts == video.thread_ts == mention.ts
    assert [file.content for file in video.files] == [office.clip]
    assert list(pings(video)) == [office.ann.id]
    assert labels_in(video.blocks) == ["Again", "Remix", "Use as start image", "Delete"]


async def test_a_mention_in_a_thread_is_answered_in_that_thread(office: Office) -> None:
    async with office.bot():
        first = office.bob.posts(office.channel, "who wants a video?")
        office.ann.mentions(office.channel, "a red kite", thread=first)
        card = await office.card("is here")
        video = await office.video()

    assert card.thread_ts == video.thread_ts == first.ts


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


async def test_a_direct_message_in_a_thread_is_answered_in_that_thread(office: Office) -> None:
    async with office.bot():
        first = office.ann.writes("help")
        answer = await office.slack.channel_until(office.ann.dm, lambda one: one.bot_id is not None)
        office.ann.writes("a red kite", thread=first)
        card = await office.card("is here", channel=office.ann.dm)
        video = await office.video(channel=office.ann.dm)
        await office.quiet()

    assert answer.thread_ts is None
    assert {card.thread_ts, video.thread_ts} == {first.ts}


async def test_a_command_in_direct_messages_is_answered_there(office: Office) -> None:
    async with office.bot():
        await office.ann.slash(office.ann.dm, "/sora", "a red kite")
        card = await office.card("is here", channel=office.ann.dm)
        await office.quiet()

    assert office.channel.messages == []
    assert "a red kite" in text_of(card)


async def test_where_the_bot_is_not_it_says_how_to_invite_it(office: Office) -> None:
    other = office.slack.add_channel(office.workspace, "other", has_bot=False)
    async with office.bot() as town:
        await office.ann.slash(other, "/sora", "a red kite")
        answer = await office.whisper(office.ann, "/invite @sora", channel=other)
        jobs, used = await jobs_in(town), await town.used()
        office.ann.invites_bot(other)
        await office.slack.channel_until(other, lambda one: "Hello!" in text_of(one))
        await office.ann.slash(other, "/sora", "a red kite")
        await office.card(channel=other)

    assert "Nothing was charged" in text_of(answer)
    assert (jobs, used) == (0, 0)


async def test_in_a_private_channel_without_the_bot_it_says_the_same(office: Office) -> None:
    other = office.slack.add_channel(office.workspace, "secret", is_private=True, has_bot=False)
    async with office.bot() as town:
        await office.ann.slash(other, "/sora", "a red kite")
        await office.whisper(office.ann, "/invite @sora", channel=other)

        assert await jobs_in(town) == 0


async def test_between_two_others_it_says_where_to_ask(office: Office) -> None:
    between = office.workspace.make_channel("im", "im-others", {office.ann.id, office.bob.id})
    async with office.bot() as town:
        await office.ann.slash(between, "/sora", "a red kite")
        answer = await office.whisper(office.ann, "between others", channel=between)
        await office.ann.slash(between, "/sora", "quota")
        await office.whisper(office.ann, "What you may still make", channel=between)

        assert await jobs_in(town) == 0
    assert "Nothing was charged" in text_of(answer)
    assert office.said(between) == []
