"""The cards of jobs in Slack: where each is posted, and how it changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.blocks.layout import card_message
from adapters.slack.places import Ref
from adapters.slack.posts.finding import CARD, Place, Searches, mark
from adapters.slack.posts.posting import post
from adapters.slack.web_api.calling import SlackWeb
from adapters.slack.web_api.faults import NO_MESSAGE, error_code
from adapters.slack.web_api.workspaces import Workspace
from adapters.slack.works import is_safe
from bot.domain.chat import Card
from bot.domain.errors import ConversationGone
from bot.ports import Clock

log = structlog.get_logger()

LOOK_BACK: Final = timedelta(days=2)
"""No card is tried for so long: what was said before is not looked through."""

_IS_NEW: Final[ContextVar[bool]] = ContextVar("is_new", default=False)


@contextmanager
def new_jobs() -> Iterator[None]:
    """Jobs that are accepted inside have no cards yet: nobody need look for them.

    Whoever posts a card later, in another task, does so because something went wrong, and looks first.
    """
    token = _IS_NEW.set(True)
    try:
        yield
    finally:
        _IS_NEW.reset(token)


@dataclass(frozen=True, slots=True)
class Cards:
    """Posts cards and edits them."""

    web: SlackWeb
    searches: Searches
    clock: Clock

    async def post(self, workspace: Workspace, place: Place, card: Card) -> Ref:
        """Post it, unless an earlier try has done so."""
        is_safe()
        if not _IS_NEW.get() and (found := await self._find(workspace, place, card.job_id)) is not None:
            await self.edit(workspace, found, card)
            return found
        return await post(self.web, workspace, place, card_message(card), metadata=mark(CARD, card.job_id))

    async def _find(self, workspace: Workspace, place: Place, job_id: str) -> Ref | None:
        since = f"{(self.clock.now() - LOOK_BACK).timestamp():.6f}"
        return await self.searches.card(workspace, place, job_id, since)

    async def edit(self, workspace: Workspace, ref: Ref, card: Card) -> None:
        """Change it. A card that somebody has deleted stays deleted; one that only shows progress gives way."""
        message = card_message(card)
        try:
            await self.web(
                workspace,
                "chat.update",
                can_wait=not card.is_final,
                channel=ref.channel,
                ts=ref.ts,
                text=message.text,
                blocks=message.blocks,
            )
        except SlackApiError as error:
            if error_code(error) not in NO_MESSAGE:
                raise
            log.info("slack_card_not_there", job=card.job_id, error=error_code(error))
            if card.must_be_heard:
                raise ConversationGone from None
