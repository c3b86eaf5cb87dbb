"""Tells the operator why requests are refused that should be Slack's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import structlog

from adapters.lately import Lately
from adapters.slack.transport.signatures import SIGNATURE, Signatures
from bot.ports import Clock

log = structlog.get_logger()

QUIET: Final = timedelta(minutes=1)
"""Between two lines: anybody can post to us, as often as they like."""

BY_ANOTHER: Final = (
    "if this was Slack, SORA_SLACK_SIGNING_SECRET is wrong; copy the “Signing Secret” anew from the page “Basic "
    "Information” of your app at Slack"
)
AT_ANOTHER_TIME: Final = (
    "it was signed more than five minutes before or after this machine's clock; set the clock right"
)


class Unsigned:
    """What was signed with another secret, or at another time."""

    __slots__ = ("_said", "_signatures")

    def __init__(self, signatures: Signatures, clock: Clock) -> None:
        self._signatures = signatures
        self._said: Lately[str, bool] = Lately(clock, QUIET)

    def hear(self, headers: Mapping[str, str], body: bytes) -> None:
        """A request was refused. Without any signature it is none that Slack has sent, and nothing is said of it."""
        if SIGNATURE not in headers or self._said.of(SIGNATURE):
            return
        self._said.learn(SIGNATURE, True)
        is_late = self._signatures.is_of_another_time(headers, body)
        log.warning("slack_request_refused", advice=AT_ANOTHER_TIME if is_late else BY_ANOTHER)
