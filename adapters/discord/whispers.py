"""Messages that answer interactions, reached by their tokens: the only way to those that one person alone sees.

Discord takes them over plain REST, so a process without a gateway can change them, and so can the next one after a
restart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import discord

from adapters.discord.places import Ref

_NOBODY: Final = discord.AllowedMentions.none()


@dataclass(frozen=True, slots=True)
class Whispers:
    """Answers, by refs that have a token."""

    client: discord.Client

    async def edit(self, ref: Ref, view: discord.ui.LayoutView, files: Sequence[discord.File] | None = None) -> None:
        """Change the answer; `files` take the place of those it had. Doing it twice is as good as once."""
        attachments = discord.utils.MISSING if files is None else list(files)
        await self._webhook(ref).edit_message(ref.message, view=view, attachments=attachments, allowed_mentions=_NOBODY)

    async def add(self, ref: Ref, view: discord.ui.LayoutView) -> Ref:
        """Say one more thing to the same person. Doing it twice says it twice: Discord takes no nonce here."""
        message = await self._webhook(ref).send(view=view, ephemeral=True, wait=True, allowed_mentions=_NOBODY)
        return replace(ref, message=message.id)

    async def remove(self, ref: Ref) -> None:
        """Delete the answer."""
        await self._webhook(ref).delete_message(ref.message)

    async def read(self, ref: Ref) -> discord.WebhookMessage:
        """The answer as it is now."""
        return await self._webhook(ref).fetch_message(ref.message)

    def _webhook(self, ref: Ref) -> discord.Webhook:
        assert self.client.application_id is not None  # known since the login
        assert ref.token is not None  # only answers come here
        webhook = discord.Webhook.partial(self.client.application_id, ref.token, client=self.client)
        webhook.type = (
            discord.WebhookType.application
        )  # the library thinks of a channel's webhook, which cannot whisper
        return webhook
