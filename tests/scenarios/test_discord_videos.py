"""What people do with a finished video on Discord: delete it, go on from it."""

from __future__ import annotations

from tests.chat_page import until
from tests.discord.errors import Problem
from tests.discord.messages import Message
from tests.scenarios.club import Club, final


async def posted(club: Club, prompt: str = "a kite") -> tuple[Message, Message]:
    """The card and the video of a job that is over."""
    seen = await club.ann.slash(club.channel, "sora create", prompt=prompt)
    card = await seen.until(lambda message: "is here" in message.text, within=20)
    return card, await club.video()


async def test_a_video_is_deleted_by_the_one_who_asked_after_a_question(club: Club) -> None:
    async with club.bot():
        card, video = await posted(club)

        question = await (await club.ann.press(video, "Delete")).message()
        await club.ann.press(question, "Keep it")
        await question.until(lambda message: "It stays" in message.text)
        assert video in club.channel.messages

        question = await (await club.ann.press(video, "Delete")).message()
        await club.ann.press(question, "Delete it")
        await question.until(lambda message: "Deleted." in message.text)
        await card.until(lambda message: "was deleted" in message.text)
        history = await (await club.ann.slash(club.channel, "sora history")).message()

    assert question.is_ephemeral
    assert video.deleted
    assert not card.has_button("Delete")
    assert "deleted" in history.text


async def test_nobody_deletes_the_video_of_somebody_else_but_who_manages_the_server(club: Club) -> None:
    boss = club.guild.add_person("boss", manages_guild=True)
    async with club.bot():
        _, video = await posted(club)

        refused = await (await club.bob.press(video, "Delete")).message()
        question = await (await club.ann.press(video, "Delete")).message()
        assert "belongs to somebody else" in refused.text
        assert question.has_button("Delete it")
        question = await (await boss.press(video, "Delete")).message()
        await boss.press(question, "Delete it")
        await question.until(lambda message: "Deleted." in message.text)

    assert video.deleted


async def test_a_message_that_is_gone_already_counts_as_deleted(club: Club) -> None:
    async with club.bot():
        _, video = await posted(club)
        question = await (await club.ann.press(video, "Delete")).message()
        club.discord.fail("DELETE /channels/*/messages/*", problem=Problem.UNKNOWN_MESSAGE)

        await club.ann.press(question, "Delete it")
        await question.until(lambda message: "Deleted." in message.text)


async def test_the_last_picture_of_a_video_begins_the_next(club: Club) -> None:
    async with club.bot() as town:
        _, video = await posted(club, "a red kite")

        modal = await (await club.bob.press(video, "Use as start image")).modal()
        assert modal.field("prompt").value == "a red kite"
        card = await (await club.bob.fill(modal, {"prompt": "the kite lands"})).message()
        await card.until(lambda message: "is here" in message.text, within=20)

        assert len(await town.database.rows("SELECT id FROM images")) == 1


async def test_a_private_video_can_be_deleted_while_it_is_seen(club: Club) -> None:
    async with club.bot() as town:
        seen = await club.ann.slash(club.channel, "sora create", prompt="a secret", private=True)
        video = await seen.until(lambda message: bool(message.files), within=20)
        await final(town, await town.job_of("a secret"))

        question = await (await club.ann.press(video, "Delete")).message()
        await club.ann.press(question, "Delete it")
        await question.until(lambda message: "Deleted." in message.text)

    assert video.deleted


async def test_the_history_is_leafed_through_and_leads_to_each_video(club: Club) -> None:
    async with club.bot() as town:
        for _ in range(3):
            await club.ann.slash(club.channel, "sora create", prompt="a kite", count=4)

        async def are_posted() -> bool:
            return len(await town.database.rows("SELECT id FROM jobs WHERE status = 'posted'")) == 12

        await until(are_posted, within=40)
        history = await (await club.ann.slash(club.channel, "sora history")).message()
    shown_first = len(history.media)
    newest = [message.link for message in club.channel.messages if message.files and message.link in history.text]

    async with club.bot():
        await club.ann.press(history, "Older")
        await history.until(lambda message: "page 2" in message.text)
        last = [message.link for message in club.channel.messages if message.files and message.link in history.text]
        await club.ann.press(history, "Newer")
        await history.until(lambda message: "Your last videos" in message.text)

    assert history.is_ephemeral
    assert shown_first == 10
    assert (len(newest), len(last)) == (10, 2)
    assert not set(newest) & set(last)


async def test_what_goes_on_from_a_private_video_stays_with_its_person(club: Club) -> None:
    async with club.bot() as town:
        seen = await club.ann.slash(club.channel, "sora create", prompt="a secret", private=True)
        video = await seen.until(lambda message: bool(message.files), within=20)
        await final(town, await town.job_of("a secret"))

        modal = await (await club.ann.press(video, "Use as start image")).modal()
        answer = await club.ann.fill(modal, {"prompt": "the secret goes on"})
        await answer.until(lambda message: bool(message.files), within=20)
        images = await town.database.rows("SELECT id FROM images")

    assert answer.is_ephemeral
    assert len(images) == 1
    assert club.channel.messages == []
