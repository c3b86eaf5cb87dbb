"""The real command with Slack: from a `.env` to a video, tokens that are no good, and a plug that is pulled."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from signal import SIGTERM

import aiohttp
import pytest

from adapters.sandbox.server import Sandbox, open_sandbox
from bot import texts
from tests.chat_page import until
from tests.scenarios.databases import Database
from tests.scenarios.office import Office
from tests.scenarios.processes import BotProcess, a_bot, run_to_end
from tests.waiting import eventually

pytestmark = [pytest.mark.slow]

PROMPT = "a red kite over the sea"
LEASES_END = timedelta(seconds=130)


@pytest.fixture
async def sandbox(clip: bytes) -> AsyncIterator[Sandbox]:
    pauses = (timedelta(seconds=0.3),) * 100
    async with open_sandbox(clip=clip, delay=timedelta(milliseconds=300), callback_pauses=pauses) as opened:
        yield opened


@pytest.fixture
async def bot(office: Office, sandbox: Sandbox) -> AsyncIterator[BotProcess]:
    async with a_bot(office.folder, database(office).url, sandbox.apixo_base_url, **login(office)) as process:
        yield process


def login(office: Office) -> dict[str, str]:
    return {
        "SORA_SLACK_BOT_TOKEN": office.workspace.token or "",
        "SORA_SLACK_APP_TOKEN": office.slack.app_token,
        "SORA_SLACK_API_URL": office.slack.api_url,
    }


def database(office: Office) -> Database:
    return Database(f"sqlite:///{office.folder / 'bot.sqlite3'}")


async def start(office: Office, bot: BotProcess) -> None:
    await bot.start()
    await office.slack.socket.connected(within=20)


async def is_posted_once(office: Office) -> None:
    """One job, paid once, and one message with its file."""

    async def is_posted() -> bool:
        return [status for (status,) in await database(office).rows("SELECT status FROM jobs")] == ["posted"]

    await until(is_posted, within=30)
    await office.card("is here")
    entries = [entry for (entry,) in await database(office).rows("SELECT entry FROM quota_ledger ORDER BY closes")]
    assert entries == ["reserved", "settled"]
    assert [used for (used,) in await database(office).rows("SELECT used FROM quota_counters")] == [1]
    assert len(office.videos()) == 1
    assert len([message for message in office.channel.messages if message.metadata]) == 1


async def the_provider_has_it(office: Office) -> None:
    """Wait until it said so: killed before its answer, the bot may not send the request again, and nothing is made."""

    async def has_it() -> bool:
        return bool(await database(office).rows("SELECT 1 FROM jobs WHERE status NOT IN ('accepted', 'submitting')"))

    await until(has_it, within=30)


async def killed_while_it_asks(office: Office, bot: BotProcess, method: str, **fault: bool) -> None:
    """Start it, ask for a video, and kill it while Slack has its call of the method and has not answered."""
    gate = asyncio.Event()
    await start(office, bot)
    trouble = office.slack.trouble(method, gate=gate, **fault)
    office.ann.mentions(office.channel, PROMPT)
    await eventually(lambda: trouble.met == 1, within=20)
    await bot.kill()
    gate.set()


async def test_a_bot_with_an_env_file_answers_posts_and_stops(office: Office, bot: BotProcess) -> None:
    (office.folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in bot.settings.items()))
    bot.settings = {}
    await start(office, bot)
    async with aiohttp.ClientSession() as http, http.get(f"{bot.url}/healthz") as answer:
        health = await answer.json()

    office.ann.mentions(office.channel, PROMPT)
    await is_posted_once(office)
    code = await bot.end(SIGTERM)

    said = bot.log.read_text()
    assert health["slack"] == "connected"
    assert code == 0
    assert "slack_connected" in said
    assert "Traceback" not in said
    for secret in (PROMPT, office.workspace.token, office.slack.app_token):
        assert secret is not None
        assert secret not in said


async def test_what_was_asked_when_the_plug_was_pulled_is_answered_once(office: Office, bot: BotProcess) -> None:
    gate = asyncio.Event()
    await start(office, bot)
    post = office.slack.trouble("chat.postMessage", gate=gate)
    office.ann.mentions(office.channel, PROMPT)
    await eventually(lambda: post.met == 1)
    await the_provider_has_it(office)
    await bot.kill()
    gate.set()
    await start(office, bot)

    await is_posted_once(office)


async def test_an_event_that_died_with_its_process_comes_again(office: Office, bot: BotProcess) -> None:
    await killed_while_it_asks(office, bot, "users.info")

    await start(office, bot)

    await is_posted_once(office)
    assert office.slack.acknowledgements[0].tries > 1


@pytest.mark.parametrize("words", ["help", "a kite --seconds 999", ""])
async def test_what_had_no_answer_when_the_plug_was_pulled_gets_one(
    office: Office, bot: BotProcess, words: str
) -> None:
    await start(office, bot)
    gate = asyncio.Event()
    answer = office.slack.trouble("chat.postEphemeral", gate=gate, status=503, times=1)
    office.ann.mentions(office.channel, words)
    await eventually(lambda: answer.met == 1, within=20)
    await bot.kill()
    gate.set()
    assert not office.slack.acknowledgements[0].is_acknowledged

    await start(office, bot)
    await office.whisper(office.ann)
    await office.quiet()
    await office.slack.delivery.answered(office.slack.repeat_last_event())

    assert len(office.ann.whispers(office.channel)) == 1


async def test_a_plug_that_is_pulled_during_the_upload_leaves_one_video(office: Office, bot: BotProcess) -> None:
    await killed_while_it_asks(office, bot, "upload")

    await database(office).stand_still(LEASES_END)
    await start(office, bot)

    await is_posted_once(office)


async def test_a_plug_that_is_pulled_right_after_the_file_was_shown_leaves_one_video(
    office: Office, bot: BotProcess
) -> None:
    gate = asyncio.Event()
    await start(office, bot)
    office.slack.trouble("files.info", gate=gate, times=1)
    office.ann.mentions(office.channel, PROMPT)
    await office.video()

    await bot.kill()
    await database(office).stand_still(LEASES_END)
    await start(office, bot)
    gate.set()

    await is_posted_once(office)
    assert len(office.slack.api.of("files.completeUploadExternal")) == 1


async def test_a_plug_that_is_pulled_before_slack_answers_that_it_shows_the_file_leaves_one_video(
    office: Office, bot: BotProcess
) -> None:
    await killed_while_it_asks(office, bot, "files.completeUploadExternal", acts=True)

    await office.video()  # Slack had heard it all the same
    await database(office).stand_still(LEASES_END)
    await start(office, bot)

    await is_posted_once(office)
    assert len(office.slack.api.of("files.completeUploadExternal")) == 1


async def test_a_plug_that_is_pulled_before_slack_hears_that_it_shall_show_the_file_leaves_one_video(
    office: Office, bot: BotProcess
) -> None:
    await killed_while_it_asks(office, bot, "files.completeUploadExternal", drops=True)

    await database(office).stand_still(LEASES_END)
    posts_begun_earlier(office, LEASES_END)
    await start(office, bot)

    await is_posted_once(office)
    assert len(office.slack.api.of("files.completeUploadExternal")) == 2


def posts_begun_earlier(office: Office, span: timedelta) -> None:
    """As `stand_still`, for what Slack was asked to show."""
    with closing(sqlite3.connect(office.folder / "bot.sqlite3")) as file, file:
        file.execute("UPDATE slack_posts SET began_at = began_at - ?", [int(span.total_seconds() * 1000)])


@pytest.mark.parametrize("setting", ["SORA_SLACK_BOT_TOKEN", "SORA_SLACK_APP_TOKEN"])
async def test_a_wrong_token_is_a_sentence_and_exit_code_two(office: Office, bot: BotProcess, setting: str) -> None:
    is_app_token = setting == "SORA_SLACK_APP_TOKEN"
    wrong = "xapp-1-wrong" if is_app_token else "xoxb-1-wrong"

    ended = await run_to_end("run", folder=office.folder, settings={**bot.settings, setting: wrong})

    assert ended.code == 2
    sentence = texts.slack_app_token_refused() if is_app_token else texts.slack_token_refused()
    assert ended.said.strip().endswith(sentence)
    assert "Traceback" not in ended.said
    assert wrong not in ended.said


@pytest.mark.parametrize(
    ("method", "word", "setting"),
    [
        ("auth.test", "team_access_not_granted", "SORA_SLACK_BOT_TOKEN"),
        ("apps.connections.open", "forbidden_team", "SORA_SLACK_APP_TOKEN"),
    ],
)
async def test_a_slack_that_does_not_let_the_bot_in_is_a_sentence_and_exit_code_two(
    office: Office, bot: BotProcess, method: str, word: str, setting: str
) -> None:
    office.slack.trouble(method, error=word, times=10**6)

    ended = await run_to_end("run", folder=office.folder, settings=bot.settings)

    assert ended.code == 2
    last = ended.said.strip().splitlines()[-1]
    assert last == texts.slack_access_refused(word, is_app_token=setting == "SORA_SLACK_APP_TOKEN")
    assert setting in last
    assert word in last
    assert "Traceback" not in ended.said


async def test_a_token_that_is_revoked_ends_the_program_with_a_sentence(office: Office, bot: BotProcess) -> None:
    await start(office, bot)

    office.slack.revoke_tokens(office.workspace)

    assert bot.process is not None
    assert await asyncio.wait_for(bot.process.wait(), 60) == 2
    assert bot.log.read_text().strip().endswith(texts.slack_token_refused())
    assert "Traceback" not in bot.log.read_text()
