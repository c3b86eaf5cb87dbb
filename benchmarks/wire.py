"""The smallest HTTP/1.1 server that keeps connections alive: lean, so that it is never what a benchmark measures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, cast

KEPT: Final = 64 * 1024
"""Bytes of a body that are kept; of a longer one only the length is."""


@dataclass(slots=True)
class Incoming:
    """A request. `body` is empty where `length` is over `KEPT`."""

    method: str
    target: str
    headers: Mapping[str, str]
    length: int
    body: bytearray = field(default_factory=bytearray)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An answer."""

    status: int
    body: bytes | memoryview = b""
    media_type: str = "application/json"

    @property
    def head(self) -> bytes:
        """Status line and headers."""
        length = len(self.body)
        return (
            f"HTTP/1.1 {self.status} -\r\ncontent-type: {self.media_type}\r\ncontent-length: {length}\r\n\r\n".encode()
        )


class ServedConnection(asyncio.Protocol):
    """One connection. Takes bodies with a Content-Length only, and no pipelined requests."""

    def __init__(self, answer: Callable[[Incoming], Outgoing]) -> None:
        self._answer = answer
        self._head = bytearray()
        self._request: Incoming | None = None
        self._missing = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own kind

    def data_received(self, data: bytes) -> None:
        """Answer each request as soon as all of it is here."""
        while data:
            data = self._take_head(data) if self._request is None else self._take_body(self._request, data)

    def _take_head(self, data: bytes) -> bytes:
        self._head += data
        end = self._head.find(b"\r\n\r\n")
        if end < 0:
            return b""
        rest = bytes(self._head[end + 4 :])
        self._request = request = _parse(bytes(self._head[:end]).decode("latin-1"))
        self._missing = request.length
        self._head.clear()
        if not self._missing:
            self._finish(request)
        return rest

    def _take_body(self, request: Incoming, data: bytes) -> bytes:
        part = data[: self._missing]
        if request.length <= KEPT:
            request.body += part
        self._missing -= len(part)
        if not self._missing:
            self._finish(request)
        return data[len(part) :]

    def _finish(self, request: Incoming) -> None:
        self._request = None
        answer = self._answer(request)
        self._transport.writelines([answer.head, answer.body])


def _parse(head: str) -> Incoming:
    first, *lines = head.split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    if "transfer-encoding" in headers:
        raise ValueError("a body without Content-Length")
    return Incoming(method, target, headers, int(headers.get("content-length", 0)))
