"""Response addresses of the stand-in's Slack."""

from __future__ import annotations

from typing import Any

import aiohttp
from slack_sdk.webhook.async_client import AsyncWebhookClient
from slack_sdk.webhook.webhook_response import WebhookResponse

from tests.slack.people import Person
from tests.slack.speaking import say
from tests.slack.stand_in import Slack
from tests.slack.world import Channel


async def test_an_answer_is_for_one_person_unless_it_says_otherwise(slack: Slack, ann: Person, videos: Channel) -> None:
    url, _ = slack.responses.issue(ann.user, videos)

    await _respond(url, text="psst")
    await _respond(url, text="all", response_type="in_channel")

    assert [message.text for message in ann.whispers(videos)] == ["psst"]
    assert [message.text for message in videos.messages] == ["all"]


async def test_an_answer_can_stand_in_a_thread(slack: Slack, ann: Person, videos: Channel) -> None:
    url, _ = slack.responses.issue(ann.user, videos)

    await _respond(url, text="here", thread_ts="1.5")

    assert ann.whispers(videos)[0].thread_ts == "1.5"


async def test_an_answer_takes_the_place_of_the_message(slack: Slack, ann: Person, videos: Channel) -> None:
    pressed = say(videos, ann.user, "before")
    url, _ = slack.responses.issue(ann.user, videos, pressed)

    await _respond(url, text="after", replace_original=True)

    assert [message.text for message in videos.messages] == ["after"]


async def test_an_answer_can_take_the_message_away(slack: Slack, ann: Person, videos: Channel) -> None:
    pressed = say(videos, ann.user, "before")
    url, _ = slack.responses.issue(ann.user, videos, pressed)

    await _respond(url, delete_original=True)

    assert videos.messages == []


async def test_five_answers_are_taken(slack: Slack, ann: Person, videos: Channel) -> None:
    url, _ = slack.responses.issue(ann.user, videos)

    answers = [await _respond(url, text="psst") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1].body


async def test_after_half_an_hour_none_is_taken(slack: Slack, ann: Person, videos: Channel) -> None:
    url, _ = slack.responses.issue(ann.user, videos)
    slack.responses.expire()

    answer = await _respond(url, text="psst")

    assert (answer.status_code, "expired_url" in answer.body) == (404, True)


async def _respond(url: str, **body: Any) -> WebhookResponse:
    return await AsyncWebhookClient(url).send_dict(body)


async def test_what_is_no_answer_is_refused_for_what_it_is(slack: Slack, ann: Person, videos: Channel) -> None:
    url, _ = slack.responses.issue(ann.user, videos)

    empty = await _respond(url, replace_original=True)
    wrong = await _respond(url, text="psst", blocks=[{"type": "nothing"}])
    async with aiohttp.ClientSession() as session, session.post(url, data=b"psst") as answer:
        unreadable = await answer.text()

    assert ("no_text" in empty.body, "invalid_blocks" in wrong.body) == (True, True)
    assert "invalid_payload" in unreadable
    assert ann.whispers(videos) == []
