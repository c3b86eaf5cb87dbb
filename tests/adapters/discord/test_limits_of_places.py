"""The largest file of a place is the smallest number anybody gave for it."""

from __future__ import annotations

from adapters.discord.limits_of_places import HEAD_ROOM, MIB, PlaceLimits


def test_boosts_say_how_much_where_nothing_else_is_known() -> None:
    limits = PlaceLimits()

    assert [limits.of("guild", tier) + HEAD_ROOM for tier in range(4)] == [20 * MIB, 20 * MIB, 50 * MIB, 100 * MIB]


def test_an_unknown_tier_counts_as_none() -> None:
    assert PlaceLimits().of("guild", 9) == PlaceLimits().of("guild", 0)


def test_what_discord_says_counts_where_it_is_less() -> None:
    limits = PlaceLimits()
    limits.hear("guild", 10 * MIB)
    limits.hear("boosted", 500 * MIB)

    assert limits.of("guild", 2) == 10 * MIB - HEAD_ROOM
    assert limits.of("boosted", 2) == 50 * MIB - HEAD_ROOM
    assert limits.of("another", 0) == 20 * MIB - HEAD_ROOM


def test_a_refusal_halves_the_limit_until_nothing_is_left() -> None:
    limits = PlaceLimits()
    seen = []
    for _ in range(7):
        limits.refuse("guild", 0)
        seen.append(limits.of("guild", 0))

    assert seen == sorted(seen, reverse=True)
    assert seen[0] < 10 * MIB
    assert seen[-1] == 0


def test_a_limit_of_nothing_is_not_believed() -> None:
    limits = PlaceLimits()
    limits.hear("guild", 0)

    assert limits.of("guild", 0) == 20 * MIB - HEAD_ROOM
