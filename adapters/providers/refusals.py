"""From an HTTP status and the vendor's words to our errors, for what all providers have in common."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

from bot.domain.errors import (
    BadRequest,
    KeyRefused,
    ModelGone,
    OutOfCredit,
    ProviderBusy,
    ProviderTrouble,
    Refused,
    SoraError,
)

_CONTENT: Final = re.compile(r"moderat|policy|violat|sensitive|nsfw|restricted|prohibited|unsafe", re.IGNORECASE)
_MODEL_GONE: Final = re.compile(
    r"model.{0,60}?(not found|not exist|unknown|invalid|removed|disabled|delisted|deprecated|deactivated|retired"
    r"|shut ?down|discontinued|no longer|not (available|supported)|unavailable)"
    r"|(unknown|invalid|unsupported|no such) model",
    re.IGNORECASE | re.DOTALL,
)
_DEFAULT_PAUSE: Final = timedelta(seconds=10)
_LONGEST_PAUSE: Final = timedelta(minutes=10)


def is_about_content(text: str) -> bool:
    """Whether the vendor's words speak of its content rules."""
    return _CONTENT.search(text) is not None


def is_about_a_missing_model(text: str) -> bool:
    """Whether the vendor's words say that the model is not, or no longer, there."""
    return _MODEL_GONE.search(text) is not None


def refusal(status: int, headers: Mapping[str, str], text: str) -> SoraError:
    """The error that an answer outside 2xx means after a submit. `text` is the vendor's message, if it could be read.

    Statuses of which nobody can tell whether the request was accepted become `ProviderTrouble`.
    """
    match status:
        case 401:
            return KeyRefused()
        case 402 | 406:
            return OutOfCredit()
        case 403:
            return Refused(text) if is_about_content(text) else KeyRefused()
        case 404 | 410:
            return ModelGone()  # of all that a submit names, only the model can be missing
        case 429:
            return ProviderBusy(retry_after(headers))
        case 451:
            return Refused(text)
        case 408 | 409 | 425:
            return ProviderTrouble(f"{status} {text}")
        case _ if 400 <= status < 500:
            return _about_the_request(text)
        case _:
            return ProviderTrouble(f"{status} {text}")


def _about_the_request(text: str) -> SoraError:
    if is_about_content(text):
        return Refused(text)
    return ModelGone() if is_about_a_missing_model(text) else BadRequest(text)


def trouble(status: int, headers: Mapping[str, str], text: str) -> SoraError:
    """The error that an answer outside 2xx means after a question: only the key, the credit or time can help."""
    error = refusal(status, headers, text)
    return error if isinstance(error, KeyRefused | OutOfCredit | ProviderBusy) else ProviderTrouble(f"{status} {text}")


def retry_after(headers: Mapping[str, str]) -> timedelta:
    """The pause that `Retry-After` asks for, in seconds or as a date: 1 s to 10 min, and 10 s where it does not say.

    A date is measured against the answer's own `Date`, so that nobody's clock matters.
    """
    value = headers.get("retry-after", "").strip()
    pause = _seconds(value) if value.replace(".", "", 1).isdecimal() else _until(value, headers.get("date", ""))
    return min(max(pause, timedelta(seconds=1)), _LONGEST_PAUSE)


def _seconds(value: str) -> timedelta:
    return timedelta(seconds=min(math.ceil(float(value[:20])), _LONGEST_PAUSE.total_seconds()))


def _until(value: str, date: str) -> timedelta:
    try:
        return parsedate_to_datetime(value) - parsedate_to_datetime(date)
    except (TypeError, ValueError, OverflowError):  # no date, or one without a time zone, or nonsense
        return _DEFAULT_PAUSE


def read_object(body: bytes) -> dict[str, Any]:
    """The JSON object in a body. Raises ValueError for anything else."""
    try:
        value = json.loads(body)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(value, dict):
        raise ValueError("no JSON object")  # noqa: TRY004 - one error for every unreadable body
    return value
