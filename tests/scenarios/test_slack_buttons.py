"""Buttons, forms and people's own pages in Slack."""

from __future__ import annotations

import pytest

from bot.domain.job import JobStatus
from tests.scenarios.office import Office, id_of
from tests.slack.pressables import labels_in
from tests.slack.reading import text_of
from tests.slack.told import Json


def shown_home(view: Json | None) -> str:
    return "" if view is None else text_of(view)


async def test_a_cancel_asks_first_and_says_what_it_costs(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "a kite #slow=30")
        card = await office.card("being made")
        await office.ann.presses(card, "Cancel")
        question = await office.whisper(office.ann, "counts against your quota")
        await office.ann.presses(question, "Cancel it")
        await office.card("is cancelled")
        job = await town.job(id_of(card))

    assert job.status is JobStatus.CANCELLED
    assert "Cancelled" in text_of(question)
    assert labels_in(question.blocks) == []


async def test_a_second_thought_changes_nothing(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "a kite #slow=2")
        card = await office.card("being made")
        await office.ann.presses(card, "Cancel")
        question = await office.whisper(office.ann, "Cancel it anyway?")
        await office.ann.presses(question, "Keep it")
        await office.slack.until(lambda: "It goes on" in text_of(question) or None)
        await office.card("is here")
        job = await town.job(id_of(card))

    assert job.status is JobStatus.POSTED


async def test_somebody_elses_video_is_not_theirs_to_cancel(office: Office) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, "a kite #slow=3")
        card = await office.card("being made")
        await office.bob.presses(card, "Cancel")
        answer = await office.whisper(office.bob, "belongs to somebody else")

    assert labels_in(answer.blocks) == []


async def test_buttons_work_after_a_restart(office: Office) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, "a red kite")
        video = await office.video()
        await office.card("is here")
    async with office.bot():
        await office.bob.presses(video, "Again")
        await office.slack.until(lambda: len(office.videos()) == 2 or None, within=20)

    assert {one.thread_ts for one in office.videos()} == {video.thread_ts}


async def test_a_remix_of_a_long_prompt_loses_nothing(office: Office) -> None:
    long = " ".join(f"kite{number}" for number in range(1000))
    async with office.bot() as town:
        office.ann.mentions(office.channel, long)
        video = await office.video()
        await office.card("is here")
        await office.ann.presses(video, "Remix")
        assert await office.ann.fills_and_sends() == {}
        await office.slack.until(lambda: len(office.videos()) == 2 or None, within=20)
        await office.card("is here")
        prompts = {(await town.job(id_of(one))).request.prompt for one in office.videos()}

    assert prompts == {long}


async def test_a_video_goes_on_from_the_last_picture_of_another(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "a red kite")
        video = await office.video()
        await office.card("is here")
        await office.ann.presses(video, "Use as start image")
        assert await office.ann.fills_and_sends(prompt="it lands") == {}
        await office.slack.until(lambda: len(office.videos()) == 2 or None, within=20)
        job = await town.job(id_of(office.videos()[1]))

    assert len(job.request.images) == 1
    assert job.request.prompt == "it lands"


async def test_a_video_is_deleted_with_its_file(office: Office) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, "a red kite")
        video = await office.video()
        await office.card("is here")
        file = video.files[0]
        await office.ann.presses(video, "Delete")
        question = await office.whisper(office.ann, "Delete")
        await office.ann.presses(question, "Delete it")
        await office.card("was deleted")

    assert video.is_deleted
    assert file.is_deleted


async def test_an_old_button_says_what_to_do(office: Office) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, "a red kite")
        video = await office.video()
        for block in video.blocks:
            for element in block.get("elements", ()):
                if element.get("action_id", "").startswith("sora:again"):
                    element["action_id"] = "sora:dance:k7m2qx22"
        await office.ann.presses(video, "Again")
        answer = await office.whisper(office.ann, "older version")

    assert "@sora history" in text_of(answer)


async def test_the_form_opens_by_command_and_by_shortcut(office: Office) -> None:
    async with office.bot():
        await office.ann.slash(office.channel, "/sora")
        by_command = office.ann.window
        await office.bob.uses_shortcut("sora_create")
        by_shortcut = office.bob.window

    assert by_command is not None
    assert by_shortcut is not None
    assert by_command["title"] == by_shortcut["title"]


async def test_what_is_not_right_is_said_at_its_field(office: Office) -> None:
    async with office.bot() as town:
        await office.ann.slash(office.channel, "/sora")
        errors = await office.ann.fills_and_sends()
        jobs = await town.database.rows("SELECT id FROM jobs")

    assert list(errors) == ["prompt"]
    assert office.ann.window is not None
    assert jobs == []


async def test_the_parts_of_a_prompt_make_one(office: Office) -> None:
    async with office.bot():
        await office.ann.slash(office.channel, "/sora")
        sent = await office.ann.fills_and_sends(
            shot="wide shot", subject="a paper boat", action="drifting", surroundings="rain at dusk", seconds="8"
        )
        video = await office.video()

    assert sent == {}
    assert "Wide shot of a paper boat, drifting. Rain at dusk." in text_of(video)


async def test_a_form_posts_where_its_person_says(office: Office) -> None:
    other = office.slack.add_channel(office.workspace, "other")
    closed = office.slack.add_channel(office.workspace, "closed", has_bot=False)
    async with office.bot():
        await office.ann.slash(office.channel, "/sora")
        errors = await office.ann.fills_and_sends(prompt="a kite", place=closed)
        assert await office.ann.fills_and_sends(prompt="a kite", place=other) == {}
        await office.card("is here", channel=other)

    assert list(errors) == ["place"]
    assert "/invite @sora" in errors["place"]
    assert office.channel.messages == []


@pytest.mark.parametrize("how", ["nowhere", "only me"])
async def test_a_form_can_post_to_its_person_alone(office: Office, how: str) -> None:
    async with office.bot():
        await office.ann.uses_shortcut("sora_create")
        values = (
            {"prompt": "a kite"} if how == "nowhere" else {"prompt": "a kite", "place": office.channel, "private": True}
        )
        assert await office.ann.sends(values) == {}
        await office.card("is here", channel=office.ann.dm)

    assert office.channel.messages == []


async def test_a_refusal_stands_in_the_form_and_loses_nothing(office: Office) -> None:
    async with office.bot(daily_videos=0):
        await office.ann.slash(office.channel, "/sora")
        errors = await office.ann.fills_and_sends(prompt="a kite")

    assert "0 videos today" in errors["prompt"] or "limit" in errors["prompt"]
    assert office.ann.window is not None


async def test_a_form_that_is_sent_after_a_restart_is_good(office: Office) -> None:
    async with office.bot():
        await office.ann.slash(office.channel, "/sora")
    async with office.bot():
        assert await office.ann.fills_and_sends(prompt="a kite") == {}
        await office.card("is here")


async def test_a_page_of_ones_own_shows_what_is_left_and_what_was_made(office: Office) -> None:
    async with office.bot():
        office.bob.opens_home()
        await office.slack.until(lambda: "made no videos yet" in shown_home(office.bob.home) or None)
        office.bob.mentions(office.channel, "a red kite")
        await office.slack.until(lambda: "a red kite" in shown_home(office.bob.home) or None, within=20)
        await office.card("is here")
        await office.slack.until(lambda: "1 of 1,000" in shown_home(office.bob.home) or None)
        await office.slack.until(lambda: "slack_file" in str(office.bob.home) or None)

    assert "Everybody" not in shown_home(office.bob.home)


async def test_videos_are_made_again_and_cancelled_from_the_page(office: Office) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, "a red kite")
        await office.card("is here")
        office.ann.opens_home()
        await office.slack.until(lambda: "a red kite" in shown_home(office.ann.home) or None)
        await office.ann.presses_home("Again")
        await office.card("is here", channel=office.ann.dm)
        office.ann.mentions(office.channel, "a slow kite #slow=30")
        card = await office.card("being made")
        await office.slack.until(lambda: "a slow kite" in shown_home(office.ann.home) or None)
        await office.ann.presses_home("Cancel", job_id=id_of(card))
        assert office.ann.window is not None
        assert await office.ann.fills_and_sends() == {}
        await office.card("is cancelled")

    assert "Cancelled" in shown_home(office.ann.window)
    assert "Everybody" in shown_home(office.ann.home)


async def test_the_form_opens_from_the_page(office: Office) -> None:
    async with office.bot():
        office.ann.opens_home()
        await office.slack.until(lambda: office.ann.home)
        await office.ann.presses_home("Make a video")
        assert await office.ann.fills_and_sends(prompt="a kite") == {}
        await office.card("is here", channel=office.ann.dm)
