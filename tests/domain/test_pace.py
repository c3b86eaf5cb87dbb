"""A provider's requests per minute: never more in any sixty seconds, and not needlessly fewer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pace import MILLI, capacity_milli, refill, wait_ms
from tests.fakes import START

MINUTE = timedelta(minutes=1)
rates = st.integers(1, 20_000)


def passed(per_minute: int, steps: list[int]) -> list[tuple[int, int]]:
    """How many requests a greedy caller gets through, and at which millisecond, when it looks after each step."""
    tokens, since, now = capacity_milli(per_minute), START, START
    taken: list[tuple[int, int]] = []
    for step in steps:
        now += timedelta(milliseconds=step)
        tokens = refill(tokens, since, now, per_minute)
        since = now
        whole = tokens // MILLI
        tokens -= whole * MILLI
        if whole:
            taken.append(((now - START) // timedelta(milliseconds=1), whole))
    return taken


def most_in_a_minute(taken: list[tuple[int, int]]) -> int:
    """The fullest sixty seconds, both ends included."""
    return max(sum(count for at, count in taken if start <= at <= start + 60_000) for start, _ in taken)


@given(rates, st.lists(st.integers(0, 6_000), min_size=30, max_size=60))
def test_no_sixty_seconds_let_more_through_than_allowed(per_minute: int, steps: list[int]) -> None:
    taken = passed(per_minute, [0, *steps])

    assert most_in_a_minute(taken) <= per_minute


@given(rates, st.integers(1, 500))
def test_a_caller_who_looks_at_a_steady_beat_never_gets_more_than_allowed(per_minute: int, beat: int) -> None:
    taken = passed(per_minute, [0] + [beat] * min(200, 120_000 // beat))

    assert most_in_a_minute(taken) <= per_minute


@given(rates, st.integers(0, MILLI - 1))
def test_after_the_wait_one_request_may_pass_and_a_millisecond_earlier_none(per_minute: int, tokens: int) -> None:
    wait = wait_ms(tokens, per_minute)

    assert refill(tokens, START, START + timedelta(milliseconds=wait), per_minute) >= MILLI
    assert refill(tokens, START, START + timedelta(milliseconds=wait - 1), per_minute) < MILLI


@given(rates)
def test_waiting_as_told_gets_most_of_the_allowance_through(per_minute: int) -> None:
    tokens, now, sent = 0, START, 0
    while now < START + MINUTE and sent < 500:
        wait = timedelta(milliseconds=wait_ms(tokens, per_minute))
        tokens = refill(tokens, now, now + wait, per_minute) - MILLI
        now += wait
        sent += 1

    assert sent >= min(500, per_minute * 85 // 100)


@given(rates, st.integers(0, MILLI), st.integers(0, 10**9))
def test_a_clock_that_jumps_back_adds_nothing(per_minute: int, tokens: int, back: int) -> None:
    assert refill(tokens, START, START - timedelta(milliseconds=back), per_minute) == tokens


@pytest.mark.parametrize("per_minute", [1, 9, 10, 11, 25, 600, 20_000])
def test_a_long_pause_saves_up_no_more_than_a_full_bucket(per_minute: int) -> None:
    assert refill(0, START, START + timedelta(days=365), per_minute) == capacity_milli(per_minute)
    assert MILLI <= capacity_milli(per_minute) <= per_minute * MILLI
