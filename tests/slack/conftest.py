"""A stand-in with a workspace, a channel and somebody in both."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.people import Person
from tests.slack.stand_in import Slack, open_slack
from tests.slack.world import Channel, Workspace


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with open_slack() as slack:
        yield slack


@pytest.fixture
def studio(slack: Slack) -> Workspace:
    return slack.add_workspace()


@pytest.fixture
def ann(slack: Slack, studio: Workspace) -> Person:
    return slack.add_person(studio, "ann")


@pytest.fixture
def videos(slack: Slack, studio: Workspace, ann: Person) -> Channel:
    return slack.add_channel(studio, "videos")


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def client(slack: Slack, studio: Workspace, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Slack's own client, with the workspace's token; it tries nothing a second time."""
    return AsyncWebClient(studio.token, base_url=f"{slack.api_url}/", session=session, retry_handlers=[])
