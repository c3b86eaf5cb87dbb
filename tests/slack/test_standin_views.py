"""Windows and people's own pages in the stand-in's Slack, before Slack's own client."""

from __future__ import annotations

import json

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.people import Person
from tests.slack.refusals import refusal
from tests.slack.stand_in import Slack
from tests.slack.told import Json

BLOCKS: Json = {"blocks": [{"type": "divider"}]}
WINDOW: Json = {"type": "modal", "title": {"type": "plain_text", "text": "A form"}, **BLOCKS}
PAGE: Json = {"type": "home", **BLOCKS}


@pytest.fixture
def trigger(slack: Slack, ann: Person) -> str:
    return slack.triggers.issue(ann.id)


async def refused(client: AsyncWebClient, method: str, *, view: Json, **arguments: str) -> str:
    return await refusal(client, method, view=json.dumps(view), **arguments)


async def test_a_trigger_opens_one_window(client: AsyncWebClient, ann: Person, trigger: str) -> None:
    opened = await client.views_open(trigger_id=trigger, view=WINDOW)

    assert ann.window is not None
    assert opened["view"]["id"] == ann.window["id"]
    assert await refused(client, "views.open", trigger_id=trigger, view=WINDOW) == "exchanged_trigger_id"
    assert await refused(client, "views.open", trigger_id="1.2.3", view=WINDOW) == "invalid_trigger_id"


async def test_a_trigger_is_good_for_a_moment(slack: Slack, client: AsyncWebClient, ann: Person) -> None:
    slack.triggers.lives = -1

    late = slack.triggers.issue(ann.id)

    assert await refused(client, "views.open", trigger_id=late, view=WINDOW) == "expired_trigger_id"
    assert ann.window is None


async def test_three_windows_stand_on_each_other(slack: Slack, client: AsyncWebClient, ann: Person) -> None:
    first = (await client.views_open(trigger_id=slack.triggers.issue(ann.id), view=WINDOW))["view"]
    second = (await client.views_push(trigger_id=slack.triggers.issue(ann.id), view=WINDOW))["view"]
    await client.views_push(trigger_id=slack.triggers.issue(ann.id), view=WINDOW)

    fourth = await refused(client, "views.push", trigger_id=slack.triggers.issue(ann.id), view=WINDOW)

    assert fourth == "push_limit_reached"
    assert (second["root_view_id"], second["previous_view_id"]) == (first["id"], first["id"])


async def test_nothing_is_pushed_onto_nothing(client: AsyncWebClient, trigger: str) -> None:
    assert await refused(client, "views.push", trigger_id=trigger, view=WINDOW) == "not_found"


async def test_a_window_changes_for_whoever_knows_how_it_was(client: AsyncWebClient, ann: Person, trigger: str) -> None:
    opened = (await client.views_open(trigger_id=trigger, view={**WINDOW, "external_id": "form"}))["view"]

    await client.views_update(external_id="form", view={**WINDOW, "external_id": "form", "callback_id": "new"})

    assert ann.window is not None
    assert (ann.window["id"], ann.window["callback_id"]) == (opened["id"], "new")
    old = {"view_id": opened["id"], "hash": opened["hash"]}
    assert await refused(client, "views.update", **old, view=WINDOW) == "hash_conflict"
    assert await refused(client, "views.update", view_id="V1", view=WINDOW) == "not_found"


async def test_an_id_of_the_apps_own_is_for_one_window(slack: Slack, client: AsyncWebClient, ann: Person) -> None:
    named = {**WINDOW, "external_id": "form"}
    await client.views_open(trigger_id=slack.triggers.issue(ann.id), view=named)

    again = await refused(client, "views.push", trigger_id=slack.triggers.issue(ann.id), view=named)

    assert again == "duplicate_external_id"


async def test_a_page_is_replaced_by_whoever_knows_how_it_was(client: AsyncWebClient, ann: Person) -> None:
    first = (await client.views_publish(user_id=ann.id, view=PAGE))["view"]
    await client.views_publish(user_id=ann.id, view=PAGE, hash=first["hash"])

    assert await refused(client, "views.publish", user_id=ann.id, view=PAGE, hash=first["hash"]) == "hash_conflict"
    assert await refused(client, "views.publish", user_id="U1", view=PAGE) == "user_not_found"


async def test_a_page_is_no_window(client: AsyncWebClient, ann: Person, trigger: str) -> None:
    assert await refused(client, "views.publish", user_id=ann.id, view=WINDOW) == "invalid_arguments"
    assert await refused(client, "views.open", trigger_id=trigger, view=PAGE) == "invalid_arguments"


async def test_a_view_has_its_size(client: AsyncWebClient, ann: Person) -> None:
    huge = {**PAGE, "private_metadata": "x" * 260_000}

    assert await refused(client, "views.publish", user_id=ann.id, view=huge) == "view_too_large"
