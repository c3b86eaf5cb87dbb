"""Slack's limits are kept to before Slack has to say so."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.web_api.pacing import FOR_PROGRESS, PER_MINUTE, TIER_3, Turns
from bot.domain.errors import DeliveryPaused
from tests.adapters.slack.seconds import Seconds

TEAM = "T1"


def turns(clock: Seconds) -> Turns:
    return Turns(now=clock, sleep=clock.sleep)


async def test_a_first_call_does_not_wait() -> None:
    clock = Seconds()

    await turns(clock).take(TEAM, "chat.update")

    assert clock.waited == []


async def test_one_message_a_second_is_posted_in_a_channel() -> None:
    clock = Seconds()
    paced = turns(clock)

    for _ in range(3):
        await paced.take(TEAM, "chat.postMessage", "C1")

    assert clock.waited == [1.0, 1.0]


async def test_a_file_counts_as_a_message_in_its_channel() -> None:
    clock = Seconds()
    paced = turns(clock)

    await paced.take(TEAM, "chat.postMessage", "C1")
    await paced.take(TEAM, "files.completeUploadExternal", "C1")

    assert clock.waited == [1.0]


async def test_channels_do_not_wait_for_each_other() -> None:
    clock = Seconds()
    paced = turns(clock)

    await paced.take(TEAM, "chat.postMessage", "C1")
    await paced.take(TEAM, "chat.postMessage", "C2")

    assert clock.waited == []


async def test_workspaces_do_not_wait_for_each_other() -> None:
    clock = Seconds()
    paced = turns(clock)
    for _ in range(TIER_3):
        await paced.take(TEAM, "chat.update")

    await paced.take("T2", "chat.update")

    assert clock.waited == []


async def test_what_can_wait_leaves_room_for_what_cannot() -> None:
    clock = Seconds()
    paced = turns(clock)
    for _ in range(int(TIER_3 * FOR_PROGRESS)):
        await paced.take(TEAM, "chat.update", can_wait=True)

    with pytest.raises(DeliveryPaused) as paused:
        await paced.take(TEAM, "chat.update", can_wait=True)
    await paced.take(TEAM, "chat.update")

    assert paused.value.retry_after.total_seconds() == pytest.approx(60)
    assert clock.waited == []


async def test_what_would_wait_for_long_comes_back_later() -> None:
    clock = Seconds()
    paced = turns(clock)
    for _ in range(TIER_3):
        await paced.take(TEAM, "chat.update")

    with pytest.raises(DeliveryPaused):
        await paced.take(TEAM, "chat.update")

    assert clock.waited == []


async def test_a_method_rests_for_as_long_as_slack_asks() -> None:
    clock = Seconds()
    paced = turns(clock)
    paced.rest(TEAM, "chat.update", 7)

    await paced.take(TEAM, "chat.update")
    await paced.take(TEAM, "chat.postMessage", "C1")

    assert clock.waited == [7.0]


async def test_after_a_quiet_minute_all_is_as_at_first() -> None:
    clock = Seconds()
    paced = turns(clock)
    for _ in range(TIER_3):
        await paced.take(TEAM, "chat.update")
    clock.now += 60

    await paced.take(TEAM, "chat.update", can_wait=True)

    assert clock.waited == []


@given(gaps=st.lists(st.floats(0, 3), min_size=1, max_size=150), eager=st.lists(st.booleans(), min_size=150))
async def test_no_minute_ever_has_too_many_calls(gaps: list[float], eager: list[bool]) -> None:
    clock = Seconds()
    paced = turns(clock)
    made: list[float] = []
    for gap, can_wait in zip(gaps, eager, strict=False):
        clock.now += gap
        try:
            await paced.take(TEAM, "chat.update", can_wait=can_wait)
        except DeliveryPaused:
            continue
        made.append(clock.now)

    within = Counter(sum(1 for other in made if 0 <= moment - other < 59.999) for moment in made)
    assert max(within, default=0) <= PER_MINUTE["chat.update"]
