"""A provider's requests per minute as a token bucket that never lets more through in any sixty seconds."""

from __future__ import annotations

from datetime import datetime, timedelta

MILLI = 1000


def capacity_milli(per_minute: int) -> int:
    """A full bucket, in thousandths of a request: a tenth of the minute's allowance, at least one request.

    The refill is what remains of the allowance, so burst and refill together stay within it in every window.
    """
    return max(MILLI, per_minute * MILLI // 10)


def refill(tokens_milli: int, since: datetime, now: datetime, per_minute: int) -> int:
    """The tokens at `now`, in thousandths. A clock that jumped back adds nothing."""
    elapsed_ms = max(0, (now - since) // timedelta(milliseconds=1))
    return min(capacity_milli(per_minute), tokens_milli + elapsed_ms * _rate_milli(per_minute) // 60_000)


def wait_ms(tokens_milli: int, per_minute: int) -> int:
    """Milliseconds until one whole request may pass."""
    missing = max(0, MILLI - tokens_milli)
    return -(-missing * 60_000 // _rate_milli(per_minute))


def _rate_milli(per_minute: int) -> int:
    # One request a minute leaves nothing beside the burst; just under one more never adds up to a whole one.
    return max(per_minute * MILLI - capacity_milli(per_minute), MILLI - 1)
