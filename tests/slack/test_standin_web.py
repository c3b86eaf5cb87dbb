"""Tokens, rights, limits and troubles of the stand-in's Web API, before Slack's own client."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.people import Person
from tests.slack.refusals import refusal
from tests.slack.stand_in import Slack
from tests.slack.world import Channel, Workspace


async def test_a_token_is_for_one_workspace(client: AsyncWebClient, studio: Workspace) -> None:
    answer = await client.auth_test()

    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == (studio.id, studio.bot_user, studio.bot_id)


async def test_without_a_good_token_nothing_is_done(client: AsyncWebClient, studio: Workspace) -> None:
    good, client.token = client.token, None
    assert await refusal(client, "auth.test") == "not_authed"
    client.token = "xoxb-wrong"
    assert await refusal(client, "auth.test") == "invalid_auth"
    client.token, studio.token_error = good, "token_revoked"
    assert await refusal(client, "auth.test") == "token_revoked"


async def test_what_needs_a_right_is_refused_without_it(
    client: AsyncWebClient, studio: Workspace, videos: Channel
) -> None:
    studio.scopes.discard("chat:write")

    with pytest.raises(SlackApiError) as error:
        await client.chat_postMessage(channel=videos.id, text="hello")

    assert error.value.response["error"] == "missing_scope"
    assert error.value.response["needed"] == "chat:write"
    assert videos.messages == []


async def test_one_right_of_several_is_enough(client: AsyncWebClient, studio: Workspace, videos: Channel) -> None:
    studio.scopes -= {"groups:history", "im:history", "mpim:history"}

    assert (await client.conversations_history(channel=videos.id))["ok"]


async def test_each_kind_of_channel_needs_a_right_of_its_own(
    client: AsyncWebClient, studio: Workspace, videos: Channel, ann: Person
) -> None:
    studio.scopes.discard("im:history")

    assert (await client.conversations_history(channel=videos.id))["ok"]
    with pytest.raises(SlackApiError) as error:
        await client.conversations_history(channel=ann.dm.id)
    assert (error.value.response["error"], error.value.response["needed"]) == ("missing_scope", "im:history")


async def test_tokens_of_another_kind_are_not_taken(slack: Slack, client: AsyncWebClient, studio: Workspace) -> None:
    good, client.token = client.token, slack.app_token
    assert await refusal(client, "auth.test") == "not_allowed_token_type"
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await client.apps_connections_open(app_token=good or "")
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await client.apps_connections_open(app_token="xapp-1-wrong")


async def test_a_token_can_be_given_back(slack: Slack, client: AsyncWebClient) -> None:
    assert (await client.auth_revoke(test=True))["revoked"] is False
    assert (await client.auth_test())["ok"]

    assert (await client.auth_revoke())["revoked"] is True

    assert await refusal(client, "auth.test") == "token_revoked"
    assert [told.name for told in slack.acknowledgements] == ["tokens_revoked"]


async def test_the_app_can_leave_a_workspace(slack: Slack, client: AsyncWebClient) -> None:
    who = {"client_id": slack.client_id, "client_secret": slack.client_secret}
    assert await refusal(client, "apps.uninstall", **{**who, "client_id": "1.2"}) == "invalid_client_id"
    assert await refusal(client, "apps.uninstall", **{**who, "client_secret": "no"}) == "bad_client_secret"

    await client.api_call("apps.uninstall", data=who)

    assert await refusal(client, "auth.test") == "account_inactive"
    assert [told.name for told in slack.acknowledgements] == ["tokens_revoked", "app_uninstalled"]


async def test_what_a_method_needs_must_be_there(client: AsyncWebClient, videos: Channel) -> None:
    assert await refusal(client, "chat.postMessage", channel=videos.id) == "no_text"
    assert await refusal(client, "chat.postMessage", text="hello") == "invalid_arguments"
    assert await refusal(client, "files.getUploadURLExternal", filename="kite.mp4") == "missing_argument"
    assert await refusal(client, "no.such.method") == "unknown_method"


async def test_a_body_that_cannot_be_read_is_said_to_be_so(
    slack: Slack, session: aiohttp.ClientSession, studio: Workspace
) -> None:
    async def refused(body: str, **headers: str) -> str:
        kind = {"Content-Type": "application/json; charset=utf-8"}
        async with session.post(f"{slack.api_url}/auth.test", data=body, headers=kind | headers) as answer:
            return str((await answer.json())["error"])

    bearer = f"Bearer {studio.token}"
    assert await refused("{", Authorization=bearer) == "invalid_json"
    assert await refused("[]", Authorization=bearer) == "json_not_object"
    assert await refused(json.dumps({"token": studio.token})) == "not_authed"


async def test_a_charset_in_the_wrong_place_is_warned_of(
    slack: Slack, session: aiohttp.ClientSession, studio: Workspace
) -> None:
    async def warned(body: str, kind: str) -> Any:
        headers = {"Authorization": f"Bearer {studio.token}", "Content-Type": kind}
        async with session.post(f"{slack.api_url}/auth.test", data=body.encode(), headers=headers) as answer:
            return (await answer.json()).get("warning")

    form = "application/x-www-form-urlencoded"
    assert await warned("{}", "application/json") == "missing_charset"
    assert await warned("{}", "application/json; charset=utf-8") is None
    assert await warned("a=b", f"{form}; charset=utf-8") == "superfluous_charset"
    assert await warned("a=b", form) is None


async def test_an_answer_says_what_the_token_may_do(client: AsyncWebClient, videos: Channel) -> None:
    answer = await client.chat_postMessage(channel=videos.id, text="hello")

    assert answer.headers["X-Accepted-OAuth-Scopes"] == "chat:write"
    assert "files:write" in answer.headers["X-OAuth-Scopes"]


async def test_a_channel_takes_one_message_a_second(slack: Slack, client: AsyncWebClient, videos: Channel) -> None:
    slack.limits.is_on = True
    await client.chat_postMessage(channel=videos.id, text="one")

    with pytest.raises(SlackApiError) as error:
        await client.chat_postMessage(channel=videos.id, text="two")

    assert (error.value.response.status_code, error.value.response.headers["Retry-After"]) == (429, "1")
    assert slack.limits.hits == ["chat.postMessage"]
    assert [message.text for message in videos.messages] == ["one"]


async def test_a_method_can_be_called_so_often_in_a_minute(
    slack: Slack, client: AsyncWebClient, videos: Channel
) -> None:
    slack.limits.is_on = True
    for _ in range(50):
        await client.conversations_info(channel=videos.id)

    assert await refusal(client, "conversations.info", channel=videos.id) == "ratelimited"
    assert (await client.conversations_history(channel=videos.id))["ok"]


async def test_a_call_whose_connection_breaks_may_have_been_carried_out(
    slack: Slack, client: AsyncWebClient, videos: Channel
) -> None:
    slack.trouble("chat.postMessage", drops=True, acts=True)
    slack.trouble("chat.postMessage", drops=True)
    for text in ("one", "two"):
        with pytest.raises(aiohttp.ClientError):
            await client.chat_postMessage(channel=videos.id, text=text)

    assert [message.text for message in videos.messages] == ["one"]


async def test_a_token_may_come_with_a_form(slack: Slack, session: aiohttp.ClientSession, studio: Workspace) -> None:
    async with session.post(f"{slack.api_url}/auth.test", data={"token": studio.token}) as answer:
        assert (await answer.json())["team_id"] == studio.id
