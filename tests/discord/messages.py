"""A message, as it is kept and as people see it now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntFlag
from typing import TYPE_CHECKING

from tests.discord.components import SELECTS, Button, Json, Kind, Select, media_of, walk
from tests.discord.errors import Impossible
from tests.discord.files import File
from tests.discord.mentions import Pings
from tests.discord.snowflakes import made_at
from tests.discord.users import User

if TYPE_CHECKING:
    from tests.discord.channels import Channel
    from tests.discord.interactions import Interaction
    from tests.discord.people import Person


class Flag(IntFlag):
    """Flags of a message."""

    NONE = 0
    SUPPRESS_EMBEDS = 1 << 2
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    COMPONENTS_V2 = 1 << 15


@dataclass(eq=False)
class Message:
    """A message. It changes when it is edited, so look at it again, or wait with `until`."""

    channel: Channel
    id: int
    author: User
    content: str = ""
    components: list[Json] = field(default_factory=list)
    embeds: list[Json] = field(default_factory=list)
    uploads: list[File] = field(default_factory=list)
    """Every file that was sent with it, shown or not."""
    flags: Flag = Flag.NONE
    nonce: str | int | None = None
    reference: Message | None = None
    pings: Pings = field(default_factory=Pings)
    only_for: Person | None = None
    """The one person who sees it, if it is ephemeral."""
    interaction: Interaction | None = None
    edited_at: datetime | None = None
    edits: int = 0
    deleted: bool = False

    @property
    def is_edited(self) -> bool:
        return self.edited_at is not None

    @property
    def is_ephemeral(self) -> bool:
        return self.only_for is not None

    @property
    def is_thinking(self) -> bool:
        """Whether it only says that the bot is thinking."""
        return Flag.LOADING in self.flags

    @property
    def has_been_seen(self) -> bool:
        """Whether people have seen it with something in it; only before that can it ping anybody."""
        return self in self.channel.all_messages and not self.is_thinking

    @property
    def is_silent(self) -> bool:
        """Whether it pings without a sound."""
        return Flag.SUPPRESS_NOTIFICATIONS in self.flags

    @property
    def is_layout(self) -> bool:
        return Flag.COMPONENTS_V2 in self.flags

    @property
    def created_at(self) -> datetime:
        return made_at(self.id)

    @property
    def link(self) -> str:
        guild = self.channel.guild.id if self.channel.guild else "@me"
        return f"https://discord.com/channels/{guild}/{self.channel.id}/{self.id}"

    @property
    def text(self) -> str:
        """All the text there is: content, text displays and embeds, a line each."""
        shown = [placed.body["content"] for placed in walk(self.components) if placed.kind == Kind.TEXT_DISPLAY]
        embedded = [embed.get(part) for embed in self.embeds for part in ("title", "description")]
        return "\n".join(part for part in [self.content, *shown, *embedded] if part)

    @property
    def files(self) -> list[File]:
        """The files a person sees: in a layout only those that a component shows."""
        if not self.is_layout:
            return self.uploads
        shown = {media.get("attachment_id") for media in self._media}
        return [file for file in self.uploads if str(file.id) in shown]

    @property
    def media(self) -> list[str]:
        """The addresses of everything its components show: galleries, thumbnails, files."""
        fresh = {str(file.id): file.url for file in self.uploads}
        return [fresh.get(media.get("attachment_id", ""), str(media["url"])) for media in self._media]

    @property
    def _media(self) -> list[Json]:
        return [media for placed in walk(self.components) for media in media_of(placed.body)]

    @property
    def buttons(self) -> list[Button]:
        return [Button.of(placed.body) for placed in walk(self.components) if placed.kind == Kind.BUTTON]

    @property
    def selects(self) -> list[Select]:
        return [Select.of(placed.body) for placed in walk(self.components) if placed.kind in SELECTS]

    def button(self, label_or_custom_id: str) -> Button:
        """Find a button, or say which there are."""
        for button in self.buttons:
            if label_or_custom_id in (button.label, button.custom_id):
                return button
        raise Impossible(f"no button {label_or_custom_id!r}, only {[button.label for button in self.buttons]}")

    def has_button(self, label_or_custom_id: str) -> bool:
        return any(label_or_custom_id in (button.label, button.custom_id) for button in self.buttons)

    async def until(self, wanted: Callable[[Message], bool], *, within: float = 5.0) -> Message:
        """Wait until the message is so."""
        return await self.channel.world.bell.until(
            lambda: self if wanted(self) else None, within=within, wanted=lambda: f"it is still {self.summary}"
        )

    @property
    def summary(self) -> str:
        """One line for the sentence of a test that failed."""
        state = [word for word, so in (("deleted", self.deleted), ("thinking", self.is_thinking)) if so]
        files = [file.filename for file in self.uploads]
        return (
            f"{self.author}: {self.text!r} {files or ''}{[button.label for button in self.buttons] or ''}{state or ''}"
        )
