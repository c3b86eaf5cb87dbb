"""What a person saw after they did something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.discord.errors import Impossible
from tests.discord.interactions import Acknowledged, Choice, Interaction, Type
from tests.discord.messages import Message
from tests.discord.modals import Modal


@dataclass(frozen=True, slots=True)
class Seen:
    """The bot's answers to one command, button, select, menu or form. It goes on as more comes in."""

    interaction: Interaction

    @property
    def kind(self) -> Acknowledged:
        """How the bot answered at first."""
        assert self.interaction.kind is not None
        return self.interaction.kind

    @property
    def acknowledged_after(self) -> float:
        """How many seconds that took."""
        assert self.interaction.acknowledged_after is not None
        return self.interaction.acknowledged_after

    @property
    def failure(self) -> str | None:
        """What Discord says when no answer came in time."""
        if self.kind is not Acknowledged.NOT:
            return None
        if self.interaction.type is Type.COMMAND:
            return "The application did not respond"
        if self.interaction.type is Type.AUTOCOMPLETE:
            return "Loading options failed"
        return "This interaction failed"

    @property
    def first(self) -> Message | None:
        """The first answer as it looks now; for an update, the message that was updated. None once it is deleted."""
        first = self.interaction.original
        return None if first is None or first.deleted else first

    @property
    def followups(self) -> list[Message]:
        return [message for message in self.interaction.followups if not message.deleted]

    @property
    def is_ephemeral(self) -> bool:
        """Whether only this person sees the first answer."""
        return self.first is not None and self.first.is_ephemeral

    @property
    def choices(self) -> list[Choice]:
        """What is suggested."""
        self._check(Acknowledged.CHOICES)
        return self.interaction.choices

    async def message(self, *, within: float = 5.0) -> Message:
        """Wait for the first answer to be there and to say more than that the bot is thinking."""

        def look() -> Message | None:
            first = self.first
            return None if first is None or first.is_thinking else first

        return await self._until(look, within)

    async def until(self, wanted: Callable[[Message], bool], *, within: float = 5.0) -> Message:
        """Wait until the first answer is so."""
        message = await self.message(within=within)
        return await message.until(wanted, within=within)

    async def followup(self, number: int = 1, *, within: float = 5.0) -> Message:
        """Wait for the first, second … message after the first answer."""

        def look() -> Message | None:
            return self.followups[number - 1] if len(self.followups) >= number else None

        return await self._until(look, within)

    async def modal(self) -> Modal:
        """The form that was opened."""
        self._check(Acknowledged.MODAL)
        assert self.interaction.modal is not None
        return self.interaction.modal

    async def _until(self, look: Callable[[], Message | None], within: float) -> Message:
        if self.failure is not None:
            raise AssertionError(f"{self.interaction.name}: {self.failure}")
        return await self.interaction.world.bell.until(look, within=within, wanted=lambda: self.summary)

    def _check(self, kind: Acknowledged) -> None:
        if self.kind is not kind:
            raise Impossible(f"no {kind} came, but {self.summary}")

    @property
    def summary(self) -> str:
        """One line for the sentence of a test that failed."""
        if self.failure is not None:
            return self.failure
        shown = [message.summary for message in (self.first, *self.followups) if message is not None]
        return f"{self.kind}: {shown}"
