"""Ways to ask in Discord, and what goes wrong while asking: nothing is asked twice, and no words are lost."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import pytest
from PIL import Image

from adapters.media.tools import WorkerMediaTools
from tests.discord.files import Upload
from tests.discord.seen import Seen
from tests.scenarios.club import Club
from tests.scenarios.town import Town


def a_picture() -> Upload:
    picture = io.BytesIO()
    Image.new("RGB", (640, 360), "navy").save(picture, "PNG")
    return Upload("sea.png", picture.getvalue(), "image/png")


async def number_of_jobs(town: Town) -> int:
    return len(await town.database.rows("SELECT id FROM jobs"))


def whispered(seen: Seen) -> str:
    """All that one person alone was told."""
    messages = [seen.first, *seen.followups]
    assert all(message is None or message.is_ephemeral for message in messages)
    return "\n".join(message.text for message in messages if message is not None)


async def test_again_and_remix_are_commands_too(club: Club) -> None:
    async with club.bot() as town:
        await club.ann.slash(club.channel, "sora create", prompt="a red kite")
        await club.video()
        job_id = await town.job_of("a red kite")

        again = await club.ann.slash(club.channel, "sora again", job=job_id)
        remix = await club.bob.slash(club.channel, "sora remix", job=job_id, prompt="a blue kite")
        await again.until(lambda message: "is here" in message.text, within=20)
        await remix.until(lambda message: "is here" in message.text, within=20)
        await club.channel.until(lambda found: sum(bool(one.files) for one in found) == 3)

    assert again.first is not None
    assert "a red kite" in again.first.text
    assert remix.first is not None
    assert "a blue kite" in remix.first.text


async def test_what_nobody_made_cannot_be_made_again(club: Club) -> None:
    async with club.bot() as town:
        again = await club.ann.slash(club.channel, "sora again", job="nothing2")
        answer = await again.message()

        assert await number_of_jobs(town) == 0
    assert answer.is_ephemeral
    assert "nothing2" in answer.text


async def test_a_video_begins_with_an_attached_picture(club: Club) -> None:
    async with club.bot() as town:
        await club.ann.slash(club.channel, "sora create", prompt="waves roll in", image=a_picture())
        await club.video()

        assert len(await town.database.rows("SELECT id FROM images")) == 1


async def test_an_attachment_that_is_no_picture_is_refused_and_costs_nothing(club: Club) -> None:
    async with club.bot() as town:
        text = Upload("sea.png", b"no picture at all", "image/png")
        seen = await club.ann.slash(club.channel, "sora create", prompt="waves roll in", image=text)
        sentence = await seen.followup()

        assert await town.used() == 0
    assert sentence.is_ephemeral
    assert club.channel.messages == []


async def test_many_ask_at_once_and_each_gets_their_own(club: Club) -> None:
    people = [club.ann, club.bob, *(club.guild.add_person(f"guest{number}") for number in range(4))]
    async with club.bot():
        seen = await asyncio.gather(
            *(
                person.slash(club.channel, "sora create", prompt=f"the kite of {person.name}")
                for person in people
                for _ in range(2)
            )
        )
        for one in seen:
            card = await one.until(lambda message: "is here" in message.text, within=30)
            assert f"the kite of {one.interaction.person.name}" in card.text
        await club.channel.until(lambda found: sum(bool(message.files) for message in found) == len(seen))

    assert len({one.first for one in seen}) == len(seen)
    assert all(one.acknowledged_after < 3 for one in seen)


async def test_an_interaction_that_comes_twice_makes_one_job(club: Club) -> None:
    async with club.bot() as town:
        seen = await club.ann.slash(club.channel, "sora create", prompt="a kite")
        await seen.message()
        club.discord.gateway.interact(seen.interaction.payload, club.guild.id)
        await club.discord.called("POST /interactions/*/*/callback", 2)
        await seen.until(lambda message: "is here" in message.text, within=20)

        assert await number_of_jobs(town) == 1
    assert len(club.channel.messages) == 2


async def test_a_video_has_the_size_and_the_seconds_that_were_asked_for(club: Club, tmp_path: Path) -> None:
    club.clip = None
    async with club.bot():
        await club.ann.slash(club.channel, "sora create", prompt="a kite", size="portrait", seconds="4 s")
        video = await club.video(within=60)

    path = tmp_path / "posted.mp4"
    path.write_bytes(video.files[0].content)
    film = await WorkerMediaTools().check_video(path)
    assert (film.width, film.height) == (720, 1280)
    assert film.seconds == pytest.approx(4, abs=0.2)


async def test_an_answer_that_breaks_off_is_tried_again_in_its_place(club: Club) -> None:
    async with club.bot():
        club.discord.drop("PATCH /webhooks/*/*/messages/*")
        seen = await club.ann.slash(club.channel, "sora create", prompt="a kite #slow=30")

        await seen.until(lambda message: "a kite" in message.text, within=20)

    assert len(club.channel.messages) == 1


async def test_an_answer_that_got_lost_is_not_given_twice(club: Club) -> None:
    async with club.bot():
        club.discord.lose_answer("PATCH /webhooks/*/*/messages/*")
        seen = await club.ann.slash(club.channel, "sora create", prompt="a kite #slow=3")

        await seen.until(lambda message: "is here" in message.text, within=30)

    assert len([message for message in club.channel.messages if "#slow" in message.text]) == 2


async def test_a_form_with_options_keeps_them(club: Club) -> None:
    async with club.bot():
        modal = await (await club.ann.slash(club.channel, "sora create", private=True, size="portrait")).modal()
        filled = await club.ann.fill(modal, {"Subject": "a red kite"})
        card = await filled.message()

    assert card.is_ephemeral
    assert "portrait" in card.text


async def test_a_form_that_was_open_over_a_restart_works_where_nothing_else_was_given(club: Club) -> None:
    async with club.bot():
        modal = await (await club.ann.slash(club.channel, "sora create")).modal()

    async with club.bot():
        card = await (await club.ann.fill(modal, {"Subject": "a red kite"})).message()

    assert "A red kite" in card.text


async def test_a_form_whose_options_are_forgotten_makes_nothing_and_gives_the_words_back(club: Club) -> None:
    async with club.bot():
        modal = await (await club.ann.slash(club.channel, "sora create", private=True)).modal()

    async with club.bot() as town:
        words = {"Subject": "a secret with `ticks` and @everyone", "Action": "hiding " * 120, "Shot": "wide " * 150}
        filled = await club.ann.fill(modal, words)
        await filled.followup(3)

        assert await number_of_jobs(town) == 0
    assert "Open it again" in whispered(filled)
    assert "a secret with `ticks` and @\u200beveryone" in whispered(filled)
    assert whispered(filled).count("hiding") == 120
    assert club.channel.messages == []


async def test_a_form_with_something_wrong_gives_the_words_back(club: Club) -> None:
    async with club.bot() as town:
        message = club.bob.write(club.channel, "look", files=[a_picture()])
        modal = await (await club.ann.use_message_menu(message, "Animate this image")).modal()
        filled = await club.ann.fill(modal, {"prompt": "waves roll in", "size": "enormous"})
        await filled.followup(2)

        assert await town.used() == 0
    assert "enormous" in whispered(filled)
    assert "waves roll in" in whispered(filled)


async def test_a_form_over_the_quota_gives_the_words_back(club: Club) -> None:
    async with club.bot(daily_videos=1):
        await (await club.ann.slash(club.channel, "sora create", prompt="a kite")).message()
        modal = await (await club.ann.slash(club.channel, "sora create")).modal()
        filled = await club.ann.fill(modal, {"Subject": "a second kite"})
        await filled.followup(3)

    assert "A second kite" in whispered(filled)


async def test_a_command_of_another_version_gets_an_answer_of_its_own(club: Club) -> None:
    async with club.bot():
        club.discord.commands.add({"name": "film", "description": "What it was called once", "type": 1}, club.guild.id)
        answer = await (await club.ann.slash(club.channel, "film")).message()

    assert answer.is_ephemeral
    assert "command" in answer.text
    assert "button" not in answer.text


async def test_what_one_could_mean_is_suggested_while_one_types(club: Club) -> None:
    async with club.bot():
        await club.ann.slash(club.channel, "sora create", prompt="a kite for the suggestions")
        await club.video()

        sizes = await club.ann.complete(club.channel, "sora create", focused="size", value="portr", prompt="a kite")
        jobs = await club.ann.complete(club.channel, "sora again", focused="job", value="suggest")
        others = await club.bob.complete(club.channel, "sora again", focused="job", value="suggest")

    assert {choice.value for choice in sizes.choices} >= {"portrait 720p"}
    assert all("portrait" in choice.name for choice in sizes.choices)
    assert ["a kite for the suggestions" in choice.name for choice in jobs.choices] == [True]
    assert others.choices == []
