"""What the app is sent when somebody uses a command, a button, a shortcut or a form.

https://docs.slack.dev/reference/interaction-payloads
"""

from __future__ import annotations

from tests.slack.envelopes import VERIFICATION
from tests.slack.shown import message_of, place_of
from tests.slack.told import APP_ID, Json
from tests.slack.world import Channel, Message, User, Workspace


def slash_command(workspace: Workspace, user: User, channel: Channel, command: str, text: str) -> Json:
    """https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling."""
    return {
        "token": VERIFICATION,
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": place_of(channel)["name"],
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
    }


def on_message(workspace: Workspace, user: User, message: Message, element: Json) -> Json:
    """A button under a message. Of what only one person sees, Slack sends no more than where it is."""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel.id,
        "is_ephemeral": message.only_for is not None,
    }
    if message.thread_ts is not None:
        container["thread_ts"] = message.thread_ts
    shown = {} if message.only_for else {"message": message_of(message)}
    place = {"channel": place_of(message.channel)}
    return _pressed(workspace, user, container, element) | place | shown


def on_view(workspace: Workspace, user: User, view: Json, element: Json) -> Json:
    """A button on somebody's page, or in a window."""
    container = {"type": "view", "view_id": view["id"]}
    return _pressed(workspace, user, container, element) | {"view": view, "state": view["state"]}


def global_shortcut(workspace: Workspace, user: User, callback_id: str) -> Json:
    """A shortcut that is there everywhere."""
    return _interaction("shortcut", workspace, user) | {"callback_id": callback_id, "action_ts": _now(workspace)}


def message_shortcut(workspace: Workspace, user: User, callback_id: str, message: Message) -> Json:
    """An entry in a message's menu."""
    return _interaction("message_action", workspace, user) | {
        "callback_id": callback_id,
        "action_ts": _now(workspace),
        "message_ts": message.ts,
        "channel": place_of(message.channel),
        "message": message_of(message),
    }


def chosen_in_view(workspace: Workspace, user: User, view: Json, block: Json, chosen: Json) -> Json:
    """Something chosen on somebody's page or in a window, which the app hears of at once."""
    action = {"action_id": action_element(block)["action_id"], "block_id": block["block_id"], **chosen}
    container = {"type": "view", "view_id": view["id"]}
    body = _interaction("block_actions", workspace, user) | {"container": container, "state": view["state"]}
    return body | {"view": view, "actions": [action | {"action_ts": _now(workspace)}]}


def action_element(block: Json) -> Json:
    """The element of a block that people use: a field's, or the one beside a text."""
    element: Json = block.get("element") or block["accessory"]
    return element


def view_closed(workspace: Workspace, user: User, view: Json) -> Json:
    """A window that was closed without being sent off."""
    return _interaction("view_closed", workspace, user) | {"view": view, "is_cleared": False}


def view_submission(workspace: Workspace, user: User, view: Json) -> Json:
    """A form that was sent off, with what is in it."""
    return _interaction("view_submission", workspace, user) | {"view": view, "response_urls": []}


def _pressed(workspace: Workspace, user: User, container: Json, element: Json) -> Json:
    pressed = {key: element[key] for key in ("type", "action_id", "block_id", "text", "value", "url", "style")
               if key in element}  # fmt: skip
    return _interaction("block_actions", workspace, user) | {
        "container": container,
        "state": {"values": {}},
        "actions": [pressed | {"action_ts": _now(workspace)}],
    }


def _interaction(kind: str, workspace: Workspace, user: User) -> Json:
    return {
        "type": kind,
        "token": VERIFICATION,
        "api_app_id": APP_ID,
        "team": {"id": workspace.id, "domain": workspace.domain},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": workspace.id},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _now(workspace: Workspace) -> str:
    return workspace.world.new_ts()
