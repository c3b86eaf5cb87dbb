"""What is private stays private, and what is public stays in its channel: nobody sees more, and nothing gets lost."""

from __future__ import annotations

from tests.discord.errors import Problem
from tests.discord.messages import Message
from tests.scenarios.club import Club, final


def has_video(message: Message) -> bool:
    return bool(message.files)


def uploads(club: Club) -> list[int | None]:
    """How Discord answered each upload into a private answer; None where its answer got lost."""
    return [call.status for call in club.discord.calls("PATCH /webhooks/*/*/messages/*") if call.uploads]


def said_to_all(club: Club) -> str:
    """All that everybody in the channel could ever read there, deleted messages included."""
    return "\n".join(message.text for message in club.channel.all_messages if not message.is_ephemeral)


async def test_a_remix_of_a_private_video_is_private(club: Club) -> None:
    async with club.bot():
        seen = await club.ann.slash(club.channel, "sora create", prompt="a secret", private=True)
        video = await seen.until(has_video, within=20)

        modal = await (await club.ann.press(video, "Remix")).modal()
        remix = await club.ann.fill(modal, {"prompt": "a greater secret"})
        made = await remix.until(has_video, within=20)

    assert made.is_ephemeral
    assert "a greater secret" in made.text
    assert said_to_all(club) == ""


async def test_a_private_video_once_more_is_private_however_it_is_asked_for(club: Club) -> None:
    async with club.bot() as town:
        seen = await club.ann.slash(club.channel, "sora create", prompt="a secret", private=True)
        video = await seen.until(has_video, within=20)
        job_id = await town.job_of("a secret")

        pressed = await club.ann.press(video, "Again")
        asked = await club.ann.slash(club.channel, "sora again", job=job_id)
        remixed = await club.ann.slash(club.channel, "sora remix", job=job_id, prompt="another secret")
        answers = [await one.until(has_video, within=20) for one in (pressed, asked, remixed)]

    assert all(answer.is_ephemeral for answer in answers)
    assert said_to_all(club) == ""


async def test_a_public_video_that_is_tried_again_in_private_words_stays_public(club: Club) -> None:
    async with club.bot() as town:
        await (await club.ann.slash(club.channel, "sora create", prompt="a kite #403")).message()
        job_id = await town.job_of("a kite #403")
        await final(town, job_id)
        status = await (await club.ann.slash(club.channel, "sora status", job=job_id)).message()
        assert status.is_ephemeral

        again = await club.ann.press(status, "Retry")
        card = await again.until(lambda message: "a kite" in message.text)

    assert not card.is_ephemeral


async def test_several_private_videos_come_where_they_were_asked_for(club: Club) -> None:
    club.ann.close_direct_messages()
    async with club.bot():
        seen = await club.ann.slash(club.channel, "sora create", prompt="a secret", private=True, count=3)
        first = await seen.until(has_video, within=20)
        others = [await (await seen.followup(number)).until(has_video, within=20) for number in (1, 2)]

    assert all(message.is_ephemeral for message in (first, *others))
    assert club.ann.dm.messages == []
    assert said_to_all(club) == ""


async def test_of_several_private_cards_none_takes_the_place_of_another_that_is_late(club: Club) -> None:
    async with club.bot():
        club.discord.drop("PATCH /webhooks/*/*/messages/*")
        seen = await club.ann.slash(club.channel, "sora create", prompt="a secret #slow=30", private=True, count=2)
        first = await seen.message(within=20)
        second = await seen.followup(within=20)

    assert first.is_ephemeral
    assert second.is_ephemeral
    assert {first.buttons[0].custom_id} != {second.buttons[0].custom_id}


async def test_a_private_video_waits_for_a_card_that_is_late(club: Club) -> None:
    async with club.bot():
        club.discord.drop("PATCH /webhooks/*/*/messages/*")
        seen = await club.ann.slash(club.channel, "sora create", prompt="a secret", private=True)

        await seen.until(has_video, within=40)

    assert club.ann.dm.messages == []


async def test_a_private_card_in_direct_messages_moves_on(club: Club) -> None:
    async with club.bot():
        club.discord.fail("PATCH /webhooks/*/*/messages/*", problem=Problem.INVALID_TOKEN)
        await club.ann.slash(club.channel, "sora create", prompt="a secret", private=True)

        card = await club.ann.dm.message("a secret")
        await card.until(lambda message: "is here" in message.text, within=20)
        messages = await club.ann.dm.until(lambda found: any(map(has_video, found)))

    assert len(messages) == 2
    assert said_to_all(club) == ""


async def test_a_private_video_that_comes_directly_says_why(club: Club) -> None:
    async with club.bot():
        seen = await club.ann.slash(club.channel, "sora create", prompt="a secret #slow=2", private=True)
        await seen.message()
        club.discord.fail("PATCH /webhooks/*/*/messages/*", problem=Problem.INVALID_TOKEN, times=50)

        messages = await club.ann.dm.until(lambda found: any(map(has_video, found)), within=20)

    (video,) = [message for message in messages if message.files]
    assert "private" in video.text


async def test_a_private_video_needs_no_rights_in_the_channel(club: Club) -> None:
    club.channel.forbid("send_messages", "attach_files", "embed_links")
    async with club.bot():
        seen = await club.ann.slash(club.channel, "sora create", prompt="a secret", private=True)

        video = await seen.until(has_video, within=20)

    assert video.is_ephemeral


async def test_a_private_video_is_seen_as_it_is_made_and_then_takes_the_place_of_its_card(club: Club) -> None:
    async with club.bot() as town:
        seen = await club.ann.slash(club.channel, "sora create", prompt="a secret #slow=1", private=True)
        card = await seen.until(lambda message: message.has_button("Cancel"))
        await card.until(has_video, within=20)
        await final(town, await town.job_of("a secret #slow=1"))

    assert has_video(card)
    assert {button.label for button in card.buttons} >= {"Again", "Remix"}
    assert seen.followups == []


async def test_a_private_video_is_posted_once_though_the_answer_to_it_got_lost(club: Club) -> None:
    async with club.bot() as town:
        club.discord.lose_answer("PATCH /webhooks/*/*/messages/*", only_uploads=True)
        await (await club.ann.slash(club.channel, "sora create", prompt="a secret", private=True)).message()
        job_id = await town.job_of("a secret")
        await final(town, job_id)

    assert uploads(club) == [None]
    assert len([message for message in club.channel.all_messages if message.files]) == 1
    assert not any(map(has_video, club.ann.dm.messages))


async def test_a_private_video_is_posted_once_though_the_bot_died_right_after(club: Club) -> None:
    async with club.bot() as town:
        club.discord.lose_answer("PATCH /webhooks/*/*/messages/*", only_uploads=True)
        seen = await club.ann.slash(club.channel, "sora create", prompt="a secret", private=True)
        await seen.message()
        job_id = await town.job_of("a secret")
        video = await seen.until(has_video, within=20)
        assert not (await town.job(job_id)).is_final
        # What was posted is not noted yet: the next start must find it.

    async with club.bot() as town:
        await final(town, job_id)

    assert uploads(club) == [None]
    assert has_video(video)
    assert not any(map(has_video, club.ann.dm.messages))


async def test_a_private_card_goes_on_changing_after_a_restart(club: Club) -> None:
    async with club.bot():
        seen = await club.ann.slash(club.channel, "sora create", prompt="a secret #slow=30", private=True)
        card = await seen.until(lambda message: "● rendering" in message.text)

    async with club.bot():
        question = await (await club.ann.press(card, "Cancel")).message()
        await club.ann.press(question, "Cancel it")
        await card.until(lambda message: "is cancelled" in message.text)

    assert card.is_ephemeral
