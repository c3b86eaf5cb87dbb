"""Pictures out of Slack: their addresses open for our token alone."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError

from adapters.slack.blocks.pictures import Picture, to_picture
from adapters.slack.web_api.calling import SlackWeb, needed
from adapters.slack.web_api.faults import faults_translated
from adapters.slack.web_api.workspaces import Workspace
from bot import texts
from bot.domain.chat import Notice, refusal
from bot.domain.errors import BadImage, ConversationGone, DeliveryPaused
from bot.ports import Downloads


async def fetch_picture(downloads: Downloads, web: SlackWeb, workspace: Workspace, picture: Picture) -> bytes | Notice:
    """The picture's bytes, or why there are none. To whom a picture is closed, Slack shows a page in its place."""
    address = picture.address or await _address(web, workspace, picture)
    if address is None:
        return refusal(texts.picture_not_reached())
    try:
        return await downloads.fetch_image(address, bearer=web.bearer(workspace, address) if picture.id else None)
    except BadImage as error:
        is_closed = picture.id and error.problem in ("unreachable", "not_an_image")
        return refusal(texts.picture_not_reached() if is_closed else texts.bad_image(error))


async def _address(web: SlackWeb, workspace: Workspace, picture: Picture) -> str | None:
    """Where a file lies of which only the id came along, as it is with those from other organisations."""
    try:
        with faults_translated():
            file = needed(await web(workspace, "files.info", file=picture.id), "file")
    except (ConversationGone, DeliveryPaused, SlackApiError):
        return None
    return to_picture(file).address
