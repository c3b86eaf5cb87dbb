"""People and what they do: the only way in which a test speaks to the bot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.discord.channels import Channel
from tests.discord.command_rules import CHAT_INPUT, MESSAGE_MENU
from tests.discord.commands import Found
from tests.discord.components import Json, Kind, Select, walk
from tests.discord.direct import DirectChannel
from tests.discord.drafts import Draft
from tests.discord.errors import Impossible
from tests.discord.files import Upload
from tests.discord.interactions import Interaction, Type
from tests.discord.messages import Message
from tests.discord.modals import Modal, submitted
from tests.discord.options import Resolved, fill_in, typing
from tests.discord.payloads import to_message
from tests.discord.permissions import Permission
from tests.discord.posting import post
from tests.discord.seen import Seen
from tests.discord.threads import Thread
from tests.discord.users import User

if TYPE_CHECKING:
    from tests.discord.world import World


@dataclass(eq=False, repr=False)
class Person(User):
    """Somebody with the real client in their hands."""

    world: World = field(kw_only=True)
    locale: str = field(default="en-US", kw_only=True)
    """The language of their client, as Discord names it."""
    takes_direct_messages: bool = field(default=True, kw_only=True)

    @property
    def dm(self) -> DirectChannel:
        """Their direct messages with the bot."""
        return self.world.direct_channel(self)

    def close_direct_messages(self) -> None:
        """Let nobody write to them but friends."""
        self.takes_direct_messages = False

    def open_direct_messages(self) -> None:
        self.takes_direct_messages = True

    def sees(self, channel: Channel) -> list[Message]:
        """The messages this person sees there: everybody's, and the ephemeral ones that are for them."""
        if not channel.is_there or not channel.permissions_of(self) & Permission.VIEW_CHANNEL:
            return []
        return [one for one in channel.all_messages if not one.deleted and one.only_for in (None, self)]

    def write(
        self, channel: Channel, text: str = "", *, files: Sequence[Upload] = (), reply_to: Message | None = None
    ) -> Message:
        """Write a message."""
        if not channel.permissions_of(self) & Permission.SEND_MESSAGES:
            raise Impossible(f"{self} cannot write in {channel}")
        body: Json = {"content": text}
        if reply_to is not None:
            body["message_reference"] = {"message_id": str(reply_to.id), "channel_id": str(channel.id)}
        return post(channel, self, Draft(body, {str(number): file for number, file in enumerate(files)}))

    async def slash(self, channel: Channel, command: str, /, **options: object) -> Seen:
        """Use a slash command: `await ann.slash(channel, "sora create", prompt="a kite")`."""
        found = self._usable(channel, command, CHAT_INPUT)
        resolved = Resolved(channel, self)
        data = _data(found, fill_in(found.options, options, resolved), resolved)
        return await self._interact(Type.COMMAND, channel, data, command)

    async def complete(self, channel: Channel, command: str, /, *, focused: str, value: str, **others: object) -> Seen:
        """Type a part of an option and look at what is suggested."""
        found = self._usable(channel, command, CHAT_INPUT)
        resolved = Resolved(channel, self)
        data = _data(found, typing(found.options, focused, value, others, resolved), resolved)
        return await self._interact(Type.AUTOCOMPLETE, channel, data, command)

    async def press(self, message: Message, label_or_custom_id: str) -> Seen:
        """Press a button."""
        self._check_sees(message)
        button = message.button(label_or_custom_id)
        if button.disabled or button.custom_id is None:
            raise Impossible(f"{label_or_custom_id!r} is {'disabled' if button.disabled else 'only a link'}")
        return await self._use(message, button.custom_id, {})

    async def choose(self, message: Message, custom_id_or_placeholder: str, *chosen: object) -> Seen:
        """Choose in a select: options by what is shown or sent, or people, roles and channels."""
        self._check_sees(message)
        for select in message.selects:
            if custom_id_or_placeholder in (select.custom_id, select.placeholder):
                break
        else:
            raise Impossible(f"no select {custom_id_or_placeholder!r}, only {message.selects}")
        if select.disabled or not select.min_values <= len(chosen) <= select.max_values:
            raise Impossible(f"{custom_id_or_placeholder!r} does not take {chosen}")
        resolved = Resolved(message.channel, self)
        values = [_chosen(select, one, resolved) for one in chosen]
        more = {"resolved": resolved.found} if resolved.found else {}
        return await self._use(message, select.custom_id, {"values": values} | more)

    async def fill(
        self,
        modal: Modal,
        written: Mapping[str, object] | None = None,
        *,
        files: Mapping[str, Upload | Sequence[Upload]] | None = None,
    ) -> Seen:
        """Fill in a form and send it; fields are named by their label or custom id."""
        opened_by = modal.opened_by
        if opened_by.person is not self:
            raise Impossible(f"the form is open before {opened_by.person}, not before {self}")
        resolved = Resolved(opened_by.channel, self)
        components = submitted(modal, {**(written or {}), **(files or {})}, resolved)
        data: Json = {"custom_id": modal.custom_id, "components": components}
        if resolved.found:
            data["resolved"] = resolved.found
        return await self._interact(Type.MODAL, opened_by.channel, data, modal.title, opened_by=opened_by)

    async def use_message_menu(self, message: Message, name: str) -> Seen:
        """Use an entry of a message's menu: `await ann.use_message_menu(message, "Animate this image")`."""
        self._check_sees(message)
        found = self._usable(message.channel, name, MESSAGE_MENU)
        resolved = {"messages": {str(message.id): to_message(message)}}
        data = _data(found, [], Resolved(message.channel, self, resolved)) | {"target_id": str(message.id)}
        return await self._interact(Type.COMMAND, message.channel, data, name)

    def can_use(self, channel: Channel, command: str) -> bool:
        """Whether the client offers this command there."""
        try:
            self._usable(channel, command, CHAT_INPUT)
        except Impossible:
            return False
        return True

    async def _use(self, message: Message, custom_id: str, more: Json) -> Seen:
        body = next(one.body for one in walk(message.components) if one.body.get("custom_id") == custom_id)
        data = {"custom_id": custom_id, "component_type": body["type"], "id": body["id"]} | more
        return await self._interact(Type.COMPONENT, message.channel, data, custom_id, source=message)

    async def _interact(
        self,
        kind: Type,
        channel: Channel,
        data: Json,
        name: str,
        *,
        source: Message | None = None,
        opened_by: Interaction | None = None,
    ) -> Seen:
        interaction = self.world.interactions.new(
            kind, self, channel, data=data, name=name, source=source, opened_by=opened_by
        )
        await self.world.interactions.send(interaction)
        return Seen(interaction)

    def _usable(self, channel: Channel, command: str, kind: int) -> Found:
        found = self.world.commands.find(command, channel.guild, kind)
        contexts = found.body["contexts"] or ([0, 1] if found.body["dm_permission"] else [0])
        if (1 if channel.guild is None else 0) not in contexts:
            raise Impossible(f"{command!r} is not offered in {channel}")
        may = channel.permissions_of(self)
        needed = found.body["default_member_permissions"]
        if not (may & Permission.VIEW_CHANNEL and may & Permission.USE_APPLICATION_COMMANDS):
            raise Impossible(f"{self} cannot use commands in {channel}")
        if channel.guild is not None:
            if not channel.guild.has_commands:
                raise Impossible(f"the bot is not in {channel.guild}")
            lacks = needed is not None and int(needed) & ~int(may)
            if (lacks or needed == "0") and not may & Permission.ADMINISTRATOR:
                raise Impossible(f"{self} does not see {command!r}: it is for members with more permissions")
        if isinstance(channel, Thread) and channel.archived:
            raise Impossible(f"{channel} is archived")
        return found

    def _check_sees(self, message: Message) -> None:
        if message not in self.sees(message.channel):
            raise Impossible(f"{self} does not see the message {message.summary}")


def _data(found: Found, options: list[Json], resolved: Resolved) -> Json:
    for step in reversed(found.path):
        options = [{"name": step["name"], "type": step["type"], "options": options}]
    data: Json = {"id": found.body["id"], "name": found.body["name"], "type": found.body["type"]}
    if "guild_id" in found.body:
        data["guild_id"] = found.body["guild_id"]
    if options:
        data["options"] = options
    return data | {"resolved": resolved.found} if resolved.found else data


def _chosen(select: Select, one: object, resolved: Resolved) -> str:
    if select.kind is not Kind.STRING_SELECT:
        return resolved.add(one)
    for option in select.options:
        if one in (option.label, option.value):
            return option.value
    raise Impossible(f"no {one!r} in {[option.label for option in select.options]}")
