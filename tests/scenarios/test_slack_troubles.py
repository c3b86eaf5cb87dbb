"""What goes wrong around Slack, and what people see of it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.chat_page import until
from tests.scenarios.club import healthy_as
from tests.scenarios.office import Office, id_of, open_office
from tests.scenarios.town import Town
from tests.slack.reading import text_of


async def all_heard(office: Office) -> None:
    """Wait until the bot has acknowledged everything."""
    await office.slack.until(
        lambda: all(told.is_acknowledged for told in office.slack.acknowledgements) or None, wanted="acknowledgement"
    )


async def town_posted(town: Town) -> None:
    """Wait until the only job is posted."""

    async def is_posted() -> bool:
        return await town.database.rows("SELECT status FROM jobs") == [("posted",)]

    await until(is_posted, within=20)


async def rendered(town: Town) -> None:
    """Wait until the only job's video is made."""

    async def is_made() -> bool:
        return bool(await town.database.rows("SELECT id FROM jobs WHERE rendered_at IS NOT NULL"))

    await until(is_made, within=20)


async def test_an_event_that_comes_three_times_is_one_job(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "a red kite")
        office.slack.repeat_last_event()
        await office.card("is here")
        office.slack.repeat_last_event()
        await all_heard(office)
        jobs = await town.database.rows("SELECT id FROM jobs")

    assert len(jobs) == len(office.videos()) == 1


async def test_an_event_that_comes_again_after_a_restart_is_no_second_job(office: Office) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, "a red kite")
        await office.card("is here")
    async with office.bot() as town:
        office.slack.repeat_last_event()
        await all_heard(office)
        jobs = await town.database.rows("SELECT id FROM jobs")

    assert len(jobs) == len(office.videos()) == 1


async def test_a_question_that_comes_twice_is_answered_once(office: Office) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, "quota")
        await office.whisper(office.ann, "What you may still make")
        office.slack.repeat_last_event()
        await all_heard(office)

    assert len(office.ann.whispers(office.channel)) == 1


@pytest.mark.parametrize("method", ["chat.postMessage", "users.info"])
async def test_what_is_said_is_acknowledged_in_time_while_slack_hangs(office: Office, method: str) -> None:
    gate = asyncio.Event()
    async with office.bot():
        office.slack.trouble(method, gate=gate)
        office.ann.mentions(office.channel, "a red kite")
        await all_heard(office)
        gate.set()
        await office.card("is here")

    (told,) = [told for told in office.slack.acknowledgements if told.name == "app_mention"]
    assert told.tries == 1
    assert told.acknowledged_after is not None
    assert told.acknowledged_after < 3


async def test_many_at_once_are_all_answered_and_slack_never_has_to_say_stop(tmp_path: Path, clip: bytes) -> None:
    async with open_office(tmp_path, clip, has_rate_limits=True) as office, office.bot() as town:
        people = [office.slack.add_person(office.workspace, f"p{number}") for number in range(6)]
        for person in people:
            person.mentions(office.channel, "a red kite")

        async def all_posted() -> bool:
            rows = await town.database.rows("SELECT status FROM jobs")
            return [status for (status,) in rows] == ["posted"] * len(people)

        await until(all_posted, within=60)
        await all_heard(office)

        assert office.slack.limits.hits == []
        assert len(office.videos()) == len(people)
        assert all((told.acknowledged_after or 9) < 3 for told in office.slack.acknowledgements)


async def test_a_slack_that_is_away_at_the_start_is_waited_for(office: Office) -> None:
    office.slack.trouble("auth.test", status=503, times=3)
    office.slack.socket.refuse()
    async with office.starting_bot() as town:
        health = (await town.client.get("/healthz")).body["slack"]
        office.slack.socket.refuse(is_refused=False)
        await healthy_as(town, "connected", platform="slack")
        office.ann.mentions(office.channel, "a red kite")
        await office.card("is here")

    assert health in ("never reached", "away")


@pytest.mark.parametrize("how", ["asked", "dropped", "frozen", "refused"])
async def test_a_connection_that_ends_is_made_again_and_nothing_is_missed(office: Office, how: str) -> None:
    async with office.bot() as town:
        socket = office.slack.socket
        match how:
            case "asked":
                await socket.disconnect()
            case "dropped":
                socket.drop()
            case "frozen":
                socket.freeze()
            case "refused":
                socket.refuse_sockets()
                socket.drop()
        office.ann.mentions(office.channel, "a red kite")
        if how == "frozen":
            await healthy_as(town, "away", platform="slack", within=15)
            socket.freeze(is_frozen=False)
        if how == "refused":
            await healthy_as(town, "away", platform="slack")
            await asyncio.sleep(3)  # longer than the bot is patient with one client of the library's
            socket.refuse_sockets(are_refused=False)
        await office.card("is here", within=25)
        await healthy_as(town, "connected", platform="slack")

    assert len(office.videos()) == 1


async def test_a_token_that_is_refused_once_by_mistake_ends_nothing(office: Office) -> None:
    async with office.bot() as town:
        office.slack.trouble("chat.postMessage", error="invalid_auth")
        office.ann.mentions(office.channel, "a red kite")
        await office.card("is here")
        await healthy_as(town, "connected", platform="slack")

    assert len(office.videos()) == 1


async def test_a_channel_that_is_archived_meanwhile_sends_the_video_to_its_person(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "a red kite #slow=3")
        await office.card("being made")
        office.channel.is_archived = True
        video = await office.video(channel=office.ann.dm)
        await town_posted(town)

    assert id_of(video)
    assert "could not be posted where you asked" in text_of(video)


async def test_where_nothing_can_be_posted_the_video_waits_behind_a_link(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "a red kite #slow=3")
        await office.card("being made")
        office.ann.removes_bot(office.channel)
        office.ann.user.takes_messages = False
        await rendered(town)

        await town_posted(town)
        await office.ann.slash(office.channel, "/sora", "history")
        answer = await office.whisper(office.ann, "kept for you behind a link")

    assert "/files/" in text_of(answer)


async def test_a_thread_that_was_deleted_sends_the_video_to_its_person(office: Office) -> None:
    async with office.bot():
        mention = office.ann.mentions(office.channel, "a red kite #slow=3")
        await office.card("being made")
        office.ann.deletes(mention)
        await office.video(channel=office.ann.dm)


async def test_a_workspace_that_takes_no_videos_gets_a_link(office: Office) -> None:
    office.workspace.refuses_uploads = "file_type_not_allowed"
    async with office.bot():
        office.ann.mentions(office.channel, "a red kite")
        card = await office.card("is here", within=25)
        link = await office.slack.channel_until(office.channel, lambda one: "cannot be uploaded here" in text_of(one))

    assert link.thread_ts == card.thread_ts


async def test_without_links_what_cannot_be_posted_is_given_back(office: Office) -> None:
    office.workspace.refuses_uploads = "file_uploads_disabled"
    async with office.bot(has_public_url=False) as town:
        office.ann.mentions(office.channel, "a red kite")
        card = await office.card("could not be made", within=25)
        ledger = await town.ledger(id_of(card))

    assert "Your quota was given back" in text_of(card)
    assert ledger == ["reserved", "released"]


@pytest.mark.parametrize(
    "how", [{"acts": True, "drops": True}, {"error": "internal_error", "acts": True}, {"retry_after": 1}]
)
async def test_an_answer_that_was_lost_posts_no_second_video(office: Office, how: dict[str, object]) -> None:
    async with office.bot() as town:
        office.slack.trouble("files.completeUploadExternal", **how)
        office.ann.mentions(office.channel, "a red kite")
        card = await office.card("is here", within=25)
        ledger = await town.ledger(id_of(card))

    assert len(office.videos()) == 1
    assert ledger == ["reserved", "settled"]


async def test_what_the_provider_refuses_is_told_and_given_back(office: Office) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, "a red kite #moderated")
        card = await office.card("could not be made")

    assert "content rules" in text_of(card)
    assert "given back" in text_of(card)


async def test_without_callbacks_the_video_comes_all_the_same(office: Office) -> None:
    async with office.bot(has_public_url=False):
        office.ann.mentions(office.channel, "a red kite")
        await office.card("is here", within=25)

    assert len(office.videos()) == 1


async def test_a_stop_waits_for_what_is_being_posted(office: Office) -> None:
    office.slack.files.share_delay = 1.0
    async with office.bot():
        office.ann.mentions(office.channel, "a red kite")
        await office.slack.until(lambda: office.slack.api.of("files.completeUploadExternal") or None)
    async with office.bot():
        await office.card("is here", within=25)

    assert len(office.videos()) == 1
