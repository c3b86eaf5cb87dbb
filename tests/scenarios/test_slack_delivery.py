"""A video finds its person in Slack, whatever became of the place it was asked for in: once, and with the reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.films import make_film
from tests.scenarios.club import final
from tests.scenarios.office import Office, id_of, open_office
from tests.scenarios.town import Town
from tests.slack.reading import text_of
from tests.slack.world import Channel, Message
from tests.waiting import eventually

SLOW = "a kite #slow=1.5"
ELSEWHERE = "could not be posted where you asked"


def archived(office: Office) -> None:
    office.channel.is_archived = True


def bot_removed(office: Office) -> None:
    office.ann.removes_bot(office.channel)


def thread_deleted(office: Office) -> None:
    mention = next(message for message in office.channel.messages if message.user == office.ann.id)
    office.ann.deletes(mention)


async def asked(office: Office, town: Town, prompt: str = SLOW) -> Message:
    """The card of a video that is on its way."""
    office.ann.mentions(office.channel, prompt)
    return await office.card()


async def link_in(office: Office, channel: Channel) -> Message:
    """The message that stands in for a file."""

    def is_it(message: Message) -> bool:
        return (message.metadata or {}).get("event_type") == "sora_video"

    return await office.slack.channel_until(channel, is_it, within=20)


# --- the place --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [archived, bot_removed, thread_deleted])
async def test_a_place_that_is_closed_meanwhile_sends_the_video_to_the_person(
    office: Office, trouble: Callable[[Office], None]
) -> None:
    async with office.bot() as town:
        card = await asked(office, town)
        trouble(office)

        video = await office.video(channel=office.ann.dm)
        await final(town, id_of(card))
        assert await town.ledger(id_of(card)) == ["reserved", "settled"]
    assert ELSEWHERE in text_of(video)
    assert len(office.videos(office.ann.dm)) == 1
    assert office.videos() == []


async def test_a_place_that_is_closed_meanwhile_keeps_nobody_from_hearing_that_there_will_be_no_video(
    office: Office,
) -> None:
    async with office.bot() as town:
        await asked(office, town, "a kite #slow=1.5 #moderated")
        archived(office)

        told = await office.slack.channel_until(office.ann.dm, lambda message: message.bot_id is not None, within=20)
        await office.quiet()
    assert "Your quota was given back" in text_of(told)
    assert "a kite" in text_of(told)


@pytest.mark.parametrize("error", ["edit_window_closed", "message_not_found"])
async def test_a_card_that_cannot_be_changed_keeps_nobody_from_hearing_that_there_will_be_no_video(
    office: Office, error: str
) -> None:
    async with office.bot() as town:
        card = await asked(office, town, "a kite #slow=1.5 #moderated")
        office.slack.trouble("chat.update", error=error, times=1000)

        told = await office.slack.channel_until(office.ann.dm, lambda message: message.bot_id is not None, within=20)
        await final(town, id_of(card))
        await office.quiet()
    assert "Your quota was given back" in text_of(told)
    assert office.said(office.ann.dm) == [told]


async def test_who_cannot_be_reached_at_all_finds_the_video_in_the_history(office: Office) -> None:
    async with office.bot() as town:
        card = await asked(office, town)
        archived(office)
        office.ann.user.takes_messages = False
        await final(town, id_of(card))
        office.ann.user.takes_messages = True
        office.channel.is_archived = False

        office.ann.writes("history")
        history = await office.slack.channel_until(office.ann.dm, lambda message: message.bot_id is not None)
        assert (await town.job(id_of(card))).status == "posted"
    assert "http://127.0.0.1" in str(history.blocks)


async def test_without_a_public_address_who_cannot_be_reached_pays_nothing(office: Office) -> None:
    async with office.bot(has_public_url=False) as town:
        card = await asked(office, town)
        archived(office)
        office.ann.user.takes_messages = False
        await final(town, id_of(card))
        assert await town.used() == 0

        office.channel.is_archived = False
        job = await town.job(id_of(card))
    assert (job.status, job.reason) == ("failed", "conversation_gone")


# --- the file ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("refusal", ["file_type_not_allowed", "file_uploads_except_images_disabled"])
async def test_where_no_videos_may_be_uploaded_a_link_stands_in(office: Office, refusal: str) -> None:
    office.workspace.refuses_uploads = refusal
    async with office.bot():
        office.ann.mentions(office.channel, "a kite")

        link = await link_in(office, office.channel)
        await office.card("is here")
    assert "here is a link" in text_of(link)
    assert office.videos() == []


@pytest.mark.parametrize("largest", [None, 1000])
async def test_without_a_public_address_what_cannot_be_uploaded_is_given_back_and_said(
    office: Office, largest: int | None
) -> None:
    office.workspace.largest_upload = largest
    office.workspace.refuses_uploads = "file_uploads_disabled" if largest is None else None
    async with office.bot(has_public_url=False) as town:
        office.ann.mentions(office.channel, "a kite")

        card = await office.card("takes no video file of that size")
        assert await town.used() == 0
    assert "quota was given back" in text_of(card)
    assert "999 videos left" not in text_of(card)


async def test_a_video_that_is_too_large_is_made_smaller(tmp_path: Path) -> None:
    large = make_film(tmp_path / "large.mp4", width=1280, height=720, seconds=4, noise=True)
    async with open_office(tmp_path, large.read_bytes()) as office:
        office.workspace.largest_upload = large.stat().st_size * 2 // 3
        async with office.bot():
            office.ann.mentions(office.channel, "a kite")

            video = await office.video(within=40)
    assert 0 < video.files[0].length <= office.workspace.largest_upload


async def test_a_video_that_cannot_be_made_small_enough_comes_as_a_link(office: Office) -> None:
    office.workspace.largest_upload = 1000
    async with office.bot():
        office.ann.mentions(office.channel, "a kite")

        assert "here is a link" in text_of(await link_in(office, office.channel))


# --- lost answers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "how"),
    [
        ("files.completeUploadExternal", {"drops": True, "acts": True}),
        ("files.getUploadURLExternal", {"retry_after": 1}),
        ("upload", {"drops": True}),
    ],
)
async def test_a_step_that_goes_wrong_once_ends_in_one_video(
    office: Office, method: str, how: dict[str, object]
) -> None:
    async with office.bot() as town:
        trouble = office.slack.trouble(method, **how)
        card = await asked(office, town, "a kite")

        await office.card("is here", within=40)
        assert await town.ledger(id_of(card)) == ["reserved", "settled"]
    assert trouble.met == 1
    assert len(office.videos()) == 1


async def test_a_refusal_that_may_be_none_is_looked_at_for_a_while_before_the_next_try(office: Office) -> None:
    async with office.bot() as town:
        refused = office.slack.trouble("files.completeUploadExternal", error="internal_error")
        card = await asked(office, town, "a kite")
        await eventually(lambda: bool(refused.met))
        town.clock.ahead = timedelta(minutes=3)

        await office.card("is here", within=50)
        assert await town.ledger(id_of(card)) == ["reserved", "settled"]
    assert len(office.videos()) == 1


async def test_a_link_whose_answer_is_lost_is_posted_once(office: Office) -> None:
    office.workspace.refuses_uploads = "file_uploads_disabled"
    async with office.bot() as town:
        await asked(office, town, SLOW)
        office.slack.trouble("chat.postMessage", drops=True, acts=True)

        await office.card("is here", within=30)
    links = [one for one in office.channel.messages if (one.metadata or {}).get("event_type") == "sora_video"]
    assert len(links) == 1


# --- cards ------------------------------------------------------------------------------------------------------------


async def test_a_card_whose_answer_is_lost_is_posted_once_and_tells_the_end(office: Office) -> None:
    async with office.bot():
        office.slack.trouble("chat.postMessage", drops=True, acts=True)
        office.ann.mentions(office.channel, "a kite")

        await office.card("is here", within=30)
    assert len([message for message in office.channel.messages if message.metadata]) == 1


async def test_a_card_tells_why_there_is_no_video_and_that_nothing_was_charged(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "a kite #moderated")

        card = await office.card("content rules")
        assert await town.used() == 0
    assert "quota was given back" in text_of(card)
    assert "1,000 videos left today" in text_of(card)


async def test_without_callbacks_the_bot_asks_by_itself(office: Office) -> None:
    async with office.bot(has_public_url=False):
        office.ann.mentions(office.channel, "a kite")

        await office.card("is here")


async def test_a_callback_that_never_comes_is_not_waited_for(office: Office) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, "a kite #lost-callback")

        await office.card("is here", within=25)


async def test_a_workspace_that_says_nothing_of_its_shares_for_a_while_gets_one_video(
    tmp_path: Path, clip: bytes
) -> None:
    async with open_office(tmp_path, clip, share_delay=0.7) as office, office.bot():
        office.ann.mentions(office.channel, "a kite")

        await office.card("is here", within=30)
    assert len(office.videos()) == 1
