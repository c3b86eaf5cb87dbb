"""The states of installations: what begins here may end here, once, and within ten minutes."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from adapters.http.signing import LinkKind, Signer
from bot.ports import Clock, Store

LIFETIME: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class States(AsyncOAuthStateStore):
    """States are random and signed, so that to begin writes nothing; only their use is written down."""

    signer: Signer
    store: Store
    clock: Clock

    @property
    def logger(self) -> logging.Logger:
        """Nothing is written there."""
        return logging.getLogger(__name__)

    async def async_issue(self, *_args: object, **_kwargs: object) -> str:
        """A new one."""
        return self.signer.sign_link(LinkKind.INSTALL, secrets.token_urlsafe(16), self.clock.now() + LIFETIME)

    async def async_consume(self, state: str) -> bool:
        """Whether it is ours, still good and never used before, in any process."""
        now = self.clock.now()
        name = self.signer.read_link(LinkKind.INSTALL, state, now)
        return name is not None and await self.store.write(lambda tx: tx.seen.first_time("slack-install", name, now))
