"""Where messages are: text channels, threads, and the direct channel between a person and the bot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tests.discord import permissions
from tests.discord.errors import Impossible
from tests.discord.files import UPLOAD_LIMIT
from tests.discord.guilds import Guild, Role
from tests.discord.permissions import Overwrite, Permission
from tests.discord.users import User

if TYPE_CHECKING:
    from tests.discord.messages import Message
    from tests.discord.people import Person
    from tests.discord.world import World

TEXT: Final = 0
DIRECT: Final = 1
PUBLIC_THREAD: Final = 11
IN_DIRECT: Final = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_APPLICATION_COMMANDS
)


@dataclass(eq=False)
class Channel:
    """A text channel of a guild."""

    world: World
    id: int
    name: str
    guild: Guild | None = None
    all_messages: list[Message] = field(default_factory=list)
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    typing: int = 0
    """How often the bot has shown that it is typing."""

    kind = TEXT

    def __repr__(self) -> str:
        return f"#{self.name}"

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    @property
    def messages(self) -> list[Message]:
        """What everybody there sees, oldest first; deleted and ephemeral messages are not among it."""
        return [message for message in self.all_messages if not message.deleted and message.only_for is None]

    @property
    def upload_limit(self) -> int:
        return UPLOAD_LIMIT if self.guild is None else self.guild.upload_limit

    @property
    def announced_upload_limit(self) -> int:
        return self.upload_limit if self.guild is None else self.guild.announced_upload_limit or self.upload_limit

    async def until(self, wanted: int | Callable[[list[Message]], bool], *, within: float = 5.0) -> list[Message]:
        """Wait for so many messages, or for messages that satisfy this, and return them all."""

        def look() -> list[Message] | None:
            seen = self.messages
            enough = len(seen) >= wanted if isinstance(wanted, int) else wanted(seen)
            return seen if enough else None

        if wanted == 0:
            return self.messages
        return await self.world.bell.until(
            look, within=within, wanted=lambda: f"{self} has only {[message.summary for message in self.messages]}"
        )

    async def message(self, text: str, *, within: float = 5.0) -> Message:
        """Wait for a message whose text contains this."""

        def look() -> Message | None:
            return next((message for message in self.messages if text in message.text), None)

        return await self.world.bell.until(
            look, within=within, wanted=lambda: f"no {text!r} in {[message.summary for message in self.messages]}"
        )

    def permissions_of(self, user: User) -> Permission:
        assert self.guild is not None
        member = self.guild.members.get(user.id)
        return permissions.in_channel(
            self.guild.base_permissions(user),
            self.overwrites,
            everyone=self.guild.id,
            roles=[role.id for role in member.roles] if member else [],
            member=user.id,
        )

    def forbid(self, *names: str, to: User | Role | None = None) -> None:
        """Take permissions away here: from the bot unless somebody else is named."""
        place = self._overwrite(to)
        place.deny |= permissions.named(names)
        place.allow &= ~place.deny
        self._updated()

    def allow(self, *names: str, to: User | Role | None = None) -> None:
        """Give permissions here: to the bot unless somebody else is named."""
        place = self._overwrite(to)
        place.allow |= permissions.named(names)
        place.deny &= ~place.allow
        self._updated()

    def add_thread(self, name: str) -> Thread:
        assert self.guild is not None
        thread = Thread(self.world, self.world.ids.next(), name, self.guild, parent=self)
        self.world.channels[thread.id] = thread
        self.world.announce("THREAD_CREATE", thread.payload | {"newly_created": True}, self.guild)
        return thread

    def delete(self) -> None:
        """Delete the channel with all that is in it."""
        for thread in [channel for channel in self.world.channels.values() if getattr(channel, "parent", None) is self]:
            del self.world.channels[thread.id]
        del self.world.channels[self.id]
        self._deleted()

    def _overwrite(self, to: User | Role | None) -> Overwrite:
        of = to or self.world.bot
        return self.overwrites.setdefault(of.id, Overwrite(0 if isinstance(of, Role) else 1))

    def _updated(self) -> None:
        self.world.announce("CHANNEL_UPDATE", self.payload, self.guild)

    def _deleted(self) -> None:
        self.world.announce("CHANNEL_DELETE", self.payload, self.guild)

    @property
    def last_message_id(self) -> str | None:
        return str(self.messages[-1].id) if self.messages else None

    @property
    def payload(self) -> dict[str, Any]:
        """The channel object."""
        assert self.guild is not None
        return {
            "id": str(self.id),
            "type": self.kind,
            "guild_id": str(self.guild.id),
            "name": self.name,
            "topic": None,
            "position": 0,
            "parent_id": None,
            "nsfw": False,
            "rate_limit_per_user": 0,
            "last_message_id": self.last_message_id,
            "last_pin_timestamp": None,
            "flags": 0,
            "permission_overwrites": [
                {"id": str(of), "type": place.kind, "allow": str(int(place.allow)), "deny": str(int(place.deny))}
                for of, place in self.overwrites.items()
            ],
        }

    def payload_for(self, user: User) -> dict[str, Any]:
        """The same as interactions carry it, with what this user may do there."""
        return self.payload | {"permissions": str(int(self.permissions_of(user)))}


@dataclass(eq=False)
class Thread(Channel):
    """A public thread of a text channel."""

    parent: Channel = field(kw_only=True)
    archived: bool = False
    locked: bool = False
    bot_joined: bool = False

    kind = PUBLIC_THREAD

    def permissions_of(self, user: User) -> Permission:
        return self.parent.permissions_of(user)

    def forbid(self, *names: str, to: User | Role | None = None) -> None:
        raise Impossible("a thread has no permissions of its own: forbid it in the channel")

    def archive(self, *, locked: bool = False) -> None:
        """Put the thread away; a locked one comes back only by a moderator's hand."""
        self.archived, self.locked = True, locked or self.locked
        self._updated()

    def lock(self) -> None:
        self.locked = True
        self._updated()

    def reopen(self) -> None:
        self.archived = self.locked = False
        self._updated()

    def unarchive(self) -> None:
        """Come back to life because somebody writes."""
        self.archived = False
        self._updated()

    def _updated(self) -> None:
        self.world.announce("THREAD_UPDATE", self.payload, self.guild)

    def _deleted(self) -> None:
        body = {key: self.payload[key] for key in ("id", "guild_id", "parent_id", "type")}
        self.world.announce("THREAD_DELETE", body, self.guild)

    @property
    def payload(self) -> dict[str, Any]:
        assert self.guild is not None
        now = self.world.clock.now().isoformat()
        body: dict[str, Any] = {
            "id": str(self.id),
            "type": self.kind,
            "guild_id": str(self.guild.id),
            "parent_id": str(self.parent.id),
            "owner_id": str(next(iter(self.guild.members))),
            "name": self.name,
            "last_message_id": self.last_message_id,
            "message_count": len(self.messages),
            "total_message_sent": len(self.all_messages),
            "member_count": 1,
            "rate_limit_per_user": 0,
            "flags": 0,
            "thread_metadata": {
                "archived": self.archived,
                "locked": self.locked,
                "auto_archive_duration": 1440,
                "archive_timestamp": now,
                "create_timestamp": now,
            },
        }
        if self.bot_joined:
            body["member"] = {"id": str(self.id), "user_id": str(self.world.bot.id), "join_timestamp": now, "flags": 0}
        return body


@dataclass(eq=False)
class DirectChannel(Channel):
    """The direct messages between a person and the bot."""

    person: Person = field(kw_only=True)

    kind = DIRECT

    def __repr__(self) -> str:
        return f"@{self.person.name}"

    def permissions_of(self, user: User) -> Permission:
        return IN_DIRECT

    @property
    def payload(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "type": self.kind,
            "last_message_id": self.last_message_id,
            "flags": 0,
            "recipients": [self.person.user_payload],
        }

    def payload_for(self, user: User) -> dict[str, Any]:
        return self.payload
