"""What was learned is believed for its time, and no longer; and no more is kept than there is room for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.lately import Lately
from tests.fakes import FakeClock

SPAN = timedelta(minutes=1)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def memory(clock: FakeClock) -> Lately[str, int]:
    return Lately(clock, SPAN, most=2)


def test_what_was_learned_is_known_until_its_time_is_over(clock: FakeClock, memory: Lately[str, int]) -> None:
    assert memory.learn("a", 0) == 0

    clock.pass_time(SPAN - timedelta(seconds=1))
    assert memory.of("a") == 0
    clock.pass_time(timedelta(seconds=1))
    assert memory.of("a") is None


def test_what_is_learned_anew_counts_from_then(clock: FakeClock, memory: Lately[str, int]) -> None:
    memory.learn("a", 1)
    clock.pass_time(SPAN / 2)
    memory.learn("a", 2)
    clock.pass_time(SPAN / 2)

    assert memory.of("a") == 2


def test_nothing_is_known_of_others_and_of_what_was_forgotten(memory: Lately[str, int]) -> None:
    memory.learn("a", 1)
    memory.forget("a")
    memory.forget("b")

    assert (memory.of("a"), memory.of("b")) == (None, None)


def test_the_oldest_makes_room(memory: Lately[str, int]) -> None:
    for key in ("a", "b", "a", "c"):
        memory.learn(key, 1)

    assert [memory.of(key) for key in "abc"] == [1, None, 1]
