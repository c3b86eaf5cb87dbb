"""Seals texts for the database: who steals it without the bot's secret key reads nothing of them."""

from __future__ import annotations

import base64
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_PURPOSE: Final = b"sora-bot:slack-installations"


class SealedUnderAnotherKey(Exception):
    """This was sealed with another secret key, or somebody has changed it since."""


class Vault:
    """Seals and opens texts with a key of its own, made from the bot's secret key."""

    __slots__ = ("_fernet",)

    def __init__(self, key: bytes) -> None:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(key)
        self._fernet = Fernet(base64.urlsafe_b64encode(derived))

    def seal(self, text: str) -> str:
        """The text as ASCII that only the same key opens; another one each time."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """The text that was sealed. Raises `SealedUnderAnotherKey`."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken as error:
            raise SealedUnderAnotherKey from error
