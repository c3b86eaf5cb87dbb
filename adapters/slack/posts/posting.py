"""Messages like any other, posted where everybody there sees them."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.slack.blocks.layout import Message
from adapters.slack.places import Ref
from adapters.slack.posts.finding import Place
from adapters.slack.web_api.calling import SlackWeb, needed
from adapters.slack.web_api.workspaces import Workspace


async def post(
    web: SlackWeb,
    workspace: Workspace,
    place: Place,
    message: Message,
    *,
    metadata: Mapping[str, object] | None = None,
) -> Ref:
    """Post it, without a preview of what is behind its links. Not to be repeated after a lost answer."""
    posted = await web(
        workspace,
        "chat.postMessage",
        in_channel=place.channel,
        channel=place.channel,
        thread_ts=place.thread,
        text=message.text,
        blocks=message.blocks,
        metadata=metadata,
        unfurl_links=False,
        unfurl_media=False,
    )
    return Ref(str(needed(posted, "channel")), str(needed(posted, "ts")))
