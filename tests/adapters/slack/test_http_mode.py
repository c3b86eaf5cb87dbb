"""Slack calls us: what is signed reaches bolt once, and what is not changes nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import cast
from urllib.parse import urlencode

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from structlog.testing import capture_logs

from adapters.slack.transport.http_mode import MOST, add_slack_event_route
from adapters.slack.transport.replays import MEMORY
from adapters.storage.backend import Backend
from bot.ports import Store
from tests.databases import rows
from tests.fakes import FakeClock
from tests.waiting import eventually

SECRET = "s1gn"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
CHALLENGE = json.dumps({"type": "url_verification", "challenge": "c-4711"}).encode()
COMMAND = urlencode({"command": "/sora", "text": "a red kite", "team_id": "T1", "user_id": "U1"}).encode()
SSL_CHECK = b"ssl_check=1&token=old"


def event(text: str = "a red kite") -> bytes:
    said = {"type": "app_mention", "user": "U2", "text": text, "channel": "C1", "ts": "1.1"}
    return json.dumps(
        {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": said}, ensure_ascii=False
    ).encode()


def signed(body: bytes, clock: FakeClock, secret: str = SECRET) -> dict[str, str]:
    """The headers that Slack sends along at this moment."""
    timestamp = str(int(clock.now().timestamp()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    assert signature is not None
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}


Slack = TestClient[web.Request, web.Application]


@dataclass(slots=True)
class Heard:
    """A small bolt app that remembers what it heard."""

    requests: list[AsyncBoltRequest] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)

    def app(self) -> AsyncApp:
        app = AsyncApp(authorize=let_in, request_verification_enabled=False)

        @app.command("/sora")
        async def sora(ack, command) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
            await ack("On its way")
            self.commands.append(command["text"])

        @app.event("app_mention")
        async def mention(event) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
            self.mentions.append(event["text"])

        return app


async def let_in(**_: object) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_user_id="U1B", bot_id="B1", user_id="U1"
    )


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
async def slack(backend: Backend, heard: Heard, clock: FakeClock) -> AsyncIterator[Slack]:
    bolt = heard.app()

    async def dispatch(request: AsyncBoltRequest):  # type: ignore[no-untyped-def]  # noqa: ANN202
        heard.requests.append(request)
        return await bolt.async_dispatch(request)

    app = web.Application(client_max_size=16 * MOST)
    add_slack_event_route(app, dispatch=dispatch, signing_secret=SECRET, store=backend.store, clock=clock)
    async with TestClient(TestServer(app)) as client:
        yield client


async def post(slack: Slack, body: bytes, headers: dict[str, str], content_type: str = JSON) -> tuple[int, str]:
    async with slack.post("/slack/events", data=body, headers={"Content-Type": content_type, **headers}) as response:
        return response.status, await response.text()


async def test_slacks_first_question_is_answered(slack: Slack, clock: FakeClock) -> None:
    status, text = await post(slack, CHALLENGE, signed(CHALLENGE, clock))

    assert (status, json.loads(text)) == (200, {"challenge": "c-4711"})


async def test_a_signed_event_is_heard(slack: Slack, heard: Heard, clock: FakeClock) -> None:
    status, _ = await post(slack, event("動画"), signed(event("動画"), clock))

    assert status == 200
    await eventually(lambda: heard.mentions == ["動画"])


async def test_a_signed_command_is_heard_and_its_answer_goes_back(slack: Slack, heard: Heard, clock: FakeClock) -> None:
    status, text = await post(slack, COMMAND, signed(COMMAND, clock), FORM)

    assert (status, text) == (200, "On its way")
    await eventually(lambda: heard.commands == ["a red kite"])


@pytest.mark.parametrize(
    "change",
    [
        {"X-Slack-Signature": None},
        {"X-Slack-Request-Timestamp": None},
        {"X-Slack-Signature": None, "X-Slack-Request-Timestamp": None},
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": "v0="},
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0=éé"},
        {"X-Slack-Request-Timestamp": "now"},
        {"X-Slack-Request-Timestamp": "9" * 5000},
        {"X-Slack-Request-Timestamp": "1"},
        {"X-Slack-Request-Timestamp": ""},
    ],
)
async def test_what_is_not_signed_as_it_should_be_is_refused_and_changes_nothing(
    slack: Slack, heard: Heard, clock: FakeClock, database_url: str, change: dict[str, str | None]
) -> None:
    headers = {**signed(event(), clock), **change}

    status, text = await post(slack, event(), {name: value for name, value in headers.items() if value is not None})

    assert (status, text) == (401, "")
    assert heard.requests == []
    assert await rows(database_url, "SELECT * FROM seen_events") == []


async def test_another_secret_signs_nothing(slack: Slack, heard: Heard, clock: FakeClock) -> None:
    status, _ = await post(slack, event(), signed(event(), clock, secret="another"))

    assert (status, heard.requests) == (401, [])


async def test_a_signature_is_for_its_own_body_alone(slack: Slack, heard: Heard, clock: FakeClock) -> None:
    status, _ = await post(slack, event("something else"), signed(event(), clock))

    assert (status, heard.requests) == (401, [])


async def test_bytes_that_are_no_text_are_refused(slack: Slack, heard: Heard, clock: FakeClock) -> None:
    status, _ = await post(slack, b"\xff\xfe{", signed(b"{}", clock))

    assert (status, heard.requests) == (401, [])


@pytest.mark.parametrize("minutes", [-6, 6])
async def test_a_signature_of_another_time_is_refused(
    slack: Slack, heard: Heard, clock: FakeClock, minutes: int
) -> None:
    headers = signed(event(), clock)
    clock.pass_time(timedelta(minutes=minutes))

    status, _ = await post(slack, event(), headers)

    assert (status, heard.requests) == (401, [])


async def test_a_wrong_secret_is_said_with_what_to_do_at_most_once_a_minute(slack: Slack, clock: FakeClock) -> None:
    with capture_logs() as logs:
        for _ in range(3):
            await post(slack, event(), signed(event(), clock, secret="another"))
        clock.pass_time(timedelta(minutes=1))
        await post(slack, event(), signed(event(), clock, secret="another"))

    assert [line["log_level"] for line in logs] == ["warning"] * 2
    assert all("SORA_SLACK_SIGNING_SECRET" in line["advice"] for line in logs)
    assert "red kite" not in str(logs)
    assert SECRET not in str(logs)


@pytest.mark.parametrize("minutes", [-6, 6])
async def test_a_clock_that_is_wrong_is_said_and_not_taken_for_a_wrong_secret(
    slack: Slack, clock: FakeClock, minutes: int
) -> None:
    headers = signed(event(), clock)
    clock.pass_time(timedelta(minutes=minutes))

    with capture_logs() as logs:
        await post(slack, event(), headers)

    (line,) = logs
    assert "clock" in line["advice"]
    assert "SECRET" not in line["advice"]


@pytest.mark.parametrize("timestamp", ["", "now", "-1", "9" * 400, "9" * 5000])
async def test_a_wrong_signature_from_no_time_at_all_is_said_as_any_other(
    slack: Slack, clock: FakeClock, timestamp: str
) -> None:
    with capture_logs() as logs:
        status, _ = await post(slack, event(), {**signed(event(), clock), "X-Slack-Request-Timestamp": timestamp})

    assert status == 401
    assert [line["event"] for line in logs] == ["slack_request_refused"]


async def test_of_what_is_not_signed_or_comes_again_nothing_is_said(slack: Slack, clock: FakeClock) -> None:
    headers = signed(event(), clock)
    with capture_logs() as logs:
        await post(slack, event(), {})
        await post(slack, event(), headers)
        await post(slack, event(), headers)

    assert logs == []


async def test_the_very_same_request_is_heard_once(slack: Slack, heard: Heard, clock: FakeClock) -> None:
    headers = signed(event(), clock)

    answers = [(await post(slack, event(), headers))[0] for _ in range(3)]

    assert answers == [200, 401, 401]
    assert len(heard.requests) == 1


@pytest.mark.parametrize("first", [BoltResponse(status=503), ConnectionError()])
async def test_what_could_not_be_taken_may_come_again_as_it_was(
    backend: Backend, clock: FakeClock, first: BoltResponse | Exception
) -> None:
    outcomes = iter([first, BoltResponse(status=200)])

    async def dispatch(_: AsyncBoltRequest) -> BoltResponse:
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    app, headers = web.Application(), signed(event(), clock)
    add_slack_event_route(app, dispatch=dispatch, signing_secret=SECRET, store=backend.store, clock=clock)
    async with TestClient(TestServer(app)) as slack:
        answers = [(await post(slack, event(), headers))[0] for _ in range(3)]

    assert answers[0] >= 500
    assert answers[1:] == [200, 401]


class Stuck:
    """A database that is written to for longer than Slack is patient."""

    async def write(self, _: object) -> bool:
        return await asyncio.Event().wait()


async def test_where_the_database_is_too_slow_nothing_is_begun_and_slack_may_ask_again(clock: FakeClock) -> None:
    heard, app = Heard(), web.Application()
    add_slack_event_route(
        app, dispatch=heard.app().async_dispatch, signing_secret=SECRET, store=cast(Store, Stuck()), clock=clock
    )
    async with TestClient(TestServer(app)) as slack:
        status, _ = await post(slack, event(), signed(event(), clock))

    assert status == 503
    assert heard.mentions == []


async def test_another_process_refuses_it_too(slack: Slack, backend: Backend, clock: FakeClock) -> None:
    headers, there = signed(event(), clock), Heard()
    await post(slack, event(), headers)
    app = web.Application()
    add_slack_event_route(
        app, dispatch=there.app().async_dispatch, signing_secret=SECRET, store=backend.store, clock=clock
    )

    async with TestClient(TestServer(app)) as other:
        assert (await post(other, event(), headers))[0] == 401


async def test_signatures_that_are_too_old_to_pass_are_not_kept(
    slack: Slack, clock: FakeClock, database_url: str
) -> None:
    for number in range(5):
        await post(slack, event(str(number)), signed(event(str(number)), clock))
    clock.pass_time(MEMORY + timedelta(seconds=1))

    await post(slack, event(), signed(event(), clock))

    assert len(await rows(database_url, "SELECT * FROM seen_events WHERE source = 'slack-signature'")) == 1


async def test_a_retry_of_slack_is_signed_anew_and_passes_with_its_number(
    slack: Slack, heard: Heard, clock: FakeClock
) -> None:
    await post(slack, event(), signed(event(), clock))
    clock.pass_time(timedelta(seconds=3))

    status, _ = await post(slack, event(), {**signed(event(), clock), "X-Slack-Retry-Num": "1"})

    assert status == 200
    assert heard.requests[1].headers["x-slack-retry-num"] == ["1"]


async def test_a_check_of_our_certificate_is_answered_without_a_signature(slack: Slack, heard: Heard) -> None:
    assert await post(slack, SSL_CHECK, {}, FORM) == (200, "")
    assert heard.requests == []


async def test_a_check_with_a_wrong_signature_is_refused(slack: Slack, clock: FakeClock) -> None:
    assert (await post(slack, SSL_CHECK, signed(SSL_CHECK, clock, secret="another"), FORM))[0] == 401


@pytest.mark.parametrize("body", [SSL_CHECK + b"&" + COMMAND, SSL_CHECK + b"&payload=%7B%7D"])
async def test_what_comes_along_with_a_check_of_our_certificate_is_not_heard(
    slack: Slack, heard: Heard, body: bytes
) -> None:
    await post(slack, body, {}, FORM)

    assert heard.requests == []


@pytest.mark.parametrize("body", [b"ssl_check=0", b"ssl_check=true", b"xssl_check=1", COMMAND + b"%26ssl_check=1"])
async def test_nothing_else_passes_for_such_a_check(slack: Slack, body: bytes) -> None:
    assert (await post(slack, body, {}, FORM))[0] == 401


async def test_a_body_without_end_is_refused(slack: Slack, heard: Heard, clock: FakeClock) -> None:
    body = b" " * (MOST + 1)

    async def in_pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 64 * 1024):
            yield body[start : start + 64 * 1024]

    async with slack.post("/slack/events", data=BytesIO(body), headers=signed(body, clock)) as response:
        assert response.status == 413
    async with slack.post("/slack/events", data=in_pieces(), headers=signed(body, clock)) as response:
        assert response.status == 413
    assert heard.requests == []


async def test_headers_that_steer_bolt_itself_do_not_reach_it(slack: Slack, heard: Heard, clock: FakeClock) -> None:
    steering = {"X-Slack-Bolt-Lazy-Only": "1", "X-Slack-Bolt-Lazy-Function-Name": "sora"}

    await post(slack, COMMAND, {**signed(COMMAND, clock), **steering}, FORM)

    assert heard.requests[0].lazy_only is False


async def test_a_charset_in_a_header_makes_no_other_text_of_what_was_signed(
    slack: Slack, heard: Heard, clock: FakeClock
) -> None:
    await post(slack, COMMAND, signed(COMMAND, clock), f"{FORM}; charset=utf-16")

    await eventually(lambda: heard.commands == ["a red kite"])
