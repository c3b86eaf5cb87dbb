"""Videos in Slack that one person alone sees."""

from __future__ import annotations

import pytest

from tests.scenarios.office import Office, id_of, jobs_of
from tests.slack.pressables import labels_in
from tests.slack.reading import text_of


@pytest.mark.parametrize("way", ["mention", "thread", "command"])
async def test_a_private_video_goes_to_its_person_who_is_told_where_to_look(office: Office, way: str) -> None:
    async with office.bot():
        first = office.bob.posts(office.channel, "well?")
        if way == "command":
            await office.ann.slash(office.channel, "/sora", "a secret kite --private")
        else:
            thread = first if way == "thread" else None
            office.ann.mentions(office.channel, "a secret kite --private", thread=thread)
        told = await office.whisper(office.ann, "direct messages with me")
        await office.card("is here", channel=office.ann.dm)
        video = await office.video(channel=office.ann.dm)
        await office.quiet()

    assert told.thread_ts == (first.ts if way == "thread" else None)
    assert office.said() == []
    assert office.bob.whispers(office.channel) == office.bob.dm.messages == []
    assert "Remix" in labels_in(video.blocks)


async def test_nobody_else_finds_a_private_video(office: Office) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, "a secret kite --private")
        job_id = id_of(await office.card("is here", channel=office.ann.dm))
        for words in ("history", "queue", f"status {job_id}", f"again {job_id}", f"remix {job_id} a red kite"):
            await office.answer(office.bob, words)
        office.bob.opens_home()
        await office.slack.until(lambda: office.bob.home)
        await office.quiet()

    assert office.bob.home is not None
    shown = [*(text_of(one) for one in office.bob.whispers(office.channel)), text_of(office.bob.home)]
    assert [text for text in shown if "secret" in text] == []
    assert office.said() == []


async def test_what_is_asked_in_a_direct_message_is_nobody_elses_affair(office: Office) -> None:
    async with office.bot():
        office.bob.writes("a secret kite")
        card = await office.card("is here", channel=office.bob.dm)
        office.ann.mentions(office.channel, f"again {id_of(card)}")
        unknown = await office.whisper(office.ann, "There is no video")
        office.ann.mentions(office.channel, "admin jobs")
        listed = await office.whisper(office.ann, "on the way")
        await office.quiet()

    assert unknown.only_for == office.ann.id
    assert "secret" not in text_of(listed)


@pytest.mark.parametrize(("prompt", "end"), [("a secret kite", "is here"), ("a secret kite #moderated", "given back")])
async def test_a_private_video_asked_for_between_two_others_is_followed_where_its_person_reads_it(
    office: Office, prompt: str, end: str
) -> None:
    between = office.workspace.make_channel("im", "im-others", {office.ann.id, office.bob.id})
    async with office.bot():
        await office.ann.slash(between, "/sora", f"{prompt} --private")
        await office.card(end, channel=office.ann.dm)
        await office.quiet()

    assert office.said(between) == []
    assert len(office.videos(office.ann.dm)) == (end == "is here")


async def test_what_grows_out_of_a_private_video_is_private(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "a secret kite --private")
        job_id = id_of(await office.video(channel=office.ann.dm))
        office.ann.mentions(office.channel, f"again {job_id}")
        office.ann.mentions(office.channel, f"remix {job_id} a blue kite")
        jobs = await jobs_of(town, 3)
        await office.number_of_videos(3, channel=office.ann.dm)
        await office.quiet()

    assert {job.conversation.only for job in jobs} == {office.ann.id}
    assert office.said() == []


async def test_a_remix_that_starts_from_a_private_picture_is_private_and_its_person_is_told(office: Office) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, "a red kite")
        public = id_of(await office.card("is here"))
        office.ann.writes("a secret kite")
        private = id_of(await office.card("is here", channel=office.ann.dm))
        office.ann.mentions(office.channel, f"remix {public} --image {private} it lands")
        await office.whisper(office.ann, "direct messages with me")
        await office.number_of_videos(2, channel=office.ann.dm)
        await office.quiet()

    assert len(office.videos()) == 1


@pytest.mark.parametrize("how", ["nowhere", "only me"])
async def test_a_form_can_post_to_its_person_alone(office: Office, how: str) -> None:
    async with office.bot():
        await office.ann.uses_shortcut("sora_create")
        values = (
            {"prompt": "a kite"} if how == "nowhere" else {"prompt": "a kite", "place": office.channel, "private": True}
        )
        assert await office.ann.sends(values) == {}
        await office.card("is here", channel=office.ann.dm)
        await office.quiet()

    assert office.said() == []


async def test_only_me_works_where_the_bot_is_not(office: Office) -> None:
    other = office.slack.add_channel(office.workspace, "other", has_bot=False)
    async with office.bot():
        await office.ann.slash(other, "/sora", "a secret kite --private")
        await office.whisper(office.ann, "direct messages with me", channel=other)
        await office.card("is here", channel=office.ann.dm)
        await office.quiet()

    assert office.said(other) == []
