"""Signed tokens for callback addresses and links: they name what they stand for in clear and cannot be forged."""

from __future__ import annotations

import base64
import hmac
import math
import re
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.job import JobId
from bot.domain.video import ProviderName

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,100}\Z")
_SHORTEST_SECRET: Final = 16


class LinkKind(StrEnum):
    """What a link leads to. A token of one kind is worth nothing as the other."""

    FILE = "file"
    IMAGE = "image"
    INSTALL = "install"  # the way back from the page on which a workspace lets us in


class Signer:
    """Makes tokens and reads them back; HMAC-SHA256 with a key of its own for every purpose.

    Tokens are ASCII letters, digits, `_`, `-` and `.`, so they stand in an address as they are.
    """

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        """Raise ValueError for a secret under 16 bytes."""
        if len(secret) < _SHORTEST_SECRET:
            raise ValueError(f"a secret of at least {_SHORTEST_SECRET} bytes is needed")
        self._secret = secret

    def callback_token(self, provider: ProviderName, job_id: JobId) -> str:
        """`<job id>.<mac>`, good for callbacks of this provider about this job only."""
        return self._sign(f"callback:{provider}", job_id)

    def read_callback_token(self, provider: ProviderName, token: str) -> JobId | None:
        """The job a token was made for, or None where it is not ours."""
        job_id = self._read(f"callback:{provider}", token)
        return None if job_id is None else JobId(job_id)

    def sign_link(self, kind: LinkKind, name: str, expires_at: datetime) -> str:
        """`<name>.<unix seconds>.<mac>`; part of a second counts as a whole one."""
        return self._sign(f"link:{kind}", name, str(math.ceil(expires_at.timestamp())))

    def read_link(self, kind: LinkKind, token: str, now: datetime) -> str | None:
        """The name a token was made for, or None where it is not ours or has expired."""
        signed = self._read(f"link:{kind}", token)
        if signed is None:
            return None
        name, _, expires = signed.rpartition(".")
        return name if now.timestamp() < int(expires) else None

    def _sign(self, purpose: str, name: str, *more: str) -> str:
        _check_name(name)
        text = ".".join((name, *more))
        return f"{text}.{self._mac(purpose, text)}"

    def _read(self, purpose: str, token: str) -> str | None:
        if not token.isascii():
            return None  # compare_digest takes ASCII alone, and so do we
        text, _, mac = token.rpartition(".")
        return text if hmac.compare_digest(mac, self._mac(purpose, text)) else None

    def _mac(self, purpose: str, text: str) -> str:
        key = hmac.digest(self._secret, f"sora-bot:{purpose}".encode(), "sha256")
        # Compared as text: base64 has several spellings of one value, and only ours may count.
        return base64.urlsafe_b64encode(hmac.digest(key, text.encode(), "sha256")).decode().rstrip("=")


def _check_name(name: str) -> None:
    if not _NAME.match(name):
        raise ValueError("a signed name is made of letters, digits, _ and -")
