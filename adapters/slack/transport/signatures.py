"""Whether a request was signed by Slack, within the last five minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from slack_sdk.signature import Clock as SlackClock
from slack_sdk.signature import SignatureVerifier

from bot.ports import Clock

SIGNATURE: Final = "X-Slack-Signature"
TIMESTAMP: Final = "X-Slack-Request-Timestamp"


@dataclass(frozen=True, slots=True)
class _Time(SlackClock):
    """Our time as Slack's verifier asks for it."""

    clock: Clock

    def now(self) -> float:
        """Seconds since 1970."""
        return self.clock.now().timestamp()


@dataclass(frozen=True, slots=True)
class _Then(SlackClock):
    """The time that a request says it is from."""

    timestamp: str

    def now(self) -> float:
        """Seconds since 1970."""
        return float(int(self.timestamp))


class Signatures:
    """Checks `v0` signatures; see https://docs.slack.dev/authentication/verifying-requests-from-slack."""

    __slots__ = ("_secret", "_time")

    def __init__(self, secret: str, clock: Clock) -> None:
        self._secret, self._time = secret, _Time(clock)

    def signature_of(self, headers: Mapping[str, str], body: bytes) -> str | None:
        """The signature, where it is right and fresh. A request has only one that is right."""
        return headers.get(SIGNATURE) if self._is_valid(headers, body, self._time) else None

    def is_of_another_time(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether a signature that did not pass was right at the time that it is from."""
        return self._is_valid(headers, body, _Then(headers.get(TIMESTAMP, "")))

    def _is_valid(self, headers: Mapping[str, str], body: bytes, time: SlackClock) -> bool:
        try:
            return SignatureVerifier(self._secret, time).is_valid(body, headers.get(TIMESTAMP), headers.get(SIGNATURE))
        except (ValueError, TypeError, OverflowError):  # no number, no UTF-8, no ASCII, or a number without end
            return False
