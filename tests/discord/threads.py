"""Public threads: they are put away, locked, and come back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from tests.discord.channels import Channel
from tests.discord.errors import Impossible
from tests.discord.members import Role
from tests.discord.permissions import Permission
from tests.discord.users import User

PUBLIC_THREAD: Final = 11


@dataclass(eq=False)
class Thread(Channel):
    """A public thread of a text channel."""

    parent: Channel = field(kw_only=True)
    archived: bool = False
    locked: bool = False
    bot_joined: bool = False

    kind = PUBLIC_THREAD

    def permissions_of(self, user: User) -> Permission:
        """What somebody may do here: a thread has what its channel has."""
        return self.parent.permissions_of(user)

    def forbid(self, *names: str, to: User | Role | None = None) -> None:
        """Refuse: it is the channel that forbids."""
        raise Impossible("a thread has no permissions of its own: forbid it in the channel")

    def allow(self, *names: str, to: User | Role | None = None) -> None:
        """Refuse: it is the channel that allows."""
        raise Impossible("a thread has no permissions of its own: allow it in the channel")

    def archive(self, *, locked: bool = False) -> None:
        """Put the thread away; a locked one comes back only by a moderator's hand."""
        self.archived, self.locked = True, locked or self.locked
        self._updated()

    def lock(self) -> None:
        """Let only moderators write, without putting it away."""
        self.locked = True
        self._updated()

    def reopen(self) -> None:
        """Come back by a moderator's hand."""
        self.archived = self.locked = False
        self._updated()

    def written_in(self, by: User) -> None:
        """Come back because somebody writes; the bot joins where it writes."""
        if self.archived:
            self.archived = False
            self._updated()
        if by is self.world.bot:
            self.join_bot()

    def join_bot(self) -> None:
        if self.bot_joined or self.guild is None:
            return
        self.bot_joined = True
        body = {
            "id": str(self.id),
            "guild_id": str(self.guild.id),
            "member_count": 2,
            "added_members": [self._membership],
            "removed_member_ids": [],
        }
        self.world.announce("THREAD_MEMBERS_UPDATE", body, self.guild)

    def _updated(self) -> None:
        self.world.announce("THREAD_UPDATE", self.payload, self.guild)

    def _deleted(self) -> None:
        body = {key: self.payload[key] for key in ("id", "guild_id", "parent_id", "type")}
        self.world.announce("THREAD_DELETE", body, self.guild)

    @property
    def _membership(self) -> dict[str, Any]:
        now = self.world.clock.now().isoformat()
        return {"id": str(self.id), "user_id": str(self.world.bot.id), "join_timestamp": now, "flags": 0}

    @property
    def payload(self) -> dict[str, Any]:
        """The channel object of a thread."""
        assert self.guild is not None
        now = self.world.clock.now().isoformat()
        body: dict[str, Any] = {
            "id": str(self.id),
            "type": self.kind,
            "guild_id": str(self.guild.id),
            "parent_id": str(self.parent.id),
            "owner_id": str(self.guild.owner.id),
            "name": self.name,
            "last_message_id": self.last_message_id,
            "message_count": len(self.messages),
            "total_message_sent": len(self.all_messages),
            "member_count": 1 + self.bot_joined,
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
        return body | {"member": self._membership} if self.bot_joined else body
