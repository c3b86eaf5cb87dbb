"""The contract of Slack's installations, on both engines."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from adapters.storage.backend import Backend, open_store
from adapters.storage.slack_installations import Installation, SlackInstallations
from tests.databases import rows
from tests.fakes import START

CLUB = Installation("T1", "sealed-1")
ORGANISATION = Installation("E1", "sealed-2")


@pytest.fixture
def installations(backend: Backend) -> SlackInstallations:
    return backend.slack_installations


async def test_nobody_has_let_us_in_at_first(installations: SlackInstallations) -> None:
    assert await installations.find("T1") is None
    assert await installations.find("T1", "E1") is None


async def test_a_workspace_is_found_by_its_id(installations: SlackInstallations) -> None:
    await installations.save(CLUB, START)

    assert await installations.find("T1") == CLUB
    assert await installations.find("T2") is None


async def test_a_second_installation_takes_the_place_of_the_first(installations: SlackInstallations) -> None:
    await installations.save(CLUB, START)
    await installations.save(Installation("T1", "sealed-anew"), START + timedelta(days=1))

    assert await installations.find("T1") == Installation("T1", "sealed-anew")


async def test_an_organisation_stands_for_all_its_workspaces(installations: SlackInstallations) -> None:
    await installations.save(ORGANISATION, START)

    assert await installations.find("T7", "E1") == ORGANISATION
    assert await installations.find("T8", "E1") == ORGANISATION
    assert await installations.find("T7", "E2") is None


async def test_a_workspace_of_an_organisation_is_found_later_without_it(installations: SlackInstallations) -> None:
    await installations.save(ORGANISATION, START)
    assert await installations.find("T7") is None

    await installations.find("T7", "E1")

    assert await installations.find("T7") == ORGANISATION
    assert await installations.find("T8") is None


async def test_what_a_workspace_allowed_itself_comes_first(installations: SlackInstallations) -> None:
    await installations.save(ORGANISATION, START)
    await installations.find("T1", "E1")

    await installations.save(CLUB, START)

    assert await installations.find("T1") == CLUB
    assert await installations.find("T1", "E1") == CLUB


async def test_what_is_removed_is_gone_from_the_database(installations: SlackInstallations, database_url: str) -> None:
    await installations.save(CLUB, START)

    assert await installations.remove(CLUB)

    assert await installations.find("T1") is None
    assert await rows(database_url, "SELECT * FROM slack_installations") == []
    assert not await installations.remove(CLUB)


async def test_a_removal_that_comes_late_leaves_a_newer_installation(installations: SlackInstallations) -> None:
    await installations.save(CLUB, START)
    await installations.save(Installation("T1", "sealed-anew"), START)

    assert not await installations.remove(CLUB)

    assert await installations.find("T1") == Installation("T1", "sealed-anew")


@pytest.mark.parametrize(("later", "is_gone"), [(timedelta(0), True), (timedelta(milliseconds=1), False)])
async def test_a_removal_of_a_moment_leaves_what_was_let_in_after_it(
    installations: SlackInstallations, later: timedelta, is_gone: bool
) -> None:
    await installations.save(CLUB, START + later)

    assert await installations.remove(CLUB, before=START) is is_gone

    assert await installations.find("T1") == (None if is_gone else CLUB)


async def test_many_at_once_do_not_disturb_each_other(installations: SlackInstallations) -> None:
    await asyncio.gather(*(installations.save(Installation(f"T{n}", f"sealed-{n}"), START) for n in range(8)))
    await asyncio.gather(*(installations.find(f"T{n}", "E1") for n in range(8)))

    assert [await installations.find(f"T{n}") for n in range(8)] == [
        Installation(f"T{n}", f"sealed-{n}") for n in range(8)
    ]


async def test_an_installation_outlasts_the_program(database_url: str) -> None:
    async with open_store(database_url, exclusive=True) as backend:
        await backend.slack_installations.save(ORGANISATION, START)
        await backend.slack_installations.find("T7", "E1")

    async with open_store(database_url, exclusive=True) as backend:
        assert await backend.slack_installations.find("T7") == ORGANISATION
