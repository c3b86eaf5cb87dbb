"""The contract of what teams' admins have said, on both engines."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from adapters.storage.backend import Backend
from bot.domain.rules import Closed
from bot.ports import Store, Transaction
from tests.builders import a_conversation, a_requester
from tests.fakes import START

ANN = a_requester()
PAUSE = Closed(by="Boss", since=START)
QUIET = Closed(channel="quiet", place="Quiet", by="Boss", since=START + timedelta(minutes=1))


@pytest.fixture
def store(backend: Backend) -> Store:
    return backend.store


async def close(store: Store, *closed: Closed) -> list[bool]:
    return [await store.write(partial(_close, one)) for one in closed]


async def _close(closed: Closed, tx: Transaction) -> bool:
    return await tx.rules.close(ANN, closed)


async def closed_for(store: Store, channel: str = "studio", team: str = "local") -> Closed | None:
    place = a_conversation(channel)
    return await store.read(lambda tx: tx.rules.closed_for(a_requester(team=team), place))


async def test_where_nobody_has_said_anything_everything_is_open(store: Store) -> None:
    assert await closed_for(store) is None
    assert await store.read(lambda tx: tx.rules.of(ANN)) == []


async def test_a_closed_channel_is_closed_as_it_was_said_and_others_are_open(store: Store) -> None:
    await close(store, QUIET)

    assert await closed_for(store, "quiet") == QUIET
    assert await closed_for(store, "studio") is None
    assert await closed_for(store, "quiet", team="another") is None


async def test_a_pause_closes_every_channel_and_comes_first(store: Store) -> None:
    await close(store, QUIET, PAUSE)

    assert await closed_for(store, "quiet") == PAUSE
    assert await closed_for(store, "studio") == PAUSE
    assert await store.read(lambda tx: tx.rules.of(ANN)) == [PAUSE, QUIET]


async def test_closing_and_opening_twice_changes_nothing_the_second_time(store: Store) -> None:
    assert await close(store, QUIET, Closed(channel="quiet", by="Other", since=START)) == [True, False]
    assert await closed_for(store, "quiet") == QUIET

    opened = [await store.write(lambda tx: tx.rules.open(ANN, "quiet")) for _ in range(2)]

    assert opened == [True, False]
    assert await closed_for(store, "quiet") is None


async def test_the_end_of_a_pause_leaves_channels_closed(store: Store) -> None:
    await close(store, PAUSE, QUIET)

    await store.write(lambda tx: tx.rules.open(ANN, None))

    assert await store.read(lambda tx: tx.rules.of(ANN)) == [QUIET]
