"""Pictures out of Slack: their addresses open for our token alone."""

from __future__ import annotations

from adapters.slack.pictures import Picture
from adapters.slack.workspaces import Workspace
from bot import texts
from bot.domain.chat import Notice, refusal
from bot.domain.errors import BadImage
from bot.ports import Downloads


async def fetch_picture(downloads: Downloads, workspace: Workspace, picture: Picture) -> bytes | Notice:
    """The picture's bytes, or why there are none. To whom a picture is closed, Slack shows a page in its place."""
    bearer = workspace.token if picture.id else None
    try:
        return await downloads.fetch_image(picture.address, bearer=bearer)
    except BadImage as error:
        is_closed = picture.id and error.problem in ("unreachable", "not_an_image")
        return refusal(texts.picture_not_reached() if is_closed else texts.bad_image(error))
