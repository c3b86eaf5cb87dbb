"""The real command with Slack: tokens that are no good, a plug that is pulled, and what the operator reads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from signal import SIGTERM

import pytest

from adapters.sandbox.server import Sandbox, open_sandbox
from bot import texts
from tests.chat_page import until
from tests.scenarios.databases import Database
from tests.scenarios.office import Office
from tests.scenarios.processes import BotProcess, a_bot, run_to_end

pytestmark = [pytest.mark.slow]


@pytest.fixture
async def sandbox(clip: bytes) -> AsyncIterator[Sandbox]:
    async with open_sandbox(clip=clip, delay=timedelta(milliseconds=300)) as opened:
        yield opened


@pytest.fixture
async def bot(office: Office, sandbox: Sandbox) -> AsyncIterator[BotProcess]:
    login = {
        "SORA_SLACK_BOT_TOKEN": office.workspace.token or "",
        "SORA_SLACK_APP_TOKEN": office.slack.app_token,
        "SORA_SLACK_API_URL": office.slack.api_url,
    }
    async with a_bot(office.folder, database(office).url, sandbox.apixo_base_url, **login) as process:
        yield process


def database(office: Office) -> Database:
    return Database(f"sqlite:///{office.folder / 'bot.sqlite3'}")


async def ledger(office: Office) -> list[str]:
    return [entry for (entry,) in await database(office).rows("SELECT entry FROM quota_ledger ORDER BY closes")]


async def posted(office: Office) -> None:
    """Wait until the only job is."""

    async def is_so() -> bool:
        return await database(office).rows("SELECT status FROM jobs") == [("posted",)]

    await until(is_so, within=60)


async def test_a_mention_is_answered_and_nothing_of_it_is_logged(office: Office, bot: BotProcess) -> None:
    await bot.start()
    await office.slack.socket.connected(within=15)
    office.ann.mentions(office.channel, "a very secret kite")
    await office.card("is here", within=30)
    code = await bot.end(SIGTERM)

    said = bot.log.read_text()
    assert code == 0
    assert "secret kite" not in said
    assert (office.workspace.token or "x") not in said
    assert office.slack.app_token not in said
    assert "Traceback" not in said


@pytest.mark.parametrize("is_app_token", [False, True])
async def test_a_wrong_token_is_a_sentence_and_exit_code_two(
    office: Office, bot: BotProcess, is_app_token: bool
) -> None:
    name = "SORA_SLACK_APP_TOKEN" if is_app_token else "SORA_SLACK_BOT_TOKEN"
    wrong = {**bot.settings, name: "xapp-wrong" if is_app_token else "xoxb-wrong"}

    ended = await run_to_end("run", folder=office.folder, settings=wrong)

    assert ended.code == 2
    sentence = texts.slack_app_token_refused() if is_app_token else texts.slack_token_refused()
    assert sentence in ended.said


async def test_a_token_that_is_revoked_ends_the_program_with_a_sentence(office: Office, bot: BotProcess) -> None:
    await bot.start()
    await office.slack.socket.connected(within=15)
    office.ann.mentions(office.channel, "a red kite #slow=2")
    await office.card()
    office.workspace.token_error = "token_revoked"

    async def is_over() -> bool:
        assert bot.process is not None
        return bot.process.returncode is not None

    await until(is_over, within=30)
    assert bot.process is not None
    assert bot.process.returncode == 2
    assert texts.slack_token_refused() in bot.log.read_text()


@pytest.mark.parametrize("method", ["upload", "files.completeUploadExternal", "files.info"])
async def test_a_plug_that_is_pulled_while_a_video_is_posted_posts_it_once(
    office: Office, bot: BotProcess, method: str
) -> None:
    office.slack.files.share_delay = 0.5
    await bot.start()
    await office.slack.socket.connected(within=15)
    if method == "upload":
        fault = office.slack.trouble("upload", drops=True)
        office.ann.mentions(office.channel, "a red kite")
        await office.slack.until(lambda: fault.met or None, within=30)
    else:
        office.ann.mentions(office.channel, "a red kite")
        await office.slack.until(lambda: office.slack.api.of(method) or None, within=30)
    await bot.kill()

    await bot.start()
    await posted(office)
    await office.card("is here", within=30)

    assert len(office.videos()) == 1
    assert await ledger(office) == ["reserved", "settled"]


async def test_an_event_that_died_with_its_process_comes_again(office: Office, bot: BotProcess) -> None:
    await bot.start()
    await office.slack.socket.connected(within=15)
    fault = office.slack.trouble("users.info", wait=5)
    office.ann.mentions(office.channel, "a red kite")
    await office.slack.until(lambda: fault.met or None)
    await bot.kill()

    await bot.start()
    await posted(office)

    assert len(office.videos()) == 1
