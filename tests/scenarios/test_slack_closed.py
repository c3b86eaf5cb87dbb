"""What is made in a private channel stays among those who are in it."""

from __future__ import annotations

import pytest

from tests.scenarios.office import Office, id_of, jobs_in, jobs_of
from tests.slack.people import Person
from tests.slack.reading import text_of
from tests.slack.world import Channel

SECRET = "one logo swallows another"


@pytest.fixture
def closed(office: Office) -> Channel:
    """A private channel with bob and the bot in it; ann, who manages the workspace, is not."""
    return office.workspace.make_channel("group", "merger", {office.bob.id, office.workspace.bot_user})


def a_colleague(office: Office, channel: Channel) -> Person:
    cleo = office.slack.add_person(office.workspace, "cleo")
    channel.members.add(cleo.id)
    return cleo


async def test_whoever_manages_the_workspace_does_not_read_it(office: Office, closed: Channel) -> None:
    async with office.bot():
        office.bob.mentions(closed, SECRET)
        await office.card("is here", channel=closed)
        office.ann.mentions(office.channel, "admin jobs")
        listed = await office.whisper(office.ann, "on the way")
        office.ann.opens_home()
        home = await office.slack.until(lambda: office.ann.home)

    assert "private" in text_of(listed)
    assert "logo" not in text_of(listed) + text_of(home)


@pytest.mark.parametrize("words", ["again {}", "remix {} in winter", "a bird --image {}"])
async def test_from_elsewhere_nobody_else_goes_on_from_it(office: Office, closed: Channel, words: str) -> None:
    async with office.bot() as town:
        office.bob.mentions(closed, SECRET)
        job_id = id_of(await office.card("is here", channel=closed))
        office.ann.mentions(office.channel, words.format(job_id))
        answer = await office.whisper(office.ann)

        assert await jobs_in(town) == 1
    assert "logo" not in text_of(answer)
    assert office.said() == []


@pytest.mark.parametrize("button", ["Again", "Remix"])
async def test_whoever_is_in_there_goes_on_from_it(office: Office, closed: Channel, button: str) -> None:
    async with office.bot() as town:
        cleo = a_colleague(office, closed)
        office.bob.mentions(closed, SECRET)
        video = await office.video(channel=closed)
        await cleo.presses(video, button)
        if button == "Remix":
            assert await cleo.fills_and_sends(prompt="in winter") == {}
        _, job = await jobs_of(town, 2)
        await office.card("in winter" if button == "Remix" else "is here", channel=closed)

    assert job.requester.user == cleo.id


async def test_its_own_person_goes_on_from_it_anywhere(office: Office, closed: Channel) -> None:
    async with office.bot() as town:
        office.bob.mentions(closed, SECRET)
        job_id = id_of(await office.card("is here", channel=closed))
        office.bob.writes(f"again {job_id}")
        await jobs_of(town, 2)
        await office.card("is here", channel=office.bob.dm)


async def test_where_nobody_can_tell_it_may_be_a_private_channel(office: Office) -> None:
    async with office.bot():
        office.slack.trouble("conversations.info", error="missing_scope", times=99)
        office.bob.mentions(office.channel, SECRET)
        await office.card("is here")
        office.ann.mentions(office.channel, "admin jobs")
        listed = await office.whisper(office.ann, "on the way")

    assert "logo" not in text_of(listed)
