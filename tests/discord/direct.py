"""Direct messages between a person and the bot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tests.discord.channels import Channel
from tests.discord.permissions import Permission
from tests.discord.users import User

if TYPE_CHECKING:
    from tests.discord.people import Person

DIRECT: Final = 1
MAY: Final = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_APPLICATION_COMMANDS
)


@dataclass(eq=False)
class DirectChannel(Channel):
    """The channel of one person and the bot."""

    person: Person = field(kw_only=True)

    kind = DIRECT

    def __repr__(self) -> str:
        return f"@{self.person.name}"

    def permissions_of(self, user: User) -> Permission:
        """What both may do; nobody else is here."""
        return MAY if user in (self.person, self.world.bot) else Permission(0)

    @property
    def payload(self) -> dict[str, Any]:
        """The channel object of direct messages."""
        return {
            "id": str(self.id),
            "type": self.kind,
            "last_message_id": self.last_message_id,
            "flags": 0,
            "recipients": [self.person.user_payload],
        }

    def payload_for(self, user: User) -> dict[str, Any]:
        """The same: there are no permissions to tell."""
        return self.payload
