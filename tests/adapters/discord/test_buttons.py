"""Buttons of messages of any age are heard."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import discord
import pytest

from adapters.buttons import BUTTON_ID
from adapters.discord.buttons import JobButton
from adapters.discord.layout import card_view
from bot.domain.chat import Action, Button
from tests.adapters.discord.shown import Json, payload_of
from tests.adapters.discord.values import CANCEL, JOB, a_card

ANN = {"id": "5", "username": "ann", "discriminator": "0", "avatar": None, "global_name": "Ann"}


class Heard(discord.Client):
    """A client that writes down who pressed what."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.none())
        self.add_dynamic_items(JobButton)
        self.presses: asyncio.Queue[tuple[int, str, str]] = asyncio.Queue()

    async def on_job_button(self, interaction: discord.Interaction[Any], action: str, job_id: str) -> None:
        self.presses.put_nowait((interaction.user.id, action, job_id))


def a_press(custom_id: str, components: list[Json]) -> Any:
    """What the gateway says when somebody presses a button in direct messages."""
    message = {
        "id": "9",
        "channel_id": "7",
        "author": ANN,
        "type": 0,
        "flags": discord.MessageFlags(components_v2=True).value,
        "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        "content": "",
        "components": components,
        "attachments": [],
        "embeds": [],
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": False,
        "pinned": False,
        "tts": False,
    }
    return {
        "id": "1",
        "application_id": "2",
        "type": discord.InteractionType.component.value,
        "token": "t",
        "version": 1,
        "user": ANN,
        "channel_id": "7",
        "channel": {"id": "7", "type": 1, "recipients": [ANN]},
        "message": message,
        "locale": "de",
        "entitlements": [],
        "authorizing_integration_owners": {},
        "attachment_size_limit": 20 << 20,
        "data": {"component_type": discord.ComponentType.button.value, "custom_id": custom_id},
    }


@pytest.mark.parametrize("action", ["cancel", "an_action_of_long_ago"])
async def test_a_press_reaches_the_client_even_where_the_action_is_no_more(action: str) -> None:
    client = Heard()
    custom_id = f"sora:{action}:{JOB}"
    components = payload_of(card_view(a_card()))
    components[0]["components"][-1]["components"][0]["custom_id"] = custom_id

    client._connection.parse_interaction_create(a_press(custom_id, components))

    assert await asyncio.wait_for(client.presses.get(), timeout=10) == (5, action, JOB)


def test_a_button_carries_its_action_and_the_job_and_nothing_else() -> None:
    button = JobButton.of(CANCEL)

    found = BUTTON_ID.fullmatch(button.custom_id)
    assert found is not None
    assert found.groupdict() == {"action": "cancel", "job_id": JOB}
    assert (button.action, button.job_id, button.item.label) == ("cancel", JOB, "Cancel")
    assert button.is_persistent()


@pytest.mark.parametrize("action", Action)
def test_every_action_has_a_button(action: Action) -> None:
    assert BUTTON_ID.fullmatch(JobButton.of(Button(action, action.value, JOB)).custom_id)


@pytest.mark.parametrize("job_id", ["", "short", "0l1io000"])
def test_a_button_that_could_not_be_heard_is_not_made(job_id: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"sora:cancel:{job_id}")):
        JobButton.of(Button(Action.CANCEL, "Cancel", job_id))


def test_a_page_of_the_history_is_named_where_others_name_a_job() -> None:
    older = JobButton.of(Button(Action.HISTORY, "Older", "12"))

    match = BUTTON_ID.fullmatch(older.item.custom_id or "")

    assert match is not None
    assert (match["action"], match["job_id"]) == ("history", "12")
