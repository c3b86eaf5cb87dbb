"""The one HTTP client: calls to provider APIs, and downloads from wherever their results lie.

httpx over aiohttp's connections. The two ways have a connection pool each, so that a download never travels over a
connection that was opened without the guard of private addresses.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeAlias

import aiohttp
import httpx
from aiohappyeyeballs import AddrInfoType
from aiohttp.abc import AbstractResolver
from aiohttp.resolver import DefaultResolver
from httpx_aiohttp import AiohttpTransport

from adapters.providers.account import Account
from adapters.providers.guards import AddressGuard, AddressRefused, TrustedHosts
from adapters.providers.spec import Answer, HttpCall
from bot.domain.errors import ForbiddenAddress, ProviderTrouble, ProviderUnreachable, SoraError

_HEADERS: Final = {"User-Agent": "sora-bot", "Accept": "*/*", "Accept-Encoding": "identity"}
MAX_REDIRECTS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
# Only hosts that httpx and aiohttp cannot read in two ways.
_HOST: Final = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")
# aiohttp errors that httpx-aiohttp leaves as they are come as themselves, and names that are no names as UnicodeError.
_FAULTS: Final = (httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, OSError, UnicodeError)
# Errors of a connection that was never made. Nothing else proves that nothing was sent: httpx-aiohttp says
# `ConnectTimeout` also for a server that took the request and hung up.
_NEVER_SENT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpLimits:
    """Bounds of one exchange, in seconds and bytes. `total` covers an API call from first byte to last."""

    connect: float = 10
    read: float = 30
    total: float = 60
    answer_bytes: int = 1_000_000
    connections: int = 256
    remember_names: int = 10
    # Shorter than the five seconds after which many servers close an idle connection: a submit that meets such a
    # close can neither be repeated nor trusted.
    keep_alive: float = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A download that has begun. `headers` are looked up in lower case; `chunks` can be read once."""

    status: int
    headers: Mapping[str, str]
    chunks: AsyncIterator[bytes]


@dataclass(frozen=True, slots=True)
class _Wire:
    """One connection pool, without proxies, cookies or redirects.

    Requests go straight to the transport: what httpx's own client adds to that, we either must not have or do
    ourselves, and it takes a fifth of the time of a call.
    """

    transport: httpx.AsyncBaseTransport
    timeouts: Mapping[str, float]

    async def send(
        self, method: str, url: httpx.URL | str, headers: Mapping[str, str], content: bytes | None = None
    ) -> httpx.Response:
        """Send once. The answer's body is still to come, and the caller closes it."""
        extensions = {"timeout": self.timeouts}
        request = httpx.Request(method, url, headers={**_HEADERS, **headers}, content=content, extensions=extensions)
        return await self.transport.handle_async_request(request)


class HttpClient:
    """Speaks HTTP for all providers. Made by `open_client`."""

    def __init__(self, api: _Wire, outside: _Wire, limits: HttpLimits, trusted: TrustedHosts) -> None:
        self._api = api
        self._outside = outside
        self._limits = limits
        self._trusted = trusted

    async def call(self, account: Account, call: HttpCall) -> Answer:
        """Make one API call, once, and read the whole answer; redirects are answers.

        Raises `ProviderUnreachable` when nothing was sent for certain, and `ProviderTrouble` for every other fault.
        """
        headers = dict(account.key_headers)
        content = None
        if call.json is not None:
            content = json.dumps(call.json, separators=(",", ":")).encode()
            headers["Content-Type"] = "application/json"
        with _faults_translated():
            async with asyncio.timeout(self._limits.total):
                response = await self._api.send(call.method, account.base_url + call.path, headers, content)
                try:
                    body = await _read(response, self._limits.answer_bytes)
                finally:
                    await response.aclose()
        return Answer(status=response.status_code, headers=response.headers, body=body)

    @asynccontextmanager
    async def fetch(
        self, url: str, account: Account | None = None, *, bearer: str | None = None
    ) -> AsyncIterator[Incoming]:
        """Begin a GET and follow at most five redirects, each checked like the first address.

        With an account, its own origin is trusted and gets the key, until a redirect leads away from it. A `bearer`
        goes to the first origin alone, which is checked like any other, and over plain http only where the operator
        trusts the host: elsewhere nothing is asked. The time is for the caller to bound. Raises `ForbiddenAddress`,
        `ProviderUnreachable` and `ProviderTrouble`, also while the chunks are read.
        """
        first = _origin(_target(url))
        if bearer is not None and not self._keeps_secrets(_target(url)):
            raise ForbiddenAddress(_host(_target(url)))
        for _ in range(MAX_REDIRECTS + 1):
            target = _target(url)
            if _origin(target) != first:
                bearer = None
            if account is not None and _origin(target) != _origin(httpx.URL(account.base_url)):
                account = None
            response = await self._get(target, account, bearer)
            try:
                location = response.headers.get("location") if response.status_code in _REDIRECTS else None
                if location is None:
                    yield Incoming(status=response.status_code, headers=response.headers, chunks=_chunks(response))
                    return
            finally:
                await response.aclose()
            url = _next(target, location)
        raise ProviderTrouble("too many redirects")

    def _keeps_secrets(self, target: httpx.URL) -> bool:
        return target.scheme == "https" or self._trusted.has_host(_host(target), target.port or 80)

    async def _get(self, target: httpx.URL, account: Account | None, bearer: str | None) -> httpx.Response:
        wire, headers = (self._api, account.key_headers) if account else (self._outside, _bearing(bearer))
        with _faults_translated(_host(target)):
            return await wire.send("GET", target, headers)


@asynccontextmanager
async def open_client(
    trusted: TrustedHosts | None = None,
    limits: HttpLimits | None = None,
    resolver: AbstractResolver | None = None,
) -> AsyncIterator[HttpClient]:
    """Open the client; at the end every connection is closed."""
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it would log whole addresses, signatures and all
    limits = limits or HttpLimits()
    async with AsyncExitStack() as stack:
        resolver = resolver or DefaultResolver()
        stack.push_async_callback(resolver.close)
        trusted = trusted or TrustedHosts()
        guard = AddressGuard(trusted, resolver)
        timeouts = {"connect": limits.connect, "read": limits.read, "write": limits.read, "pool": limits.connect}
        api = await stack.enter_async_context(_transport(limits, resolver))
        outside = await stack.enter_async_context(_transport(limits, guard, guard.make_socket))
        yield HttpClient(_Wire(api, timeouts), _Wire(outside, timeouts), limits, trusted)


@cache
def _authorities() -> ssl.SSLContext:
    """Whose word on certificates counts, read once: it takes longer than all the rest of an opening."""
    return httpx.create_ssl_context()


def _transport(
    limits: HttpLimits,
    resolver: AbstractResolver,
    make_socket: Callable[[AddrInfoType], socket.socket] | None = None,
) -> AiohttpTransport:
    connector = aiohttp.TCPConnector(
        limit=limits.connections,
        keepalive_timeout=limits.keep_alive,
        ssl=_authorities(),
        resolver=resolver,
        ttl_dns_cache=limits.remember_names,
        socket_factory=make_socket,
    )
    session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
    return AiohttpTransport(verify=_authorities(), client=session)


async def _read(response: httpx.Response, limit: int) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > limit:
            raise ProviderTrouble("answer too large")
    is_plain = response.headers.get("content-encoding", "").lower() in ("", "identity")
    return bytes(body) if is_plain else _unpacked(bytes(body), limit)


def _unpacked(body: bytes, limit: int) -> bytes:
    """Undo gzip or deflate, which some servers use unasked."""
    unpacker = zlib.decompressobj(wbits=47)  # either of them
    try:
        plain = unpacker.decompress(body, limit)
    except zlib.error:
        plain = b""
    if not unpacker.eof:
        raise ProviderTrouble("answer too large, or packed in an unknown way")
    return plain


async def _chunks(response: httpx.Response) -> AsyncIterator[bytes]:
    with _faults_translated():
        async for chunk in response.aiter_raw():
            yield chunk


@contextmanager
def _faults_translated(host: str = "") -> Iterator[None]:
    """Raise every fault of the libraries as one of ours, without their texts: those hold whole addresses."""
    try:
        yield
    except SoraError:
        raise
    except _FAULTS as fault:
        raise _translated(fault, host) from None


Translated: TypeAlias = ForbiddenAddress | ProviderUnreachable | ProviderTrouble


def _translated(fault: Exception, host: str) -> Translated:
    cause = fault.__cause__ if isinstance(fault, httpx.HTTPError) and fault.__cause__ else fault
    # Not every connector error has an `os_error`: one about a certificate has none.
    if isinstance(getattr(cause, "os_error", None), AddressRefused) or isinstance(cause, aiohttp.InvalidURL):
        return ForbiddenAddress(host)
    if isinstance(cause, _NEVER_SENT):
        return ProviderUnreachable()
    return ProviderTrouble(type(cause).__name__)


def _bearing(bearer: str | None) -> Mapping[str, str]:
    return {} if bearer is None else {"Authorization": f"Bearer {bearer}"}


def _target(url: str) -> httpx.URL:
    """Parse an address that came from outside. Raises `ForbiddenAddress` for what we do not go to at all."""
    try:
        target = httpx.URL(url)
        has_name = bool(target.host)  # a name that only looks encoded fails here
    except (httpx.InvalidURL, ValueError, TypeError):
        raise ForbiddenAddress("") from None
    is_plain = has_name and target.scheme in ("http", "https") and not target.userinfo
    if not is_plain or not _HOST.fullmatch(_host(target)):
        raise ForbiddenAddress(_host(target))
    return target


def _host(url: httpx.URL) -> str:
    """The host as it goes over the wire: `url.host` would decode it, which not every host survives."""
    return url.raw_host.decode("ascii", "replace")


def _next(target: httpx.URL, location: str) -> str:
    try:
        return str(target.join(location))
    except (httpx.InvalidURL, ValueError):
        raise ForbiddenAddress("") from None


def _origin(url: httpx.URL) -> tuple[str, bytes, int | None]:
    default = {"https": 443, "http": 80}.get(url.scheme)
    return url.scheme, url.raw_host.lower(), url.port or default
