"""The real command with Discord: tokens that are no good, several processes, and what the operator reads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from signal import SIGTERM

import aiohttp
import pytest

from adapters.sandbox.server import Sandbox, open_sandbox
from bot import texts
from bot.domain.job import JobStatus
from tests.chat_page import until
from tests.scenarios.club import Club, open_club
from tests.scenarios.databases import Database
from tests.scenarios.processes import BotProcess, a_bot, run_to_end

pytestmark = [pytest.mark.slow]


@pytest.fixture
async def sandbox(clip: bytes) -> AsyncIterator[Sandbox]:
    async with open_sandbox(clip=clip, delay=timedelta(milliseconds=300)) as opened:
        yield opened


@pytest.fixture
async def bot(club: Club, sandbox: Sandbox) -> AsyncIterator[BotProcess]:
    async with a_bot(club.folder, database(club).url, sandbox.apixo_base_url, **login(club)) as process:
        yield process


def login(club: Club) -> dict[str, str]:
    return {
        "SORA_DISCORD_TOKEN": club.discord.token,
        "SORA_DISCORD_API_URL": club.discord.api_url,
        "SORA_DISCORD_GATEWAY_URL": club.discord.gateway_url,
    }


def database(club: Club) -> Database:
    return Database(f"sqlite:///{club.folder / 'bot.sqlite3'}")


def videos(club: Club) -> int:
    return sum(bool(message.files) for message in club.channel.messages)


async def status_is(club: Club, *wanted: JobStatus) -> None:
    """Wait until the only job is so."""

    async def is_so() -> bool:
        return [status for (status,) in await database(club).rows("SELECT status FROM jobs")] in [[s] for s in wanted]

    await until(is_so, within=30)


async def health(bot: BotProcess) -> str:
    async with aiohttp.ClientSession() as http, http.get(f"{bot.url}/healthz") as answer:
        assert answer.status == 200
        return str((await answer.json())["discord"])


async def test_a_wrong_token_is_a_sentence_and_exit_code_two(club: Club, bot: BotProcess) -> None:
    settings = {**bot.settings, "SORA_DISCORD_TOKEN": "no.token"}

    ended = await run_to_end("run", folder=club.folder, settings=settings)

    assert ended.code == 2
    assert ended.said.strip() == texts.discord_token_refused()
    assert club.discord.invalid_requests == 1


@pytest.mark.parametrize("has_gateway", [True, False])
async def test_a_token_that_is_reset_ends_the_program_with_a_sentence(
    club: Club, bot: BotProcess, *, has_gateway: bool
) -> None:
    await bot.start()
    await club.ready()
    await (await club.ann.slash(club.channel, "sora create", prompt="a kite #slow=2")).message()
    if not has_gateway:
        await bot.end(SIGTERM)
        bot.settings = {**bot.settings, "SORA_DISCORD_GATEWAY": "false"}
        await bot.start()

    club.discord.reset_token()

    assert bot.process is not None
    assert await asyncio.wait_for(bot.process.wait(), 60) == 2
    assert bot.log.read_text().strip().endswith(texts.discord_token_refused())
    assert "Traceback" not in bot.log.read_text()
    assert club.discord.invalid_requests < 20


async def test_a_process_without_the_gateway_posts_what_another_was_asked_for(club: Club, bot: BotProcess) -> None:
    await bot.start()
    await club.ready()
    await (await club.ann.slash(club.channel, "sora create", prompt="a kite #slow=3")).message()
    await bot.end(SIGTERM)
    begun, registered = len(club.discord.gateway.identifies), len(club.discord.calls("PUT /applications/*/commands"))

    bot.settings = {**bot.settings, "SORA_DISCORD_GATEWAY": "false"}
    await bot.start()
    await club.video()
    await status_is(club, JobStatus.POSTED)

    assert await health(bot) == "posting only"
    assert videos(club) == 1
    assert len(club.discord.gateway.identifies) == begun
    assert len(club.discord.calls("PUT /applications/*/commands")) == registered


async def test_a_video_that_was_finished_before_discord_was_there_comes_once(club: Club, bot: BotProcess) -> None:
    await bot.start()
    await club.ready()
    await (await club.ann.slash(club.channel, "sora create", prompt="a kite #slow=2")).message()
    await bot.end(SIGTERM)

    async with AsyncExitStack() as outage:
        await outage.enter_async_context(club.discord.outage())
        await bot.start()
        assert await health(bot) == "never reached"
        await status_is(club, JobStatus.FETCHING)
        await outage.aclose()

        await club.video(within=40)
        await status_is(club, JobStatus.POSTED)

    assert videos(club) == 1


async def test_two_processes_share_the_shards_by_settings(tmp_path: Path, clip: bytes, sandbox: Sandbox) -> None:
    async with open_club(tmp_path, clip, shards=2) as club, AsyncExitStack() as stack:
        guilds = [club.discord.add_guild(f"Guild {shard}", shard=shard) for shard in (0, 1)]
        clubs = [replace(club, folder=tmp_path / f"process {shard}") for shard in (0, 1)]
        for shard, one in enumerate(clubs):
            one.folder.mkdir()
            shards = {"SORA_DISCORD_SHARD_COUNT": "2", "SORA_DISCORD_SHARD_IDS": str(shard)}
            bot = a_bot(one.folder, database(one).url, sandbox.apixo_base_url, **login(one), **shards)
            await (await stack.enter_async_context(bot)).start()
        await club.ready(2)

        for guild in guilds:
            guild.add_person(club.ann)
            channel = guild.add_channel("videos")
            await (await club.ann.slash(channel, "sora create", prompt="a kite")).message()
            await channel.until(lambda seen: any(one.files for one in seen), within=20)

        asked = [await database(one).rows("SELECT status FROM jobs") for one in clubs]
    assert [len(jobs) for jobs in asked] == [1, 1]
    assert sorted(one["shard"] for one in club.discord.gateway.identifies) == [[0, 2], [1, 2]]
