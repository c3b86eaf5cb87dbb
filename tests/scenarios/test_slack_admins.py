"""Those who manage a Slack workspace, and those who do not."""

from __future__ import annotations

import pytest

from tests.scenarios.office import Office, id_of, jobs_in
from tests.slack.reading import text_of

NO_COMMANDS = ("admin", "admin paus", "Admin, please pause all of it until tomorrow morning", "admin pause --seconds 7")


async def test_admins_pause_and_resume(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "admin pause")
        await office.whisper(office.ann, "Paused")
        office.bob.mentions(office.channel, "a red kite")
        refused = await office.whisper(office.bob, "paused")
        assert await jobs_in(town) == 0
    async with office.bot():
        await office.ann.slash(office.channel, "/sora-admin")
        shown = await office.whisper(office.ann, "are paused, since")
        await office.ann.slash(office.channel, "/sora-admin", "resume")
        await office.whisper(office.ann, "taken again")
        office.bob.mentions(office.channel, "a red kite")
        await office.card()

    assert "Nothing was charged" in text_of(refused)
    assert shown.only_for == office.ann.id


async def test_a_closed_channel_sends_people_elsewhere(office: Office) -> None:
    other = office.slack.add_channel(office.workspace, "other")
    async with office.bot():
        await office.ann.slash(office.channel, "/sora-admin", "channel deny")
        await office.whisper(office.ann)
        await office.bob.slash(office.channel, "/sora", "a red kite")
        await office.whisper(office.bob, "another channel")
        office.ann.mentions(other, "admin show")
        shown = await office.whisper(office.ann, "What holds here", channel=other)
        office.ann.mentions(office.channel, "admin channel allow")
        await office.whisper(office.ann, "can be asked for")
        office.bob.mentions(office.channel, "a red kite")
        await office.card()

    assert "#videos, since" in text_of(shown)


@pytest.mark.parametrize("way", ["mention", "command"])
async def test_what_is_no_command_of_the_admins_is_never_a_video(office: Office, way: str) -> None:
    async with office.bot() as town:
        for words in NO_COMMANDS:
            for person in (office.ann, office.bob):
                answer = await office.answer(person, words, way=way)
                assert "“@sora create”" in text_of(answer), words

        assert await jobs_in(town) == 0
    assert office.said() == []


@pytest.mark.parametrize("words", ["dance", "a red kite over the sea, 8s", "create a red kite", "pause it"])
async def test_what_stands_after_the_admins_command_is_never_a_video(office: Office, words: str) -> None:
    async with office.bot() as town:
        await office.ann.slash(office.channel, "/sora-admin", words)
        told = await office.whisper(office.ann, "no command of the admins")

        assert await jobs_in(town) == 0
    assert "“@sora admin pause”" in text_of(told)


async def test_a_video_of_an_admin_can_be_asked_for(office: Office) -> None:
    async with office.bot():
        office.bob.mentions(office.channel, "create admin of a castle, asleep")
        await office.card("admin of a castle")
        other = office.slack.add_channel(office.workspace, "other")
        office.bob.mentions(other, "administrators dance")
        await office.card("administrators dance", channel=other)


@pytest.mark.parametrize("words", ["show", "jobs", "pause", "resume", "channel deny", "channel allow"])
async def test_who_does_not_manage_the_workspace_is_refused(office: Office, words: str) -> None:
    async with office.bot() as town:
        await office.bob.slash(office.channel, "/sora-admin", words)
        await office.whisper(office.bob, "Only people who manage")
        office.bob.mentions(office.channel, f"admin {words}")
        await office.slack.until(lambda: len(office.bob.whispers(office.channel)) == 2 or None)

        assert await town.database.rows("SELECT * FROM closed_places") == []
    assert all("Only people who manage" in text_of(one) for one in office.bob.whispers(office.channel))
    assert office.said() == []


async def test_somebody_the_operator_named_is_an_admin(office: Office) -> None:
    async with office.bot(slack_admins=(office.bob.id,)):
        await office.bob.slash(office.channel, "/sora-admin", "show")
        answer = await office.whisper(office.bob, "What holds here")
        office.bob.opens_home()
        await office.slack.until(lambda: office.bob.home and "Everybody" in text_of(office.bob.home))

    assert "1,000" in text_of(answer)


async def test_everybodys_videos_are_listed_and_can_be_stopped(office: Office) -> None:
    async with office.bot():
        office.bob.mentions(office.channel, "a kite #slow=30")
        card = await office.card("being made")
        await office.ann.slash(office.channel, "/sora-admin", "jobs")
        listed = await office.whisper(office.ann, "on the way")
        await office.ann.presses(card, "Cancel")
        question = await office.whisper(office.ann, "its owner's quota")
        await office.ann.presses(question, "Cancel it")
        await office.card("is cancelled")

    assert id_of(card) in text_of(listed)
    assert "bob" in text_of(listed)
