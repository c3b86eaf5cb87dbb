"""Who may open the page: this machine alone, or whoever knows the password."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

from yarl import URL

from adapters.web.session import Session, SessionSigner
from bot.domain.chat import Requester

PLATFORM: Final = "web"
TEAM: Final = "local"
LOCAL_USER: Final = "you"

_LOOPBACK_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_ALL_ADDRESSES: Final = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared with, never bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The operator's choice. Without a password the page serves loopback only, whatever the listener is bound to.

    `key` is the secret that signs the cookies, `public_url` the address people outside use.
    """

    key: bytes
    password: str | None = None
    listen_host: str = "127.0.0.1"
    public_url: str | None = None

    @property
    def signer(self) -> SessionSigner | None:
        """Signs sessions; None where none are needed."""
        return SessionSigner.for_password(self.key, self.password) if self.password else None

    def is_password(self, given: str) -> bool:
        """Compare in constant time, whatever the lengths."""
        if not self.password:
            return False
        return hmac.compare_digest(_digest(given), _digest(self.password))

    def is_known_host(self, host_header: str) -> bool:
        """Whether the page goes by this name. A stranger's name that resolves to this machine is refused."""
        host = host_of(f"//{host_header}")
        if host in _LOOPBACK_NAMES or (host != "" and host == self.listen_host.lower()):
            return True
        if not self.password:
            return False
        return host == self._public_host or (self.listen_host in _ALL_ADDRESSES and _is_address(host))

    def is_served_securely(self, host_header: str) -> bool:
        """Whether the browser speaks https to us under this name."""
        url = self.public_url or ""
        return url.startswith("https:") and host_of(f"//{host_header}") == self._public_host

    @property
    def _public_host(self) -> str:
        return host_of(self.public_url) if self.public_url else ""


def requester_of(session: Session | None) -> Requester:
    """The person as the core knows them; None is the one at the machine itself, whom all of it belongs to."""
    if session is None:
        return Requester(platform=PLATFORM, team=TEAM, user=LOCAL_USER, name="You", is_admin=True)
    return Requester(platform=PLATFORM, team=TEAM, user=session.user, name=session.name or "Guest")


def host_of(url: str) -> str:
    """The lower-case host of an address; empty for nonsense."""
    try:
        return (URL(url).host or "").lower().rstrip(".")
    except ValueError:
        return ""


def is_loopback(address: str) -> bool:
    """Whether a peer's address is this machine."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_loopback


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
