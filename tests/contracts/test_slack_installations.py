"""The contract of what is kept of Slack's workspaces, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.slack.installed import InstalledWorkspaces
from adapters.slack.vault import Vault
from adapters.slack.workspaces import Workspace
from adapters.storage.backend import Backend, open_store
from adapters.storage.slack_posts import KEPT
from tests.fakes import START, FakeClock

KEY = b"k" * 32
Opening = Callable[[], InstalledWorkspaces]


@pytest.fixture
def opening(backend: Backend) -> Opening:
    """Each call is another process on the same database."""
    return lambda: InstalledWorkspaces(backend.slack_installations, Vault(KEY), FakeClock())


def a_workspace(team: str = "T1", *, token: str = "xoxb-1", enterprise: str | None = None) -> Workspace:
    return Workspace(
        team=team,
        name="Film club",
        url="https://filmclub.slack.com/",
        token=token,
        bot_user="U1",
        bot_id="B1",
        enterprise=enterprise,
    )


async def test_a_workspace_that_let_us_in_is_known_to_every_process(opening: Opening) -> None:
    await opening().keep(a_workspace())

    assert await opening().get("T1") == a_workspace()
    assert await opening().get("T2") is None


async def test_a_workspace_that_installs_once_more_has_its_new_token(opening: Opening) -> None:
    installed = opening()
    await installed.keep(a_workspace(token="xoxb-1"))
    await installed.get("T1")

    await installed.keep(a_workspace(token="xoxb-2"))

    assert await installed.get("T1") == a_workspace(token="xoxb-2")


async def test_a_workspace_that_put_us_out_is_forgotten_and_may_be_so_twice(opening: Opening) -> None:
    installed = opening()
    await installed.keep(a_workspace())
    await installed.keep(a_workspace("T2"))

    for _ in range(2):
        await installed.forget("T1")

    assert await installed.get("T1") is None
    assert await opening().get("T1") is None
    assert await opening().get("T2") == a_workspace("T2")


async def test_an_organisation_lets_us_into_all_its_workspaces(opening: Opening) -> None:
    await opening().keep(a_workspace("", enterprise="E1"))

    found = await opening().get("T7", "E1")

    assert found == a_workspace("T7", enterprise="E1")
    assert await opening().get("T7") == found  # as it is when a video is posted
    assert await opening().get("T8") is None


async def test_an_organisation_that_puts_us_out_leaves_none_of_its_workspaces(opening: Opening) -> None:
    await opening().keep(a_workspace("", enterprise="E1"))
    await opening().get("T7", "E1")
    await opening().keep(a_workspace("T9"))

    await opening().forget("T7", "E1")

    assert await opening().get("T7", "E1") is None
    assert await opening().get("T8", "E1") is None
    assert await opening().get("T9") == a_workspace("T9")


async def test_what_another_key_has_sealed_counts_as_not_there(opening: Opening, backend: Backend) -> None:
    await opening().keep(a_workspace())

    other = InstalledWorkspaces(backend.slack_installations, Vault(b"o" * 32), FakeClock())

    assert await other.get("T1") is None


async def test_a_stolen_database_shows_no_token(tmp_path: Path) -> None:
    async with open_store(f"sqlite:///{tmp_path / 'bot.sqlite3'}", exclusive=True) as backend:
        installed = InstalledWorkspaces(backend.slack_installations, Vault(KEY), FakeClock())
        await installed.keep(a_workspace(token="xoxb-very-secret"))

    stolen = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert b"T1" in stolen
    assert b"very-secret" not in stolen


async def test_a_post_is_known_from_before_it_is_made(backend: Backend) -> None:
    await backend.slack_posts.begin("k7m2qx22", "C1", "F1", START)

    begun = await backend.slack_posts.get("k7m2qx22", "C1")

    assert begun is not None
    assert (begun.file_id, begun.ref, begun.began_at) == ("F1", None, START)
    assert await backend.slack_posts.get("k7m2qx22", "C2") is None


async def test_a_post_that_arrived_has_its_message(backend: Backend) -> None:
    await backend.slack_posts.begin("k7m2qx22", "C1", "F1", START)
    await backend.slack_posts.end("k7m2qx22", "C1", "C1/1.2/F1")

    post = await backend.slack_posts.get("k7m2qx22", "C1")

    assert post is not None
    assert post.ref == "C1/1.2/F1"


async def test_a_second_try_takes_the_place_of_the_first(backend: Backend) -> None:
    await backend.slack_posts.begin("k7m2qx22", "C1", "F1", START)
    await backend.slack_posts.begin("k7m2qx22", "C1", "F2", START + timedelta(minutes=3))

    post = await backend.slack_posts.get("k7m2qx22", "C1")

    assert post is not None
    assert (post.file_id, post.ref, post.began_at) == ("F2", None, START + timedelta(minutes=3))


async def test_posts_are_forgotten_one_by_one_and_with_age(backend: Backend) -> None:
    await backend.slack_posts.begin("k7m2qx22", "C1", "F1", START)
    await backend.slack_posts.begin("k7m2qx23", "C1", "F2", START)
    await backend.slack_posts.begin("k7m2qx24", "C1", "F3", START + timedelta(days=1))

    await backend.slack_posts.drop("k7m2qx22", "C1")
    await backend.slack_posts.forget_old(START + KEPT + timedelta(hours=1))

    found = [await backend.slack_posts.get(job_id, "C1") for job_id in ("k7m2qx22", "k7m2qx23", "k7m2qx24")]
    assert [post is not None for post in found] == [False, False, True]
