"""Who sits at the browser: a signed cookie, so that nothing about sessions is stored."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

COOKIE: Final = "sora_session"
LIFETIME: Final = timedelta(days=14)
MOST_NAME: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One browser: a random user id and the name the person chose."""

    user: str
    name: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SessionSigner:
    """Makes and reads cookies. `key` holds the password too (see `for_password`): a new one signs everybody out."""

    key: bytes

    @classmethod
    def for_password(cls, key: bytes, password: str) -> SessionSigner:
        """A signer whose cookies are worth nothing under another key or password."""
        return cls(hmac.new(key, b"web-session\0" + password.encode(), hashlib.sha256).digest())

    def start(self, name: str, now: datetime) -> Session:
        """A new person."""
        return Session(user=secrets.token_hex(8), name=clean_name(name), expires_at=now + LIFETIME)

    def sign(self, session: Session) -> str:
        """The cookie's value."""
        claims = {"u": session.user, "n": session.name, "e": int(session.expires_at.timestamp())}
        payload = _encode(json.dumps(claims, separators=(",", ":")).encode())
        return f"{payload}.{self._mac(payload)}"

    def read(self, cookie: str, now: datetime) -> Session | None:
        """The session, or None for a cookie that is forged, broken or over."""
        payload, _, mac = cookie.partition(".")
        if not cookie.isascii() or not hmac.compare_digest(mac, self._mac(payload)):
            return None
        claims = json.loads(_decode(payload))  # signed by us, so it is ours to trust
        expires_at = datetime.fromtimestamp(claims["e"], now.tzinfo)
        return Session(user=claims["u"], name=claims["n"], expires_at=expires_at) if now < expires_at else None

    def _mac(self, payload: str) -> str:
        return _encode(hmac.new(self.key, payload.encode(), hashlib.sha256).digest())


def clean_name(name: str) -> str:
    """A name fit for showing: one line, no invisible characters, not long."""
    printable = "".join(char if char.isprintable() else " " for char in name)
    return " ".join(printable.split())[:MOST_NAME].strip()


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
