"""What Discord answers when something is wrong, in its own words and numbers.

    ApiError      an answer of the REST API: a status, a code and a message
    Impossible    a test asks a person to do what nobody could do in the real client

The numbers: discord/discord-api-docs, topics/Opcodes and Status Codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any


class Problem(Enum):
    """Status, code and message."""

    UNAUTHORIZED = (401, 0, "401: Unauthorized")
    NO_SUCH_ROUTE = (404, 0, "404: Not Found")
    WRONG_METHOD = (405, 0, "405: Method Not Allowed")
    UNKNOWN_CHANNEL = (404, 10003, "Unknown Channel")
    UNKNOWN_GUILD = (404, 10004, "Unknown Guild")
    UNKNOWN_MEMBER = (404, 10007, "Unknown Member")
    UNKNOWN_MESSAGE = (404, 10008, "Unknown Message")
    UNKNOWN_USER = (404, 10013, "Unknown User")
    UNKNOWN_WEBHOOK = (404, 10015, "Unknown Webhook")
    UNKNOWN_INTERACTION = (404, 10062, "Unknown interaction")
    UNKNOWN_COMMAND = (404, 10063, "Unknown application command")
    TOO_LARGE = (413, 40005, "Request entity too large")
    ALREADY_ACKNOWLEDGED = (400, 40060, "Interaction has already been acknowledged.")
    OLD_MESSAGE_EDITED_TOO_OFTEN = (
        429,
        30046,
        "Maximum number of edits to messages older than 1 hour reached. Try again later",
    )
    MISSING_ACCESS = (403, 50001, "Missing Access")
    OTHER_PERSONS_MESSAGE = (403, 50005, "Cannot edit a message authored by another user")
    EMPTY_MESSAGE = (400, 50006, "Cannot send an empty message")
    DIRECT_MESSAGES_CLOSED = (403, 50007, "Cannot send messages to this user")
    MISSING_PERMISSIONS = (403, 50013, "Missing Permissions")
    INVALID_TOKEN = (401, 50027, "Invalid Webhook Token")
    INVALID_FORM = (400, 50035, "Invalid Form Body")
    THREAD_ARCHIVED = (400, 50083, "Thread is archived")
    NOT_JSON = (400, 50109, "The request body contains invalid JSON.")
    NO_MUTUAL_GUILDS = (403, 50278, "Cannot send messages to this user due to having no mutual guilds")
    NO_HISTORY_FOR_REPLY = (403, 160002, "You cannot reply without permission to read message history")
    THREAD_LOCKED = (403, 160005, "Thread is locked")


class ApiError(Exception):
    """The REST API refuses."""

    def __init__(self, problem: Problem, errors: Mapping[str, Any] | None = None) -> None:
        self.status, self.code, self.message = problem.value
        self.errors = errors
        super().__init__(f"{self.status} {self.code}: {self.message}")

    @property
    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"message": self.message, "code": self.code}
        return body if self.errors is None else body | {"errors": self.errors}


def invalid(place: str, code: str, message: str) -> ApiError:
    """Say which field is wrong; `place` is its path in the body, with dots: `components.0.custom_id`."""
    errors: dict[str, Any] = {"_errors": [{"code": code, "message": message}]}
    for step in reversed(place.split(".") if place else []):
        errors = {step: errors}
    return ApiError(Problem.INVALID_FORM, errors)


def too_long(place: str, limit: int) -> ApiError:
    return invalid(place, "BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length.")


class Impossible(AssertionError):
    """A person cannot do this: the button is not there, the command does not exist, a choice is not offered."""
