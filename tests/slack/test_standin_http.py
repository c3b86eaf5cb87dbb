"""The stand-in's Slack tells a small app on the real slack-bolt over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.slack.http_mode import HttpMode
from tests.slack.people import Person
from tests.slack.small_app import SmallApp, over_http
from tests.slack.stand_in import Slack
from tests.slack.told import Json
from tests.slack.world import Channel, Workspace

FORGED: Json = {"type": "event_callback", "team_id": "T1", "event": {"type": "app_mention", "channel": "C1"}}


@pytest.fixture
async def small(slack: Slack, studio: Workspace) -> AsyncIterator[SmallApp]:
    small = SmallApp(f"{slack.api_url}/", studio.token or "", slack.signing_secret)
    async with over_http(small) as url:
        slack.deliver_over_http(url)
        yield small


@pytest.fixture
def http(slack: Slack, small: SmallApp) -> HttpMode:
    return slack.http


async def test_events_come_signed(slack: Slack, small: SmallApp, ann: Person, videos: Channel) -> None:
    ann.mentions(videos, "a kite")

    await slack.channel_until(videos, lambda message: message.bot_id, within=3)


async def test_commands_and_forms_come_signed(small: SmallApp, ann: Person, videos: Channel) -> None:
    await ann.slash(videos, "/sora", "form")

    assert await ann.fills_and_sends(prompt="wrong") == {"prompt": "Say more."}


async def test_a_command_is_answered_aloud(small: SmallApp, ann: Person, videos: Channel) -> None:
    done = await ann.slash(videos, "/sora", "aloud")

    assert (done.status, done.response["text"]) == (200, "to all")
    assert [message.text for message in videos.messages] == ["to all"]


async def test_an_event_is_sent_again_until_it_is_taken(
    slack: Slack, small: SmallApp, http: HttpMode, ann: Person
) -> None:
    small.deaf_for = 2
    ann.writes("a kite")

    told = await slack.delivery.answered(slack.acknowledgements[0])

    assert (told.tries, told.status, told.reasons) == (3, 200, ["http_error", "http_error"])
    assert len({event["event_id"] for event in small.heard}) == 1
    assert [sent.headers.get("X-Slack-Retry-Num") for sent in http.sent] == [None, "1", "2"]


async def test_an_event_that_is_never_taken_is_given_up(
    slack: Slack, small: SmallApp, http: HttpMode, ann: Person
) -> None:
    small.deaf_for = 100
    ann.writes("a kite")

    told = await slack.delivery.answered(slack.acknowledgements[0])

    assert (told.tries, told.status, told.acknowledged_after) == (4, 503, None)


async def test_what_somebody_does_is_sent_once(small: SmallApp, ann: Person, videos: Channel) -> None:
    small.deaf_for = 1

    done = await ann.slash(videos, "/sora", "a kite")

    assert (done.tries, done.acknowledged_after) == (1, None)


async def test_an_app_that_is_not_there_is_tried_again(slack: Slack, ann: Person) -> None:
    slack.deliver_over_http("http://127.0.0.1:9/slack/events", retry_after=(0.01,))
    ann.writes("a kite")

    told = await slack.delivery.answered(slack.acknowledgements[0])

    assert (told.tries, told.reasons) == (2, ["connection_failed"])


async def test_the_last_event_can_come_again(slack: Slack, small: SmallApp, http: HttpMode, ann: Person) -> None:
    ann.writes("a kite")
    await slack.delivery.answered(slack.acknowledgements[0])

    await slack.delivery.answered(slack.repeat_last_event())

    assert small.heard[0]["event_id"] == small.heard[1]["event_id"]
    assert http.sent[-1].headers["X-Slack-Retry-Num"] == "1"


async def test_what_is_not_signed_well_is_refused(small: SmallApp, http: HttpMode) -> None:
    tries = (http.post_unsigned, http.post_with_wrong_signature, http.post_changed, http.post_stale)

    assert [await post(FORGED) for post in tries] == [401, 401, 401, 401]
    assert small.heard == []


async def test_a_recorded_request_is_the_same_to_the_byte(
    slack: Slack, small: SmallApp, http: HttpMode, ann: Person
) -> None:
    ann.writes("a kite")
    await slack.delivery.answered(slack.acknowledgements[0])

    status = await http.replay_last()

    assert status == 200
    assert http.sent[0].body == http.sent[1].body
    assert http.sent[0].headers == http.sent[1].headers


async def test_the_address_answers_for_itself(small: SmallApp, http: HttpMode) -> None:
    assert await http.verify_url("hello") == (200, {"challenge": "hello"})
