"""Seals what workspaces entrust to us: whoever reads the database without the bot's own key reads no token."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_LABEL: Final = b"sora-bot: tokens of Slack workspaces"
"""Keys for other uses come out of the same secret: each has a label of its own."""


class SealedByAnother(Exception):
    """The text was sealed with another key, or is not whole."""


@dataclass(frozen=True, slots=True, repr=False)
class Vault:
    """`key` is the bot's secret key."""

    key: bytes

    def seal(self, text: str) -> str:
        """The text, closed; each time another one."""
        return self._fernet.encrypt(text.encode()).decode("ascii")

    def open(self, sealed: str) -> str:
        """The text that was sealed. Raises `SealedByAnother`."""
        try:
            return self._fernet.decrypt(sealed.encode("ascii", "replace")).decode()
        except InvalidToken:
            raise SealedByAnother from None

    @property
    def _fernet(self) -> Fernet:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_LABEL).derive(self.key)
        return Fernet(base64.urlsafe_b64encode(derived))
