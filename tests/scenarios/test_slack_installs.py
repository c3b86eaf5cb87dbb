"""Workspaces that let the bot in by themselves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from adapters.slack.refused import SlackTokenRefused
from bot import texts
from tests.scenarios.office import Office, jobs_in
from tests.scenarios.town import Town
from tests.slack.people import Person
from tests.slack.reading import text_of
from tests.slack.world import Workspace
from tests.waiting import eventually


@asynccontextmanager
async def for_many(office: Office, **settings: Any) -> AsyncIterator[Town]:
    client = {
        "slack_bot_token": None,
        "slack_client_id": office.slack.client_id,
        "slack_client_secret": SecretStr(office.slack.client_secret),
    }
    async with office.bot(**{**client, **settings}) as town:
        yield town


class Browser:
    """Somebody's browser: it keeps a cookie, and goes where it is sent."""

    def __init__(self, town: Town, session: aiohttp.ClientSession) -> None:
        self.town, self.session, self.cookie = town, session, ""

    async def begins(self) -> str:
        """The address at Slack that the bot sends people to."""
        async with self.session.get(f"{self.town.bot.url}/slack/install", allow_redirects=False) as answer:
            self.cookie = answer.headers["Set-Cookie"].partition(";")[0]
            return answer.headers["Location"]

    async def comes_back(self, address: str) -> tuple[int, str]:
        """What the bot says then."""
        parts = urlsplit(address)
        url = f"{self.town.bot.url}{parts.path}?{parts.query}"
        async with self.session.get(url, headers={"Cookie": self.cookie}) as answer:
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
            return answer.status, await answer.text()


@asynccontextmanager
async def a_browser(town: Town) -> AsyncIterator[Browser]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield Browser(town, session)


async def installs(office: Office, town: Town, workspace: Workspace, who: Person) -> tuple[int, str]:
    async with a_browser(town) as browser:
        address = await browser.begins()
        return await browser.comes_back(office.slack.installing.consent(address, workspace, who.user))


async def test_a_workspace_installs_the_bot_and_makes_a_video(office: Office) -> None:
    studio = office.slack.add_workspace("Studio", domain="studio", has_app=False)
    eve = office.slack.add_person(studio, "eve")
    channel = office.slack.add_channel(studio, "clips")
    async with for_many(office) as town:
        status, page = await installs(office, town, studio, eve)

        eve.mentions(channel, "a red kite")
        video = await office.video(channel=channel)

    assert status == 200
    assert "Studio" in page
    assert (studio.token or "x") not in page
    assert video.files[0].content == office.clip


async def test_an_installation_outlasts_a_restart_and_ends_when_the_app_is_removed(office: Office) -> None:
    studio = office.slack.add_workspace("Studio", domain="studio", has_app=False)
    eve = office.slack.add_person(studio, "eve")
    channel = office.slack.add_channel(studio, "clips")
    async with for_many(office) as town:
        await installs(office, town, studio, eve)
    async with for_many(office) as town:
        eve.mentions(channel, "a red kite")
        await office.card("is here", channel=channel)

        office.slack.uninstall(studio)
        await office.slack.until(lambda: all(told.is_acknowledged for told in office.slack.acknowledgements))
        rows = await town.database.rows("SELECT id FROM slack_installations")

    assert rows == []


async def test_a_page_that_was_open_goes_on_with_the_token_of_a_new_installation(office: Office) -> None:
    studio = office.slack.add_workspace("Studio", domain="studio", has_app=False)
    eve = office.slack.add_person(studio, "eve")
    channel = office.slack.add_channel(studio, "clips")
    async with for_many(office) as town:
        await installs(office, town, studio, eve)
        eve.opens_home()
        await office.slack.until(lambda: eve.home)
        office.slack.uninstall(studio)
        await office.quiet()

        await installs(office, town, studio, eve)
        eve.opens_home()
        eve.mentions(channel, "a red kite")
        await office.slack.until(lambda: (eve.home and "a red kite" in text_of(eve.home)) or None)
        await office.card("is here", channel=channel)


async def test_an_installation_outlasts_what_slack_tells_late_of_an_earlier_one(office: Office) -> None:
    studio = office.slack.add_workspace("Studio", domain="studio", has_app=False)
    eve = office.slack.add_person(studio, "eve")
    channel = office.slack.add_channel(studio, "clips")
    async with for_many(office) as town:
        await installs(office, town, studio, eve)
        office.slack.tell_late_of_uninstalling(studio, seconds_ago=60)
        await office.slack.until(lambda: all(told.is_acknowledged for told in office.slack.acknowledgements))

        eve.mentions(channel, "a red kite")
        await office.card("is here", channel=channel)


async def test_the_operators_own_workspace_may_remove_the_app_and_the_others_are_served_all_the_same(
    office: Office,
) -> None:
    studio = office.slack.add_workspace("Studio", domain="studio", has_app=False)
    eve = office.slack.add_person(studio, "eve")
    channel = office.slack.add_channel(studio, "clips")
    own_token = SecretStr(office.workspace.token or "")
    with capture_logs() as logs:
        async with for_many(office, slack_bot_token=own_token) as town:
            await installs(office, town, studio, eve)
            office.slack.uninstall(office.workspace)
            await eventually(lambda: any(line["event"] == "slack_workspace_lost" for line in logs), within=15)

            office.ann.mentions(office.channel, "a kite")
            await office.quiet()
            assert await jobs_in(town) == 0
            eve.mentions(channel, "a red kite")
            await office.card("is here", channel=channel)
            await installs(office, town, office.workspace, office.ann)
            office.ann.mentions(office.channel, "a blue kite")
            await office.card("is here")

    lost = [line for line in logs if line["event"] == "slack_workspace_lost"]
    assert [(line["log_level"], line["advice"]) for line in lost] == [("error", texts.slack_token_refused())]
    assert own_token.get_secret_value() not in str(logs)


async def test_an_operators_token_that_is_refused_ends_the_start_also_where_others_are_served(office: Office) -> None:
    office.workspace.token_error = "account_inactive"

    with pytest.raises(SlackTokenRefused):
        async with for_many(office, slack_bot_token=SecretStr(office.workspace.token or "")):
            pass


async def test_whoever_says_no_is_told_so_and_nothing_is_kept(office: Office) -> None:
    studio = office.slack.add_workspace("Studio", domain="studio", has_app=False)
    eve = office.slack.add_person(studio, "eve")
    async with for_many(office) as town, a_browser(town) as browser:
        address = await browser.begins()
        back = office.slack.installing.consent(address, studio, eve.user, is_denied=True)
        status, page = await browser.comes_back(back)
        rows = await town.database.rows("SELECT id FROM slack_installations")

    assert status == 403
    assert "refused or called off" in page
    assert "/slack/install" in page
    assert rows == []


async def test_without_a_client_id_nobody_can_install_it(office: Office) -> None:
    async with office.bot() as town:
        assert (await town.client.get("/slack/install")).status == 404
