"""Pictures out of Slack: their addresses open for our token alone."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError

from adapters.slack.calling import SlackWeb
from adapters.slack.faults import faults_translated
from adapters.slack.pictures import Picture, to_picture
from adapters.slack.workspaces import Workspace
from bot import texts
from bot.domain.chat import Notice, refusal
from bot.domain.errors import BadImage, ConversationGone, DeliveryPaused
from bot.ports import Downloads

_SLACKS: Final = (".slack.com", ".slack-gov.com")
"""How hosts of Slack's end."""


async def fetch_picture(downloads: Downloads, web: SlackWeb, workspace: Workspace, picture: Picture) -> bytes | Notice:
    """The picture's bytes, or why there are none. To whom a picture is closed, Slack shows a page in its place."""
    address = picture.address or await _address(web, workspace, picture)
    if address is None:
        return refusal(texts.picture_not_reached())
    try:
        is_ours_to_open = picture.id and is_slacks(address, web.client.base_url)
        return await downloads.fetch_image(address, bearer=workspace.token if is_ours_to_open else None)
    except BadImage as error:
        is_closed = picture.id and error.problem in ("unreachable", "not_an_image")
        return refusal(texts.picture_not_reached() if is_closed else texts.bad_image(error))


def is_slacks(address: str, api_url: str) -> bool:
    """Whether an address may see our token: it is a host of Slack's, or where the API is."""
    target = urlsplit(address)
    if target.netloc == urlsplit(api_url).netloc:
        return True
    return target.scheme == "https" and (target.hostname or "").endswith(_SLACKS)


async def _address(web: SlackWeb, workspace: Workspace, picture: Picture) -> str | None:
    """Where a file lies of which only the id came along, as it is with those from other organisations."""
    try:
        with faults_translated():
            answer = await web(workspace, "files.info", file=picture.id)
    except (ConversationGone, DeliveryPaused, SlackApiError):
        return None
    return to_picture(answer["file"]).address
