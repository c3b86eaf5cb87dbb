"""Opens the connection to Slack: the tokens are tried first, so that a wrong one is a sentence and not a retry."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.background import background
from adapters.slack.installation.all_workspaces import AllWorkspaces
from adapters.slack.installation.installed import InstalledWorkspaces
from adapters.slack.installation.one_workspace import OneWorkspace
from adapters.slack.installation.vault import Vault
from adapters.slack.login_settings import SlackLogin
from adapters.slack.messenger import SlackMessenger
from adapters.slack.refused import SlackAccessRefused, SlackTokenRefused
from adapters.slack.transport.socket import open_connection
from adapters.slack.web_api.calling import TIMEOUT, SlackWeb
from adapters.slack.web_api.faults import error_code, is_away, is_token_refused, texts_refused
from adapters.slack.web_api.reaching import SECOND_LOOKS, until_let_in, until_reached
from adapters.slack.web_api.standing import Standing
from adapters.slack.web_api.workspaces import Workspace
from adapters.storage.backend import Backend
from bot.ports import Clock

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SlackConnection:
    """Good for posting once Slack has taken the token."""

    login: SlackLogin
    web: SlackWeb
    standing: Standing
    workspaces: AllWorkspaces
    messenger: SlackMessenger

    async def keep(self) -> None:
        """Meet Slack where that is still to be done, then look after tokens that were refused.

        Raises `SlackTokenRefused` when the operator's is dead and nobody else is served; a workspace that takes its own
        back is forgotten.
        """
        one = self.workspaces.one
        if one is not None and one.only is None:
            await until_let_in(lambda: one.meet(self.web.client), self.login.pace)
            self.standing.reached.set()
        while True:
            await self.standing.doubted.wait()
            while self.standing.in_doubt:  # more may come while one is looked at
                workspace = next(iter(self.standing.in_doubt.values()))
                await self._look_carefully(workspace)
                self.standing.in_doubt.pop(workspace.team, None)
            self.standing.doubted.clear()

    async def _look_carefully(self, workspace: Workspace) -> None:
        """A look that fails must not end the bot for everybody: whoever uses the token next asks for another one."""
        try:
            await self._look_again(workspace)
        except SlackTokenRefused:
            raise
        except Exception:
            log.exception("slack_token_not_looked_at", team=workspace.team)

    async def _look_again(self, workspace: Workspace) -> None:
        for wait in (0.0, *SECOND_LOOKS):
            await asyncio.sleep(wait)
            if await self._is_taken(workspace.token):
                return
            log.warning("slack_token_refused", team=workspace.team)
        one = await self.workspaces.the_operators(workspace)
        if one is None:
            await self._forget(workspace)
        else:
            await self._meet_again(one)

    async def _meet_again(self, one: OneWorkspace) -> None:
        """Hear from Slack itself why not. The bot ends only where the operator's workspace is the one it serves."""
        try:
            await one.meet(self.web.client)
        except SlackTokenRefused:
            if self.workspaces.installed is None:
                raise
            one.lose()

    async def _forget(self, workspace: Workspace) -> None:
        """Whoever has let us in anew meanwhile stays: then it was their earlier token that was refused."""
        now = await self.workspaces.get(workspace.team, workspace.enterprise)
        if now is not None and now.token == workspace.token:
            await self.workspaces.forget(workspace.team, workspace.enterprise)

    async def _is_taken(self, token: str) -> bool:
        try:
            await until_reached(lambda: self._try_token(token), self.login.pace)
        except SlackApiError as error:
            return not is_token_refused(error)
        return True

    async def _try_token(self, token: str) -> None:
        with texts_refused():
            await self.web.client.auth_test(token=token)


@asynccontextmanager
async def open_slack(login: SlackLogin, clock: Clock, backend: Backend) -> AsyncIterator[SlackConnection]:
    """Be ready to post until the block ends. Where Slack cannot be reached, the block begins all the same.

    Raises `SlackTokenRefused`, also later, when the token is revoked and there are no others to serve, and at the start
    `SlackAccessRefused`.
    """
    logging.getLogger("slack_sdk").setLevel(logging.WARNING)
    async with aiohttp.ClientSession(timeout=TIMEOUT, trust_env=True) as session:
        standing = Standing("socket" if login.app_token else "http")
        web = SlackWeb(session, standing, login.api_url)
        one = OneWorkspace(login.bot_token, standing) if login.bot_token else None
        installed = InstalledWorkspaces(backend.slack_installations, Vault(login.secret), clock)
        workspaces = AllWorkspaces(one, installed if login.client_id else None)
        messenger = SlackMessenger(web, workspaces, backend.slack_posts, backend.notes, clock)
        connection = SlackConnection(login, web, standing, workspaces, messenger)
        await _first_try(connection)
        async with background(connection.keep()):
            yield connection


async def _first_try(connection: SlackConnection) -> None:
    """A wrong token ends the start here, and so does any other refusal; a Slack that is away does not."""
    login, client, one = connection.login, connection.web.client, connection.workspaces.one
    try:
        async with asyncio.timeout(login.pace.login):
            if one is not None:
                with _refusals_named():
                    workspace = await one.meet(client)
                log.info("slack_knows_the_bot", workspace=workspace.name)
            if login.app_token:
                with _refusals_named(is_app_token=True):
                    await open_connection(client, login.app_token)
    except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
        log.warning("slack_not_reached", error=type(error).__name__)
    if connection.workspaces.installed is not None or (one is not None and one.only is not None):
        connection.standing.reached.set()


@contextmanager
def _refusals_named(*, is_app_token: bool = False) -> Iterator[None]:
    """Raise `SlackAccessRefused` for what Slack refuses in a word that means no trouble of the moment."""
    try:
        yield
    except SlackApiError as error:
        if is_away(error):
            raise
        raise SlackAccessRefused(error_code(error), is_app_token) from None
