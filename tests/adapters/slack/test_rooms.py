"""What a channel is called, and whether we are in it."""

from __future__ import annotations

import pytest

from adapters.slack.lookups.rooms import Room, Rooms
from tests.adapters.slack.speaking import Speaking


@pytest.fixture
def rooms(speaking: Speaking) -> Rooms:
    return Rooms(speaking.web, speaking.clock)


async def test_a_channel_we_are_in(speaking: Speaking, rooms: Rooms) -> None:
    assert await rooms.get(speaking.workspace, speaking.videos.id) == Room("videos", has_us=True)


async def test_a_channel_we_are_not_in(speaking: Speaking, rooms: Rooms) -> None:
    other = speaking.slack.add_channel(speaking.studio, "other", has_bot=False)

    assert await rooms.get(speaking.workspace, other.id) == Room("other", has_us=False)


async def test_a_private_channel_we_are_not_in_has_no_name(speaking: Speaking, rooms: Rooms) -> None:
    secret = speaking.slack.add_channel(speaking.studio, "secret", is_private=True, has_bot=False)

    assert await rooms.get(speaking.workspace, secret.id) == Room(has_us=False)


async def test_nobody_can_post_in_an_archived_channel(speaking: Speaking, rooms: Rooms) -> None:
    speaking.videos.is_archived = True

    assert (await rooms.get(speaking.workspace, speaking.videos.id)).has_us is False


async def test_direct_messages_are_always_ours(speaking: Speaking, rooms: Rooms) -> None:
    assert (await rooms.get(speaking.workspace, speaking.ann.dm.id)).has_us
    assert speaking.slack.api.of("conversations.info") == []


@pytest.mark.parametrize(
    "trouble",
    [
        {"error": "internal_error"},
        {"error": "no_such_error"},
        {"error": "missing_scope"},
        {"drops": True},
        {"is_half": True},
    ],
)
async def test_where_nobody_can_tell_it_is_not_said_that_we_are_not_there(
    speaking: Speaking, rooms: Rooms, trouble: dict[str, object]
) -> None:
    speaking.slack.trouble("conversations.info", **trouble)

    assert (await rooms.get(speaking.workspace, speaking.videos.id)).has_us is None


async def test_a_channel_we_are_in_is_looked_up_once(speaking: Speaking, rooms: Rooms) -> None:
    for _ in range(3):
        await rooms.get(speaking.workspace, speaking.videos.id)

    assert len(speaking.slack.api.of("conversations.info")) == 1


async def test_an_invitation_is_noticed_at_once(speaking: Speaking, rooms: Rooms) -> None:
    other = speaking.slack.add_channel(speaking.studio, "other", has_bot=False)
    await rooms.get(speaking.workspace, other.id)

    speaking.ann.invites_bot(other)

    assert (await rooms.get(speaking.workspace, other.id)).has_us


async def test_a_removal_is_noticed_once_we_were_told(speaking: Speaking, rooms: Rooms) -> None:
    await rooms.get(speaking.workspace, speaking.videos.id)
    speaking.ann.removes_bot(speaking.videos)

    rooms.forget(speaking.studio.id, speaking.videos.id)

    assert (await rooms.get(speaking.workspace, speaking.videos.id)).has_us is False


async def test_names_are_those_that_can_be_learned_and_told(speaking: Speaking, rooms: Rooms) -> None:
    other = speaking.slack.add_channel(speaking.studio, "other", has_bot=False)
    secret = speaking.slack.add_channel(speaking.studio, "secret", is_private=True)
    wanted = [other.id, "C0NOBODY", secret.id, other.id]

    assert await rooms.names(speaking.workspace, wanted, here=speaking.videos.id) == {other.id: "other"}
    assert await rooms.names(speaking.workspace, wanted, here=secret.id) == {other.id: "other", secret.id: "secret"}
