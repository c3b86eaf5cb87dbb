"""Routes of the bot itself: who it is, where the gateway is, its commands, guilds and direct channels."""

from __future__ import annotations

from typing import Any, Final

from tests.discord.calls import NO_CONTENT, Answer, Call, Routes
from tests.discord.errors import ApiError, Problem, invalid


def get_gateway(call: Call) -> Answer:
    return 200, {"url": call.world.gateway.url}


def get_gateway_bot(call: Call) -> Answer:
    gateway = call.world.gateway
    limit = {"total": 1000, "remaining": gateway.starts_left, "reset_after": 14_400_000, "max_concurrency": 1}
    return 200, {"url": gateway.url, "shards": gateway.recommended_shards, "session_start_limit": limit}


def get_me(call: Call) -> Answer:
    more = {"email": None, "verified": True, "mfa_enabled": False, "locale": "en-US"}
    return 200, call.world.bot.user_payload | more


def get_application(call: Call) -> Answer:
    owner = next(iter(call.world.people.values()), call.world.bot)
    body: dict[str, Any] = {
        "id": str(call.world.application_id),
        "name": call.world.bot.name,
        "icon": None,
        "description": "",
        "summary": "",
        "type": None,
        "bot": call.world.bot.user_payload,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "eligible_oauth2_scopes": ["bot", "applications.commands"],
        "hook": True,
        "is_monetized": False,
        "is_verified": False,
        "storefront_available": False,
        "integration_types_config": {"0": {}},
        "owner": owner.user_payload,
        "team": None,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "approximate_guild_count": len(call.world.guilds),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "event_webhooks_status": 1,
        "explicit_content_filter": 0,
    }
    return 200, body


def get_guild(call: Call) -> Answer:
    return 200, call.world.guild(call.id("guild_id")).rest_payload


def get_member(call: Call) -> Answer:
    guild = call.world.guild(call.id("guild_id"))
    member = guild.members.get(call.id("user_id"))
    if member is None:
        raise ApiError(Problem.UNKNOWN_MEMBER)
    return 200, member.full_payload


def get_user(call: Call) -> Answer:
    person = call.world.people.get(call.id("user_id"))
    if person is None:
        raise ApiError(Problem.UNKNOWN_USER)
    return 200, person.user_payload


def open_direct_channel(call: Call) -> Answer:
    person = call.world.people.get(int(call.json.get("recipient_id") or 0))
    if person is None:
        raise invalid("recipient_id", "CHANNEL_RECIPIENT_REQUIRED", "Invalid Recipient(s)")
    return 200, call.world.direct_channel(person).payload


def list_commands(call: Call) -> Answer:
    return 200, call.world.commands.listed(_guild(call))


def overwrite_commands(call: Call) -> Answer:
    return 200, call.world.commands.overwrite(call.body or [], _guild(call))


def add_command(call: Call) -> Answer:
    before = {command["id"] for command in call.world.commands.listed(_guild(call))}
    made = call.world.commands.add(call.json, _guild(call))
    return 200 if made["id"] in before else 201, made


def get_command(call: Call) -> Answer:
    return 200, call.world.commands.get(call.params["command_id"], _guild(call))


def edit_command(call: Call) -> Answer:
    return 200, call.world.commands.change(call.params["command_id"], call.json, _guild(call))


def delete_command(call: Call) -> Answer:
    call.world.commands.delete(call.params["command_id"], _guild(call))
    return NO_CONTENT


def _guild(call: Call) -> int | None:
    if call.id("application_id") != call.world.application_id:
        raise ApiError(Problem.MISSING_ACCESS)
    return call.world.guild(call.id("guild_id")).id if "guild_id" in call.params else None


EVERYWHERE: Final = "/applications/{application_id}/commands"
IN_GUILD: Final = "/applications/{application_id}/guilds/{guild_id}/commands"
ROUTES: Final[Routes] = {
    "GET /gateway": get_gateway,
    "GET /gateway/bot": get_gateway_bot,
    "GET /users/@me": get_me,
    "GET /users/{user_id}": get_user,
    "POST /users/@me/channels": open_direct_channel,
    "GET /applications/@me": get_application,
    "GET /oauth2/applications/@me": get_application,
    "GET /guilds/{guild_id}": get_guild,
    "GET /guilds/{guild_id}/members/{user_id}": get_member,
    **{f"GET {path}": list_commands for path in (EVERYWHERE, IN_GUILD)},
    **{f"PUT {path}": overwrite_commands for path in (EVERYWHERE, IN_GUILD)},
    **{f"POST {path}": add_command for path in (EVERYWHERE, IN_GUILD)},
    **{f"GET {path}/{{command_id}}": get_command for path in (EVERYWHERE, IN_GUILD)},
    **{f"PATCH {path}/{{command_id}}": edit_command for path in (EVERYWHERE, IN_GUILD)},
    **{f"DELETE {path}/{{command_id}}": delete_command for path in (EVERYWHERE, IN_GUILD)},
}
