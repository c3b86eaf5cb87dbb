"""What Slack refuses or fails at, as errors of ours.

Errors: https://docs.slack.dev/reference/methods, under each method.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.errors import ConversationGone, DeliveryPaused

AWAY: Final = timedelta(seconds=5)
"""How long we leave Slack alone after it failed without saying for how long."""

TOKEN_REFUSED: Final = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})
"""Our token is not taken any more, or never was."""

GONE: Final = frozenset(
    {
        "access_denied",
        "app_access_restricted",
        "cannot_dm_bot",
        "cannot_reply_to_message",
        "channel_is_limited_access",
        "channel_not_found",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_channel",
        "invalid_thread_ts",
        "invalid_user_combination",
        "is_archived",
        "is_inactive",
        "message_not_found",
        "messages_tab_disabled",
        "method_not_supported_for_channel_type",
        "missing_scope",
        "no_permission",
        "not_in_channel",
        "posting_to_channel_denied",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_thread_only_channel",
        "team_access_not_granted",
        "team_not_found",
        "thread_not_found",
        "user_disabled",
        "user_is_restricted",
        "user_not_found",
        "user_not_in_channel",
        "user_not_visible",
        "users_not_found",
    }
)
"""The place, or the person, is out of our reach for good."""

_AWAY: Final = frozenset(
    {
        "accesslimited",
        "deprecated_endpoint",
        "external_channel_migrating",
        "fatal_error",
        "file_update_failed",
        "internal_error",
        "message_limit_exceeded",
        "org_login_required",
        "rate_limited",
        "ratelimited",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
        "two_factor_setup_required",
        "update_failed",
    }
)
"""Later it may work."""

_UNCLEAR: Final = frozenset(
    {"", "fatal_error", "file_update_failed", "internal_error", "request_timeout", "service_unavailable"}
)

UPLOADS_REFUSED: Final = frozenset(
    {
        "blocked_file_type",
        "file_type_not_allowed",
        "file_uploads_disabled",
        "file_uploads_except_images_disabled",
        "storage_limit_reached",
    }
)
"""A workspace that takes no videos, whatever their size."""

FILES_REFUSED_THERE: Final = frozenset(
    {
        "slack_connect_blocked_file_type",
        "slack_connect_clip_sharing_blocked",
        "slack_connect_file_upload_sharing_blocked",
    }
)
"""A channel shared with another workspace that takes no videos; the workspace's own channels may."""

NO_FILE: Final = frozenset({"file_deleted", "file_not_found", "not_visible"})
"""The file is not there, or not for us to see."""

KEPT_FILE: Final = frozenset({"cant_delete_file", "delete_not_allowed", "file_deleting_disabled"})
"""Where files cannot be deleted, or not by us."""

TOO_LARGE: Final = "file_upload_size_restricted"

NO_MESSAGE: Final = frozenset(
    {"cant_delete_message", "cant_update_message", "edit_window_closed", "message_not_found", "thread_not_found"}
)
"""What was to be changed is not there, or cannot be changed any more."""


def error_code(error: SlackApiError) -> str:
    """Slack's word for what went wrong; empty where its answer was no answer of Slack's."""
    body: Any = getattr(error.response, "data", None)
    return str(body.get("error", "")) if isinstance(body, dict) else ""


def asked_to_wait(error: SlackApiError) -> timedelta | None:
    """For how long Slack wants to be left alone, where it says so."""
    said = (getattr(error.response, "headers", None) or {}).get("Retry-After", "")
    return timedelta(seconds=min(int(said), 3600)) if str(said).isdecimal() else None


def is_token_refused(error: SlackApiError) -> bool:
    """Whether it was our token that Slack did not take."""
    return error_code(error) in TOKEN_REFUSED


def is_away(error: SlackApiError) -> bool:
    """Whether Slack, or something before it, was not able to answer: nobody knows what became of the call."""
    code = error_code(error)
    return code in _AWAY or (not code)


def is_refusal(error: SlackApiError) -> bool:
    """Whether Slack has said, in a word that is on no list of ours, that it will not do it."""
    return not (is_away(error) or is_token_refused(error) or error_code(error) in GONE)


def may_have_happened(error: SlackApiError) -> bool:
    """Whether the call may have been carried out all the same."""
    return error_code(error) in _UNCLEAR


@contextmanager
def texts_refused() -> Iterator[None]:
    """Raise `SlackClientError` for what the library makes of a text, as something before Slack may answer with."""
    try:
        yield
    except AttributeError:
        raise SlackClientError("no answer of Slack's") from None


@contextmanager
def faults_translated() -> Iterator[None]:
    """Raise `ConversationGone` and `DeliveryPaused` for what they mean; other errors are faults of ours and stay."""
    try:
        yield
    except SlackApiError as error:
        if error_code(error) in GONE:
            raise ConversationGone from None
        if is_away(error) or is_token_refused(error):
            raise DeliveryPaused(asked_to_wait(error) or AWAY) from None
        raise
    except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError):
        raise DeliveryPaused(AWAY) from None
