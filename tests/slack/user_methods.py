"""Who is who."""

from __future__ import annotations

from typing import Final

from tests.slack.calls import ApiError, Call, Method
from tests.slack.told import Json


def auth_test(call: Call) -> Json:
    here = call.here
    return {
        "url": here.url,
        "team": here.name,
        "user": "sora",
        "team_id": here.id,
        "user_id": here.bot_user,
        "bot_id": here.bot_id,
        "is_enterprise_install": False,
    }


def users_info(call: Call) -> Json:
    user = call.here.users.get(call.text("user"))
    if user is None:
        raise ApiError("user_not_found")
    return {
        "user": {
            "id": user.id,
            "team_id": user.comes_from or call.here.id,
            "name": user.name,
            "real_name": user.name.capitalize(),
            "profile": {"display_name": user.name, "real_name": user.name.capitalize()},
            "is_admin": user.is_admin or user.is_owner,
            "is_owner": user.is_owner,
            "is_primary_owner": False,
            "is_bot": user.is_bot,
            "deleted": False,
            **({"enterprise_user": {"id": user.id, "teams": list(user.organisation)}} if user.organisation else {}),
        }
    }


METHODS: Final[dict[str, Method]] = {"auth.test": auth_test, "users.info": users_info}
