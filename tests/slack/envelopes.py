"""Events as the app gets them: which it asked for, and what is around them.

https://docs.slack.dev/apis/events-api#callback-field
"""

from __future__ import annotations

import base64
import json
import secrets
import time
from typing import Final

from tests.slack.told import APP_ID, Json
from tests.slack.world import Workspace

VERIFICATION: Final = "not-used-any-more"
"""What Slack called the verification token; signatures have taken its place."""

SUBSCRIBED: Final = frozenset(
    {"app_mention", "message", "app_home_opened", "member_joined_channel", "app_uninstalled", "tokens_revoked"}
)


def is_subscribed(event: Json) -> bool:
    """Whether the app hears of it: of messages, only those in direct messages."""
    if event.get("type") == "message":
        return event.get("channel_type") == "im"
    return event.get("type") in SUBSCRIBED


def event_callback(workspace: Workspace, event: Json, seconds_ago: int = 0) -> Json:
    """The event with everything that Slack puts around it, under an id of its own."""
    context = {"v": "5-message", "t": workspace.id, "a": APP_ID, "e": secrets.token_hex(4)}
    return {
        "token": VERIFICATION,
        "team_id": workspace.id,
        "context_team_id": workspace.id,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev0{secrets.token_hex(5).upper()}",
        "event_time": int(time.time()) - seconds_ago,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.id,
                "user_id": workspace.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": base64.b64encode(json.dumps(context).encode()).decode(),
    }
