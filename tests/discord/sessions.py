"""A bot's session on the gateway: it outlives its connection, so that the bot can resume it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
import zlib
from collections import deque
from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from typing import Any, Final

from aiohttp import web


class Op(IntEnum):
    """Opcodes of the gateway."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    VOICE_STATE = 4
    RESUME = 6
    RECONNECT = 7
    REQUEST_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Intent(IntFlag):
    """Which events a bot wants."""

    NONE = 0
    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    DIRECT_MESSAGES = 1 << 12
    MESSAGE_CONTENT = 1 << 15


PRIVILEGED: Final = Intent.GUILD_MEMBERS | Intent.GUILD_PRESENCES | Intent.MESSAGE_CONTENT
REPLAYED: Final = 1000
TIMED_OUT: Final = 4009
# After so many intervals without a heartbeat the client is taken for dead.
MISSED: Final = 2.5


@dataclass(eq=False)
class Connection:
    """One websocket: what is to be sent goes through a queue, so that nobody waits to send."""

    socket: web.WebSocketResponse
    transport: asyncio.Transport | None
    compress: bool
    heartbeat_seconds: float
    path: str = ""
    outbox: asyncio.Queue[dict[str, Any] | int] = field(default_factory=asyncio.Queue)
    silent: bool = False
    """A zombie: it takes everything and answers nothing, heartbeats included."""
    is_known: bool = False
    """Whether the client has shown its token and has a session."""
    closed_with: int | None = None
    heartbeats: int = 0
    last_heartbeat: float = field(default_factory=time.monotonic)
    asked: list[dict[str, Any]] = field(default_factory=list)
    """What the client sent beside heartbeats, IDENTIFY and RESUME."""

    def send(self, op: Op, data: Any = None, *, event: str | None = None, seq: int | None = None) -> None:
        if not self.silent:
            self.outbox.put_nowait({"op": int(op), "d": data, "s": seq, "t": event})

    def close(self, code: int) -> None:
        """Close after what is in the queue."""
        self.closed_with = self.closed_with or code
        self.outbox.put_nowait(code)

    def beat(self) -> None:
        self.heartbeats += 1
        self.last_heartbeat = time.monotonic()
        self.send(Op.HEARTBEAT_ACK)

    async def write(self) -> None:
        """Send what is put into the queue until a close code comes along, or the client's heart stops."""
        compressor = zlib.compressobj()
        while True:
            item = await self._next()
            if isinstance(item, int):
                await self.socket.close(code=item, drain=False)
                return
            text = json.dumps(item, separators=(",", ":"))
            if self.compress:
                squeezed = compressor.compress(text.encode()) + compressor.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(squeezed)
            else:
                await self.socket.send_str(text)

    async def _next(self) -> dict[str, Any] | int:
        while self.outbox.empty():
            left = self.last_heartbeat + MISSED * self.heartbeat_seconds - time.monotonic()
            if left <= 0:
                self.close(TIMED_OUT)
            else:
                with contextlib.suppress(TimeoutError):
                    return await asyncio.wait_for(self.outbox.get(), left)
        return self.outbox.get_nowait()


@dataclass(eq=False)
class Session:
    """What the gateway remembers of a shard."""

    id: str
    shard: int
    of: int
    intents: Intent
    connection: Connection | None = None
    seq: int = 0
    sent: deque[tuple[int, str, dict[str, Any]]] = field(default_factory=lambda: deque(maxlen=REPLAYED))
    resumed: int = 0

    def dispatch(self, event: str, data: dict[str, Any]) -> None:
        """Send an event, and keep it for a resume."""
        self.seq += 1
        self.sent.append((self.seq, event, data))
        if self.connection is not None:
            self.connection.send(Op.DISPATCH, data, event=event, seq=self.seq)

    def replay(self, after: int) -> None:
        """Send again what was sent after this."""
        assert self.connection is not None
        for seq, event, data in self.sent:
            if seq > after:
                self.connection.send(Op.DISPATCH, data, event=event, seq=seq)
        self.resumed += 1
        self.dispatch("RESUMED", {"_trace": ["stand-in"]})

    def serves(self, guild_id: int | None) -> bool:
        return ((guild_id or 0) >> 22) % self.of == self.shard

    @property
    def heartbeats(self) -> int:
        """How many there were on the connection there is now."""
        return 0 if self.connection is None else self.connection.heartbeats

    @property
    def is_connected(self) -> bool:
        return self.connection is not None
