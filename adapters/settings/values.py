"""How the text of a setting becomes a value; each function raises ValueError with what to write instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr

_SQLITE: Final = "sqlite:///"
_POSTGRES: Final = ("postgresql", "postgres")
_SLACK_PERSON: Final = re.compile("[UW][A-Z0-9]{2,20}")
_SLACK_TOKENS: Final = {"xoxb-": "a bot token", "xapp-": "an app-level token", "xoxp-": "a person's token"}
_KEY: Final = re.compile(r"[\x21-\x7e]+\Z")


@dataclass(frozen=True, slots=True)
class Address:
    """Where the listener listens. Port 0 lets the machine choose one."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Whether only programs on this machine can reach it."""
        return is_loopback(self.host)

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this very machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


def to_address(value: object) -> object:
    """Read `host:port` or `[v6]:port`."""
    if not isinstance(value, str):
        return value
    host, colon, port = value.strip().rpartition(":")
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    if not colon or not bare or (":" in bare) is (bare == host):
        raise ValueError("write host:port, such as 127.0.0.1:8080 or [::1]:8080")
    if not (port.isascii() and port.isdecimal() and int(port) < 65536):
        raise ValueError("the part after the last colon must be a port from 0 to 65535")
    return Address(bare, int(port))


def to_names(value: object) -> object:
    """Read a list with commas between its entries, each once."""
    if not isinstance(value, str):
        return value
    return tuple(dict.fromkeys(name.strip().lower() for name in value.split(",") if name.strip()))


def to_numbers(value: object) -> object:
    """Read whole numbers with commas between."""
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if not all(part.isascii() and part.isdecimal() for part in parts):
        raise ValueError("write whole numbers with commas between, such as 0,1,2")
    return tuple(dict.fromkeys(int(part) for part in parts))


def to_people(value: object) -> object:
    """Read ids of people in Slack with commas between."""
    if not isinstance(value, str):
        return value
    people = tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))
    if not all(_SLACK_PERSON.fullmatch(person) for person in people):
        raise ValueError("write ids such as U012AB3CD with commas between; “Copy member ID” in a profile gives them")
    return people


def check_slack_token(value: str, beginning: str, what: str) -> str:
    """A token of one kind. The others are named where they were put into this one's place."""
    check_key(value)
    if value.startswith(beginning):
        return value
    for other, name in _SLACK_TOKENS.items():
        if value.startswith(other):
            raise ValueError(f"is {name}; put {what} here, which begins with {beginning}")
    raise ValueError(f"must be {what}, which begins with {beginning}")


def check_key(value: str) -> str:
    """A key as a header carries it: printable ASCII without spaces, and without the quotes that some files keep."""
    if value[:1] in {'"', "'"} and value[-1:] == value[:1]:
        raise ValueError("leave out the quotes around it")
    if not _KEY.match(value):
        raise ValueError("copy it again: a key has no spaces, line breaks or letters beyond ASCII")
    return value


def check_secret(value: SecretStr) -> SecretStr:
    """The same, of a key that shall never be shown."""
    return SecretStr(check_key(value.get_secret_value()))


def check_database(value: str) -> str:
    """An address of one of the two engines. The address is never part of the error: it may hold a password."""
    scheme, _, rest = value.partition("://")
    if value.startswith(_SQLITE) and rest.strip("/"):
        return value
    if scheme in _POSTGRES and _split(value).hostname:
        return value
    raise ValueError("write sqlite:///folder/file.sqlite3 or postgresql://user:password@host/database")


def sqlite_path(database_url: str) -> Path | None:
    """The file behind a SQLite address, None for PostgreSQL. Four slashes begin an absolute path."""
    return Path(database_url.removeprefix(_SQLITE)) if database_url.startswith(_SQLITE) else None


def check_base_url(value: str) -> str:
    """The address of an API, without a slash at its end."""
    if not _is_plain(_split(value)):
        raise ValueError("write an address such as https://api.example.com/v1")
    return value.rstrip("/")


def check_gateway_url(value: str) -> str:
    """The address of a gateway, without a slash at its end."""
    parts = _split(value)
    if parts.scheme not in {"ws", "wss"} or not _is_plain(parts._replace(scheme="https")):
        raise ValueError("write an address such as wss://gateway.example.com")
    return value.rstrip("/")


def check_public_url(value: str) -> str:
    """The listener's address as the world sees it, without a slash at its end."""
    parts = _split(value)
    host = parts.hostname or ""
    if not _is_plain(parts) or host in {"0.0.0.0", "::"}:  # noqa: S104 - refused here, not bound
        raise ValueError("write the address others reach this machine by, such as https://sora.example.com")
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError("must begin with https:// (http:// only for this machine itself)")
    return value.rstrip("/")


def _is_plain(parts: SplitResult) -> bool:
    """Whether this is scheme, host, port and path, and nothing else."""
    has_more = "@" in parts.netloc or parts.query or parts.fragment
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not has_more


def _split(url: str) -> SplitResult:
    """The parts of an address, or nothing but empty parts where it is none; reading `port` raises for a wrong one."""
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        return urlsplit("")
    return parts
