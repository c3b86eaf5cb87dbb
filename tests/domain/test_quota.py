"""Windows and lines of quotas: every moment lies in exactly one window, which ends when the next one begins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quota import Limit, Unit, Window, lines_for, window_of

moments = st.datetimes(
    min_value=datetime(2000, 1, 2),  # noqa: DTZ001 - hypothesis wants naive bounds
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))]),
)
ENDING = (Window.DAY, Window.WEEK, Window.MONTH)


@given(st.sampled_from(ENDING), moments)
def test_a_window_is_open_now_and_ends_later(window: Window, now: datetime) -> None:
    _name, end = window_of(window, now)

    assert end is not None
    assert now < end <= now + timedelta(days={Window.DAY: 1, Window.WEEK: 7, Window.MONTH: 31}[window])


@given(st.sampled_from(ENDING), moments)
def test_the_last_moment_of_a_window_has_its_name_and_the_next_moment_another(window: Window, now: datetime) -> None:
    name, end = window_of(window, now)
    assert end is not None

    assert window_of(window, end - timedelta(microseconds=1)) == (name, end)
    assert window_of(window, end)[0] != name


@given(moments)
def test_windows_begin_at_midnight_on_the_first_or_on_a_monday(now: datetime) -> None:
    ends = {window: end for window in ENDING if (end := window_of(window, now)[1]) is not None}

    assert len(ends) == len(ENDING)
    assert all((end.hour, end.minute, end.second) == (0, 0, 0) for end in ends.values())
    assert all(end.utcoffset() == timedelta(0) for end in ends.values())
    assert ends[Window.WEEK].weekday() == 0
    assert ends[Window.MONTH].day == 1


@given(moments, moments)
def test_the_name_says_whether_two_moments_share_a_day(one: datetime, other: datetime) -> None:
    same_day = one.astimezone(UTC).date() == other.astimezone(UTC).date()

    assert (window_of(Window.DAY, one)[0] == window_of(Window.DAY, other)[0]) == same_day


def test_a_total_never_ends() -> None:
    assert window_of(Window.TOTAL, datetime(2026, 11, 20, tzinfo=UTC)) == ("total", None)


@pytest.mark.parametrize(
    ("window", "name", "end"),
    [
        (Window.DAY, "day:2024-02-29", datetime(2024, 3, 1, tzinfo=UTC)),
        (Window.WEEK, "week:2024-02-26", datetime(2024, 3, 4, tzinfo=UTC)),
        (Window.MONTH, "month:2024-02-01", datetime(2024, 3, 1, tzinfo=UTC)),
    ],
)
def test_a_leap_day_is_a_day_like_any_other(window: Window, name: str, end: datetime) -> None:
    assert window_of(window, datetime(2024, 2, 29, 23, 59, tzinfo=UTC)) == (name, end)


limits = st.builds(
    Limit,
    scope=st.sampled_from(["team:1", "person:1", "person:2", "role:7"]),
    unit=st.sampled_from(Unit),
    window=st.sampled_from(Window),
    amount=st.integers(0, 100),
)


@given(st.lists(limits, max_size=8).flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_two_requests_take_their_lines_in_the_same_order(orders: tuple[list[Limit], list[Limit]]) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    amounts = {Unit.VIDEOS: 1, Unit.SECONDS: 8, Unit.USD: 800_000}

    one, other = (lines_for(tuple(order), amounts, now) for order in orders)

    keys = [(line.limit.scope, line.limit.unit, line.limit.window) for line in one]
    assert keys == sorted(keys)
    assert keys == [(line.limit.scope, line.limit.unit, line.limit.window) for line in other]


def test_each_line_takes_the_amount_of_its_unit() -> None:
    found = tuple(
        Limit(scope="person:1", unit=unit, window=Window.DAY, amount=10) for unit in (Unit.SECONDS, Unit.VIDEOS)
    )

    lines = lines_for(found, {Unit.VIDEOS: 1, Unit.SECONDS: 8}, datetime(2026, 11, 20, tzinfo=UTC))

    assert {line.limit.unit: line.amount for line in lines} == {Unit.VIDEOS: 1, Unit.SECONDS: 8}
