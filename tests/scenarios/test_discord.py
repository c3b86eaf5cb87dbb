"""Making videos in Discord, as people live it: the real bot, the real discord.py, stand-ins on both sides."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from adapters.media.tools import WorkerMediaTools
from tests.discord.errors import Problem
from tests.discord.files import Upload
from tests.scenarios.club import Club, final, rendered


async def test_a_command_becomes_a_video_in_its_channel(club: Club, tmp_path: Path) -> None:
    async with club.bot():
        seen = await club.ann.slash(club.channel, "sora create", prompt="a red kite over the sea")
        card = await seen.message()
        first = card.text

        video = await club.video()

        await card.until(lambda message: "is here" in message.text)
    assert seen.acknowledged_after < 1
    assert "accepted" in first
    assert "a red kite over the sea" in first
    assert "9 videos left" in first
    assert [file.content for file in video.files] == [club.clip]
    path = tmp_path / "posted.mp4"
    path.write_bytes(video.files[0].content)
    assert (await WorkerMediaTools().check_video(path)).seconds > 0
    assert video.reference is card
    assert video.pings.users == (club.ann,)
    assert {button.label for button in video.buttons} >= {"Again", "Remix"}


async def test_buttons_work_after_a_restart(club: Club) -> None:
    async with club.bot():
        await club.ann.slash(club.channel, "sora create", prompt="a kite")
        video = await club.video()

    async with club.bot():
        again = await club.ann.press(video, "Again")
        await again.until(lambda message: "is here" in message.text, within=20)
        videos = [message for message in club.channel.messages if message.files]

    assert len(videos) == 2


async def test_a_cancel_asks_first_and_says_what_it_costs(club: Club) -> None:
    async with club.bot():
        seen = await club.ann.slash(club.channel, "sora create", prompt="a kite #slow=30")
        card = await seen.until(lambda message: "being made" in message.text)

        question = await (await club.ann.press(card, "Cancel")).message()
        assert question.is_ephemeral
        assert "counts against your quota" in question.text
        await club.ann.press(question, "Cancel it")
        await card.until(lambda message: "is cancelled" in message.text)

    assert not [message for message in club.channel.messages if message.files]


async def test_a_cancel_that_was_to_cost_nothing_asks_again_once_it_would(club: Club) -> None:
    async with club.bot(max_tasks=1):
        await club.bob.slash(club.channel, "sora create", prompt="a boat #slow=2")
        seen = await club.ann.slash(club.channel, "sora create", prompt="a kite #slow=30")
        card = await seen.until(lambda message: message.has_button("Cancel"))
        question = await (await club.ann.press(card, "Cancel")).message()
        assert "given back" in question.text
        await card.until(lambda message: "being made" in message.text, within=20)

        await club.ann.press(question, "Cancel it")
        await question.until(lambda message: "counts against your quota" in message.text)
        await club.ann.press(question, "Keep it")

    assert "being made" in card.text


async def test_nobody_cancels_the_video_of_somebody_else(club: Club) -> None:
    async with club.bot():
        seen = await club.ann.slash(club.channel, "sora create", prompt="a kite #slow=30")
        card = await seen.until(lambda message: message.has_button("Cancel"))

        answer = await (await club.bob.press(card, "Cancel")).message()

    assert "belongs to somebody else" in answer.text


async def test_three_at_once_are_three_cards_and_three_videos(club: Club) -> None:
    async with club.bot():
        await club.ann.slash(club.channel, "sora create", prompt="a kite", count=3)
        await club.channel.until(lambda seen: sum(bool(one.files) for one in seen) == 3, within=20)
        await club.channel.until(lambda seen: sum("is here" in one.text for one in seen) == 3)

    assert len(club.channel.messages) == 6


async def test_a_wrong_value_is_told_to_the_person_alone_and_costs_nothing(club: Club) -> None:
    async with club.bot() as town:
        seen = await club.ann.slash(club.channel, "sora cancel", job="nothing")
        answer = await seen.message()

        assert answer.is_ephemeral
        assert "nothing" in answer.text
        assert await town.used() == 0


async def test_the_quota_ends_in_a_refusal_that_says_when_there_is_more(club: Club) -> None:
    async with club.bot(daily_videos=1):
        await (await club.ann.slash(club.channel, "sora create", prompt="a kite")).message()
        refused = await club.ann.slash(club.channel, "sora create", prompt="another")
        sentence = await refused.followup()

        assert sentence.is_ephemeral
        assert refused.first is None or refused.first.deleted
    assert "1 video" in sentence.text


async def test_looks_are_for_the_eyes_of_the_one_who_asked(club: Club) -> None:
    async with club.bot():
        asked = await club.ann.slash(club.channel, "sora create", prompt="a kite")
        await asked.until(lambda message: "is here" in message.text, within=20)
        for command, words in (
            ("sora history", "a kite"),
            ("sora quota", "left"),
            ("sora models", "Sora 2"),
            ("sora queue", "queue"),
            ("sora status", "Nothing of yours"),
            ("sora help", "create"),
        ):
            answer = await (await club.ann.slash(club.channel, command)).message()
            assert answer.is_ephemeral, command
            assert words in answer.text, command


async def test_help_speaks_of_commands_and_fields_as_they_are_on_discord(club: Club) -> None:
    async with club.bot():
        answer = await (await club.ann.slash(club.channel, "sora help")).message()
        about = await (await club.ann.slash(club.channel, "sora help", topic="create")).message()
        unknown = await (await club.ann.slash(club.channel, "sora status", job="zzzzzzz9")).message()

    assert "/sora remix" in answer.text
    assert "--" not in answer.text + about.text
    assert "/sora history" in unknown.text


async def test_without_a_prompt_a_form_opens_and_becomes_one(club: Club) -> None:
    async with club.bot():
        modal = await (await club.ann.slash(club.channel, "sora create")).modal()
        filled = await club.ann.fill(modal, {"Shot": "Wide shot", "Subject": "a red kite", "Action": "diving"})

        card = await filled.message()

    assert "Wide shot of a red kite, diving" in card.text


async def test_a_remix_begins_with_the_prompt_it_changes(club: Club) -> None:
    async with club.bot():
        await club.ann.slash(club.channel, "sora create", prompt="a red kite")
        video = await club.video()

        modal = await (await club.bob.press(video, "Remix")).modal()
        assert modal.field("prompt").value == "a red kite"
        card = await (await club.bob.fill(modal, {"prompt": "a blue kite"})).message()

    assert "a blue kite" in card.text


async def test_a_picture_in_a_message_is_animated(club: Club) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (640, 360), "navy").save(picture, "PNG")
    async with club.bot() as town:
        message = club.bob.write(club.channel, "look", files=[Upload("sea.png", picture.getvalue(), "image/png")])
        modal = await (await club.ann.use_message_menu(message, "Animate this image")).modal()
        await (await club.ann.fill(modal, {"prompt": "waves roll in", "size": "landscape"})).message()
        await club.video()

        assert len(await town.database.rows("SELECT id FROM images")) == 1


async def test_a_channel_that_is_deleted_meanwhile_sends_the_video_to_the_person(club: Club) -> None:
    async with club.bot():
        seen = await club.ann.slash(club.channel, "sora create", prompt="a kite #slow=2")
        await seen.message()
        club.channel.delete()

        messages = await club.ann.dm.until(lambda found: any(one.files for one in found), within=20)

    (video,) = [message for message in messages if message.files]
    assert "could not be posted where you asked" in video.text


async def test_whom_nothing_reaches_finds_a_link_in_the_history(club: Club) -> None:
    async with club.bot() as town:
        other = club.guild.add_channel("other")
        seen = await club.ann.slash(club.channel, "sora create", prompt="a kite #slow=2")
        await seen.message()
        club.ann.close_direct_messages()
        club.channel.delete()
        job_id = await town.job_of("a kite #slow=2")
        await final(town, job_id)

        history = await (await club.ann.slash(other, "sora history")).message()

    assert any(button.url is not None for button in history.buttons)


async def test_missing_permissions_are_named_before_anything_is_accepted(club: Club) -> None:
    club.channel.forbid("attach_files")
    async with club.bot() as town:
        answer = await (await club.ann.slash(club.channel, "sora create", prompt="a kite")).message()

        assert "Attach Files" in answer.text
        assert answer.is_ephemeral
        assert await town.used() == 0


async def test_a_private_video_is_seen_by_one_person(club: Club) -> None:
    async with club.bot():
        seen = await club.ann.slash(club.channel, "sora create", prompt="a secret", private=True)
        card = await seen.message()
        await card.until(lambda message: bool(message.files), within=20)

    assert card.is_ephemeral
    assert club.channel.messages == []


async def a_secret_whose_answer_is_too_old(club: Club, prompt: str) -> None:
    """Discord takes no changes of it any more."""
    seen = await club.ann.slash(club.channel, "sora create", prompt=prompt, private=True)
    await seen.message()
    for route in ("* /webhooks/*/*", "* /webhooks/*/*/messages/*"):
        club.discord.fail(route, problem=Problem.INVALID_TOKEN, times=50)


async def test_a_private_video_comes_by_direct_message_once_the_answer_is_too_old(club: Club) -> None:
    async with club.bot():
        await a_secret_whose_answer_is_too_old(club, "a secret #slow=2")

        messages = await club.ann.dm.until(lambda found: any(one.files for one in found), within=20)

    assert any(message.files for message in messages)
    assert club.channel.messages == []


async def test_that_there_will_be_no_private_video_is_said_directly_once_the_answer_is_too_old(club: Club) -> None:
    async with club.bot():
        await a_secret_whose_answer_is_too_old(club, "a secret #slow=2 #moderated")

        (told,) = await club.ann.dm.until(bool, within=20)

    assert "Your quota was given back" in told.text
    assert club.channel.messages == []


async def test_an_answer_that_got_lost_after_the_post_posts_nothing_twice(club: Club) -> None:
    async with club.bot() as town:
        club.discord.lose_answer("POST /channels/*/messages")
        await club.ann.slash(club.channel, "sora create", prompt="a kite")
        await club.video()
        job_id = await town.job_of("a kite")
        await final(town, job_id)

    assert sum(bool(message.files) for message in club.channel.messages) == 1


async def test_a_file_that_is_too_large_after_all_comes_smaller_or_as_a_link(club: Club) -> None:
    async with club.bot():
        club.discord.fail("POST /channels/*/messages", problem=Problem.TOO_LARGE)
        await club.ann.slash(club.channel, "sora create", prompt="a kite")

        await club.video(within=30)


async def test_a_prompt_pings_nobody_and_breaks_no_card(club: Club) -> None:
    prompt = f"@everyone {club.bob.mention} ||spoiler|| ``` # big [click](https://evil.example)"
    async with club.bot():
        await club.ann.slash(club.channel, "sora create", prompt=prompt)
        video = await club.video()

    pinged = {user for message in club.channel.messages for user in message.pings.users}
    assert pinged == {club.ann}
    assert not any(message.pings.everyone for message in club.channel.messages)
    assert "https://evil.example)" not in video.text


async def test_an_hour_without_discord_loses_nothing(club: Club) -> None:
    async with club.bot() as town:
        seen = await club.ann.slash(club.channel, "sora create", prompt="a kite #slow=2")
        await seen.message()
        async with club.discord.outage():
            await rendered(town, await town.job_of("a kite #slow=2"))

        await club.video(within=40)

    assert sum(bool(message.files) for message in club.channel.messages) == 1
