"""People's own pages in Slack."""

from __future__ import annotations

import asyncio

import pytest

from bot.domain.job import JobStatus
from tests.chat_page import until
from tests.scenarios.office import Office, id_of, jobs_of
from tests.slack.people import Person
from tests.slack.pressables import labels_in
from tests.slack.reading import pings, text_of
from tests.slack.world import Message


def words(person: Person) -> str:
    return "" if person.home is None else text_of(person.home)


async def page(office: Office, person: Person, *parts: str) -> str:
    """Their page once it says all of that."""
    try:
        await office.slack.until(lambda: all(part in words(person) for part in parts) or None)
    except AssertionError as error:
        raise AssertionError(f"no {parts} in {words(person)!r}") from error
    return words(person)


async def test_an_empty_page_says_what_will_stand_there(office: Office) -> None:
    async with office.bot():
        office.bob.opens_home()
        shown = await page(office, office.bob, "0 of 1,000 videos today", "Starts anew in")

    assert "Nothing of yours is being made" in shown
    assert "You have made no videos yet" in shown
    assert "Everybody" not in shown
    assert office.bob.home is not None
    assert labels_in(office.bob.home["blocks"]) == ["Make a video", "Refresh"]


async def test_a_page_keeps_up_with_a_video_until_its_picture_is_there(office: Office) -> None:
    async with office.bot():
        office.bob.opens_home()
        await page(office, office.bob, "no videos yet")
        office.bob.mentions(office.channel, "a red kite #slow=2")
        running = await page(office, office.bob, "Your video is being made", "a red kite")
        shown = await page(office, office.bob, "1 of 1,000 videos today", "Nothing of yours is being made")
        await office.slack.until(lambda: "slack_file" in str(office.bob.home) or None)
        await office.card("is here")

    assert "no videos yet" in running
    assert "a red kite" in shown
    assert office.bob.home is not None
    buttons = labels_in(office.bob.home["blocks"])
    assert buttons[2:] == ["Show it", "Again", "Remix", "Use as start image", "Delete"]


async def test_a_page_is_shown_anew_by_its_button(office: Office) -> None:
    async with office.bot():
        office.bob.opens_home()
        await page(office, office.bob, "no videos yet")
        office.bob.user.home = {**(office.bob.home or {}), "blocks": (office.bob.home or {})["blocks"][:2]}
        await office.bob.presses_home("Refresh")
        await page(office, office.bob, "no videos yet")


async def test_a_video_is_made_again_from_the_page_where_nobody_else_is(office: Office) -> None:
    async with office.bot():
        office.bob.mentions(office.channel, "a red kite")
        await office.card("is here")
        office.bob.opens_home()
        await page(office, office.bob, "a red kite")
        await office.bob.presses_home("Again")
        await office.card("is here", channel=office.bob.dm)
        await office.quiet()

    assert len(office.videos()) == 1


async def test_a_video_is_changed_and_gone_on_from_on_the_page(office: Office) -> None:
    async with office.bot() as town:
        office.bob.mentions(office.channel, "a red kite")
        await office.card("is here")
        office.bob.opens_home()
        await page(office, office.bob, "a red kite")
        await office.bob.presses_home("Remix")
        assert await office.bob.fills_and_sends(prompt="a blue kite") == {}
        await office.bob.presses_home("Use as start image")
        assert await office.bob.fills_and_sends(prompt="it lands") == {}
        made = await jobs_of(town, 3)
        await office.number_of_videos(2, channel=office.bob.dm)
        await office.quiet()

    assert {(one.request.prompt, len(one.request.images)) for one in made[1:]} == {("a blue kite", 0), ("it lands", 1)}


async def test_a_cancel_on_the_page_asks_in_a_window(office: Office) -> None:
    async with office.bot():
        office.bob.mentions(office.channel, "a slow kite #slow=30")
        card = await office.card("being made")
        office.bob.opens_home()
        await page(office, office.bob, "a slow kite", "Your video is being made")
        await office.bob.presses_home("Cancel")
        asked = "" if office.bob.window is None else text_of(office.bob.window)
        office.bob.closes_window()
        await office.bob.presses_home("Cancel", job_id=id_of(card))
        assert await office.bob.fills_and_sends() == {}
        await office.card("is cancelled")
        await page(office, office.bob, "Nothing of yours is being made")

    assert "counts against your quota" in asked
    assert office.bob.window is not None
    assert "Cancelled" in text_of(office.bob.window)


async def test_a_cancel_that_turns_dear_while_its_window_is_open_can_still_be_said_yes_to(office: Office) -> None:
    async with office.bot() as town:
        office.bob.mentions(office.channel, "a slow kite #429*2 #slow=30")
        card = await office.card()
        office.bob.opens_home()
        await page(office, office.bob, "a slow kite")

        async def is_handed_back() -> bool:
            job = await town.job(id_of(card))
            return job.status is JobStatus.ACCEPTED and job.version > 1

        await until(is_handed_back)
        await office.bob.presses_home("Cancel", job_id=id_of(card))
        free = "" if office.bob.window is None else text_of(office.bob.window)
        await office.card("being made", within=30)
        assert await office.bob.fills_and_sends() == {}
        dear = "" if office.bob.window is None else text_of(office.bob.window)
        before = (await town.job(id_of(card))).is_final
        assert await office.bob.fills_and_sends() == {}
        await office.card("is cancelled")

    assert "given back" in free
    assert "Cancel it anyway?" in dear
    assert not before
    assert office.bob.window is not None
    assert "Cancelled" in text_of(office.bob.window)


async def test_a_video_that_ended_before_the_question_is_answered_says_so(office: Office) -> None:
    async with office.bot():
        office.bob.mentions(office.channel, "a kite #slow=2")
        card = await office.card("being made")
        office.bob.opens_home()
        await page(office, office.bob, "Your video is being made")
        await office.bob.presses_home("Cancel", job_id=id_of(card))
        await office.card("is here")
        assert await office.bob.fills_and_sends() == {}

    assert office.bob.window is not None
    assert "finished" in text_of(office.bob.window) or "posted" in text_of(office.bob.window)


async def test_a_video_that_is_deleted_takes_its_picture_along(office: Office) -> None:
    def posters() -> list[bool]:
        files = office.workspace.files.values()
        return [file.is_deleted for file in files if file.mimetype == "image/jpeg"]

    async with office.bot():
        office.bob.mentions(office.channel, "a red kite")
        video: Message = await office.video()
        await office.card("is here")
        office.bob.opens_home()
        await office.slack.until(lambda: "slack_file" in str(office.bob.home) or None)
        before = posters()
        await office.bob.presses_home("Delete")
        assert await office.bob.fills_and_sends() == {}
        await office.card("was deleted")
        await office.slack.until(lambda: "slack_file" not in str(office.bob.home) or None)

    assert before == [False]
    assert posters() == [True]
    assert video.is_deleted


async def test_an_admin_sees_how_the_team_does_and_others_do_not(office: Office) -> None:
    other = office.slack.add_channel(office.workspace, "other")
    async with office.bot():
        office.bob.mentions(office.channel, "a red kite")
        await office.card("is here")
        office.bob.mentions(other, "a slow kite #slow=30")
        await office.card("being made", channel=other)
        office.ann.opens_home()
        shown = await page(office, office.ann, "Everybody's", "1 video of one person", "a slow kite", "bob")
        office.bob.opens_home()
        own = await page(office, office.bob, "a slow kite")

    assert office.bob.id not in shown
    assert "Everybody" not in own


async def test_the_form_opens_from_the_page(office: Office) -> None:
    async with office.bot():
        office.ann.opens_home()
        await page(office, office.ann, "no videos yet")
        await office.ann.presses_home("Make a video")
        assert await office.ann.fills_and_sends(prompt="a kite") == {}
        await office.card("is here", channel=office.ann.dm)
        await office.quiet()


async def test_a_page_calls_nobody(office: Office) -> None:
    async with office.bot():
        office.bob.mentions(office.channel, "a kite <!channel> *bold* <https://evil.example|our bank>")
        await office.card()
        office.bob.opens_home()
        await page(office, office.bob, "*bold*")

    assert office.bob.home is not None
    blocks = office.bob.home["blocks"]
    assert list(pings(Message(office.channel, "0", office.bob.id, blocks=blocks))) == []


@pytest.mark.parametrize(
    ("error", "sentence"), [("expired_trigger_id", "could not be opened in time"), ("no_such_error", "went wrong")]
)
@pytest.mark.parametrize("button", ["Cancel", "Make a video"])
async def test_a_window_that_does_not_open_says_so_in_the_direct_messages(
    office: Office, button: str, error: str, sentence: str
) -> None:
    async with office.bot():
        office.bob.mentions(office.channel, "a slow kite #slow=30")
        await office.card("being made")
        office.bob.opens_home()
        await page(office, office.bob, "Your video is being made")
        office.slack.trouble("views.open", error=error)
        await office.bob.presses_home(button)

        await office.slack.channel_until(office.bob.dm, lambda message: sentence in text_of(message))


async def test_a_shortcut_whose_form_does_not_open_says_so_in_the_direct_messages(office: Office) -> None:
    async with office.bot():
        office.slack.trouble("views.open", error="no_such_error")
        await office.bob.uses_shortcut("sora_create")

        await office.slack.channel_until(office.bob.dm, lambda message: "went wrong" in text_of(message))


async def test_a_yes_over_the_page_is_answered_in_time_where_slack_is_slow(office: Office) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, "a kite #slow=30")
        await office.card()
        await office.quiet()
        office.ann.opens_home()
        await office.slack.until(lambda: office.ann.home and "Cancel" in text_of(office.ann.home))
        await office.ann.presses_home("Cancel")
    async with office.bot():
        gate = asyncio.Event()
        office.slack.trouble("conversations.open", gate=gate, times=1)
        assert await office.ann.fills_and_sends() == {}
        gate.set()
        await office.card("ancel")


async def test_a_yes_over_the_page_that_takes_longer_than_its_window_is_answered_directly(office: Office) -> None:
    async with office.bot():
        office.bob.mentions(office.channel, "a red kite")
        await office.card("is here")
        await office.quiet()
        office.bob.opens_home()
        await office.slack.until(lambda: office.bob.home and "Delete" in str(office.bob.home))
        await office.bob.presses_home("Delete")
        gate = asyncio.Event()
        office.slack.trouble("chat.delete", error="channel_not_found", gate=gate)
        assert await office.bob.fills_and_sends() == {}
        gate.set()
        told = await office.slack.channel_until(office.bob.dm, lambda one: one.bot_id is not None)

    assert office.bob.window is None
    assert "Delete it there yourself" in text_of(told)
