"""Slack's rate limits: kept to where they are known, and obeyed where Slack has to name them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.scenarios.office import Office, open_office
from tests.slack.reading import job_of, text_of
from tests.slack.world import Message
from tests.waiting import eventually


def cards(office: Office) -> list[Message]:
    return [message for message in office.channel.messages if message.metadata is not None]


@pytest.mark.timeout(90)
async def test_ten_who_ask_at_once_all_get_their_videos_and_no_limit_is_met(tmp_path: Path, clip: bytes) -> None:
    async with open_office(tmp_path, clip, has_rate_limits=True) as office, office.bot():
        people = [office.slack.add_person(office.workspace, f"person-{number}") for number in range(10)]
        for number, person in enumerate(people):
            person.mentions(office.channel, f"kite {number}")

        await eventually(lambda: sum("is here" in text_of(card) for card in cards(office)) == 10, within=60)

        videos = office.videos()
        assert len({job_of(video) for video in videos}) == len(videos) == len(cards(office)) == 10
        assert office.slack.limits.hits == []
        assert all((told.acknowledged_after or 9) < 3 for told in office.slack.acknowledgements)


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update", "files.completeUploadExternal"])
async def test_a_pause_that_slack_asks_for_is_kept(office: Office, method: str) -> None:
    async with office.bot():
        limited = office.slack.trouble(method, retry_after=2)
        office.ann.mentions(office.channel, "a kite #slow=1")
        await eventually(lambda: limited.met == 1)
        began, tries = time.monotonic(), len(office.slack.api.of(method))
        await eventually(lambda: len(office.slack.api.of(method)) > tries)
        waited = time.monotonic() - began

        await office.card("is here", within=30)
    assert waited > 1.9
    assert len(cards(office)) == len(office.videos()) == 1


async def test_an_answer_in_words_waits_for_the_pause_that_slack_asks_for(office: Office) -> None:
    async with office.bot():
        office.slack.trouble("chat.postMessage", retry_after=1, times=1)
        office.ann.writes("help")

        await office.slack.channel_until(office.ann.dm, lambda message: message.bot_id is not None)
    assert len(office.slack.api.of("chat.postMessage")) == 2


async def test_a_workspace_that_is_slowed_down_holds_up_no_other_platform(office: Office) -> None:
    async with office.bot() as town:
        office.slack.trouble("chat.postMessage", retry_after=30)
        office.ann.mentions(office.channel, "a kite")
        await eventually(lambda: bool(office.slack.api.of("chat.postMessage")))

        await town.ended(await town.ask("a red kite"), within=10)
