"""The contract of adapters' notes, on both engines."""

from __future__ import annotations

import asyncio

import pytest

from adapters.storage.backend import Backend, open_store
from adapters.storage.notes import Notes


@pytest.fixture
def notes(backend: Backend) -> Notes:
    return backend.notes


async def test_nothing_is_noted_at_first(notes: Notes) -> None:
    assert await notes.get("discord:commands") is None


async def test_a_note_is_as_it_was_last_set(notes: Notes) -> None:
    await notes.set("discord:commands", "one")
    await notes.set("discord:commands", "another, with 'quotes' and 動画")

    assert await notes.get("discord:commands") == "another, with 'quotes' and 動画"


async def test_keys_do_not_mix(notes: Notes) -> None:
    await notes.set("discord:commands", "one")

    assert await notes.get("slack:commands") is None


async def test_of_many_that_set_a_note_at_once_one_is_last(notes: Notes) -> None:
    await asyncio.gather(*(notes.set("discord:commands", str(number)) for number in range(8)))

    assert await notes.get("discord:commands") in {str(number) for number in range(8)}


async def test_a_note_outlasts_the_program(database_url: str) -> None:
    async with open_store(database_url, exclusive=True) as backend:
        await backend.notes.set("discord:commands", "one")

    async with open_store(database_url, exclusive=True) as backend:
        assert await backend.notes.get("discord:commands") == "one"
