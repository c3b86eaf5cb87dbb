"""Videos in Slack that begin with a picture."""

from __future__ import annotations

import pytest

from tests.scenarios.office import Office, a_picture, id_of, jobs_in
from tests.slack.filled_in import Upload
from tests.slack.people import Person
from tests.slack.reading import text_of

A_FILM = ("kite.mp4", b"a film", "video/mp4")
NO_PICTURE = ("kite.png", b"no picture at all", "image/png")


async def test_a_picture_that_is_attached_is_where_the_video_starts(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "let it fly", files=[a_picture()])
        card = await office.card()
        job = await town.job(id_of(card))

    assert len(job.request.images) == 1


async def test_a_picture_with_few_words_is_meant(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "make this a video please", files=[a_picture()])
        job = await town.job(id_of(await office.card()))

    assert len(job.request.images) == 1


async def test_a_picture_in_direct_messages_is_where_the_video_starts(office: Office) -> None:
    async with office.bot() as town:
        office.ann.writes("let it fly", files=[a_picture()])
        card = await office.card("is here", channel=office.ann.dm)
        job = await town.job(id_of(card))
        await office.quiet()

    assert len(job.request.images) == 1


@pytest.mark.parametrize("way", ["channel", "direct messages"])
async def test_a_picture_without_words_is_where_the_video_of_the_form_starts(office: Office, way: str) -> None:
    place = office.channel if way == "channel" else office.ann.dm
    async with office.bot() as town:
        if way == "channel":
            office.ann.mentions(place, "", files=[a_picture()])
        else:
            office.ann.writes("", files=[a_picture()])
        answer = await office.slack.channel_until(place, lambda one: "I have your picture" in text_of(one))
        await office.ann.presses(answer, "Open the form")
        assert await office.ann.fills_and_sends(prompt="let it fly") == {}
        card = await office.card("is here", channel=place)
        job = await town.job(id_of(card))
        await office.quiet()

    assert (job.request.prompt, len(job.request.images)) == ("let it fly", 1)


async def test_a_picture_that_slack_does_not_hand_out_costs_nothing(office: Office) -> None:
    async with office.bot() as town:
        office.slack.trouble("file", status=403)
        office.ann.mentions(office.channel, "let it fly", files=[a_picture()])
        answer = await office.whisper(office.ann, "picture")

        assert await jobs_in(town) == 0
    assert office.said() == []
    assert "xoxb" not in text_of(answer)


async def test_what_only_looks_like_a_picture_is_refused_and_costs_nothing(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "let it fly", files=[NO_PICTURE])
        await office.whisper(office.ann, "picture")

        assert (await jobs_in(town), await town.used()) == (0, 0)
    assert office.said() == []


@pytest.mark.parametrize("words", ["let it fly", ""])
@pytest.mark.parametrize(("files", "why"), [([A_FILM], "is none"), ([a_picture(), a_picture("sea.png")], "you sent 2")])
async def test_what_no_video_can_start_from_is_refused_and_costs_nothing(
    office: Office, files: list[Upload], why: str, words: str
) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, words, files=files)
        answer = await office.whisper(office.ann, why)

        assert (await jobs_in(town), await town.used()) == (0, 0)
    assert "Nothing was charged" in text_of(answer)
    assert office.said() == []


async def test_a_message_with_a_picture_is_animated(office: Office) -> None:
    async with office.bot() as town:
        message = office.bob.posts(office.channel, "my kite", files=[a_picture()])
        await office.ann.uses_message_shortcut("sora_animate", message)
        assert await office.ann.fills_and_sends(prompt="it flies away", seconds="4") == {}
        card = await office.card()
        job = await town.job(id_of(card))

    assert card.thread_ts == message.ts
    assert len(job.request.images) == 1
    assert job.request.seconds == 4


async def test_a_message_without_a_picture_is_not_animated(office: Office) -> None:
    async with office.bot():
        message = office.bob.posts(office.channel, "no kite")
        await office.ann.uses_message_shortcut("sora_animate", message)
        answer = await office.whisper(office.ann, "no picture")

    assert office.ann.window is None
    assert "attach yours" in text_of(answer)


async def test_a_picture_where_the_bot_is_not_is_out_of_its_reach(office: Office) -> None:
    other = office.slack.add_channel(office.workspace, "other", has_bot=False)
    async with office.bot() as town:
        message = office.bob.posts(other, "my kite", files=[a_picture()])
        await office.ann.uses_message_shortcut("sora_animate", message)
        errors = await office.ann.fills_and_sends(prompt="it flies away")

        assert await jobs_in(town) == 0
    assert "/invite @sora" in errors["prompt"]
    assert _written(office.ann) == "it flies away"


async def test_a_picture_that_is_deleted_while_the_form_is_open_is_named_in_the_form(office: Office) -> None:
    async with office.bot() as town:
        message = office.bob.posts(office.channel, "my kite", files=[a_picture()])
        await office.ann.uses_message_shortcut("sora_animate", message)
        message.files[0].is_deleted = True
        errors = await office.ann.fills_and_sends(prompt="it flies away")

        assert await jobs_in(town) == 0
    assert "picture" in errors["prompt"]
    assert _written(office.ann) == "it flies away"


async def test_a_picture_is_uploaded_in_the_form(office: Office) -> None:
    async with office.bot() as town:
        await office.ann.slash(office.channel, "/sora")
        refused = await office.ann.fills_and_sends(prompt="let it fly", image=NO_PICTURE)
        office.slack.trouble("file", status=403)
        closed = await office.ann.fills_and_sends(prompt="let it fly", image=a_picture())
        assert await office.ann.fills_and_sends(prompt="let it fly", image=a_picture()) == {}
        card = await office.card()
        job = await town.job(id_of(card))

    assert list(refused) == ["image"]
    assert "not a picture" in refused["image"]
    assert list(closed) == ["image"]
    assert len(job.request.images) == 1


def _written(person: Person) -> str:
    """What stands in the form before somebody."""
    assert person.window is not None
    entry = person.window["state"]["values"]["prompt"]["prompt"]
    return str(entry["value"])
