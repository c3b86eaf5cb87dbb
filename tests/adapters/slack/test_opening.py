"""What becomes of tokens that are refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest

from adapters.background import background
from adapters.slack.installation.all_workspaces import AllWorkspaces
from adapters.slack.installation.installed import InstalledWorkspaces
from adapters.slack.installation.vault import Vault
from adapters.slack.login_settings import SlackLogin
from adapters.slack.opening import SlackConnection
from adapters.slack.web_api.workspaces import Workspace
from adapters.storage.slack_installations import Installation, SlackInstallations
from tests.adapters.slack.speaking import Speaking
from tests.waiting import eventually

CLUB = Workspace(team="T1", name="Club", url="https://club.slack.com/", token="xoxb-old", bot_user="U1", bot_id="B1")


@asynccontextmanager
async def looked_after(speaking: Speaking, installed: InstalledWorkspaces) -> AsyncIterator[SlackConnection]:
    """A connection that looks after tokens."""
    workspaces = AllWorkspaces(speaking.one, installed)
    connection = SlackConnection(SlackLogin(), speaking.web, speaking.web.standing, workspaces, speaking.messenger())
    async with background(connection.keep()):
        yield connection


@pytest.fixture
def installed(speaking: Speaking) -> InstalledWorkspaces:
    return InstalledWorkspaces(speaking.backend.slack_installations, Vault(b"k" * 32), speaking.clock)


async def test_a_workspace_whose_token_is_refused_is_forgotten(
    speaking: Speaking, installed: InstalledWorkspaces
) -> None:
    await installed.save(CLUB)
    async with looked_after(speaking, installed) as connection:
        connection.standing.doubt(CLUB)
        await eventually(lambda: not connection.standing.doubted.is_set(), within=15)

    assert await installed.get("T1") is None


async def test_an_old_token_that_is_refused_does_not_undo_a_new_installation(
    speaking: Speaking, installed: InstalledWorkspaces
) -> None:
    anew = replace(CLUB, token="xoxb-new")
    await installed.save(anew)
    async with looked_after(speaking, installed) as connection:
        connection.standing.doubt(CLUB)
        await eventually(lambda: not connection.standing.doubted.is_set(), within=15)

    assert await installed.get("T1") == anew


@dataclass(frozen=True, slots=True)
class Failing(SlackInstallations):
    """A database that is away when something is to be removed."""

    async def remove(self, installation: Installation, **_: object) -> bool:
        raise ConnectionResetError


async def test_a_database_that_fails_meanwhile_does_not_end_the_bot(speaking: Speaking) -> None:
    installations = Failing(speaking.backend.slack_installations._engine)
    installed = InstalledWorkspaces(installations, Vault(b"k" * 32), speaking.clock)
    await installed.save(CLUB)
    async with looked_after(speaking, installed) as connection:
        connection.standing.doubt(CLUB)
        await eventually(lambda: not connection.standing.doubted.is_set(), within=15)
        connection.standing.doubt(speaking.workspace)

        await eventually(lambda: not connection.standing.doubted.is_set(), within=15)
