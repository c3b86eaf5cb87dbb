"""What people say, handed to the core, and its answers shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from adapters.slack.blocks.invitations import form_invitation
from adapters.slack.blocks.pictures import Picture
from adapters.slack.listeners.fetching import fetch_picture
from adapters.slack.listeners.seen import Seen
from adapters.slack.lookups.people import People
from adapters.slack.lookups.rooms import Rooms
from adapters.slack.payloads.heard import Heard
from adapters.slack.payloads.reading import Words
from adapters.slack.places import MENTION
from adapters.slack.posts.cards import new_jobs
from adapters.slack.posts.voices import patiently, tell
from adapters.slack.web_api.calling import SlackWeb
from bot import texts
from bot.commands import Again, Command, Create, Problem, Remix
from bot.commands.admin import Admin
from bot.domain.catalogue import Catalogue
from bot.domain.chat import Action, Notice, Reply, Requester, refusal
from bot.grammar import parse
from bot.ports import Downloads
from bot.usecases.answer import Answer

_ADMIN: Final = "admin"


class Part(StrEnum):
    """What of a request stands in the way, where it is not the request as a whole."""

    PLACE = "place"
    PICTURE = "picture"
    REQUEST = "request"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Speaks with the core for everybody in Slack."""

    core: Answer
    catalogue: Catalogue
    people: People
    rooms: Rooms
    seen: Seen
    downloads: Downloads
    web: SlackWeb

    async def said(self, heard: Heard, words: Words, picture: Picture | Notice | None = None) -> None:
        """A mention, a direct message or a slash command; for a picture that cannot be used, what to say of it."""
        if not words.signed.strip():
            if isinstance(picture, Notice):
                await self.tell_once(heard, picture)
                return
            invitation = form_invitation(heard.channel, heard.thread, picture)
            await self.seen.once(heard.answer_id, lambda: patiently(lambda: heard.voice.say(invitation)))
            return
        command = parse(words.signed, self.catalogue, is_called=words.has_call, has_picture=picture is not None)
        if isinstance(command, Problem):
            problem = replace(command, part=words.shown(command.part))
            await self.tell_once(heard, self.core.misread(problem, await self.requester(heard)))
            return
        if isinstance(command, Create | Remix):
            command = replace(command, prompt=words.shown(command.prompt))
        await self.asked(heard, command, picture)

    async def admin_said(self, heard: Heard, words: str) -> None:
        """What stands after `/sora-admin`. Nothing there is ever the prompt of a video."""
        await self.said(heard, Words(f"{_ADMIN} {words or 'show'}"))

    async def asked(self, heard: Heard, command: Command, picture: Picture | Notice | None = None) -> None:
        """A command, whichever way it came."""
        if isinstance(command, Create | Remix | Again):
            reply, _ = await self.make(heard, command, picture)
        elif isinstance(command, Admin):
            room = heard.place or (await self.rooms.get(heard.workspace, heard.channel)).name
            reply = await self._command(heard, replace(command, place=room), None)
        else:
            reply = await self._command(heard, command, None)
        if isinstance(reply, Notice):
            await self.tell_once(heard, reply)

    async def make(
        self, heard: Heard, command: Create | Remix | Again, picture: Picture | Notice | None
    ) -> tuple[Reply, Part]:
        """Make a video, where it can be posted; and what a refusal is about.

        Whoever gets it privately is told where it will be.
        """
        is_private = await self._is_private(heard, command)
        refused = None if is_private else await self._not_in(heard)
        if refused is not None:
            return refused, Part.PLACE
        image = await self._fetched(heard, picture)
        if isinstance(image, Notice):
            return image, Part.PICTURE
        place = heard.for_them_alone if is_private else await self._with_door(heard)
        reply = await self._command(place, command, image)
        is_elsewhere = is_private and (heard.is_between_others or not heard.is_direct)
        if not isinstance(reply, Notice) and reply.cards and is_elsewhere:
            await tell(heard.voice, Notice(text=texts.comes_directly()))
        is_picture = isinstance(reply, Notice) and reply.is_about_picture
        return reply, Part.PICTURE if is_picture else Part.REQUEST

    async def tell_once(self, heard: Heard, notice: Notice) -> None:
        """Tell them, unless that was done when the same event came before."""
        await self.seen.once(heard.answer_id, lambda: tell(heard.voice, notice))

    async def requester(self, heard: Heard) -> Requester:
        """The person as the core knows them."""
        person = await self.people.requester(heard.workspace, heard.user, heard.name)
        return replace(person, here=heard.channel)

    async def press(self, heard: Heard, action: Action, job_id: str) -> Reply:
        """A button that needs nothing but its job."""
        return await self.core.press(
            action,
            job_id,
            requester=await self.requester(heard),
            conversation=heard.conversation,
            event_id=heard.event_id,
        )

    async def _fetched(self, heard: Heard, picture: Picture | Notice | None) -> bytes | Notice | None:
        if isinstance(picture, Picture):
            return await fetch_picture(self.downloads, self.web, heard.workspace, picture)
        return picture

    async def _not_in(self, heard: Heard) -> Notice | None:
        """What to say where we could not post."""
        if heard.is_between_others:
            return refusal(texts.not_in_conversation())
        if heard.are_in or (await self.rooms.get(heard.workspace, heard.channel)).has_us is not False:
            return None
        return refusal(texts.not_in_channel(MENTION))

    async def _with_door(self, heard: Heard) -> Heard:
        """The same, and whether others can look in."""
        if heard.is_direct:
            return heard
        return replace(heard, is_closed=(await self.rooms.get(heard.workspace, heard.channel)).is_closed)

    async def _is_private(self, heard: Heard, command: Create | Remix | Again) -> bool:
        if not isinstance(command, Again) and command.private:
            return True
        sources = [None if isinstance(command, Create) else command.job_id]
        sources += [None if isinstance(command, Again) else command.image_of]
        requester = await self.requester(heard)
        return any([await self.core.is_private(source, requester) for source in sources if source is not None])

    async def _command(self, heard: Heard, command: Command, image: bytes | None) -> Reply:
        with new_jobs():
            return await self.core.command(
                command,
                requester=await self.requester(heard),
                conversation=heard.conversation,
                event_id=heard.event_id,
                image=image,
            )
