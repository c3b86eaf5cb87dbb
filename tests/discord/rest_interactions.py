"""Routes of interactions: the first answer, the original message, and what follows it.

They take no bot token: the interaction's own token opens them.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, Final

from tests.discord.calls import NO_CONTENT, Answer, Call, Routes
from tests.discord.component_rules import check_modal
from tests.discord.components import completed
from tests.discord.drafts import Draft
from tests.discord.errors import ApiError, Problem, invalid, too_long
from tests.discord.interactions import Acknowledged, Choice, Interaction, Type
from tests.discord.messages import Flag, Message
from tests.discord.modals import Modal
from tests.discord.options import STRING
from tests.discord.payloads import to_message
from tests.discord.posting import delete, edit, publish

MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9


def acknowledge(call: Call) -> Answer:
    """Take the first answer to an interaction."""
    interaction = call.world.interactions.by_id(call.id("interaction_id"), call.params["interaction_token"])
    kind = call.json.get("type")
    data = call.json.get("data") or {}
    _check_kind(interaction, kind)
    match kind:
        case 4:
            interaction.original = _answer(interaction, data, call.draft)
            interaction.acknowledge(Acknowledged.MESSAGE)
        case 5:
            interaction.original = _thinking(interaction, data)
            interaction.acknowledge(Acknowledged.DEFERRED)
        case 6:
            interaction.original = interaction.source
            interaction.acknowledge(Acknowledged.DEFERRED_UPDATE)
        case 7:
            assert interaction.source is not None
            edit(interaction.source, Draft(data, call.uploads))
            interaction.original = interaction.source
            interaction.acknowledge(Acknowledged.UPDATE)
        case 8:
            interaction.choices = _choices(interaction, data)
            interaction.acknowledge(Acknowledged.CHOICES)
        case 9:
            check_modal(data)
            body = copy.deepcopy(data)
            completed(body["components"])
            interaction.modal = Modal(body, interaction)
            interaction.acknowledge(Acknowledged.MODAL)
    if call.query.get("with_response") not in {"1", "true"}:
        return NO_CONTENT
    return 200, _told(interaction, int(kind or 0))


def get_original(call: Call) -> Answer:
    return 200, to_message(_original(call))


def edit_original(call: Call) -> Answer:
    return _edit(call, _original(call))


def delete_original(call: Call) -> Answer:
    delete(_original(call))
    return NO_CONTENT


def follow_up(call: Call) -> Answer:
    """Post another message; the first one after "thinking" takes the place of that."""
    interaction = _interaction(call)
    original = interaction.original
    if original is not None and original.is_thinking and not original.deleted:
        edit(original, call.draft)
        return 200, to_message(original)
    message = _answer(interaction, call.json, call.draft)
    interaction.followups.append(message)
    call.world.bell.ring()
    return 200, to_message(message)


def get_followup(call: Call) -> Answer:
    return 200, to_message(_followup(call))


def edit_followup(call: Call) -> Answer:
    return _edit(call, _followup(call))


def delete_followup(call: Call) -> Answer:
    delete(_followup(call))
    return NO_CONTENT


def _check_kind(interaction: Interaction, kind: Any) -> None:
    allowed = {
        Type.COMMAND: {MESSAGE, DEFERRED, MODAL},
        Type.AUTOCOMPLETE: {CHOICES},
        Type.COMPONENT: {MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, MODAL},
        Type.MODAL: {MESSAGE, DEFERRED},
    }[interaction.type]
    if interaction.type is Type.MODAL and interaction.source is not None:
        allowed = allowed | {DEFERRED_UPDATE, UPDATE}
    if kind not in allowed:
        raise invalid("type", "INTERACTION_APPLICATION_COMMAND_CALLBACK_TYPE", f"Must be one of {sorted(allowed)}.")


def _blank(interaction: Interaction, flags: Flag) -> Message:
    return Message(
        channel=interaction.channel,
        id=interaction.world.ids.next(),
        author=interaction.world.bot,
        flags=flags,
        only_for=interaction.person if Flag.EPHEMERAL in flags else None,
        interaction=interaction,
    )


def _answer(interaction: Interaction, data: dict[str, Any], draft: Draft) -> Message:
    message = _blank(interaction, Flag(data.get("flags") or 0) & Flag.EPHEMERAL)
    Draft(data, draft.uploads).apply(message)
    publish(message)
    return message


def _thinking(interaction: Interaction, data: dict[str, Any]) -> Message:
    """Say that the bot is thinking. Only whether it is ephemeral can be said about it now."""
    message = _blank(interaction, Flag.LOADING | Flag(data.get("flags") or 0) & Flag.EPHEMERAL)
    publish(message)
    return message


def _choices(interaction: Interaction, data: dict[str, Any]) -> list[Choice]:
    choices = data.get("choices") or []
    kind = next(one for one in _options(interaction.data) if one.get("focused"))["type"]
    if len(choices) > 25:
        raise too_long("data.choices", 25)
    for index, choice in enumerate(choices):
        if not 1 <= len(choice["name"]) <= 100:
            raise too_long(f"data.choices.{index}.name", 100)
        if isinstance(choice["value"], str) is not (kind == STRING):
            raise invalid(f"data.choices.{index}.value", "BASE_TYPE_INVALID", "Must be of the option's type.")
        if isinstance(choice["value"], str) and len(choice["value"]) > 100:
            raise too_long(f"data.choices.{index}.value", 100)
    return [Choice(choice["name"], choice["value"]) for choice in choices]


def _options(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for option in data.get("options") or []:
        yield option
        yield from _options(option)


def _told(interaction: Interaction, kind: int) -> dict[str, Any]:
    about: dict[str, Any] = {"id": str(interaction.id), "type": int(interaction.type)}
    original = interaction.original
    if original is not None:
        about |= {
            "response_message_id": str(original.id),
            "response_message_loading": original.is_thinking,
            "response_message_ephemeral": original.is_ephemeral,
            "channel_id": str(original.channel.id),
        }
    if original is None or kind not in {MESSAGE, UPDATE}:
        return {"interaction": about}
    return {"interaction": about, "resource": {"type": kind, "message": to_message(original)}}


def _interaction(call: Call) -> Interaction:
    if call.id("webhook_id") != call.world.application_id:
        raise ApiError(Problem.UNKNOWN_WEBHOOK)
    return call.world.interactions.by_token(call.params["webhook_token"])


def _original(call: Call) -> Message:
    original = _interaction(call).original
    if original is None or original.deleted:
        raise ApiError(Problem.UNKNOWN_MESSAGE)
    return original


def _followup(call: Call) -> Message:
    interaction = _interaction(call)
    for message in (interaction.original, *interaction.followups):
        if message is not None and not message.deleted and message.id == call.id("message_id"):
            return message
    raise ApiError(Problem.UNKNOWN_MESSAGE)


def _edit(call: Call, message: Message) -> Answer:
    edit(message, call.draft)
    return 200, to_message(message)


WEBHOOK: Final = "/webhooks/{webhook_id}/{webhook_token}"
ROUTES: Final[Routes] = {
    "POST /interactions/{interaction_id}/{interaction_token}/callback": acknowledge,
    f"POST {WEBHOOK}": follow_up,
    f"GET {WEBHOOK}/messages/@original": get_original,
    f"PATCH {WEBHOOK}/messages/@original": edit_original,
    f"DELETE {WEBHOOK}/messages/@original": delete_original,
    f"GET {WEBHOOK}/messages/{{message_id}}": get_followup,
    f"PATCH {WEBHOOK}/messages/{{message_id}}": edit_followup,
    f"DELETE {WEBHOOK}/messages/{{message_id}}": delete_followup,
}
