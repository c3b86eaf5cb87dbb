"""Workspaces that have added the bot: what is remembered, for how long, and what a thief of the database sees."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from adapters.slack.installation.installed import FRESH, InstalledWorkspaces
from adapters.slack.installation.vault import Vault
from adapters.slack.web_api.workspaces import Workspace
from adapters.storage.backend import Backend
from adapters.storage.slack_installations import Installation, SlackInstallations
from tests.databases import rows
from tests.fakes import FakeClock

KEY = b"k" * 32
CLUB = Workspace(
    team="T1", name="Film club", url="https://club.slack.com/", token="xoxb-1-hush", bot_user="U1", bot_id="B1"
)
ORGANISATION = replace(CLUB, team="E1", enterprise="E1", token="xoxb-2-hush")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def processes(backend: Backend, clock: FakeClock) -> Iterator[InstalledWorkspaces]:
    """One process after another on the same database."""
    return iter(lambda: InstalledWorkspaces(backend.slack_installations, Vault(KEY), clock), None)


@pytest.fixture
def workspaces(processes: Iterator[InstalledWorkspaces]) -> InstalledWorkspaces:
    return next(processes)


async def test_a_workspace_is_known_once_it_has_added_the_bot(workspaces: InstalledWorkspaces) -> None:
    assert await workspaces.get("T1") is None

    await workspaces.save(CLUB)

    assert await workspaces.get("T1") == CLUB


async def test_another_process_knows_it_too(processes: Iterator[InstalledWorkspaces]) -> None:
    await next(processes).save(CLUB)

    assert await next(processes).get("T1") == CLUB


async def test_an_organisation_lets_us_into_each_of_its_workspaces(workspaces: InstalledWorkspaces) -> None:
    await workspaces.save(ORGANISATION)

    assert await workspaces.get("T7", "E1") == replace(ORGANISATION, team="T7")
    assert await workspaces.get("T7") == replace(ORGANISATION, team="T7")


@dataclass(frozen=True, slots=True)
class SlowReading(SlackInstallations):
    """A database whose answers are on their way until they may arrive."""

    is_read: asyncio.Event = field(default_factory=asyncio.Event)
    may_arrive: asyncio.Event = field(default_factory=asyncio.Event)

    async def find(self, team: str, enterprise: str | None = None) -> Installation | None:
        found = await SlackInstallations.find(self, team, enterprise)
        self.is_read.set()
        await self.may_arrive.wait()
        return found


async def test_what_is_being_read_while_a_workspace_is_added_anew_is_not_remembered(
    backend: Backend, clock: FakeClock
) -> None:
    slow, anew = SlowReading(backend.slack_installations._engine), replace(CLUB, token="xoxb-9-hush")
    workspaces = InstalledWorkspaces(slow, Vault(KEY), clock)
    await workspaces.save(CLUB)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(workspaces.get("T1"))
        await slow.is_read.wait()
        await workspaces.save(anew)
        slow.may_arrive.set()

    assert await workspaces.get("T1") == anew


async def test_a_workspace_added_anew_has_its_new_token_at_once(workspaces: InstalledWorkspaces) -> None:
    await workspaces.save(CLUB)
    await workspaces.get("T1")

    await workspaces.save(replace(CLUB, token="xoxb-9-hush"))

    assert await workspaces.get("T1") == replace(CLUB, token="xoxb-9-hush")


async def test_what_another_process_forgot_is_unknown_within_a_minute(
    processes: Iterator[InstalledWorkspaces], clock: FakeClock
) -> None:
    here, there = next(processes), next(processes)
    await here.save(CLUB)
    await here.get("T1")

    await there.forget("T1")
    clock.pass_time(FRESH)

    assert await here.get("T1") is None


async def test_what_another_process_saved_is_known_at_once(processes: Iterator[InstalledWorkspaces]) -> None:
    here, there = next(processes), next(processes)
    assert await here.get("T1") is None

    await there.save(CLUB)

    assert await here.get("T1") == CLUB


async def test_a_forgotten_workspace_is_unknown_at_once_and_twice_is_as_good_as_once(
    workspaces: InstalledWorkspaces,
) -> None:
    await workspaces.save(CLUB)
    await workspaces.get("T1")

    await workspaces.forget("T1")
    await workspaces.forget("T1")

    assert await workspaces.get("T1") is None


async def test_a_forgotten_organisation_leaves_no_workspace_behind(workspaces: InstalledWorkspaces) -> None:
    await workspaces.save(ORGANISATION)
    await workspaces.get("T7", "E1")
    await workspaces.get("T8", "E1")

    await workspaces.forget("T7", "E1")

    assert await workspaces.get("T8", "E1") is None


async def test_an_old_token_that_is_refused_late_does_not_undo_a_new_one(
    processes: Iterator[InstalledWorkspaces], clock: FakeClock
) -> None:
    here, there = next(processes), next(processes)
    await here.save(CLUB)
    await here.get("T1")
    await there.save(replace(CLUB, token="xoxb-9-hush"))

    await here.forget("T1")

    assert await here.get("T1") == replace(CLUB, token="xoxb-9-hush")


async def test_what_was_read_long_ago_does_not_keep_a_workspace_that_has_put_us_out(
    processes: Iterator[InstalledWorkspaces], clock: FakeClock
) -> None:
    here, there = next(processes), next(processes)
    await here.save(CLUB)
    await here.get("T1")
    await there.save(replace(CLUB, token="xoxb-9-hush"))
    clock.pass_time(FRESH)

    await here.forget("T1")

    assert await there.get("T1") is None


async def test_with_another_secret_key_a_workspace_counts_as_not_added_and_the_log_says_so_once(
    backend: Backend, workspaces: InstalledWorkspaces, clock: FakeClock
) -> None:
    await workspaces.save(CLUB)
    other = InstalledWorkspaces(backend.slack_installations, Vault(b"another key, as long as that one"), clock)

    with capture_logs() as logs:
        assert await other.get("T1") is None
        assert await other.get("T1") is None

    assert [line["event"] for line in logs] == ["slack_workspace_unreadable"]
    assert "SORA_SECRET_KEY has changed" in logs[0]["advice"]


async def test_a_row_in_the_place_of_another_is_not_taken(
    backend: Backend, workspaces: InstalledWorkspaces, clock: FakeClock
) -> None:
    await workspaces.save(CLUB)
    stolen = await backend.slack_installations.find("T1")
    assert stolen is not None
    await backend.slack_installations.save(replace(stolen, id="T2"), clock.now())

    assert await workspaces.get("T2") is None


async def test_whoever_steals_the_database_finds_no_token(
    workspaces: InstalledWorkspaces, database_url: str, tmp_path: Path
) -> None:
    await workspaces.save(CLUB)

    everything = [*await rows(database_url, "SELECT * FROM slack_installations"), *raw_files(tmp_path)]

    assert everything
    assert not any("xoxb" in str(each) or "hush" in str(each) for each in everything)


async def test_once_forgotten_not_even_the_sealed_token_is_in_the_database(
    workspaces: InstalledWorkspaces, database_url: str
) -> None:
    await workspaces.save(CLUB)

    await workspaces.forget("T1")

    assert await rows(database_url, "SELECT * FROM slack_installations") == []


async def test_memory_holds_the_workspaces_that_were_looked_at_last(
    backend: Backend, workspaces: InstalledWorkspaces, clock: FakeClock
) -> None:
    small = InstalledWorkspaces(backend.slack_installations, Vault(KEY), clock, most=2)
    await workspaces.save(ORGANISATION)
    for team in ("T1", "T2", "T3"):
        await small.get(team, "E1")

    await workspaces.forget("T1", "E1")

    assert [await small.get(team, "E1") is not None for team in ("T1", "T2", "T3")] == [False, True, True]


async def test_no_token_is_in_a_print(workspaces: InstalledWorkspaces) -> None:
    await workspaces.save(CLUB)
    await workspaces.get("T1")

    assert "hush" not in repr(workspaces) + repr(await workspaces.get("T1"))


def raw_files(folder: Path) -> Sequence[bytes]:
    return [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
