"""Direct messages are opened once, and only with people who take them."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackClientError

from adapters.slack.lookups.directs import Directs
from tests.adapters.slack.speaking import Speaking


@pytest.fixture
def directs(speaking: Speaking) -> Directs:
    return Directs(speaking.web)


async def test_the_channel_is_the_one_between_them_and_us(speaking: Speaking, directs: Directs) -> None:
    assert await directs.with_person(speaking.workspace, speaking.ann.id) == speaking.ann.dm.id


async def test_a_channel_is_asked_for_once(speaking: Speaking, directs: Directs) -> None:
    for _ in range(3):
        await directs.with_person(speaking.workspace, speaking.ann.id)

    assert len(speaking.slack.api.of("conversations.open")) == 1


async def test_each_person_has_their_own(speaking: Speaking, directs: Directs) -> None:
    ann, bob = [await directs.with_person(speaking.workspace, one.id) for one in (speaking.ann, speaking.bob)]

    assert ann != bob


@pytest.mark.parametrize("user", ["U0NOBODY", "bot"])
async def test_who_is_not_there_has_none(speaking: Speaking, directs: Directs, user: str) -> None:
    user = speaking.workspace.bot_user if user == "bot" else user

    assert await directs.with_person(speaking.workspace, user) is None


async def test_who_takes_messages_again_is_reached_again(speaking: Speaking, directs: Directs) -> None:
    speaking.ann.user.takes_messages = False
    assert await directs.with_person(speaking.workspace, speaking.ann.id) is None
    speaking.ann.user.takes_messages = True

    assert await directs.with_person(speaking.workspace, speaking.ann.id) == speaking.ann.dm.id


@pytest.mark.parametrize("trouble", [{"error": "internal_error"}, {"is_half": True}])
async def test_a_slack_that_is_away_says_nothing_about_a_person(
    speaking: Speaking, directs: Directs, trouble: dict[str, object]
) -> None:
    speaking.slack.trouble("conversations.open", **trouble)
    with pytest.raises(SlackClientError):
        await directs.with_person(speaking.workspace, speaking.ann.id)

    assert await directs.with_person(speaking.workspace, speaking.ann.id) == speaking.ann.dm.id
