"""From the body of a request to a message: the rules of posting and editing (resources/message)."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field, replace
from typing import Any, Final

from tests.discord.component_rules import check_message_components
from tests.discord.components import Json, Kind, completed, media_of, walk
from tests.discord.errors import ApiError, Problem, invalid, too_long
from tests.discord.files import File, Upload, check_sizes
from tests.discord.mentions import pings
from tests.discord.messages import Flag, Message
from tests.discord.snowflakes import Snowflakes

MOST_CONTENT: Final = 2000
MOST_NONCE: Final = 25
MOST_EMBEDS: Final = 10
MOST_FILES: Final = 10
SETTABLE: Final = Flag.SUPPRESS_EMBEDS | Flag.SUPPRESS_NOTIFICATIONS | Flag.COMPONENTS_V2
# What a message has for good: how it was made, and for whom.
LASTING: Final = Flag.COMPONENTS_V2 | Flag.EPHEMERAL | Flag.LOADING
BESIDE_LAYOUT: Final = ("content", "embeds", "sticker_ids", "poll")


@dataclass(slots=True)
class Draft:
    """What a request wants a message to be. Only the fields that were sent count."""

    body: Json
    uploads: dict[str, Upload] = field(default_factory=dict)
    """The files by the number in their part's name: `files[0]`."""

    def apply(self, message: Message) -> None:
        """Make the message so, or refuse and leave it as it is."""
        check_sizes(list(self.uploads.values()), message.channel.upload_limit)
        flags, content, embeds = self._flags(message), self._content(message), self._embeds(message)
        layout = Flag.COMPONENTS_V2 in flags
        if layout and (content or embeds or any(self.body.get(name) for name in BESIDE_LAYOUT)):
            code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
            raise invalid("", code, f"The {', '.join(BESIDE_LAYOUT)} fields cannot be used with IS_COMPONENTS_V2.")
        components = copy.deepcopy(
            self.body.get("components") or [] if "components" in self.body else message.components
        )
        check_message_components(components, layout=layout)
        kept, added = self._attachments(message)
        if not (content or embeds or components or kept or added):
            raise ApiError(Problem.EMPTY_MESSAGE)
        _check_references(components, {file.filename for file in kept} | {one.filename for one in added})
        world = message.channel.world
        files = [*kept, *(world.files.keep(one, message.channel.id, ephemeral=message.is_ephemeral) for one in added)]
        _resolve_references(components, files, world.ids)
        is_new = not message.has_been_seen
        message.content, message.embeds, message.flags = content, embeds, flags
        message.components, message.uploads = completed(components), files
        if is_new:
            replied = None if message.reference is None else message.reference.author
            allowed = self.body.get("allowed_mentions")
            message.pings = pings(message.text, allowed, message.channel, message.author, replied)

    def _flags(self, message: Message) -> Flag:
        if self.body.get("flags") is None:
            return message.flags
        return Flag(self.body["flags"]) & SETTABLE | message.flags & LASTING

    def _content(self, message: Message) -> str:
        content: str = self.body["content"] or "" if "content" in self.body else message.content
        if len(content) > MOST_CONTENT:
            raise too_long("content", MOST_CONTENT)
        return content

    def _embeds(self, message: Message) -> list[Json]:
        embeds: list[Json] = self.body["embeds"] or [] if "embeds" in self.body else message.embeds
        if len(embeds) > MOST_EMBEDS:
            raise too_long("embeds", MOST_EMBEDS)
        return embeds

    def _attachments(self, message: Message) -> tuple[list[File], list[Upload]]:
        """The files that stay and those that come."""
        listed = self.body.get("attachments")
        if listed is None:
            kept, added = list(message.uploads), [_clean(upload) for upload in self.uploads.values()]
        else:
            described = {str(one["id"]): one for one in listed}
            kept = [file for file in message.uploads if str(file.id) in described]
            added = [
                _clean(replace(upload, description=described[number].get("description")))
                for number, upload in self.uploads.items()
                if number in described
            ]
        if len(kept) + len(added) > MOST_FILES:
            raise too_long("attachments", MOST_FILES)
        return kept, added


def draft_message(draft: Draft, message: Message) -> Message:
    """Fill in a message that is new."""
    nonce = draft.body.get("nonce")
    if isinstance(nonce, str) and len(nonce) > MOST_NONCE:
        raise too_long("nonce", MOST_NONCE)
    message.nonce = nonce
    reference = draft.body.get("message_reference")
    if reference is not None:
        message.reference = _referenced(message, reference)
    draft.apply(message)
    return message


def _referenced(message: Message, reference: dict[str, Any]) -> Message | None:
    wanted = int(reference["message_id"])
    found = next((one for one in message.channel.messages if one.id == wanted), None)
    if found is None and reference.get("fail_if_not_exists", True):
        raise invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    return found


def _clean(upload: Upload) -> Upload:
    return replace(upload, filename=_cleaned(upload.filename))


def _cleaned(filename: str) -> str:
    """Discord keeps no blanks and no odd signs in the names of files."""
    return re.sub(r"[^\w.-]", "_", filename)


def _attachment_name(media: Json) -> str | None:
    """The file a component names by `attachment://`."""
    scheme, _, name = media["url"].partition("://")
    return _cleaned(name) if scheme == "attachment" else None


def _check_references(components: list[Json], names: set[str]) -> None:
    for placed in walk(components):
        for media in media_of(placed.body):
            name = _attachment_name(media)
            if name is not None and name not in names:
                code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
                raise invalid(placed.place, code, f"The attachment {name} was not found.")


def _resolve_references(components: list[Json], files: list[File], ids: Snowflakes) -> None:
    named = {file.filename: file for file in files}
    addressed = {file.address: file for file in files}
    for placed in walk(components):
        for media in media_of(placed.body):
            own = named.get(_attachment_name(media) or "") or addressed.get(media["url"].partition("?")[0])
            if own is None:
                media |= {"id": str(ids.next()), "proxy_url": media["url"], "width": None, "height": None}
            else:
                media |= own.media
                if placed.kind == Kind.FILE:
                    placed.body.update(name=own.filename, size=own.size)
