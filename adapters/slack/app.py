"""What we listen to in Slack, as slack-bolt's app: one line for each, and who answers it."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.arriving import LATEST, arriving, left_of
from adapters.slack.listeners.arrivals import Arrivals
from adapters.slack.listeners.filling import Filling
from adapters.slack.listeners.homes import Homes
from adapters.slack.listeners.pressing import Pressing
from adapters.slack.listeners.submitting import Submitting
from adapters.slack.listeners.talking import Talking
from adapters.slack.payloads.hearing import Hearing
from adapters.slack.web_api.reaching import is_worth_waiting, word_for
from adapters.slack.web_api.workspaces import Workspace, Workspaces
from adapters.slack.works import Works
from bot.texts import installing

log = structlog.get_logger()

COMMAND: Final = "/sora"
ADMIN_COMMAND: Final = "/sora-admin"
NEW_VIDEO: Final = "sora_create"
ANIMATE: Final = "sora_animate"
"""Names of what is set up in Slack for the app: see `docs/slack-manifest.yaml`."""

EDITED_FOR: Final = 24 * 3600.0
"""Seconds in which an edit of a message counts: far less than what has become a video is remembered for."""

_OURS: Final = re.compile("sora[:-].*")
_WORKSPACE: Final = "sora_workspace"

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listeners:
    """Each method is told of one kind of thing, and returns when Slack may be told that it arrived."""

    hearing: Hearing
    works: Works
    talking: Talking
    pressing: Pressing
    filling: Filling
    submitting: Submitting
    homes: Homes
    arrivals: Arrivals

    async def mention(self, event: Body, context: AsyncBoltContext) -> None:
        """Somebody has called us in a channel, or calls us now in what they wrote a while ago."""
        if is_from_a_person(event) and not is_edited_late(event):
            await self.talking.message(_workspace(context), event)

    async def message(self, event: Body, context: AsyncBoltContext) -> None:
        """Somebody has written to us alone. What is changed or deleted there is no new message."""
        if event.get("channel_type") == "im" and is_from_a_person(event):
            await self.talking.message(_workspace(context), event)

    async def command(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        """`/sora …`."""
        await self.talking.command(_workspace(context), body)
        await ack()

    async def admin_command(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        """`/sora-admin …`."""
        await self.talking.admin_command(_workspace(context), body)
        await ack()

    async def press(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        """A button of ours."""
        await self.pressing.press(_workspace(context), body)
        await ack()

    async def submit(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        """A form that was sent off. It stays open where something in it has to be put right."""
        answer = await self.submitting.submit(_workspace(context), body)
        await ack(**answer)

    async def new_video(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        """The shortcut that opens the form."""
        await self.filling.from_shortcut(_workspace(context), body)
        await ack()

    async def animate(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        """The entry in a message's menu."""
        await self.filling.for_picture(_workspace(context), body)
        await ack()

    async def home(self, event: Body, context: AsyncBoltContext) -> None:
        """Somebody looks at their page."""
        if event.get("tab", "home") == "home":
            await self.homes.opened(_workspace(context), str(event["user"]))

    async def joined(self, body: Body, event: Body, context: AsyncBoltContext) -> None:
        """Somebody has come into a channel; perhaps it is us."""
        await self.arrivals.joined(_workspace(context), event, str(body["event_id"]))

    async def put_out(self, body: Body, context: AsyncBoltContext) -> None:
        """A workspace has removed us, or taken our token away."""
        # An organisation that puts us out leaves what its workspaces have allowed themselves.
        team = "" if context.is_enterprise_install else context.team_id or ""
        await self.arrivals.put_out(team, context.enterprise_id, body)


class PunctualApp(AsyncApp):
    """The library's app, which knows since when Slack waits for its answer."""

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Answer one request: what must be known first and what is done then have one span of time."""
        with arriving():
            return await super().async_dispatch(req)


def make_app(
    listeners: Listeners, workspaces: Workspaces, client: AsyncWebClient, know: Callable[[Workspace], None]
) -> AsyncApp:
    """The app. Nothing it has heard is acknowledged before a listener returns. `know` is told of each workspace."""
    app = PunctualApp(
        name="sora",
        logger=_quiet_log(),
        client=client,
        before_authorize=_know_the_team,
        authorize=_authorizing(workspaces, know),  # type: ignore[arg-type] # None is "not here", which the library takes
        user_facing_authorize_error_message=installing.not_here(),
        process_before_response=True,
        request_verification_enabled=False,  # the route has done it, on the bytes as they came, and once for each
    )
    app.event("app_mention")(listeners.mention)
    app.event("message")(listeners.message)
    app.event("app_home_opened")(listeners.home)
    app.event("member_joined_channel")(listeners.joined)
    app.event("app_uninstalled")(listeners.put_out)
    app.event("tokens_revoked")(listeners.put_out)
    app.command(COMMAND)(listeners.command)
    app.command(ADMIN_COMMAND)(listeners.admin_command)
    app.action(_OURS)(listeners.press)
    app.view(_OURS)(listeners.submit)
    app.shortcut(NEW_VIDEO)(listeners.new_video)
    app.shortcut(ANIMATE)(listeners.animate)
    app.error(_failed)
    return app


def is_from_a_person(event: Body) -> bool:
    """Whether somebody has just written it: no bot, and nothing that became of another message."""
    is_new = event.get("subtype") in (None, "file_share", "thread_broadcast")
    return is_new and "bot_id" not in event and "user" in event


def is_edited_late(event: Body) -> bool:
    """Whether somebody puts an old message right: by then, nobody may remember that it had its video."""
    edited = event.get("edited") or {}
    return float(edited.get("ts") or 0) - float(event["ts"]) > EDITED_FOR


async def _know_the_team(
    context: AsyncBoltContext, body: Body, next_: Callable[[], Awaitable[BoltResponse]]
) -> BoltResponse:
    """Where an organisation has let us in, Slack names no workspace as the one that did: it is where it happened.

    https://docs.slack.dev/apis/events-api#callback-field
    """
    if context.team_id is None:
        context["team_id"] = body.get("context_team_id") or body.get("team_id")
    return await next_()


def _authorizing(
    workspaces: Workspaces, know: Callable[[Workspace], None]
) -> Callable[..., Awaitable[AuthorizeResult | None]]:
    """Tells slack-bolt who we are where something happened; it asks for arguments by their names."""

    async def authorize(
        context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None
    ) -> AuthorizeResult | None:
        async with asyncio.timeout(left_of(LATEST)):
            workspace = await workspaces.get(team_id or "", enterprise_id)
        if workspace is None:
            return None
        know(workspace)
        context[_WORKSPACE] = workspace
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=workspace.token,
            bot_id=workspace.bot_id,
            bot_user_id=workspace.bot_user,
        )

    return authorize


async def _failed(error: Exception) -> None:
    """What fails before anybody's work has begun: Slack tells it again, or tells the person."""
    if is_worth_waiting(error):
        log.warning("slack_request_put_off", error=word_for(error))
    else:
        log.error("slack_request_failed", exc_info=error)


def _workspace(context: AsyncBoltContext) -> Workspace:
    workspace: Workspace = context[_WORKSPACE]
    return workspace


def _quiet_log() -> logging.Logger:
    """The library's log has whole payloads in it, with what people wrote; what matters is in ours."""
    quiet = logging.getLogger("slack_bolt.app")
    quiet.setLevel(logging.CRITICAL + 1)
    return quiet
