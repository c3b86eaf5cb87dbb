"""From the body of a request to a message: the rules of posting and editing (resources/message)."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from tests.discord.component_rules import check_message_components
from tests.discord.components import Json, media_of, walk, with_ids
from tests.discord.errors import ApiError, Problem, invalid, too_long
from tests.discord.files import File, Upload, check_sizes
from tests.discord.mentions import pings
from tests.discord.messages import Flag, Message
from tests.discord.snowflakes import Snowflakes

if TYPE_CHECKING:
    from tests.discord.world import World

MOST_CONTENT: Final = 2000
MOST_NONCE: Final = 25
SETTABLE: Final = Flag.SUPPRESS_EMBEDS | Flag.SUPPRESS_NOTIFICATIONS | Flag.COMPONENTS_V2
BESIDE_LAYOUT: Final = ("content", "embeds", "sticker_ids", "poll")


@dataclass(slots=True)
class Draft:
    """What a request wants a message to be. Only the fields that were sent count."""

    body: Json
    uploads: dict[str, Upload] = field(default_factory=dict)
    """The files by the number in their part's name: `files[0]`."""

    def apply(self, message: Message, *, settable: Flag = SETTABLE) -> None:
        """Make the message so, or refuse and leave it as it is."""
        body = self.body
        flags = self._flags(message, settable)
        layout = Flag.COMPONENTS_V2 in flags
        content = (body.get("content") or "") if "content" in body else message.content
        embeds = (body.get("embeds") or []) if "embeds" in body else message.embeds
        if len(content) > MOST_CONTENT:
            raise too_long("content", MOST_CONTENT)
        if layout and (content or embeds or any(body.get(name) for name in BESIDE_LAYOUT)):
            code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
            raise invalid("", code, f"The {', '.join(BESIDE_LAYOUT)} fields cannot be used with IS_COMPONENTS_V2.")
        components = copy.deepcopy(body.get("components") or []) if "components" in body else message.components
        check_message_components(components, layout=layout)
        check_sizes(list(self.uploads.values()), message.channel.upload_limit)
        kept, added = self._attachments(message)
        if not (content or embeds or components or kept or added):
            raise ApiError(Problem.EMPTY_MESSAGE)
        _check_references(components, {file.filename for file in kept} | {one.filename for one in added})
        store = message.channel.world.files
        files = [*kept, *(store.keep(one, message.channel.id, ephemeral=message.is_ephemeral) for one in added)]
        _resolve_references(components, files, message.channel.world.ids)
        message.content, message.embeds, message.flags = content, embeds, flags
        message.components, message.uploads = with_ids(components), files
        self._ping(message)

    def _flags(self, message: Message, settable: Flag) -> Flag:
        if self.body.get("flags") is None:
            return message.flags
        asked = Flag(self.body["flags"]) & settable
        # Once made of components, always made of components.
        return asked | message.flags & (Flag.COMPONENTS_V2 | Flag.EPHEMERAL)

    def _attachments(self, message: Message) -> tuple[list[File], list[Upload]]:
        """The files that stay and those that come."""
        listed = self.body.get("attachments")
        if listed is None:
            return list(message.uploads), [_clean(upload) for upload in self.uploads.values()]
        described = {str(one["id"]): one for one in listed}
        added = [
            _clean(replace(upload, description=described[number].get("description")))
            for number, upload in self.uploads.items()
            if number in described
        ]
        return [file for file in message.uploads if str(file.id) in described], added

    def _ping(self, message: Message) -> None:
        replied = None if message.reference is None else message.reference.author
        message.pings = pings(message.text, self.body.get("allowed_mentions"), message.channel, message.author, replied)


def draft_message(world: World, draft: Draft, message: Message) -> Message:
    """Fill in a message that is new."""
    nonce = draft.body.get("nonce")
    if isinstance(nonce, str) and len(nonce) > MOST_NONCE:
        raise too_long("nonce", MOST_NONCE)
    message.nonce = nonce
    reference = draft.body.get("message_reference")
    if reference is not None:
        message.reference = _referenced(message, reference)
    draft.apply(message, settable=SETTABLE)
    return message


def _referenced(message: Message, reference: dict[str, Any]) -> Message | None:
    wanted = int(reference["message_id"])
    found = next((one for one in message.channel.messages if one.id == wanted), None)
    if found is None and reference.get("fail_if_not_exists", True):
        raise invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    return found


def _clean(upload: Upload) -> Upload:
    """Discord keeps no blanks and no odd signs in the names of files."""
    return replace(upload, filename=re.sub(r"[^\w.-]", "_", upload.filename))


def _check_references(components: list[Json], names: set[str]) -> None:
    for placed in walk(components):
        for media in media_of(placed.body):
            scheme, _, name = media["url"].partition("://")
            if scheme == "attachment" and re.sub(r"[^\w.-]", "_", name) not in names:
                code, message = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", "The attachment was not found."
                raise invalid(f"{placed.place}.media.url", code, message)


def _resolve_references(components: list[Json], files: list[File], ids: Snowflakes) -> None:
    named = {file.filename: file for file in files}
    addressed = {file.url.partition("?")[0]: file for file in files}
    for placed in walk(components):
        for media in media_of(placed.body):
            scheme, _, name = media["url"].partition("://")
            own = named.get(re.sub(r"[^\w.-]", "_", name)) if scheme == "attachment" else None
            own = own or addressed.get(media["url"].partition("?")[0])
            media |= (
                own.media if own else {"proxy_url": media["url"], "width": None, "height": None, "id": str(ids.next())}
            )
