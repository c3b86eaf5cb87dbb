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


class Signatures:
    """Checks `v0` signatures; see https://docs.slack.dev/authentication/verifying-requests-from-slack."""

    __slots__ = ("_verifier",)

    def __init__(self, secret: str, clock: Clock) -> None:
        self._verifier = SignatureVerifier(secret, _Time(clock))

    def signature_of(self, headers: Mapping[str, str], body: bytes) -> str | None:
        """The signature, where it is right and fresh. A request has only one that is right."""
        signature = headers.get(SIGNATURE)
        try:
            is_valid = self._verifier.is_valid(body, headers.get(TIMESTAMP), signature)
        except (ValueError, TypeError):  # no number, no UTF-8, no ASCII: the verifier takes all of them for granted
            return None
        return signature if is_valid else None
