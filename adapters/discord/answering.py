"""What people do, handed to the core, and its answers shown. Acknowledged within moments, always."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import discord
import structlog
from discord import app_commands

from adapters.discord.drafts import Draft, Drafts
from adapters.discord.forms import Filled, animate_form, create_form, read_form, remix_form
from adapters.discord.layout import notice_view
from adapters.discord.pending import PendingAnswer, answering
from adapters.discord.permissions import missing_permissions
from adapters.discord.pictures import Attachment
from adapters.discord.places import to_conversation, to_requester
from adapters.discord.reading import AnimateWanted, Asked, FormWanted, UnknownCommand, read, read_typing
from adapters.discord.suggestions import JobHint, suggest
from adapters.discord.views import still
from bot import texts
from bot.commands import Again, Cancel, Command, CommandName, Create, Problem, Remix
from bot.commands.admin import Admin
from bot.domain.catalogue import Catalogue
from bot.domain.chat import Action, Notice, Reply, Tone
from bot.grammar import compose_prompt, from_options
from bot.usecases.answer import Answer

log = structlog.get_logger()

LOOK_UP: Final = 2.0
"""Seconds that may pass before a form opens: it must be the first answer, and that is due after three."""

Interaction = discord.Interaction[discord.Client]
_NOBODY: Final = discord.AllowedMentions.none()


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
            await _whisper(interaction, _bad(texts.old_button()))
            return
        match reading:
            case Asked(command, attachment):
                await self._ask(interaction, command, attachment)
            case FormWanted(values, attachment):
                name = str(interaction.id)
                self.drafts.keep(name, Draft(values, attachment))
                await interaction.response.send_modal(create_form(name))
            case AnimateWanted(None):
                await _whisper(interaction, _bad(texts.no_picture()))
            case AnimateWanted(attachment):
                name = str(interaction.id)
                self.drafts.keep(name, Draft(attachment=attachment))
                await interaction.response.send_modal(animate_form(name))
            case Admin():
                may = interaction.permissions.manage_guild
                await _whisper(interaction, _bad(texts.not_there_yet() if may else texts.admins_only()))
            case Problem():
                await _whisper(interaction, _bad(texts.problem(reading)))

    async def form(self, interaction: Interaction, data: Mapping[str, Any]) -> None:
        """A form that was sent off."""
        filled = read_form(data)
        command = None if filled is None else self._of_form(filled)
        if filled is None or command is None:
            await _whisper(interaction, _bad(texts.form_gone()))
        elif isinstance(command, Problem):
            await _whisper(interaction, _bad(texts.problem(command)))
        else:
            draft = self.drafts.of(filled.about)
            await self._ask(interaction, command, filled.picture or (draft.attachment if draft else None))

    async def press(self, interaction: Interaction, action: str, job_id: str) -> None:
        """A button. Cancelling asks first, remixing opens a form, the rest is the core's."""
        requester = to_requester(interaction)
        match action:
            case Action.CANCEL:
                await interaction.response.defer(ephemeral=True, thinking=True)
                await _edit(interaction, await self.core.ask_cancel(job_id, requester))
            case Action.CANCEL_NOW | Action.CANCEL_FREE | Action.KEEP:
                await interaction.response.defer()
                reply = await self._press(interaction, Action(action), job_id)
                if isinstance(reply, Notice):
                    await _edit(interaction, reply)
            case Action.REMIX:
                async with asyncio.timeout(LOOK_UP):
                    original = await self.core.original(job_id, requester)
                if original is None:
                    await _whisper(interaction, _bad(texts.unknown_job(job_id)))
                else:
                    await interaction.response.send_modal(remix_form(job_id, original.prompt))
            case Action.AGAIN | Action.RETRY:
                if await _may_post(interaction):
                    await self._answered(interaction, self._press, Action(action), job_id)
            case _:
                await _whisper(interaction, _bad(texts.old_button()))

    async def suggest(self, interaction: Interaction, data: Mapping[str, Any]) -> None:
        """What could stand in the option somebody is typing in; nothing where that takes too long."""
        choices: list[app_commands.Choice[str | int | float]] = []
        with contextlib.suppress(UnknownCommand, TimeoutError):
            typing = read_typing(data)
            async with asyncio.timeout(LOOK_UP):
                jobs = await self.core.jobs_of(to_requester(interaction)) if typing.option == "job" else ()
            hints = [JobHint(job.id, job.request.prompt, texts.status_word(job.status)) for job in jobs]
            choices = [
                app_commands.Choice(name=choice.label, value=choice.value)
                for choice in suggest(typing.command, typing.option, typing.typed, typing.others, self.catalogue, hints)
            ]
        await interaction.response.autocomplete(choices)

    async def welcome(self, guild: discord.Guild) -> None:
        """Say what there is to do, where the server's own news stand, or to its owner."""
        view = notice_view(Notice(text=texts.welcome(guild.name), tone=Tone.GOOD))
        channel = guild.system_channel
        try:
            if channel is not None and channel.permissions_for(guild.me).send_messages:
                await channel.send(view=view, allowed_mentions=_NOBODY)
            elif guild.owner_id is not None:
                owner = await guild.fetch_member(guild.owner_id)
                await owner.send(view=view, allowed_mentions=_NOBODY)
        except discord.HTTPException as error:
            log.info("discord_welcome_not_said", code=error.code)

    async def sorry(self, interaction: Interaction) -> None:
        """Something broke: say so, where it can still be said."""
        with contextlib.suppress(discord.HTTPException):
            await _whisper(interaction, _bad(texts.internal_error()))

    def _of_form(self, filled: Filled) -> Command | Problem | None:
        """The command a form stands for; None where what it began with is forgotten."""
        draft = self.drafts.of(filled.about)
        match filled.kind:
            case "create":
                prompt = compose_prompt(**filled.parts)
                values = {} if draft is None else draft.values
                return from_options(CommandName.CREATE, {**values, "prompt": prompt}, self.catalogue)
            case "remix":
                return from_options(CommandName.REMIX, {**filled.values, "job": filled.about}, self.catalogue)
            case _:
                return None if draft is None else from_options(CommandName.CREATE, filled.values, self.catalogue)

    async def _ask(self, interaction: Interaction, command: Command, attachment: Attachment | None) -> None:
        if isinstance(command, Cancel):
            await self.press(interaction, Action.CANCEL, command.job_id)
            return
        if isinstance(command, Create | Remix | Again) and not await _may_post(interaction):
            return
        if isinstance(command, Create | Remix) and attachment is not None:
            # Fetched with all the guards that a linked picture gets, before its address expires.
            command = replace(command, image_url=attachment.url)
        await self._answered(interaction, self._command, command)

    async def _answered(self, interaction: Interaction, work: Any, *given: Any) -> None:
        """Defer, work, and show what comes: cards have taken the answer's place by then."""
        is_whisper = _is_whisper(interaction, given[0])
        await interaction.response.defer(ephemeral=is_whisper, thinking=True)
        with answering(interaction) as pending:
            reply = await work(interaction, *given)
        await _show(interaction, reply, pending, is_whisper=is_whisper)

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


def _is_whisper(interaction: Interaction, given: Command | Action) -> bool:
    """Whether the answer is for one person: looks, private requests, and whatever grows out of a whisper."""
    if isinstance(given, Create | Remix):
        return given.private
    if isinstance(given, Again | Action):
        return interaction.message is not None and interaction.message.flags.ephemeral
    return True


async def _may_post(interaction: Interaction) -> bool:
    """Whether the video could be posted here; if not, that is said before anything is charged."""
    missing = missing_permissions(interaction)
    if missing:
        await _whisper(interaction, _bad(texts.missing_permissions(missing)))
    return not missing


async def _show(interaction: Interaction, reply: Reply, pending: PendingAnswer, *, is_whisper: bool) -> None:
    if isinstance(reply, Notice) and (is_whisper or not reply.private):
        await _edit(interaction, reply)
    elif isinstance(reply, Notice):
        await interaction.delete_original_response()
        await interaction.followup.send(view=still(notice_view(reply)), ephemeral=True, allowed_mentions=_NOBODY)
    elif not pending.is_used:
        await interaction.delete_original_response()  # the same event came twice; its card is there already


async def _edit(interaction: Interaction, notice: Notice) -> None:
    await interaction.edit_original_response(view=still(notice_view(notice)), allowed_mentions=_NOBODY)


async def _whisper(interaction: Interaction, notice: Notice) -> None:
    """Say it to this person alone, as the first answer or as one more."""
    view = still(notice_view(notice))
    if interaction.response.is_done():
        await interaction.followup.send(view=view, ephemeral=True, allowed_mentions=_NOBODY)
    else:
        await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=_NOBODY)


def _bad(text: str) -> Notice:
    return Notice(text=text, tone=Tone.BAD)
