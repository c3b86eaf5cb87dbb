"""What people do, handed to the core, and its answers shown. Acknowledged within moments, always."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import structlog
from discord import app_commands

from adapters.discord.acknowledging import acknowledge
from adapters.discord.drafts import Draft, Drafts
from adapters.discord.forms import (
    Filled,
    FormKind,
    animate_form,
    create_form,
    read_form,
    remix_form,
    start_form,
    words_in,
)
from adapters.discord.pending import answering
from adapters.discord.pictures import Attachment
from adapters.discord.places import MANNER, name_of_place, to_conversation, to_requester
from adapters.discord.reading import AnimateWanted, Asked, FormWanted, UnknownCommand, read, read_typing
from adapters.discord.saying import (
    Interaction,
    edit,
    hand_back,
    may_post,
    show,
    think,
    whisper,
    whisper_if_possible,
)
from adapters.discord.suggestions import JobHint, suggest
from bot import texts
from bot.commands import Again, Cancel, Command, CommandName, Create, Problem, Remix
from bot.commands.admin import Admin
from bot.domain.catalogue import Catalogue
from bot.domain.chat import Action, Notice, Reply, Requester, refusal
from bot.grammar import from_options
from bot.usecases.answer import Answer

log = structlog.get_logger()

LOOK_UP: Final = 2.0
"""Seconds for what must be known before the first answer: that is due after three."""

_IN_PLACE: Final = frozenset(
    {Action.CANCEL_NOW, Action.CANCEL_FREE, Action.KEEP, Action.DELETE_NOW, Action.LEAVE, Action.HISTORY}
)
"""What is pressed under an answer of ours, which then changes into the next one."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Speaks with the core for everybody on Discord."""

    core: Answer
    catalogue: Catalogue
    drafts: Drafts = field(default_factory=Drafts)

    async def command(self, interaction: Interaction, data: Mapping[str, Any]) -> None:
        """A slash command, or the entry in a message's menu."""
        try:
            reading = read(data, self.catalogue)
        except UnknownCommand:
            await whisper(interaction, refusal(texts.old_command(MANNER)))
            return
        match reading:
            case Asked(command, attachment):
                await self._ask(interaction, command, attachment)
            case FormWanted(values, attachment):
                name = str(interaction.id)
                self.drafts.keep(name, Draft(values, attachment))
                is_bare = not values and attachment is None
                await interaction.response.send_modal(create_form(name, is_bare=is_bare))
            case AnimateWanted(None):
                await whisper(interaction, refusal(texts.no_picture(MANNER)))
            case AnimateWanted(attachment):
                name = str(interaction.id)
                self.drafts.keep(name, Draft(attachment=attachment))
                await interaction.response.send_modal(animate_form(name))
            case Admin():
                await self._ask(interaction, replace(reading, place=name_of_place(interaction)), None)
            case Problem():
                await whisper(interaction, refusal(texts.problem(reading, MANNER)))

    async def form(self, interaction: Interaction, data: Mapping[str, Any]) -> None:
        """A form that was sent off. Where nothing comes of it, people get their words back."""
        filled = read_form(data)
        if filled is None:
            await whisper(interaction, refusal(texts.form_gone()))
            await hand_back(interaction, words_in(data))
        elif not await self._filled(interaction, filled):
            await hand_back(interaction, filled.words)

    async def press(self, interaction: Interaction, action: str, job_id: str) -> None:
        """A button. Cancelling asks first, remixing opens a form, the rest is the core's."""
        requester = to_requester(interaction)
        match action:
            case Action.CANCEL:
                await acknowledge(interaction, ephemeral=True, thinking=True)
                await edit(interaction, await self.core.ask_cancel(job_id, requester))
            case Action.DELETE:
                await acknowledge(interaction, ephemeral=True, thinking=True)
                await edit(interaction, await self.core.ask_delete(job_id, requester))
            case action if action in _IN_PLACE:
                await acknowledge(interaction)
                reply = await self._press(interaction, Action(action), job_id)
                if isinstance(reply, Notice):
                    await edit(interaction, reply)
            case Action.REMIX | Action.START_IMAGE:
                form = remix_form if action == Action.REMIX else start_form
                async with asyncio.timeout(LOOK_UP):
                    original = await self.core.original(job_id, requester)
                if original is None:
                    await whisper(interaction, refusal(texts.unknown_job(job_id, MANNER)))
                else:
                    await interaction.response.send_modal(form(job_id, original.prompt))
            case Action.AGAIN | Action.RETRY:
                is_whisper = await self._is_private(job_id, requester)
                await self._make(
                    interaction, lambda: self._press(interaction, Action(action), job_id), is_whisper=is_whisper
                )
            case _:
                await whisper(interaction, refusal(texts.old_button(MANNER)))

    async def suggest(self, interaction: Interaction, data: Mapping[str, Any]) -> None:
        """What could stand in the option somebody is typing in; nothing where that takes too long."""
        choices: list[app_commands.Choice[str | int | float]] = []
        with contextlib.suppress(UnknownCommand, TimeoutError):
            typing = read_typing(data)
            async with asyncio.timeout(LOOK_UP):
                jobs = await self.core.jobs_of(to_requester(interaction)) if typing.option == "job" else ()
            hints = [JobHint(job.id, job.request.prompt, texts.job_word(job)) for job in jobs]
            choices = [
                app_commands.Choice(name=choice.label, value=choice.value)
                for choice in suggest(typing.command, typing.option, typing.typed, typing.others, self.catalogue, hints)
            ]
        await interaction.response.autocomplete(choices)

    async def sorry(self, interaction: Interaction) -> None:
        """Something broke: say so, where it can still be said."""
        await whisper_if_possible(interaction, refusal(texts.internal_error()))

    async def cut_off(self, interaction: Interaction) -> None:
        """The bot stops before it could finish this: say so, where it can still be said."""
        await whisper_if_possible(interaction, refusal(texts.stopped_meanwhile()))

    async def _filled(self, interaction: Interaction, filled: Filled) -> bool:
        """Whether a form became a job."""
        command = self._of_form(filled)
        if command is None or isinstance(command, Problem):
            await whisper(
                interaction, refusal(texts.form_gone() if command is None else texts.problem(command, MANNER))
            )
            return False
        draft = self.drafts.of(filled.about)
        return await self._ask(interaction, command, filled.picture or (draft.attachment if draft else None))

    def _of_form(self, filled: Filled) -> Command | Problem | None:
        """The command a form stands for; None where what it began with is forgotten: it may have been private."""
        if filled.kind in (FormKind.REMIX, FormKind.START):
            picture = filled.about if filled.kind is FormKind.START else None
            given = {**filled.values, "job": filled.about, "image": picture}
            return from_options(CommandName.REMIX, given, self.catalogue)
        draft = Draft() if filled.kind is FormKind.CREATE else self.drafts.of(filled.about)
        if draft is None:
            return None
        values = filled.values if filled.kind is FormKind.ANIMATE else {**draft.values, "prompt": filled.words}
        return from_options(CommandName.CREATE, values, self.catalogue)

    async def _ask(self, interaction: Interaction, command: Command, attachment: Attachment | None) -> bool:
        """Hand a command over; whether it was taken."""
        if isinstance(command, Create | Remix) and attachment is not None:
            # Fetched with all the guards that a linked picture gets, before its address expires.
            command = replace(command, image_url=attachment.url)
        match command:
            case Cancel(job_id):
                await self.press(interaction, Action.CANCEL, job_id)
                return True
            case Create():
                is_whisper = command.private
            case Remix() | Again():
                is_private = isinstance(command, Remix) and command.private
                is_whisper = is_private or await self._is_private(command.job_id, to_requester(interaction))
            case _:
                return await self._answered(interaction, lambda: self._command(interaction, command), is_whisper=True)
        return await self._make(interaction, lambda: self._command(interaction, command), is_whisper=is_whisper)

    async def _is_private(self, job_id: str, requester: Requester) -> bool:
        """Whether what grows out of this job is for one person alone. Where that takes too long, nobody else sees it.

        A card that is for everybody after all then goes into the channel by itself.
        """
        try:
            async with asyncio.timeout(LOOK_UP):
                return await self.core.is_private(job_id, requester)
        except TimeoutError:
            return True

    async def _make(self, interaction: Interaction, work: Callable[[], Awaitable[Reply]], *, is_whisper: bool) -> bool:
        """Make a video. A whispered answer needs no right in the channel."""
        if not is_whisper and not await may_post(interaction):
            return False
        return await self._answered(interaction, work, is_whisper=is_whisper)

    async def _answered(
        self, interaction: Interaction, work: Callable[[], Awaitable[Reply]], *, is_whisper: bool
    ) -> bool:
        """Acknowledge, work, and show what comes: cards have taken the answer's place by then. Whether any came."""
        pending = await think(interaction, is_whisper=is_whisper)
        with answering(pending):
            reply = await work()
        await show(interaction, reply, pending)
        return not isinstance(reply, Notice)

    async def _command(self, interaction: Interaction, command: Command) -> Reply:
        return await self.core.command(
            command,
            requester=to_requester(interaction),
            conversation=to_conversation(interaction),
            event_id=str(interaction.id),
        )

    async def _press(self, interaction: Interaction, action: Action, job_id: str) -> Reply:
        return await self.core.press(
            action,
            job_id,
            requester=to_requester(interaction),
            conversation=to_conversation(interaction),
            event_id=str(interaction.id),
        )
