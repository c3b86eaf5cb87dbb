"""The largest file of a place is the smallest number anybody gave for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.discord.limits_of_places import HEAD_ROOM, KEPT, MIB, PlaceLimits
from tests.fakes import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def limits(clock: FakeClock) -> PlaceLimits:
    return PlaceLimits(clock)


def test_boosts_say_how_much_where_nothing_else_is_known(limits: PlaceLimits) -> None:
    assert [limits.of("guild", tier) + HEAD_ROOM for tier in range(4)] == [20 * MIB, 20 * MIB, 50 * MIB, 100 * MIB]


def test_an_unknown_tier_counts_as_none(limits: PlaceLimits) -> None:
    assert limits.of("guild", 9) == limits.of("guild", 0)


def test_what_discord_says_counts_where_it_is_less(limits: PlaceLimits) -> None:
    limits.hear("guild", 10 * MIB)
    limits.hear("boosted", 500 * MIB)

    assert limits.of("guild", 2) == 10 * MIB - HEAD_ROOM
    assert limits.of("boosted", 2) == 50 * MIB - HEAD_ROOM
    assert limits.of("another", 0) == 20 * MIB - HEAD_ROOM


def test_a_refusal_halves_the_limit_until_nothing_is_left(limits: PlaceLimits) -> None:
    seen = []
    for _ in range(7):
        limits.refuse("guild", 0)
        seen.append(limits.of("guild", 0))

    assert seen == sorted(seen, reverse=True)
    assert seen[0] < 10 * MIB
    assert seen[-1] == 0


def test_a_limit_of_nothing_is_not_believed(limits: PlaceLimits) -> None:
    limits.hear("guild", 0)

    assert limits.of("guild", 0) == 20 * MIB - HEAD_ROOM


def test_what_was_refused_or_heard_counts_for_an_hour(limits: PlaceLimits, clock: FakeClock) -> None:
    limits.refuse("refused", 2)
    limits.hear("heard", 10 * MIB)
    clock.pass_time(KEPT - timedelta(seconds=1))
    assert limits.of("refused", 2) < 25 * MIB
    assert limits.of("heard", 2) < 10 * MIB

    clock.pass_time(timedelta(seconds=1))

    assert limits.of("refused", 2) == limits.of("heard", 2) == 50 * MIB - HEAD_ROOM


def test_boosts_are_asked_for_again_after_an_hour(limits: PlaceLimits, clock: FakeClock) -> None:
    assert limits.tier("guild") is None

    limits.hear_tier("guild", 2)

    assert limits.tier("guild") == 2
    clock.pass_time(KEPT)
    assert limits.tier("guild") is None


def test_the_last_that_was_heard_of_boosts_counts(limits: PlaceLimits) -> None:
    limits.hear_tier("guild", 0)
    limits.hear_tier("guild", 3)

    assert limits.tier("guild") == 3
