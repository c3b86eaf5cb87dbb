"""Text channels: what is said in them, and who may do what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tests.discord import permissions
from tests.discord.files import UPLOAD_LIMIT
from tests.discord.guilds import Guild
from tests.discord.members import Role
from tests.discord.permissions import Overwrite, Permission
from tests.discord.users import User

if TYPE_CHECKING:
    from tests.discord.messages import Message
    from tests.discord.threads import Thread
    from tests.discord.world import World

TEXT: Final = 0


@dataclass(eq=False)
class Channel:
    """A text channel of a guild; the other kinds of channels are made from it."""

    world: World
    id: int
    name: str
    guild: Guild | None = None
    all_messages: list[Message] = field(default_factory=list)
    """Everything that was ever posted, deleted and ephemeral messages included."""
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
    def is_there(self) -> bool:
        """Whether it has not been deleted."""
        return self.id in self.world.channels

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

        def is_so() -> bool | None:
            return len(self.messages) >= wanted if isinstance(wanted, int) else wanted(self.messages)

        await self.world.bell.until(is_so, within=within, wanted=lambda: self.summary)
        return self.messages

    async def message(self, text: str, *, within: float = 5.0) -> Message:
        """Wait for a message whose text contains this."""

        def look() -> Message | None:
            return next((message for message in self.messages if text in message.text), None)

        return await self.world.bell.until(look, within=within, wanted=lambda: f"no {text!r}: {self.summary}")

    @property
    def summary(self) -> str:
        """One line for the sentence of a test that failed."""
        return f"{self} has {[message.summary for message in self.messages]}"

    def permissions_of(self, user: User) -> Permission:
        """What somebody may do here."""
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
        """Take permissions away here, by discord.py's names: from the bot unless somebody else is named."""
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
        """Start a public thread."""
        from tests.discord.threads import Thread

        thread = Thread(self.world, self.world.ids.next(), name, self.guild, parent=self)
        self.world.channels[thread.id] = thread
        self.world.announce("THREAD_CREATE", thread.payload | {"newly_created": True}, self.guild)
        return thread

    def delete(self) -> None:
        """Delete the channel with all that is in it."""
        for inner in [other for other in self.world.channels.values() if getattr(other, "parent", None) is self]:
            del self.world.channels[inner.id]
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
        shown = (one for one in reversed(self.all_messages) if not one.deleted and one.only_for is None)
        last = next(shown, None)
        return None if last is None else str(last.id)

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
