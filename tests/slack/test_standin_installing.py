"""How workspaces let an app into the stand-in's Slack, with Slack's own client."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.people import Person
from tests.slack.stand_in import Slack, open_slack

BACK = "https://bot.example/slack/oauth_redirect"


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with open_slack() as slack:
        yield slack


@pytest.fixture
def eve(slack: Slack) -> Person:
    return slack.add_person(slack.add_workspace("Studio", domain="studio", has_app=False), "eve")


async def page(slack: Slack, **asked: str) -> tuple[int, Mapping[str, str]]:
    """The page that asks: its status, and what the browser brings back to the app."""
    query = {"client_id": slack.client_id, "scope": "chat:write,commands", "redirect_uri": BACK, "state": "s"} | asked
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{slack.origin}/oauth/v2/authorize?{urlencode(query)}", allow_redirects=False) as answer,
    ):
        brought = parse_qs(urlsplit(answer.headers.get("Location", "")).query)
        return answer.status, {name: values[0] for name, values in brought.items()}


def let_in(slack: Slack, code: str, **more: str) -> dict[str, str]:
    who = {"client_id": slack.client_id, "client_secret": slack.client_secret}
    return {**who, "code": code, "redirect_uri": BACK, **more}


async def refused(slack: Slack, arguments: dict[str, str]) -> str:
    with pytest.raises(SlackApiError) as error:
        await AsyncWebClient(base_url=f"{slack.api_url}/").oauth_v2_access(**arguments)
    return str(error.value.response["error"])


async def test_a_workspace_lets_the_app_in(slack: Slack, eve: Person) -> None:
    slack.installing.visitor = eve.workspace, eve.user
    status, brought = await page(slack)

    client = AsyncWebClient(base_url=f"{slack.api_url}/")
    answer = await client.oauth_v2_access(**let_in(slack, brought["code"]))

    assert (status, brought["state"], answer["team"]["id"]) == (302, "s", eve.workspace.id)
    assert eve.workspace.scopes == {"chat:write", "commands"}
    client.token = answer["access_token"]
    assert (await client.auth_test())["user_id"] == answer["bot_user_id"]


async def test_whoever_is_not_signed_in_is_asked_to(slack: Slack) -> None:
    assert await page(slack) == (200, {})


async def test_the_page_is_for_the_app_it_knows(slack: Slack, eve: Person) -> None:
    slack.installing.visitor = eve.workspace, eve.user

    assert (await page(slack, client_id="1.2"))[0] == 400
    assert (await page(slack, scope=""))[0] == 400


async def test_a_code_is_good_once_and_for_ten_minutes(slack: Slack, eve: Person) -> None:
    slack.installing.visitor = eve.workspace, eve.user
    code, late = (await page(slack))[1]["code"], (await page(slack))[1]["code"]

    assert await refused(slack, let_in(slack, code, redirect_uri="https://evil.example")) == "bad_redirect_uri"
    assert await refused(slack, let_in(slack, code)) == "invalid_code"
    slack.installing.expire()
    assert await refused(slack, let_in(slack, late)) == "invalid_code"
    assert eve.workspace.token is None


async def test_a_code_is_for_the_app_alone(slack: Slack, eve: Person) -> None:
    slack.installing.visitor = eve.workspace, eve.user
    code = (await page(slack))[1]["code"]

    assert await refused(slack, let_in(slack, code, client_id="1.2")) == "invalid_client_id"
    assert await refused(slack, let_in(slack, code, client_secret="no")) == "bad_client_secret"
