"""The answer a person waits for: a command's first card becomes the answer to the command itself.

The core posts cards by the port `Messenger`, in the task that handles the interaction; so the messenger finds the
interaction in that task's context. Later cards, and every card after a restart, are messages of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

import discord

from adapters.discord.places import Ref


@dataclass(slots=True)
class PendingAnswer:
    """A deferred interaction. `is_used` once something has taken its place."""

    interaction: discord.Interaction[discord.Client]
    is_used: bool = False

    async def show(self, view: discord.ui.LayoutView) -> Ref:
        """Put a card where "thinking…" stands."""
        self.is_used = True
        message = await self.interaction.edit_original_response(
            view=view, allowed_mentions=discord.AllowedMentions.none()
        )
        return Ref.of(message)


_CURRENT: ContextVar[PendingAnswer | None] = ContextVar("pending", default=None)


@contextmanager
def answering(interaction: discord.Interaction[discord.Client]) -> Iterator[PendingAnswer]:
    """Let the first card that is posted inside be the answer."""
    pending = PendingAnswer(interaction)
    token = _CURRENT.set(pending)
    try:
        yield pending
    finally:
        _CURRENT.reset(token)


def take_pending() -> PendingAnswer | None:
    """The answer that still waits in this task; None where there is none, or a card has taken it."""
    pending = _CURRENT.get()
    return pending if pending is not None and not pending.is_used else None


@dataclass(slots=True)
class Whispers:
    """Interactions whose answers one person alone sees, by job, for as long as their tokens live."""

    _known: dict[str, discord.Interaction[discord.Client]] = field(default_factory=dict)

    def keep(self, job_id: str, interaction: discord.Interaction[discord.Client]) -> None:
        """The job's card is this interaction's answer."""
        for job in [job for job, known in self._known.items() if known.is_expired()]:
            del self._known[job]
        self._known[job_id] = interaction

    def forget(self, job_id: str) -> None:
        """This one can be answered no more."""
        self._known.pop(job_id, None)

    def end(self) -> None:
        """Their answers can be changed no more: the client they came through is closing."""
        self._known.clear()

    def of(self, job_id: str) -> discord.Interaction[discord.Client] | None:
        """The interaction, while its token lives."""
        interaction = self._known.get(job_id)
        return None if interaction is None or interaction.is_expired() else interaction
