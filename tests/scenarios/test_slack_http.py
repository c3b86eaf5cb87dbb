"""Slack over HTTP: signed requests to the bot's own listener, and what others might try there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from pydantic import SecretStr

from tests.scenarios.office import Office
from tests.scenarios.town import Town
from tests.slack.http_mode import HttpMode
from tests.slack.reading import text_of
from tests.waiting import eventually


@asynccontextmanager
async def over_http(office: Office, **settings: Any) -> AsyncIterator[tuple[Town, HttpMode]]:
    secret = SecretStr(office.slack.signing_secret)
    async with office.starting_bot(slack_app_token=None, slack_signing_secret=secret, **settings) as town:
        yield town, office.slack.deliver_over_http(f"{town.bot.url}/slack/events")


async def test_a_mention_becomes_a_video(office: Office) -> None:
    async with over_http(office) as (town, _):
        mention = office.ann.mentions(office.channel, "a red kite")
        video = await office.video()
        await office.card("is here")
        health = (await town.client.get("/healthz")).body

    assert video.thread_ts == mention.ts
    assert health["slack"] == "listening"
    assert not office.slack.socket.all_connections


async def test_a_command_a_form_and_a_button_work_as_over_a_socket(office: Office) -> None:
    async with over_http(office):
        told = await office.ann.slash(office.channel, "/sora")
        assert await office.ann.fills_and_sends(prompt="a kite at dawn") == {}
        video = await office.video()
        await office.card("is here")
        await office.ann.presses(video, "Delete")
        question = await office.whisper(office.ann, "Delete")

    assert told.status == 200
    assert "a kite at dawn" in text_of(video)
    assert question.only_for == office.ann.id


async def test_a_command_may_say_anything(office: Office) -> None:
    async with over_http(office):
        await office.ann.slash(office.channel, "/sora", "a rocket and its payload=gold")
        card = await office.card("is here")

    assert "a rocket and its payload=gold" in text_of(card)


async def test_what_slack_sends_again_is_answered_once(office: Office) -> None:
    async with over_http(office) as (town, _):
        office.ann.mentions(office.channel, "a red kite")
        await office.card("is here")
        again = await office.slack.delivery.answered(office.slack.repeat_last_event())
        jobs = await town.database.rows("SELECT id FROM jobs")

    assert again.status == 200
    assert len(jobs) == len(office.videos()) == 1


async def test_what_is_asked_before_slack_has_said_who_we_are_is_answered(office: Office) -> None:
    unknown = office.slack.trouble("auth.test", status=503, times=10**6)
    async with over_http(office) as (town, _):
        office.slack.deliver_over_http(f"{town.bot.url}/slack/events", retry_after=(0.2,) * 100)
        office.ann.mentions(office.channel, "a red kite")
        await eventually(lambda: bool(office.slack.acknowledgements) and office.slack.acknowledgements[0].tries > 2)
        assert not office.slack.acknowledgements[0].is_acknowledged
        unknown.times = 0

        await office.video()


async def test_slack_finds_out_that_the_address_is_ours(office: Office) -> None:
    async with over_http(office) as (_, http):
        status, answer = await http.verify_url("abc123")

    assert status == 200
    assert "abc123" in str(answer)


@pytest.mark.parametrize("way", ["post_unsigned", "post_with_wrong_signature", "post_changed", "post_stale"])
async def test_what_is_not_slacks_changes_nothing(office: Office, way: str) -> None:
    async with over_http(office) as (town, http):
        office.ann.mentions(office.channel, "a red kite")
        await office.card("is here")
        event = office.slack.acknowledgements[0].payload
        forged = {**event, "event_id": "Ev1", "event": {**event["event"], "ts": office.slack.world.new_ts()}}

        status = await getattr(http, way)(forged)
        jobs = await town.database.rows("SELECT id FROM jobs")

    assert status == 401
    assert len(jobs) == 1


async def test_a_request_that_was_recorded_is_good_only_once(office: Office) -> None:
    async with over_http(office) as (town, http):
        office.ann.mentions(office.channel, "a red kite")
        await office.card("is here")

        status = await http.replay_last()
        jobs = await town.database.rows("SELECT id FROM jobs")

    assert status == 401
    assert len(jobs) == 1


async def test_a_recorded_request_is_refused_after_a_restart_too(office: Office) -> None:
    async with over_http(office):
        office.ann.mentions(office.channel, "a red kite")
        await office.card("is here")
        recorded = office.slack.http.sent[-1]
    async with over_http(office) as (_, http):
        http.sent.append(recorded)

        assert await http.replay_last() == 401


async def test_too_much_is_not_read(office: Office) -> None:
    async with over_http(office) as (_, http):
        assert await http.post_signed({"type": "event_callback", "text": "x" * 1_100_000}) == 413


async def test_over_a_socket_there_is_no_such_address(office: Office) -> None:
    async with office.bot() as town:
        http = HttpMode(f"{town.bot.url}/slack/events", office.slack.signing_secret)

        assert await http.post_signed({"type": "event_callback"}) in (404, 405)
