"""The gateway: who is connected, what they are told, and the troubles a test can make there."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tests.discord.payloads import without_content
from tests.discord.sessions import PRIVILEGED, Connection, Intent, Op, Session

if TYPE_CHECKING:
    from tests.discord.world import World

# Which intent an event needs in a guild, and which in direct messages.
MESSAGE_EVENTS: Final = frozenset({"MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE"})
WITH_CONTENT: Final = MESSAGE_EVENTS - {"MESSAGE_DELETE"}
ALWAYS: Final = frozenset({"INTERACTION_CREATE"})


@dataclass(eq=False)
class Gateway:
    """All sessions of the bot, the ones without a connection included."""

    world: World
    url: str = ""
    heartbeat_seconds: float = 41.25
    recommended_shards: int = 1
    starts_left: int = 1000
    allowed_privileged: Intent = Intent.NONE
    """Privileged intents that the bot may ask for; there are none unless a test says so."""
    sessions: list[Session] = field(default_factory=list)
    identifies: list[dict[str, Any]] = field(default_factory=list)
    """The payload of each IDENTIFY."""
    connections: set[Connection] = field(default_factory=set)
    closed_with: list[int] = field(default_factory=list)
    """The codes with which connections were closed, by either side."""
    is_out: bool = False
    says_hello: bool = True
    """Whether new connections are greeted; without HELLO a client waits and can do nothing."""
    required_shards: int = 1
    """How many a bot must have; one with fewer is not let in."""

    @property
    def is_connected(self) -> bool:
        return any(session.is_connected for session in self.sessions)

    def session(self, shard: int = 0) -> Session:
        """The newest session of a shard."""
        return next(session for session in reversed(self.sessions) if session.shard == shard)

    async def connected(self, shards: int = 1, *, within: float = 5.0) -> None:
        """Wait until so many shards are connected."""
        await self._until(
            lambda: len({s.shard for s in self.sessions if s.is_connected}) >= shards, within, "connected"
        )

    async def disconnected(self, *, within: float = 5.0) -> None:
        await self._until(lambda: not self.is_connected, within, "disconnected")

    async def identified(self, times: int, *, within: float = 10.0) -> None:
        """Wait until sessions have been begun so often."""
        await self._until(lambda: len(self.identifies) >= times, within, f"identified {times} times")

    async def resumed(self, times: int = 1, *, shard: int = 0, within: float = 5.0) -> None:
        """Wait until a shard's session has been resumed so often."""
        await self._until(lambda: self.session(shard).resumed >= times, within, "resumed")

    def dispatch(self, event: str, data: dict[str, Any], guild_id: int | None) -> None:
        """Send an event to the sessions of the guild's shard that asked for such events."""
        for session in self.sessions:
            if not session.serves(guild_id) or not _wanted(event, guild_id, session.intents):
                continue
            hidden = event in WITH_CONTENT and guild_id is not None and Intent.MESSAGE_CONTENT not in session.intents
            session.dispatch(event, without_content(data, self.world.bot) if hidden else data)

    def interact(self, data: dict[str, Any], guild_id: int | None) -> None:
        """Send an interaction once: to the newest session of the shard, connected if there is such a one."""
        serving = [session for session in self.sessions if session.serves(guild_id)]
        connected = [session for session in serving if session.is_connected]
        for session in (connected or serving)[-1:]:
            session.dispatch("INTERACTION_CREATE", data)

    def identify(self, connection: Connection, data: dict[str, Any]) -> int | None:
        """Begin a session, or say with which code to close."""
        self.identifies.append(data)
        intents = Intent(data["intents"])
        shard, of = data.get("shard", (0, 1))
        if intents & PRIVILEGED & ~self.allowed_privileged:
            return 4014
        if not 0 <= shard < of:
            return 4010
        if of < self.required_shards:
            return 4011
        if self.starts_left <= 0:
            return 4004  # Discord resets the token of a bot that goes on without any left
        self.starts_left -= 1
        session = Session(secrets.token_hex(16), shard, of, intents, connection)
        connection.is_known = True
        self.sessions.append(session)
        session.dispatch("READY", self._ready(session))
        for guild in self.world.guilds.values():
            if session.serves(guild.id) and guild.has_bot:
                session.dispatch("GUILD_CREATE", guild.payload | {"unavailable": False})
        self.world.bell.ring()
        return None

    def resume(self, connection: Connection, data: dict[str, Any]) -> None:
        """Go on with a session, or say that it is over."""
        session = next((one for one in self.sessions if one.id == data["session_id"]), None)
        if session is None or data["seq"] is None or data["seq"] > session.seq:
            connection.send(Op.INVALID_SESSION, data=False)
            return
        session.connection = connection
        connection.is_known = True
        session.replay(data["seq"])
        self.world.bell.ring()

    def lost(self, connection: Connection, code: int | None) -> None:
        """Let go of a connection; a client that says goodbye with 1000 or 1001 ends its session, too."""
        self.connections.discard(connection)
        self.closed_with += [found for found in (connection.closed_with or code,) if found]
        for session in [one for one in self.sessions if one.connection is connection]:
            session.connection = None
            if connection.closed_with is None and code in {1000, 1001}:
                self.sessions.remove(session)
        self.world.bell.ring()

    def ask_to_reconnect(self, shard: int = 0) -> None:
        """Opcode 7: a server is about to go."""
        self._connection(shard).send(Op.RECONNECT)

    def invalidate(self, shard: int = 0, *, resumable: bool = False) -> None:
        """Opcode 9: the session is over, unless it may be resumed."""
        connection = self._connection(shard)
        connection.send(Op.INVALID_SESSION, data=resumable)
        if not resumable:
            connection.is_known = False
            self.sessions.remove(self.session(shard))

    def ask_for_heartbeat(self, shard: int = 0) -> None:
        """Opcode 1: a heartbeat is wanted at once."""
        self._connection(shard).send(Op.HEARTBEAT)

    def close(self, code: int, shard: int = 0) -> None:
        """Close a shard's connection with a code."""
        self._connection(shard).close(code)

    def go_silent(self, shard: int = 0) -> None:
        """Become a zombie: the connection stays open, and nothing comes any more."""
        self._connection(shard).silent = True

    def require_shards(self, number: int) -> None:
        """The bot has grown: from now on it needs so many shards, and those it has are closed."""
        self.required_shards = self.recommended_shards = number
        for session in [one for one in self.sessions if one.of < number]:
            if session.connection is not None:
                session.connection.close(4011)

    def forget_sessions(self) -> None:
        """Let no connection that is lost from now on be resumed."""
        for session in self.sessions:
            session.id = secrets.token_hex(16)

    def cut(self) -> None:
        """Break every connection without a word."""
        for connection in list(self.connections):
            if connection.transport is not None:
                connection.transport.abort()

    def _connection(self, shard: int) -> Connection:
        connection = self.session(shard).connection
        assert connection is not None, f"shard {shard} is not connected"
        return connection

    async def _until(self, so: Callable[[], bool], within: float, what: str) -> None:
        await self.world.bell.until(
            lambda: so() or None, within=within, wanted=lambda: f"the bot has not {what}: {self.sessions}"
        )

    def _ready(self, session: Session) -> dict[str, Any]:
        guilds = [guild for guild in self.world.guilds.values() if session.serves(guild.id) and guild.has_bot]
        return {
            "v": 10,
            "user": self.world.bot.user_payload | {"email": None, "verified": True, "mfa_enabled": False},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": f"{self.url}/resume",
            "shard": [session.shard, session.of],
            "application": {"id": str(self.world.application_id), "flags": 0},
            "private_channels": [],
            "relationships": [],
            "presences": [],
            "user_settings": {},
            "_trace": ["stand-in"],
        }


def _wanted(event: str, guild_id: int | None, intents: Intent) -> bool:
    if event in ALWAYS:
        return True
    if event in MESSAGE_EVENTS:
        return bool(intents & (Intent.DIRECT_MESSAGES if guild_id is None else Intent.GUILD_MESSAGES))
    return Intent.GUILDS in intents
