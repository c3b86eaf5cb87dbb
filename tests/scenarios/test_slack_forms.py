"""Forms in Slack: what opens them, what they ask, and that nothing written into them is lost."""

from __future__ import annotations

import asyncio

import pytest

from adapters.slack.arriving import LATEST
from tests.scenarios.office import Office, a_picture, id_of, jobs_in, jobs_of
from tests.slack import interactions
from tests.slack.people import Person
from tests.slack.reading import text_of
from tests.slack.told import Kind


async def test_the_form_opens_by_command_and_by_shortcut(office: Office) -> None:
    async with office.bot():
        await office.ann.slash(office.channel, "/sora")
        by_command = office.ann.window
        await office.bob.uses_shortcut("sora_create")
        by_shortcut = office.bob.window

    assert by_command is not None
    assert by_shortcut is not None
    assert by_command["title"] == by_shortcut["title"]
    assert office.channel.log == []


async def test_the_video_comes_where_the_command_was_written(office: Office) -> None:
    async with office.bot():
        await office.ann.slash(office.channel, "/sora")
        assert await office.ann.fills_and_sends(prompt="a kite") == {}
        video = await office.video()
        card = await office.card("is here")

    assert card.thread_ts is None
    assert video.thread_ts == card.ts


async def test_what_is_not_right_is_said_at_its_field(office: Office) -> None:
    async with office.bot() as town:
        await office.ann.slash(office.channel, "/sora")
        errors = await office.ann.fills_and_sends()

        assert await jobs_in(town) == 0
    assert list(errors) == ["prompt"]
    assert "@sora" not in errors["prompt"]
    assert office.ann.window is not None


async def test_the_parts_of_a_prompt_make_one(office: Office) -> None:
    async with office.bot():
        await office.ann.slash(office.channel, "/sora")
        sent = await office.ann.fills_and_sends(
            shot="wide shot", subject="a paper boat", action="drifting", surroundings="rain at dusk"
        )
        card = await office.card()

    assert sent == {}
    assert "Wide shot of a paper boat, drifting. Rain at dusk." in text_of(card)


async def test_everything_that_can_be_chosen_is_kept(office: Office) -> None:
    async with office.bot() as town:
        await office.ann.slash(office.channel, "/sora")
        chosen = {"size": "portrait 720p", "seconds": "4", "model": "sora-2-pro", "count": "2 videos"}
        assert await office.ann.fills_and_sends(prompt="a kite", image=a_picture(), **chosen) == {}
        requests = [job.request for job in await jobs_of(town, 2)]

    for request in requests:
        assert (str(request.shape), request.seconds, request.model) == ("portrait 720p", 4, "sora-2-pro")
        assert len(request.images) == 1


async def test_what_a_form_chooses_wins_over_nothing_in_the_prompt(office: Office) -> None:
    async with office.bot() as town:
        await office.ann.slash(office.channel, "/sora")
        assert await office.ann.fills_and_sends(prompt="status --seconds 8 admin pause", seconds="4") == {}
        card = await office.card()
        request = (await town.job(id_of(card))).request

    assert (request.prompt, request.seconds) == ("status --seconds 8 admin pause", 4)


async def test_a_form_posts_where_its_person_says(office: Office) -> None:
    other = office.slack.add_channel(office.workspace, "other")
    closed = office.slack.add_channel(office.workspace, "closed", has_bot=False)
    between = office.workspace.make_channel("im", "im-others", {office.ann.id, office.bob.id})
    async with office.bot() as town:
        await office.ann.slash(office.channel, "/sora")
        errors = await office.ann.fills_and_sends(prompt="a kite", place=closed)
        foreign = await office.ann.fills_and_sends(prompt="a kite", place=between)
        assert await jobs_in(town) == 0
        assert await office.ann.fills_and_sends(prompt="a kite", place=other) == {}
        await office.card(channel=other)

    assert list(errors) == list(foreign) == ["place"]
    assert "/invite @sora" in errors["place"]
    assert "between others" in foreign["place"]
    assert office.channel.messages == between.messages == []


async def test_without_a_place_a_form_posts_to_its_person(office: Office) -> None:
    async with office.bot():
        await office.ann.slash(office.channel, "/sora")
        assert await office.ann.fills_and_sends(prompt="a kite", place="") == {}
        await office.card("is here", channel=office.ann.dm)
        await office.quiet()

    assert office.said() == []


async def test_a_refusal_stands_in_the_form_and_loses_nothing(office: Office) -> None:
    async with office.bot(daily_videos=0) as town:
        await office.ann.slash(office.channel, "/sora")
        errors = await office.ann.fills_and_sends(prompt="a kite")

        assert await jobs_in(town) == 0
    assert "0 videos today" in errors["prompt"] or "limit" in errors["prompt"]
    assert office.ann.window is not None
    assert office.said() == []


async def test_a_form_that_is_sent_twice_makes_one_video(office: Office) -> None:
    async with office.bot() as town:
        await office.ann.slash(office.channel, "/sora")
        view = office.ann.window
        assert view is not None
        assert await office.ann.fills_and_sends(prompt="a kite") == {}
        payload = interactions.view_submission(office.workspace, office.ann.user, view)
        for _ in range(2):
            again = await office.slack.delivery.answered(office.slack.delivery.tell(Kind.INTERACTION, payload))
            assert again.is_acknowledged
        await office.card("is here")

        assert (await jobs_in(town), await town.used()) == (1, 1)
    assert len(office.videos()) == 1


async def test_a_form_that_is_sent_after_a_restart_is_good(office: Office) -> None:
    async with office.bot():
        await office.ann.slash(office.channel, "/sora")
    async with office.bot():
        assert await office.ann.fills_and_sends(prompt="a kite") == {}
        await office.card("is here")


async def test_a_form_is_answered_in_time_where_slack_is_slow_to_open_direct_messages(office: Office) -> None:
    async with office.bot():
        await office.ann.slash(office.channel, "/sora")
    async with office.bot():
        gate = asyncio.Event()
        office.slack.trouble("conversations.open", gate=gate, times=1)
        assert await office.ann.fills_and_sends(prompt="a kite", place="") == {}
        gate.set()
        await office.card("is here", channel=office.ann.dm)


async def test_a_form_in_direct_messages_is_answered_in_time_where_slack_is_slow(office: Office) -> None:
    async with office.bot():
        await office.ann.slash(office.ann.dm, "/sora")
    async with office.bot():
        gate = asyncio.Event()
        for method in ("conversations.open", "users.info", "conversations.info"):
            office.slack.trouble(method, gate=gate)
        assert await office.ann.fills_and_sends(prompt="a kite", place=office.ann.dm) == {}
        gate.set()
        await office.card("is here", channel=office.ann.dm)

    after = [told.acknowledged_after for told in office.slack.acknowledgements]
    assert after[-1] is not None
    assert after[-1] < LATEST


async def test_a_form_whose_person_cannot_be_written_to_stays_open(office: Office) -> None:
    async with office.bot():
        await office.ann.slash(office.channel, "/sora")
    async with office.bot() as town:
        office.slack.trouble("conversations.open", status=500, times=1)
        errors = await office.ann.fills_and_sends(prompt="a kite", place="")

        assert await jobs_in(town) == 0
    assert list(errors) == ["prompt"]
    assert office.ann.window is not None


async def test_a_remix_of_ten_thousand_characters_loses_nothing(office: Office) -> None:
    long = " ".join(f"kite{number:04}" for number in range(1111))[:9_996] + " end"
    async with office.bot() as town:
        office.ann.mentions(office.channel, long)
        video = await office.video()
        await office.card("is here")
        await office.ann.presses(video, "Remix")
        name, piece = _last_piece(office.ann)
        assert await office.ann.sends({name: piece.replace(" end", " END")}) == {}
        prompts = [job.request.prompt for job in await jobs_of(town, 2)]

    assert len(long) == 10_000
    assert prompts == [long, long.replace(" end", " END")]


@pytest.mark.parametrize("button", ["Remix", "Use as start image"])
async def test_what_does_not_go_with_the_original_is_said_at_its_field(office: Office, button: str) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "a red kite")
        video = await office.video()
        await office.card("is here")
        await office.ann.presses(video, button)
        remixed = await office.ann.fills_and_sends(prompt="a blue kite", size="portrait 1024p")
        await office.ann.slash(office.channel, "/sora")
        created = await office.ann.fills_and_sends(prompt="a blue kite", size="portrait 1024p")

        assert await jobs_in(town) == 1
    assert list(remixed) == ["size"]
    assert remixed == created
    assert "--" not in remixed["size"]


async def test_a_form_of_another_version_gives_the_words_back(office: Office) -> None:
    async with office.bot() as town:
        await office.ann.slash(office.channel, "/sora")
        assert office.ann.window is not None
        office.ann.window["private_metadata"] = "{}"
        assert await office.ann.fills_and_sends(prompt="a kite of <!here> & more") == {}

        assert await jobs_in(town) == 0
    assert office.ann.window is not None
    assert "a kite of <!here> & more" in text_of(office.ann.window)


def _last_piece(person: Person) -> tuple[str, str]:
    """The last field of a long prompt, and what stands in it."""
    assert person.window is not None
    fields = [block for block in person.window["blocks"] if block["block_id"].startswith("prompt")]
    return fields[-1]["block_id"], fields[-1]["element"]["initial_value"]
