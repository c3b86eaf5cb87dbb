"""How soon Slack hears that it was heard: the real command with slack-bolt, against the stand-in for Slack."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import quantiles
from typing import Final

from benchmarks.crowds import Crowd
from benchmarks.running_bot import running_bot
from benchmarks.standin_process import open_standins
from tests.slack.people import Person
from tests.slack.stand_in import Slack, open_slack
from tests.slack.world import Channel, Workspace

PATIENCE: Final = 30.0
"""Seconds in which Slack wants to hear of it here, so that late ones are counted as what they are."""


async def measure_slack_acknowledgement(crowd: Crowd) -> float:
    """Seconds from what somebody does to the bot's acknowledgement, for all but the slowest hundredth."""
    with tempfile.TemporaryDirectory() as name:
        async with open_standins(delay=2, lengths=[50_000]) as provider, open_slack() as slack:
            slack.patience = PATIENCE
            workspace = slack.add_workspace()
            # As many as there are people: Slack's own pace of a message a second in each is not what is measured.
            channels = [slack.add_channel(workspace, f"videos-{number}") for number in range(crowd.people)]
            people = [slack.add_person(workspace, f"person{number}") for number in range(crowd.people)]
            async with running_bot(Path(name), _settings(Path(name), provider, slack, workspace)):
                await slack.socket.connected(within=PATIENCE)
                await _ask(people[0], channels[0], 1)
                pairs = zip(people, channels, strict=True)
                waits = await asyncio.gather(*(_ask(person, channel, crowd.videos) for person, channel in pairs))
    return quantiles([wait for each in waits for wait in each], n=100)[98]


async def _ask(person: Person, channel: Channel, videos: int) -> list[float]:
    answers = [await person.slash(channel, "/sora", f"a red kite, {number}") for number in range(videos)]
    return [answer.acknowledged_after or PATIENCE for answer in answers]


def _settings(folder: Path, provider: str, slack: Slack, workspace: Workspace) -> Mapping[str, str]:
    return {
        "SORA_DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "SORA_APIXO_API_KEY": "no-key",
        "SORA_APIXO_BASE_URL": f"{provider}/api/v1",
        "SORA_TRUSTED_HOSTS": "127.0.0.1",
        "SORA_DAILY_VIDEOS": "1000000",
        "SORA_SLACK_BOT_TOKEN": workspace.token or "",
        "SORA_SLACK_APP_TOKEN": slack.app_token,
        "SORA_SLACK_API_URL": slack.api_url,
    }
